"""One brief on the desk, and its live progress."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRefresh

from summaries.services.accounts import roles_of
from summaries.views.desk.page import desk_brief, progress_context, render_brief, segment_rows
from summaries.views.guard import desk_view
from summaries.workflow import actions_for


@require_safe
@desk_view
def brief(request, pk: int):
    """Show a brief; `?sentence=2` lights that summary sentence and its evidence."""
    return render_brief(request, desk_brief(pk))


@require_safe
@desk_view
def progress(request, pk: int) -> HttpResponse:
    """Return the progress panel for polling; once the work has ended, reload the whole page."""
    found = desk_brief(pk)
    if not request.htmx:
        return redirect("desk:brief", pk)
    job = found.jobs.first()
    if job is None or not job.is_open:
        return HttpResponseClientRefresh()
    rows = segment_rows(found)
    actions = actions_for(found.status, roles_of(request.user))
    context = {"brief": found, "rows": rows, "actions": actions}
    return render(request, "desk/_live.html", context | progress_context(found, job, rows))
