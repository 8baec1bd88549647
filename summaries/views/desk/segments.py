"""One sentence at a time: open its row, write, approve, take back.

Every button is a form that works alone and leads back to the brief at its row. With script the
same address answers with the row, and with what changed around it.
"""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from summaries.models import Event, Segment, SegmentEdit
from summaries.services import segments
from summaries.services.errors import Invalid, Stale
from summaries.services.people.accounts import roles_of
from summaries.services.seen import Seen
from summaries.views.desk.found import Places, found_context, places, touched
from summaries.views.desk.page import action_forms, desk_brief, render_brief, summary_context
from summaries.views.desk.posted import whole_number
from summaries.views.desk.rows import (
    SegmentRow,
    count_comments,
    open_row,
    review_context,
    segment_rows,
    sentence_rows,
)
from summaries.views.guard import desk_view, post_only
from summaries.workflow import actions_for


@dataclass(frozen=True)
class Typed:
    """What the open row's form sent: the text, the version and the text it was made from."""

    english: str
    base: str
    version: int

    @classmethod
    def of(cls, request) -> "Typed":
        """Read the form; raise Invalid for one that this page did not make."""
        version = whole_number(request.POST.get("version", ""))
        if version is None:
            raise Invalid(_("This form is incomplete. Reload the page and try again."))
        return cls(request.POST.get("english", ""), request.POST.get("base", ""), version)


@require_safe
@desk_view
def segment(request, pk: int, segment: int):
    """Show a row, open for editing where that is allowed; `?closed` shows it closed."""
    found = find_segment(pk, segment)
    if not request.htmx:
        return to_row(found, opened="closed" not in request.GET)
    return _rows(request, found, opened="closed" not in request.GET)


@post_only
@desk_view
def save(request, pk: int, segment: int):
    """Store the text. `do` says what follows: close the row, approve, or keep typing (autosave)."""
    found, typed, do = find_segment(pk, segment), Typed.of(request), request.POST.get("do", "save")
    how, before = _how(request), places(pk)
    try:
        saved = segments.save(
            request.user,
            found,
            version=typed.version,
            english=typed.english,
            approve=do == "approve",
            how=how,
            settled=do != "keep",
        )
    except Stale:
        return conflict_answer(request, found, typed)
    if do == "keep":
        return JsonResponse({"version": saved.version, "edited": saved.is_edited})
    said = _("Approved.") if do == "approve" else _("Saved.")
    return _after(request, saved, said, before=before, go_on=do == "approve")


@post_only
@desk_view
def approve(request, pk: int, segment: int):
    """Approve a sentence as it stands and go on to the next one."""
    found = find_segment(pk, segment)
    try:
        saved = segments.approve(request.user, found, version=Typed.of(request).version)
    except Stale:
        if not request.htmx:
            raise
        change = found.edits.select_related("author").first()
        return _rows(request, found, status=409, reread=change or True)
    return _after(request, saved, _("Approved."), go_on="next" in request.POST)


@post_only
@desk_view
def unapprove(request, pk: int, segment: int):
    """Take an approval back."""
    saved = segments.unapprove(request.user, find_segment(pk, segment))
    return _after(request, saved, _("No longer approved."))


@post_only
@desk_view
def undo(request, pk: int, segment: int):
    """Give the sentence the machine's text back. What was typed stays in its history."""
    found, typed, before = find_segment(pk, segment), Typed.of(request), places(pk)
    try:
        kept = keep_typed(request, found, typed)
        saved = segments.undo(request.user, kept, version=kept.version)
    except Stale:
        return conflict_answer(request, found, typed)
    opened = "english" in request.POST
    return _after(request, saved, _("Back to the machine’s text."), before=before, opened=opened)


@post_only
@desk_view
def approve_remaining(request, pk: int):
    """Approve every sentence that nobody approved yet, but for those with a warning."""
    seen = Seen.parse(request.POST.get("seen", ""))
    number, unseen = segments.approve_remaining(request.user, desk_brief(pk), seen=seen)
    said = ngettext("%(n)d sentence approved.", "%(n)d sentences approved.", number)
    messages.success(request, said % {"n": number})
    if unseen:
        said = ngettext(
            "%(n)d sentence changed since you opened the page and is not approved. Look at it.",
            "%(n)d sentences changed since you opened the page and are not approved. Look at them.",
            unseen,
        )
        messages.warning(request, said % {"n": unseen})
    return redirect(reverse("desk:brief", args=[pk]) + "#review")


def _how(request) -> str:
    """Say what made the text: a hand, or the machine's offer that somebody took."""
    took = request.POST.get("how") == SegmentEdit.How.ALTERNATIVE
    return SegmentEdit.How.ALTERNATIVE if took else SegmentEdit.How.TYPED


def find_segment(pk: int, segment: int) -> Segment:
    """Return a sentence of this very brief; raise Stale for one joined away, Http404 for none."""
    related = Segment.objects.select_related("article__brief", "approved_by")
    found = related.filter(pk=segment, article__brief=pk).first()
    if found is None:
        merged = Event.objects.filter(brief=pk, verb=SegmentEdit.How.MERGED)
        raise _gone() if merged.filter(data__joined=segment).exists() else Http404
    return found


def row_of(rows: list[SegmentRow], segment: Segment) -> SegmentRow:
    """Return the row of a sentence; raise Stale when it was joined away since it was found."""
    row = next((row for row in rows if row.segment.pk == segment.pk), None)
    if row is None:
        raise _gone()
    return row


def _gone() -> Stale:
    return Stale(_("Somebody joined this sentence with another. Reload the page."))


def keep_typed(request, found: Segment, typed: Typed) -> Segment:
    """Store what stands typed in the open row before something else happens to it."""
    if not typed.english.strip() and found.version == typed.version:
        return found
    return segments.save(request.user, found, version=typed.version, english=typed.english)


def _after(
    request,
    saved: Segment,
    said: str,
    *,
    before: Places | None = None,
    opened: bool = False,
    go_on: bool = False,
):
    """Answer with the changed row, or lead back to it; `go_on` leads to the next one instead.

    `before` is where something was found before the change: rows where that is other now come too.

    With htmx the page itself goes on: it knows what is open and where somebody types.
    """
    if request.htmx:
        return _rows(request, saved, opened=opened, before=before, said=said)
    messages.success(request, said)
    following = _next(segment_rows(desk_brief(saved.article.brief.pk)), saved) if go_on else None
    return to_row(following.segment if following else saved, opened=opened or following)


def _rows(request, changed: Segment, *, opened=False, before=None, status: int = 200, **more):
    """Answer with the row, and the others that the change touched; `more` goes to the template."""
    brief = desk_brief(changed.article.brief.pk)
    rows = segment_rows(brief)
    count_comments(rows, brief)
    actions = actions_for(brief.status, roles_of(request.user))
    row = row_of(rows, changed)
    if opened and "edit" in actions:
        open_row(rows, row.number)
    sentences = sentence_rows(brief, rows, "")
    context = {"brief": brief, "actions": actions, "row": row, "forms": action_forms(), **more}
    context |= found_context(brief, rows, sentences, actions) | review_context(brief, rows)
    if before is not None:
        context |= touched(before, places(brief.pk), (one for one in rows if one is not row))
        context |= summary_context(brief, rows, sentences)
    return render(request, "desk/_segment_answer.html", context, status=status)


def _next(rows: list[SegmentRow], segment: Segment) -> SegmentRow | None:
    """Return the next sentence to decide on: the first unapproved after this one, or before it."""
    at = rows.index(row_of(rows, segment))
    return next((r for r in [*rows[at + 1 :], *rows[:at]] if _is_undecided(r.segment)), None)


def _is_undecided(segment: Segment) -> bool:
    return bool(segment.translated_at) and segment.approved_at is None


def conflict_answer(request, found: Segment, typed: Typed):
    """Show three texts, and overwrite none: what it was, what somebody saved, what was typed."""
    brief = desk_brief(found.article.brief.pk)
    row = row_of(segment_rows(brief), found)
    conflict = {"typed": typed, "change": row.segment.edits.select_related("author").first()}
    if request.htmx:
        context = {"brief": brief, "row": row, "conflict": conflict}
        return render(request, "desk/_segment_conflict.html", context, status=409)
    return render_brief(request, brief, status=409, conflict=conflict, conflicting=found.pk)


def to_row(segment: Segment, *, opened) -> HttpResponse:
    """Lead to the row on the brief's page, open or closed."""
    brief = segment.article.brief
    number = row_of(segment_rows(desk_brief(brief.pk)), segment).number
    query = f"?segment={number}" if opened else ""
    return redirect(f"{reverse('desk:brief', args=[brief.pk])}{query}#segment-{number}")
