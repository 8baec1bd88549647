"""One brief on the desk, and its live progress."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from summaries.models import Brief, Job
from summaries.services import jobs
from summaries.services.engine_words import spoken
from summaries.services.people.accounts import roles_of
from summaries.views.desk.found import found_context
from summaries.views.desk.page import brief_context, desk_brief, progress_context, render_brief
from summaries.views.desk.posted import moment
from summaries.views.desk.rows import SegmentRow, segment_rows
from summaries.views.guard import desk_view
from summaries.workflow import actions_for


@require_safe
@desk_view
def brief(request, pk: int):
    """Show a brief; `?sentence=2` lights that summary sentence, `?segment=3` opens that row."""
    return render_brief(request, desk_brief(pk))


@require_safe
@desk_view
def progress(request, pk: int) -> HttpResponse:
    """Return what changed since the page's last look (`looked`): the panel and the new rows.

    Nothing (204) while nothing changed. Once the work has ended, everything that it changed, but
    never what somebody may be typing in.
    """
    found = desk_brief(pk)
    if not request.htmx:
        return redirect("desk:brief", pk)
    job = jobs.latest(found)
    if job is None or not job.is_open:
        return _ended(request, found, job)
    rows = segment_rows(found)
    context = progress_context(found, job, rows)
    if request.GET.get("looked") == context["looked"]:
        return HttpResponse(status=204)
    actions = actions_for(found.status, roles_of(request.user))
    context |= found_context(found, rows, [], actions)
    context |= {"brief": found, "actions": actions, "changed": _changed(request, rows)}
    return render(request, "desk/_live.html", context | {"first": "first" in request.GET})


def _ended(request, brief: Brief, job: Job | None) -> HttpResponse:
    """Answer with what the job changed; a page that had no text before (`first`) is told so."""
    context = brief_context(request, brief)
    context |= {
        "changed": _changed(request, context["rows"]),
        "first": "first" in request.GET,
        "rewritten": job is not None and job.kind != Job.Kind.RETRANSLATE and brief.current,
        "said": _outcome(job) if job else "",
    }
    return render(request, "desk/_ended.html", context)


def _outcome(job: Job) -> str:
    """Say in a sentence how a job ended."""
    if job.state == Job.State.FAILED:
        return _("The machine could not finish: %(error)s") % {"error": spoken(job.error)}
    if job.state == Job.State.CANCELLED:
        return _("Somebody stopped the machine.")
    if job.kind == Job.Kind.RETRANSLATE:
        return _("Translated again.")
    if job.kind == Job.Kind.SUMMARY:
        return _("The summary is written again.")
    return _("The draft is ready.")


def _changed(request, rows: list[SegmentRow]) -> list[SegmentRow]:
    """Return the rows translated after the page's last look; all, where it does not say."""
    since = moment(request.GET.get("looked", "").partition("@")[2])
    done = [row for row in rows if row.segment.translated_at]
    return done if since is None else [r for r in done if r.segment.translated_at > since]
