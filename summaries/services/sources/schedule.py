"""When sources are polled: each at its own interval, spread out, those that fail less often."""

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from summaries.models import Fetch, Source
from summaries.services.sources import ledger, standing

BATCH = 200


def due():
    """Return the sources whose time has come and that no poll is open for, longest due first."""
    polls = Fetch.objects.open().filter(source=OuterRef("pk"), kind=Fetch.Kind.POLL)
    now = timezone.now()
    return (
        Source.objects.exclude(kind=Source.Kind.MANUAL)
        .filter(Q(next_fetch_at=None) | Q(next_fetch_at__lte=now), ~Exists(polls), is_active=True)
        .order_by("next_fetch_at", "pk")
    )


def schedule_due() -> int:
    """Write a poll for every source that is due; return how many.

    Safe to run anywhere, any number of times at once: a source has one open poll at most.
    """
    return sum(_enqueued(source) for source in due()[:BATCH])


def _enqueued(source: Source) -> bool:
    with transaction.atomic():
        standing.expect(source)
        return ledger.enqueue_poll(source) is not None
