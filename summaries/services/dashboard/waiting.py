"""The age of the queue: what waits on the desk, for how long, and since when the oldest does."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from django.db.models import Count, Min, Q

from summaries.models import Brief
from summaries.services.dashboard.period import Period
from summaries.workflow import Status

# Up to so many hours each group of ages goes; the last has no end.
EDGES = (1, 4, 24, 72)
WAITING = (Status.DRAFTING, Status.DRAFT, Status.IN_REVIEW)


@dataclass(frozen=True)
class Waiting:
    """What is in one state: how many of each group of ages, the youngest first."""

    status: Status
    ages: tuple[int, ...]
    # How many of them the machine could not finish.
    stopped: int
    oldest: datetime | None

    @property
    def count(self) -> int:
        """Return how many there are."""
        return sum(self.ages)


def of(period: Period) -> list[Waiting]:
    """Return what waits in each state that is open. One query."""
    found = {row["status"]: row for row in _counted(period.now)}
    return [_waiting(status, found.get(status)) for status in WAITING]


def _counted(now: datetime):
    moments = [now - timedelta(hours=hours) for hours in EDGES]
    ages = {
        f"since_{hours}": Count("pk", filter=Q(status_changed_at__lt=moment))
        for hours, moment in zip(EDGES, moments, strict=True)
    }
    facts = {"stopped": Count("pk", filter=Q(stopped=True)), "oldest": Min("status_changed_at")}
    waiting = Brief.objects.filter(status__in=WAITING).order_by().values("status")
    return waiting.annotate(n=Count("pk"), **facts, **ages)


def _waiting(status: Status, row: dict | None) -> Waiting:
    if row is None:
        return Waiting(status, (0,) * (len(EDGES) + 1), 0, None)
    older = [row["n"], *(row[f"since_{hours}"] for hours in EDGES), 0]
    ages = tuple(one - other for one, other in pairwise(older))
    return Waiting(status, ages, row["stopped"], row["oldest"])
