"""Words for the rows of the review page."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from summaries.engine.worddiff import word_diff
from summaries.templatetags.desk import person

register = template.Library()
_MARKS = {"delete": "<del>{}</del>", "insert": "<ins>{}</ins>"}


@register.simple_tag
def diff(before: str, after: str) -> SafeString:
    """Return `after` with what went and what came marked, word by word, since `before`."""
    pieces = (format_html(_MARKS.get(p.op, "{}"), p.text) for p in word_diff(before, after))
    return format_html_join("", "{}", ((piece,) for piece in pieces))


@register.filter
def number_words(row) -> str:
    """Return what a row is called: "Headline", "Sentence 3"."""
    if row.number == "H":
        return _("Headline")
    return _("Sentence %(number)s") % {"number": row.number}


@register.filter
def row_words(row) -> str:
    """Return what a row is called and how it stands, for who cannot see the marks."""
    segment = row.segment
    states = [number_words(row)]
    if segment.translated_at:
        states.append(_("edited") if segment.is_edited else _("machine text"))
    if segment.approved_at:
        states.append(_("approved"))
    if row.found:
        words = ngettext("%(n)d finding", "%(n)d findings", len(row.found))
        states.append(words % {"n": len(row.found)})
    if any(found.is_blocking for found in row.found):
        states.append(_("blocks publication"))
    if row.comments:
        words = ngettext("%(n)d open comment", "%(n)d open comments", row.comments)
        states.append(words % {"n": row.comments})
    return _(", ").join(states)


@register.filter
def edit_words(row) -> str:
    """Return the name of the link that opens a row."""
    if row.number == "H":
        return _("Edit the headline")
    return _("Edit sentence %(number)s") % {"number": row.number}


@register.filter
def close_words(row) -> str:
    """Return the name of the link that closes a row."""
    if row.number == "H":
        return _("Close the headline")
    return _("Close sentence %(number)s") % {"number": row.number}


@register.filter
def english_words(row) -> str:
    """Return the name of a row's English field."""
    if row.number == "H":
        return _("Headline, English")
    return _("Sentence %(number)s, English") % {"number": row.number}


@register.filter
def approval_words(segment) -> str:
    """Say who approved a sentence."""
    if segment.approved_by is None:
        return _("Approved")
    return _("Approved by %(name)s") % {"name": person(segment.approved_by)}
