"""Asking the machine again: other translations of a sentence, new translations, a new summary."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from summaries.engine.batching import folded
from summaries.models import Brief, Job
from summaries.services import machine
from summaries.services.people.accounts import roles_of
from summaries.views.desk.page import brief_context, desk_brief
from summaries.views.desk.rows import SegmentRow, segment_rows
from summaries.views.guard import desk_view, post_only
from summaries.workflow import actions_for


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def alternatives(request, pk: int, segment: int):
    """Show other translations of a sentence; a POST asks the machine for them.

    With htmx this is the panel under the sentence, which polls until they are there; without
    script a page of its own that reloads until then.
    """
    brief = desk_brief(pk)
    row = _row(brief, segment)
    if request.method == "POST":
        machine.ask_alternatives(request.user, row.segment)
        if not request.htmx:
            return redirect("desk:segment-alternatives", pk, segment)
    template = "desk/_alternatives.html" if request.htmx else "desk/alternatives.html"
    context = {"brief": brief, "row": row, "moved": request.method == "POST"}
    context["actions"] = actions_for(brief.status, roles_of(request.user))
    return render(request, template, context | offer_context(row))


@post_only
@desk_view
def retranslate_segment(request, pk: int, segment: int):
    """Translate one sentence again; `include_protected` lets it replace a person's text."""
    brief = desk_brief(pk)
    row = _row(brief, segment)
    machine.retranslate(
        request.user, brief, segment=row.segment, include_protected=_include_protected(request)
    )
    return _started(request, pk, _("The machine translates this sentence again."), row)


@post_only
@desk_view
def retranslate(request, pk: int):
    """Translate every sentence again that no person edited or approved, or really every one."""
    replaces_all = _include_protected(request)
    machine.retranslate(request.user, desk_brief(pk), include_protected=replaces_all)
    if replaces_all:
        message = _("The machine translates every sentence again.")
    else:
        message = _(
            "The machine translates again. Sentences that a person edited or approved stay."
        )
    return _started(request, pk, message)


@post_only
@desk_view
def rewrite_summary(request, pk: int):
    """Write the summary again from the English as it is now."""
    machine.rewrite_summary(request.user, desk_brief(pk))
    return _started(request, pk, _("The machine writes the summary again from the edited English."))


def offer_context(row: SegmentRow) -> dict:
    """Return what the panel of alternatives shows: how far the machine is, and what it offers.

    `offer_state` is empty when nobody asked, else "waiting", "failed", "stopped", "offered" or
    "nothing".
    """
    job = machine.newest_offer(row.segment)
    english = folded(row.segment.english)
    texts = [offer["text"] for offer in row.segment.alternatives]
    texts = [text for text in texts if folded(text) != english]
    return {"offer": job, "offer_state": _offer_state(job, texts), "offers": texts}


def _offer_state(job: Job | None, texts: list[str]) -> str:
    if job is None:
        return "offered" if texts else ""
    if job.is_open:
        return "waiting"
    if job.state == Job.State.FAILED:
        return "failed"
    if job.state == Job.State.CANCELLED:
        return "stopped"
    return "offered" if texts else "nothing"


def _row(brief: Brief, segment: int) -> SegmentRow:
    rows = (row for row in segment_rows(brief) if row.segment.pk == segment)
    row = next(rows, None)
    if row is None:
        raise Http404
    return row


def _include_protected(request) -> bool:
    return bool(request.POST.get("include_protected"))


def _started(request, pk: int, message: str, row: SegmentRow | None = None):
    """Go back to the brief, where the progress panel shows now; `row` keeps the place.

    With htmx the panel comes to the page, and the row closes: nothing else moves.
    """
    if request.htmx:
        return _asked(request, pk, message, row)
    messages.success(request, message)
    anchor = f"?segment={row.number}#segment-{row.number}" if row else ""
    return redirect(reverse("desk:brief", args=[pk]) + anchor)


def _asked(request, pk: int, message: str, row: SegmentRow | None):
    context = brief_context(request, desk_brief(pk))
    rows = (one for one in context["rows"] if row and one.segment.pk == row.segment.pk)
    context |= {"row": next(rows, None), "said": message}
    return render(request, "desk/_asked.html", context)
