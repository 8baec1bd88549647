"""Answering bells, and ringing again: bells get lost, workers die, hosts become free."""

import logging
from collections.abc import Callable
from datetime import timedelta
from itertools import takewhile

from django.conf import settings
from django.utils import timezone
from kombu.exceptions import OperationalError

from summaries.models import Fetch
from summaries.services.sources import hosts, ledger
from summaries.services.sources.ledger import Claim

logger = logging.getLogger(__name__)

BATCH = 500
KEPT = timedelta(days=30)
# Heard a little later than the host is free, not too early.
MARGIN_SECONDS = 0.1


def answer() -> Claim | None:
    """Claim the most urgent fetch that waits and whose host is free, or return None.

    A bell may be answered with another fetch than it rang for: a busy host keeps no worker waiting.
    """
    waiting = Fetch.objects.ready().by_urgency().values_list("pk", flat=True)[:20]
    return next(filter(None, map(ledger.claim, list(waiting))), None)


def sweep(ring: Callable[[int], None] | None = None) -> int:
    """Give up on abandoned fetches without attempts left; ring for one that waits on each host.

    The end of a fetch rings for the next one of its host, so one bell a host is enough. Returns
    how many were rung for. Safe to run anywhere, any number of times.
    """
    for fetch_id in Fetch.objects.exhausted().values_list("pk", flat=True)[:BATCH]:
        ledger.abandon(fetch_id)
    ring = ring or ledger.ring_bell
    # A broker that is away is asked once, not once for every host.
    return sum(1 for _fetch in takewhile(lambda fetch_id: _rung(fetch_id, ring), _one_a_host()))


def _one_a_host() -> list[int]:
    waiting = list(Fetch.objects.unheard().by_urgency().values_list("host", "pk")[:BATCH])
    return list(dict(reversed(waiting)).values())


def ring_for_next(host: str) -> None:
    """Ring for the next fetch that waits for a host, for the moment when the host is free.

    Where that is not soon, the sweeper rings: a bell that waits long is lost or heard twice.
    """
    free_at = hosts.free_at(host)
    pause = free_at - timezone.now()
    if pause >= settings.JOB_RING_AGAIN:
        return
    waiting = Fetch.objects.filter(host=host, state=Fetch.State.QUEUED, run_after__lte=free_at)
    following = waiting.by_urgency().values_list("pk", flat=True).first()
    if following is not None:
        after = max(pause.total_seconds(), 0) + MARGIN_SECONDS
        _rung(following, lambda fetch_id: ledger.ring_bell(fetch_id, after=after))


def take_up() -> None:
    """Give back what a stopped worker left claimed. Only where surely no worker runs."""
    for fetch in Fetch.objects.filter(state=Fetch.State.RUNNING):
        Claim(fetch.pk, fetch.claim_token).release()
    hosts.free_all()
    sweep()


def forget_old() -> int:
    """Delete what ended more than KEPT ago; what became of the items stays with them."""
    return Fetch.objects.filter(finished_at__lt=timezone.now() - KEPT).delete()[0]


def _rung(fetch_id: int, ring: Callable[[int], None]) -> bool:
    """Ring for one fetch; a broker that is away is asked again at the next sweep."""
    try:
        ring(fetch_id)
    except OperationalError as error:
        logger.warning("fetch %s: the broker is away (%s)", fetch_id, error)
        return False
    return Fetch.objects.filter(pk=fetch_id).update(rung_at=timezone.now()) == 1
