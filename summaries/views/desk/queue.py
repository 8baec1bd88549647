"""The queue: what needs somebody now."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import (
    BooleanField,
    Count,
    ExpressionWrapper,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
)
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from summaries.models import Brief, Job
from summaries.views.guard import desk_view
from summaries.workflow import LIVE, Status

PAGE_SIZE = 50
_CLOSED = Q(status__in=[*LIVE, Status.RETRACTED])


@dataclass(frozen=True)
class Tab:
    """One filter of the queue with how many briefs it holds."""

    key: str
    label: str
    count: int
    active: bool

    @property
    def alarm(self) -> bool:
        """Whether the number asks for somebody: work that stopped and waits for a person."""
        return self.key == "stopped" and self.count > 0


@require_safe
@desk_view
def queue(request):
    """List briefs, newest first; `?show=` filters and stays in the address when going back."""
    briefs = _with_stopped(Brief.objects.all())
    filters = _filters(request.user)
    chosen = request.GET.get("show", "")
    chosen = chosen if chosen in filters else "open"
    rows = _with_stopped(Brief.objects.on_the_desk()).filter(filters[chosen][1])
    page = Paginator(rows.prefetch_related(_newest_jobs()), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    context = {"tabs": _tabs(briefs, filters, chosen), "page": page, "chosen": chosen}
    return render(request, "desk/queue.html", context)


def _with_stopped(briefs):
    """Annotate `stopped`: unpublished, and its newest job failed or was cancelled."""
    newest = Job.objects.filter(brief=OuterRef("pk")).order_by("-created_at", "-pk")
    ended_badly = Q(newest_state__in=[Job.State.FAILED, Job.State.CANCELLED])
    return briefs.annotate(newest_state=Subquery(newest.values("state")[:1])).annotate(
        stopped=ExpressionWrapper(ended_badly & ~_CLOSED, output_field=BooleanField())
    )


def _newest_jobs() -> Prefetch:
    return Prefetch("jobs", Job.objects.order_by("-created_at", "-pk"), to_attr="newest_jobs")


def _filters(user) -> dict[str, tuple[str, Q]]:
    return {
        "open": (_("Open"), ~_CLOSED),
        "mine": (_("Mine"), Q(owner=user) & ~_CLOSED),
        "in_review": (_("To review"), Q(status=Status.IN_REVIEW)),
        "draft": (_("Drafts"), Q(status=Status.DRAFT)),
        "drafting": (_("Drafting"), Q(status=Status.DRAFTING, stopped=False)),
        "stopped": (_("Stopped"), Q(stopped=True)),
        "live": (_("Published"), Q(status__in=LIVE)),
        "retracted": (_("Retracted"), Q(status=Status.RETRACTED)),
    }


def _tabs(briefs, filters, chosen: str) -> list[Tab]:
    wanted = {f"n_{key}": Count("pk", filter=where) for key, (_label, where) in filters.items()}
    counts = briefs.aggregate(**wanted)
    return [
        Tab(key, label, counts[f"n_{key}"], active=key == chosen)
        for key, (label, _where) in filters.items()
    ]
