"""The right to work on a fetch, and how one ends."""

import uuid
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from summaries.engine.errors import Stopped
from summaries.models import Brief, Fetch, Source
from summaries.models.ledger import UNCLAIMED, ended
from summaries.net.client import Response
from summaries.services.sources import standing

LOST = "The fetch was cancelled, or another worker has taken it."


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
        return Fetch.objects.held(self.fetch_id, self.token)

    def answered(self, response: Response) -> "Claim":
        """Return the same claim with what the host answered."""
        return replace(self, response=response)

    def renew(self) -> bool:
        """Prolong the lease; False means that the claim is lost and the work must stop."""
        return self._mine().update(lease_until=timezone.now() + settings.JOB_LEASE) == 1

    def hold(self) -> Fetch:
        """Return the fetch, locked for the transaction. Raises Stopped when the claim is lost.

        The source of a poll is locked before, as by everybody who changes both.
        """
        lock_source(self.fetch_id)
        fetch = self._mine().select_for_update(of=("self",)).first()
        if fetch is None:
            raise Stopped(LOST)
        return fetch

    def finish(
        self, *, seen: int = 0, fresh: int = 0, again: bool = False, brief: Brief | None = None
    ) -> None:
        """Mark the fetch done, and its source as well after a poll.

        `seen` items were listed, `fresh` of them are new to us; `again`: the list is read again
        though it stays the same. `brief` is what an article became. Raises Stopped when the claim
        is lost.
        """
        with transaction.atomic():
            fetch = self.hold()
            fetch.seen, fetch.fresh, fetch.brief = seen, fresh, brief
            if self.response:
                fetch.status, fetch.size = self.response.status, len(self.response.body)
            end(fetch, Fetch.State.DONE)
            if fetch.kind == Fetch.Kind.POLL:
                standing.succeeded(fetch, self.response)
            if again:
                unknown = {"etag": "", "last_modified": "", "body_hash": ""}
                Source.objects.filter(pk=fetch.source_id).update(**unknown)

    def release(self) -> None:
        """Give the unfinished fetch back, uncounted, because its worker was stopped on purpose."""
        self.postpone(timezone.now())

    def postpone(self, until: datetime, why: str = "") -> None:
        """Give the fetch back, uncounted, to be tried again at `until`."""
        back = {"state": Fetch.State.QUEUED, "run_after": until, "error": why} | UNCLAIMED
        self._mine().update(attempts=F("attempts") - 1, **back)

    def drop(self) -> None:
        """End the fetch without doing it: nobody wants it any more."""
        self._mine().update(state=Fetch.State.CANCELLED, **ended())


def lock_source(fetch_id: int) -> None:
    """Lock the source of a poll for the transaction, because the end of a poll changes it.

    Whoever changes a source and its fetches locks the source first: nobody waits in a circle.
    """
    polled = Source.objects.filter(fetches=fetch_id, fetches__kind=Fetch.Kind.POLL)
    # The key stays free: articles and items of the source may be added meanwhile.
    polled.select_for_update(of=("self",), no_key=True).first()


def end(fetch: Fetch, state: str) -> None:
    """End a locked fetch in a state."""
    fetch.state = state
    for name, value in ended().items():
        setattr(fetch, name, value)
    fetch.save()
