"""Words for what tokens may do."""

from django import template

from summaries.models import Scope

register = template.Library()


@register.filter
def scope_name(scope: str) -> str:
    """Return what a scope permits, in the language of the page."""
    return Scope(scope).label
