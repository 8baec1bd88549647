"""What the translation memory says about a sentence that is open for editing."""

from django import template

from summaries.services import memory, similar

register = template.Library()


@register.inclusion_tag("desk/_memory.html", takes_context=True)
def memory_offers(context, segment) -> dict:
    """Say where a text of the memory comes from, and offer similar ones to who may edit."""
    may_edit = "edit" in context.get("actions", ())
    return {
        "brief": context["brief"],
        "segment": segment,
        "csrf_token": context.get("csrf_token", ""),
        "origin": None if segment.is_edited else memory.origin(segment),
        "memory_offers": similar.offers(segment) if may_edit else [],
    }
