"""One brief on the desk, and its live progress."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRefresh

from summaries.services import jobs
from summaries.services.accounts import roles_of
from summaries.views.desk.page import desk_brief, progress_context, render_brief
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
    """Return what changed since the page's last look (`seen`): the panel and the new rows.

    Nothing (204) while nothing changed; once the work has ended, reload the whole page.
    """
    found = desk_brief(pk)
    if not request.htmx:
        return redirect("desk:brief", pk)
    job = jobs.latest(found)
    if job is None or not job.is_open:
        return HttpResponseClientRefresh()
    rows = segment_rows(found)
    context = progress_context(found, job, rows)
    if request.GET.get("seen") == context["seen"]:
        return HttpResponse(status=204)
    actions = actions_for(found.status, roles_of(request.user))
    context |= {"brief": found, "actions": actions, "changed": _changed(request, rows)}
    return render(request, "desk/_live.html", context)


def _changed(request, rows: list[SegmentRow]) -> list[SegmentRow]:
    """Return the rows translated after the page's last look; all, where it does not say."""
    try:
        since = parse_datetime(request.GET.get("seen", "").partition("@")[2])
    except ValueError:
        since = None
    done = [row for row in rows if row.segment.translated_at]
    return done if since is None else [r for r in done if r.segment.translated_at > since]
