"""The heartbeat of an open brief: tells who else is here and what they changed."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from summaries.models import Brief
from summaries.services import presence
from summaries.views.desk.posted import moment
from summaries.views.guard import desk_view, post_only


@post_only
@desk_view
def here(request, pk: int):
    """Note what the person does at the brief and say who else is there; `gone` ends it.

    Sent by the page's script: `segment` (being edited), `summary`, `since` (when the page was
    opened: changes after it are told).
    """
    brief = get_object_or_404(Brief.objects.select_related("article"), pk=pk)
    if "gone" in request.POST:
        presence.gone(request.user, brief)
        return HttpResponse(status=204)
    segments = list(brief.article.segments.only("pk", "kind", "line", "sentence", "article_id"))
    by_pk = {str(segment.pk): segment for segment in segments}
    presence.here(
        request.user,
        brief,
        segment=by_pk.get(request.POST.get("segment", "")),
        edits_summary="summary" in request.POST,
    )
    if not request.htmx:
        return redirect("desk:brief", pk)
    labels = presence.labels(segments)
    context = {
        "brief": brief,
        "others": presence.seen(presence.others(request.user, brief), labels),
        "changes": presence.changes(request.user, brief, _since(request), labels),
    }
    return render(request, "desk/_here.html", context)


def _since(request) -> datetime:
    """Return when the page was opened; now, where it does not say."""
    return moment(request.POST.get("since", "")) or timezone.now()
