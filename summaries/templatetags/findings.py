"""What the checks found, on the page: the words underlined, and each finding named."""

import unicodedata
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import NamedTuple

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from summaries.models.finding import isolated
from summaries.templatetags.review import number_words

register = template.Library()
_JOINS = ("Mn", "Me", "Mc")
_JOINERS = "\u200c\u200d"


class Mark(NamedTuple):
    """A stretch of a text to underline: Python indexes, the id of the words about it, its look.

    `look` is "bad" (blocks publication), "warn", or "also": lit with its finding, not underlined.
    """

    start: int
    end: int
    about: str
    look: str


_LOOKS = ("bad", "warn", "also")


@register.filter
def marked(text: str, marks: Sequence[Mark]) -> SafeString:
    """Return `text` as HTML with the words under `marks` underlined.

    Where marks overlap, the words under both are about both and look as the gravest of them. A mark
    never parts a letter from its signs; what lies outside of the text is left out.
    """
    found = [mark for mark in (_within(text, mark) for mark in marks) if mark.start < mark.end]
    edges = sorted({0, len(text), *(e for mark in found for e in (mark.start, mark.end))})
    pieces = (
        _piece(text[start:end], [mark for mark in found if mark.start <= start < mark.end])
        for start, end in pairwise(edges)
    )
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def _within(text: str, mark: Mark) -> Mark:
    start, end = max(0, mark.start), min(len(text), mark.end)
    while 0 < start < end and _belongs(text, start):
        start -= 1
    while start < end < len(text) and _belongs(text, end):
        end += 1
    return mark._replace(start=start, end=end)


def _belongs(text: str, at: int) -> bool:
    """Say whether the character is a sign on the letter before it, or joins with it."""
    joined = text[at] in _JOINERS or text[at - 1] in _JOINERS
    return joined or unicodedata.category(text[at]) in _JOINS


def _piece(words: str, marks: Collection[Mark]) -> SafeString | str:
    if not marks:
        return format_html("{}", words)
    look = min((mark.look for mark in marks), key=_LOOKS.index)
    about = " ".join(dict.fromkeys(mark.about for mark in marks))
    return format_html('<mark class="{}" aria-describedby="{}">{}</mark>', look, about, words)


@register.filter
def place_words(found) -> str:
    """Return where something was found: "Sentence 5", "Summary sentence 2"."""
    if found.row is None:
        return _("Headline of the brief")
    if found.in_summary:
        return _("Summary sentence %(number)d") % {"number": found.row.number}
    return number_words(found.row)


@register.filter
def fix_words(found) -> str:
    """Return what the button says that puts the right words in."""
    if not found.finding.fix:
        return _("Leave it out")
    return _("Use “%(words)s”") % {"words": isolated(_short(found.finding.fix))}


def _short(words: str) -> str:
    return words if len(words) <= 40 else f"{words[:39].rstrip()}…"
