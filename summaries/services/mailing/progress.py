"""How far a mailing is."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min, Q
from django.utils import timezone

from summaries.models import Delivery, Mailing

State = Delivery.State


@dataclass(frozen=True)
class Progress:
    """The deliveries of a mailing by what became of them.

    `later` of those that are `queued` wait for their hour or another attempt. `until` is when the
    last of these is due, `finished_at` when the last one ended.
    """

    queued: int
    later: int
    running: int
    done: int
    failed: int
    cancelled: int
    is_paused: bool
    is_written: bool
    next_at: datetime | None
    until: datetime | None
    finished_at: datetime | None

    @property
    def total(self) -> int:
        """Everybody who has a delivery."""
        return self.queued + self.running + self.ended

    @property
    def ended(self) -> int:
        """Those that are over, one way or another."""
        return self.done + self.failed + self.cancelled

    @property
    def is_over(self) -> bool:
        """Say whether nothing more goes out."""
        return self.is_written and self.total == self.ended

    @property
    def percent(self) -> int:
        """The part that is over, in whole percent; 100 only when all are."""
        return 100 * self.ended // self.total if self.total else 100 * self.is_over


def of(mailing: Mailing) -> Progress:
    """Return how far a mailing is. One query."""
    waiting = Q(state=State.QUEUED)
    future = waiting & Q(run_after__gt=timezone.now())
    counts = {state.value: Count("pk", filter=Q(state=state)) for state in State}
    found = mailing.deliveries.aggregate(
        later=Count("pk", filter=future),
        next_at=Min("run_after", filter=waiting),
        until=Max("run_after", filter=waiting),
        finished_at=Max("finished_at"),
        **counts,
    )
    return Progress(
        is_paused=mailing.paused_at is not None,
        is_written=mailing.fanned_out_at is not None,
        **found,
    )


def troubles(mailing: Mailing, limit: int = 5) -> list[dict]:
    """Return why deliveries failed or wait again: words and how many, the most frequent first.

    The server's words may name a recipient: show them to the desk only.
    """
    met = mailing.deliveries.exclude(error="").exclude(state__in=[State.DONE, State.CANCELLED])
    return list(met.values("error").annotate(count=Count("pk")).order_by("-count")[:limit])
