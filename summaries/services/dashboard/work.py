"""The machine's jobs by what became of them."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q

from summaries.models import Job
from summaries.services.dashboard.period import Period


@dataclass(frozen=True)
class Work:
    """How many jobs of each kind are in each state, {(kind, state): n}, and what waits now."""

    counts: Counter
    queued: int
    running: int
    # Since when the oldest one that may begin waits for a worker.
    waits_since: datetime | None

    def of_state(self, state: str) -> int:
        """Return how many jobs of any kind are in a state."""
        return sum(n for (_kind, found), n in self.counts.items() if found == state)

    @property
    def kinds(self) -> list[str]:
        """Return the kinds that there are jobs of."""
        return [kind for kind in Job.Kind.values if any(found == kind for found, _ in self.counts)]


def of(period: Period) -> Work:
    """Count jobs that ended in the period, and those that are open now. Two queries."""
    ended = (
        Job.objects.filter(finished_at__gte=period.start).order_by().values_list("kind", "state")
    )
    counts = Counter({(kind, state): n for kind, state, n in ended.annotate(n=Count("pk"))})
    queued = running = 0
    since = []
    due = Min("run_after", filter=Q(run_after__lte=period.now))
    now = Job.objects.open().order_by().values_list("kind", "state")
    for kind, state, n, oldest in now.annotate(n=Count("pk"), oldest=due):
        counts[kind, state] = n
        if state == Job.State.RUNNING:
            running += n
            continue
        queued += n
        since += [oldest] if oldest else []
    return Work(counts, queued, running, min(since, default=None))
