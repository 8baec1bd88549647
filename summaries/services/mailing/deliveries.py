"""The ledger of deliveries: one email to one subscriber, its intent and its outcome.

The database is the truth, the broker a doorbell, as with `services.jobs`. A delivery is claimed by
one conditional UPDATE; letter and Message-ID are written before the first byte goes out, the
outcome after the server answered, guarded by the claim token.
"""

import random
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from summaries.models import Delivery, Letter, Mailing, Subscriber
from summaries.models.ledger import UNCLAIMED, ended

MAX_ATTEMPTS = 5
FIRST_PAUSE = timedelta(minutes=5)
# A bell that nobody heard meanwhile is forgotten: beat rings as often. Bells that pile up behind a
# long round would keep the notices of the desk waiting.
BELL_SECONDS = 15

ANSWER, BREAKING, CORRECTION, DAILY, WEEKLY = 0, 1, 2, 5, 6
URGENCY = {
    Delivery.Kind.CONFIRM: ANSWER,
    Delivery.Kind.LINK: ANSWER,
    Delivery.Kind.BREAKING: BREAKING,
    Delivery.Kind.CORRECTION: CORRECTION,
    Delivery.Kind.DAILY: DAILY,
    Delivery.Kind.WEEKLY: WEEKLY,
}
ANSWERS = (Delivery.Kind.CONFIRM, Delivery.Kind.LINK)

LOST_WORKER = "The worker stopped while it sent this, on every attempt."


@dataclass(frozen=True)
class Claim:
    """The right to send a delivery, until its lease runs out or the delivery is cancelled."""

    delivery_id: int
    token: uuid.UUID

    def __str__(self) -> str:
        return f"delivery {self.delivery_id}"

    def _mine(self):
        return Delivery.objects.held(self.delivery_id, self.token)

    def intend(self, letter: Letter | None, message_id: str) -> bool:
        """Record what is about to be sent; False means that the claim is lost: send nothing."""
        intent = {"letter": letter, "message_id": message_id, "started_at": timezone.now()}
        return self._mine().update(lease_until=timezone.now() + settings.MAIL_LEASE, **intent) == 1

    def done(self) -> bool:
        """Record that the server took the message."""
        return self._end(Delivery.State.DONE)

    def drop(self, why: str) -> bool:
        """End the delivery unsent: nobody wants it any more."""
        return self._end(Delivery.State.CANCELLED, error=why)

    def fail(self, why: str, **outcome) -> bool:
        """Give the delivery up."""
        return self._end(Delivery.State.FAILED, error=why, **outcome)

    def _end(self, state: str, **outcome) -> bool:
        return self._mine().update(state=state, **ended(), **outcome) == 1

    def postpone(self, until: datetime, why: str = "", **outcome) -> bool:
        """Queue the delivery again for `until`; this attempt counts."""
        back = {"state": Delivery.State.QUEUED, "run_after": until, "error": why} | UNCLAIMED
        return self._mine().update(**back, **outcome) == 1

    def release(self, until: datetime, why: str = "", **outcome) -> bool:
        """Give the delivery back, uncounted: it was no fault of its own that it was not sent."""
        return self.postpone(until, why, attempts=F("attempts") - 1, **outcome)


def answer(subscriber: Subscriber, kind: str, *, called_off: str = "") -> Delivery:
    """Write an answer to what the subscriber asked, in the caller's transaction; ring after commit.

    `kind` is CONFIRM or LINK. It goes before everything else, and only one of a kind waits at a
    time: who asks twice while the mail server is away gets one email. With a reason in
    `called_off` it is written all the same, for the desk to see, and never sent.
    """
    if kind not in ANSWERS:
        raise ValueError(f"{kind} is no answer to a subscriber")
    waiting = Delivery.objects.filter(subscriber=subscriber, kind=kind)
    delivery = waiting.filter(state=Delivery.State.QUEUED, attempts=0).first()
    if delivery is None:
        unsent = {"state": Delivery.State.CANCELLED, "finished_at": timezone.now()}
        delivery = Delivery.objects.create(
            subscriber=subscriber,
            kind=kind,
            urgency=ANSWER,
            max_attempts=MAX_ATTEMPTS,
            error=called_off,
            **(unsent if called_off else {}),
        )
    transaction.on_commit(ring_bell, robust=True)
    return delivery


def ring_bell() -> None:
    """Tell the broker that mail waits. If the broker is away, beat's next round sends it."""
    current_app.send_task(
        "summaries.tasks.send_mail", queue="mail", expires=BELL_SECONDS, retry=False
    )


def waiting(limit: int, without: Iterable[int] = ()) -> list[int]:
    """Return the keys of deliveries that could be sent now, the most urgent first.

    None is of a mailing that is paused, or one of those to do `without`.

    Of equally urgent ones each worker begins elsewhere, so that two do not reach for the same.
    """
    paused = Mailing.objects.exclude(paused_at=None).values_list("pk", flat=True)
    free = Delivery.objects.open().claimable().exclude(mailing__in=[*paused, *without])
    found = free.order_by("urgency", "run_after").values_list("urgency", "pk")[:limit]
    return [pk for _urgency, _chance, pk in sorted((u, random.random(), pk) for u, pk in found)]


def claim(delivery_id: int) -> Claim | None:
    """Take the delivery, or return None when somebody else has it or it waits no more."""
    token = Delivery.objects.take(delivery_id, lease=settings.MAIL_LEASE)
    return Claim(delivery_id, token) if token else None


def take_up() -> int:
    """Give back what a stopped worker left claimed. Only where surely no worker runs.

    The attempt counts: its message may have gone out. Returns how many there were.
    """
    running = Delivery.objects.filter(state=Delivery.State.RUNNING)
    return running.update(lease_until=timezone.now() - timedelta(seconds=1))


def give_up_exhausted() -> int:
    """Fail what was abandoned on every attempt; returns how many."""
    lost = Delivery.objects.exhausted()
    return lost.update(state=Delivery.State.FAILED, error=LOST_WORKER, **ended())
