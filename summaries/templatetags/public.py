"""Links of the public pages, and what programs read out of them."""

import json
from collections.abc import Sequence
from datetime import date

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from summaries.services import calendars, languages
from summaries.services.newsroom import NAMES, with_show

register = template.Library()
_ISOLATES = {0x2068: "<bdi>", 0x2069: "</bdi>"}
# What could end the script element, or be read as something else in one.
_ESCAPES = {ord(char): f"\\u{ord(char):04X}" for char in "<>&\u2028\u2029"}


@register.filter
def in_elements(text: str) -> SafeString:
    """Return our own words with elements for the marks of their isolates.

    A feed takes such marks out, because those of a stranger's text turn what is around it.
    """
    return mark_safe(escape(text).translate(_ISOLATES))


@register.simple_tag(takes_context=True)
def to(context, name: str, *args) -> str:
    """Return the address of a public page by its name, in the languages of this page."""
    return with_show(reverse(name, args=args), context.get("show", "both"))


@register.simple_tag(takes_context=True)
def carry(context, path: str) -> str:
    """Return a public address in the languages of this page."""
    return with_show(path, context.get("show", "both"))


@register.simple_tag(takes_context=True)
def texts_of(context, revision) -> Sequence[str]:
    """Return in which languages this page has a text: in the other one where it has no choice."""
    return languages.on_a_page(revision, context.get("show", "both"))


@register.simple_tag(takes_context=True)
def title_of(context, revision) -> str:
    """Return the headline of a text as this page is called by it."""
    return languages.title(revision, context.get("show", "both"))


@register.simple_tag(takes_context=True)
def further(context, before: int) -> str:
    """Return the address of the page of this list that goes on after an entry."""
    here = context["here"]
    return with_show(here.path, here.show, here.query | {"before": before})


@register.simple_tag(takes_context=True)
def in_words(context, day: date) -> str:
    """Write a date with its weekday, as papers of this page's language head their pages."""
    return calendars.in_words(day, _language(context))


@register.simple_tag
def newsroom_day() -> date:
    """Return today's date in the newsroom."""
    return timezone.localdate()


@register.simple_tag(takes_context=True)
def site_name(context) -> str:
    """Return the name of the paper in the language of this page."""
    return NAMES[_language(context)]


def _language(context) -> str:
    return "ar" if context.get("show") == "ar" else "en"


@register.filter
def json_ld(data) -> SafeString:
    """Write data as JSON that nothing in it can break out of."""
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(_ESCAPES))
