"""Joining and dividing sentences: each is one form that leads back to the brief at its row."""

from django.contrib import messages
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_htmx.http import retarget

from summaries.models import Segment
from summaries.services import events, reshaping
from summaries.services.errors import Invalid, Stale
from summaries.views.desk.page import brief_context, desk_brief
from summaries.views.desk.rows import open_row, segment_rows
from summaries.views.desk.segments import (
    Typed,
    conflict_answer,
    find_segment,
    keep_typed,
    row_of,
    to_row,
)
from summaries.views.guard import desk_view, post_only
from summaries.workflow import Action


@post_only
@desk_view
def merge(request, pk: int, segment: int):
    """Join the sentence with the next one of its paragraph."""
    found, typed = find_segment(pk, segment), Typed.of(request)
    try:
        kept = keep_typed(request, found, typed)
        joined = reshaping.merge(request.user, kept, version=kept.version)
    except Stale:
        return conflict_answer(request, found, typed)
    said = _("The two sentences are one now.")
    if request.htmx:
        return _joined(request, joined, said)
    messages.success(request, said)
    return to_row(joined, opened=True)


def _joined(request, joined: Segment, said: str):
    """Answer with all rows: those after the joined one have new numbers, in the summary as well."""
    context = brief_context(request, desk_brief(joined.article.brief.pk))
    open_row(context["rows"], row_of(context["rows"], joined).number)
    answer = render(request, "desk/_joined.html", context | {"said": said})
    return retarget(answer, "#segments")


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def split(request, pk: int, segment: int):
    """Divide the sentence where the person puts a line break, in both languages."""
    found = find_segment(pk, segment)
    events.require(found.article.brief, Action.RESHAPE, request.user)
    if request.method != "POST":
        return _split_page(request, found)
    cut = {name: _lines(request.POST.get(name, "")) for name in ("arabic", "english")}
    try:
        first, _second = reshaping.split(
            request.user, found, version=Typed.of(request).version, **_two_each(cut)
        )
    except (Invalid, Stale) as error:
        status = 409 if isinstance(error, Stale) else 400
        return _split_page(request, found, typed=request.POST, error=str(error), status=status)
    messages.success(request, _("The sentence is two now."))
    return to_row(first, opened=True)


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def _two_each(cut: dict[str, list[str]]) -> dict[str, list[str]]:
    if any(len(lines) != 2 for lines in cut.values()):
        raise Invalid(_("Put one line break into each text, where the sentence is to be divided."))
    return cut


def _split_page(request, found: Segment, *, typed=None, error: str = "", status: int = 200):
    brief = desk_brief(found.article.brief.pk)
    row = row_of(segment_rows(brief), found)
    context = {"brief": brief, "row": row, "typed": typed, "error": error}
    return render(request, "desk/split.html", context, status=status)
