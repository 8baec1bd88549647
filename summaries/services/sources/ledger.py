"""The ledger of fetches: the database is the truth, the broker a doorbell, as with `services.jobs`.

A fetch is claimed by one conditional UPDATE, worked on under a lease, and finished guarded by its
claim token, together with what it means for its source.
"""

import uuid
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from summaries.engine.errors import Stopped
from summaries.models import Fetch, Item, Source
from summaries.net.client import Response
from summaries.net.errors import FetchError
from summaries.services.engine_words import spoken
from summaries.services.errors import Invalid
from summaries.services.sources import changes, hosts, inner, standing

LOST = "The fetch was cancelled, or another worker has taken it."
RETRY_PAUSE = timedelta(minutes=1)
MAX_RETRY_PAUSE = timedelta(hours=6)
OPEN = [Fetch.State.QUEUED, Fetch.State.RUNNING]


@dataclass(frozen=True)
class Claim:
    """The right to work on a fetch, until the lease runs out or the fetch is cancelled.

    `response` is what the host answered, once it did.
    """

    fetch_id: int
    token: uuid.UUID
    response: Response | None = None

    def __str__(self) -> str:
        return f"fetch {self.fetch_id}"

    def _mine(self):
        running = Fetch.objects.filter(pk=self.fetch_id, state=Fetch.State.RUNNING)
        return running.filter(claim_token=self.token)

    def answered(self, response: Response) -> "Claim":
        """Return the same claim with what the host answered."""
        return replace(self, response=response)

    def renew(self) -> bool:
        """Prolong the lease; False means that the claim is lost and the work must stop."""
        return self._mine().update(lease_until=timezone.now() + settings.JOB_LEASE) == 1

    def held(self) -> Fetch | None:
        """Return the fetch, its row locked, or None when the claim is lost."""
        return self._mine().select_for_update(of=("self",)).first()

    def finish(self, *, seen: int = 0, fresh: int = 0, brief=None) -> None:
        """Mark the fetch done, and its source as well after a poll.

        `seen` items were listed, `fresh` of them are new to us; `brief` is what an article became.
        Raises Stopped when the claim is lost.
        """
        with transaction.atomic():
            fetch = self.held()
            if fetch is None:
                raise Stopped(LOST)
            fetch.seen, fetch.fresh, fetch.brief = seen, fresh, brief
            if self.response:
                fetch.status, fetch.size = self.response.status, len(self.response.body)
            _end(fetch, Fetch.State.DONE)
            if fetch.kind == Fetch.Kind.POLL:
                standing.succeeded(fetch, self.response)

    def release(self) -> None:
        """Give the unfinished fetch back, uncounted, because its worker was stopped on purpose."""
        self.postpone(timezone.now())

    def postpone(self, until: datetime, why: str = "") -> None:
        """Give the fetch back, uncounted, to be tried again at `until`."""
        back = {"state": Fetch.State.QUEUED, "claim_token": None, "lease_until": None}
        self._mine().update(run_after=until, attempts=F("attempts") - 1, error=why, **back)

    def drop(self) -> None:
        """End the fetch without doing it: nobody wants it any more."""
        self._mine().update(state=Fetch.State.CANCELLED, **_ended())


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


def enqueue_address(actor, url: str, source: Source | None = None, attempts: int = 0) -> Fetch:
    """Write a fetch of an address that a person gave, in a transaction; an open one is returned.

    Raises Invalid, in words, for an address that is never fetched.
    """
    try:
        url = inner.checked(url, source)
    except FetchError as error:
        raise Invalid(spoken(error)) from error
    own = {"source": source, "max_attempts": attempts or settings.JOB_MAX_ATTEMPTS}
    fetch, created = Fetch.objects.get_or_create(
        kind=Fetch.Kind.ADDRESS, url=url, state__in=OPEN, defaults=_new(url, actor) | own
    )
    if created:
        _ring_after_commit(fetch)
    return fetch


def _new(url: str, actor) -> dict:
    now = timezone.now()
    return {
        "url": url,
        "host": hosts.name_of(url),
        "asked_by": actor,
        "max_attempts": settings.JOB_MAX_ATTEMPTS,
        "run_after": now,
        "rung_at": now,
    }


def _brought_forward(fetch: Fetch, actor) -> Fetch:
    waiting = Fetch.objects.filter(pk=fetch.pk, state=Fetch.State.QUEUED)
    waiting.update(run_after=timezone.now(), asked_by=actor, rung_at=timezone.now())
    fetch.refresh_from_db()
    _ring_after_commit(fetch)
    return fetch


def _ring_after_commit(fetch: Fetch) -> None:
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
    token = Fetch.new_token()
    now = timezone.now()
    taken = (
        Fetch.objects.claimable()
        .filter(pk=fetch_id)
        .update(
            state=Fetch.State.RUNNING,
            claim_token=token,
            lease_until=now + settings.JOB_LEASE,
            attempts=F("attempts") + 1,
            started_at=now,
            error="",
            error_kind="",
        )
    )
    return Claim(fetch_id, token) if taken == 1 else None


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
    with transaction.atomic():
        fetch = claim.held()
        if fetch is None:
            return
        fetch.error, fetch.error_kind, fetch.status = error, kind, status
        repeated = temporary and fetch.kind != Fetch.Kind.POLL
        if repeated and fetch.attempts < fetch.max_attempts:
            _queue_again(fetch, pause)
        else:
            give_up(fetch, pause)


def _queue_again(fetch: Fetch, pause: timedelta) -> None:
    pause = min(max(pause, RETRY_PAUSE * 4 ** (fetch.attempts - 1)), MAX_RETRY_PAUSE)
    fetch.state, fetch.run_after = Fetch.State.QUEUED, timezone.now() + pause
    fetch.claim_token = fetch.lease_until = None
    fetch.save()


def give_up(fetch: Fetch, pause: timedelta = timedelta()) -> None:
    """End a locked fetch whose `error` says why, and note it on its source or item."""
    _end(fetch, Fetch.State.FAILED)
    if fetch.kind == Fetch.Kind.POLL:
        standing.failed(fetch, pause)
    elif fetch.kind == Fetch.Kind.ITEM:
        changes.page_failed(fetch.item_id, fetch.error)


def _end(fetch: Fetch, state: str) -> None:
    fetch.state = state
    for name, value in _ended().items():
        setattr(fetch, name, value)
    fetch.save()


def _ended() -> dict:
    return {"claim_token": None, "lease_until": None, "finished_at": timezone.now()}


def cancel_open(fetches) -> int:
    """Stop those of some fetches that are open; return how many were."""
    return fetches.filter(state__in=OPEN).update(state=Fetch.State.CANCELLED, **_ended())
