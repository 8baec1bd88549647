"""The ledger of fetches: the database is the truth, the broker a doorbell, as with `services.jobs`.

A fetch is claimed by one conditional UPDATE, worked on under a lease, and finished guarded by its
claim token, together with what it means for its source.
"""

import logging
from contextlib import suppress
from datetime import timedelta

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from summaries.engine.errors import Stopped
from summaries.models import Fetch, Item, Source
from summaries.models.fields import key_of
from summaries.models.ledger import OPEN, ended
from summaries.net.errors import FetchError
from summaries.services.engine_words import spoken
from summaries.services.errors import Invalid
from summaries.services.jobs import LOST_WORKER
from summaries.services.sources import changes, hosts, inner, standing
from summaries.services.sources.claims import Claim, end, lock_source

logger = logging.getLogger(__name__)

RETRY_PAUSE = timedelta(minutes=1)
MAX_RETRY_PAUSE = timedelta(hours=6)


def enqueue_poll(source: Source, actor=None) -> Fetch | None:
    """Write a fetch of the source's feed or list and ring after commit.

    Must run inside a transaction. Returns None where one is open already; where a person asks, that
    one is brought forward and returned.
    """
    fetch, created = Fetch.objects.get_or_create(
        kind=Fetch.Kind.POLL, source=source, state__in=OPEN, defaults=_new(source.url, actor)
    )
    if created:
        _ring_after_commit(fetch)
        return fetch
    return _brought_forward(fetch, actor) if actor else None


def enqueue_item(item: Item, actor=None) -> Fetch:
    """Write a fetch of the item's page, inside a transaction; an open one is returned as it is."""
    fetch, created = Fetch.objects.get_or_create(
        kind=Fetch.Kind.ITEM,
        item=item,
        state__in=OPEN,
        defaults=_new(item.url, actor) | {"source_id": item.source_id},
    )
    if created:
        _ring_after_commit(fetch)
    return fetch


def enqueue_address(
    actor, url: str, source: Source | None = None, attempts: int = 0, *, forced: bool = True
) -> Fetch:
    """Write a fetch of an address that a person gave, in a transaction; an open one is returned.

    Where only the new one is `forced`, the open one is brought forward. Raises Invalid, in words,
    for an address that is never fetched.
    """
    try:
        typed = Fetch(kind=Fetch.Kind.ADDRESS, url=url, source=source, asked_by=actor)
        url = inner.checked(typed)
    except FetchError as error:
        raise Invalid(spoken(error)) from error
    attempts = attempts or settings.JOB_MAX_ATTEMPTS
    own = {"source": source, "max_attempts": attempts, "forced": forced}
    fetch, created = Fetch.objects.get_or_create(
        kind=Fetch.Kind.ADDRESS,
        url_key=key_of(url),
        state__in=OPEN,
        defaults=_new(url, actor) | own,
    )
    if created:
        _ring_after_commit(fetch)
    return _brought_forward(fetch, actor) if forced and not fetch.forced else fetch


def _new(url: str, actor) -> dict:
    now = timezone.now()
    return {
        "url": url,
        "host": hosts.name_of(url),
        "asked_by": actor,
        "forced": actor is not None,
        "max_attempts": settings.JOB_MAX_ATTEMPTS,
        "run_after": now,
        "rung_at": now,
    }


def _brought_forward(fetch: Fetch, actor) -> Fetch:
    waiting = Fetch.objects.filter(pk=fetch.pk, state=Fetch.State.QUEUED)
    now = timezone.now()
    waiting.update(run_after=now, asked_by=actor, forced=True, rung_at=now)
    fetch.refresh_from_db()
    _ring_after_commit(fetch)
    return fetch


def _ring_after_commit(fetch: Fetch) -> None:
    # The line that leads from a request to the work it caused.
    logger.info("fetch %s was asked for: %s of %s", fetch.pk, fetch.kind, fetch.host)
    transaction.on_commit(lambda: ring_bell(fetch.pk), robust=True)


def ring_bell(fetch_id: int, after: float = 0) -> None:
    """Tell the broker that a fetch waits, to be heard `after` seconds from now.

    If the broker is away, the sweeper rings later.
    """
    current_app.send_task(
        "summaries.tasks.run_fetch",
        args=[fetch_id],
        queue="fetch",
        countdown=after or None,
        retry=False,
    )


def claim(fetch_id: int) -> Claim | None:
    """Take the fetch, or return None when somebody else has it or nothing is left to do."""
    token = Fetch.objects.take(fetch_id, error_kind="")
    return Claim(fetch_id, token) if token else None


def fail(
    claim: Claim,
    error: str,
    kind: str = "",
    *,
    temporary: bool,
    pause: timedelta = timedelta(),
    status: int | None = None,
) -> None:
    """Record that an attempt failed, in words: queue the next one after a pause, or give up.

    A poll is not repeated: its source has a schedule. `pause` is the shortest one the host asked
    for, `status` HTTP's.
    """
    with transaction.atomic(), suppress(Stopped):
        fetch = claim.hold()
        fetch.error, fetch.error_kind, fetch.status = error, kind, status
        repeated = temporary and fetch.kind != Fetch.Kind.POLL
        if repeated and fetch.attempts < fetch.max_attempts:
            _queue_again(fetch, pause)
        else:
            _give_up(fetch, pause)


def _queue_again(fetch: Fetch, pause: timedelta) -> None:
    pause = min(max(pause, RETRY_PAUSE * 4 ** (fetch.attempts - 1)), MAX_RETRY_PAUSE)
    fetch.state, fetch.run_after = Fetch.State.QUEUED, timezone.now() + pause
    fetch.claim_token = fetch.lease_until = None
    fetch.save()


def abandon(fetch_id: int) -> None:
    """Give up on a fetch whose workers stopped on every attempt, unless the last one woke up."""
    with transaction.atomic():
        lock_source(fetch_id)
        exhausted = Fetch.objects.exhausted().filter(pk=fetch_id)
        # Locked, so that a worker that wakes up just now keeps what it renews.
        for fetch in exhausted.select_for_update(of=("self",)):
            fetch.error = LOST_WORKER
            _give_up(fetch)


def _give_up(fetch: Fetch, pause: timedelta = timedelta()) -> None:
    """End a locked fetch whose `error` says why, and note it on its source or item."""
    end(fetch, Fetch.State.FAILED)
    if fetch.kind == Fetch.Kind.POLL:
        standing.failed(fetch, pause)
    elif fetch.kind == Fetch.Kind.ITEM:
        changes.page_failed(fetch.item_id, fetch.error)


def cancel_open(fetches) -> int:
    """Stop those of some fetches that are open; return how many were."""
    return fetches.filter(state__in=OPEN).update(state=Fetch.State.CANCELLED, **ended())
