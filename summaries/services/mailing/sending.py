"""Sending what is due: rounds of a worker, one connection each, one message after the other.

A delivery is claimed, its letter chosen as the texts stand at that moment, the intent written, the
message handed to the server, the outcome written. A worker that is killed between the server's
answer and the outcome leaves the one message nobody can know about: when its lease has run out it
is sent again, under the same Message-ID.
"""

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from summaries import log_context
from summaries.models import Delivery, Letter
from summaries.services.emails import Message
from summaries.services.mailing import (
    answers,
    bounces,
    deliveries,
    envelope,
    fanout,
    personal,
    standing,
)
from summaries.services.mailing.composers import Composers
from summaries.services.mailing.deliveries import ANSWERS, Claim
from summaries.services.mailing.pacing import Pace
from summaries.services.mailing.postbox import Away, Postbox, Refused, words_of

logger = logging.getLogger(__name__)

# Short, because the notices of the desk wait for the end of a round.
ROUND_SECONDS = 30.0
# Looked up at once, and how often somebody who waits for an answer comes first.
BATCH = 50
FAN_OUT_BATCHES = 40
# So often in a row the server may go away before a round ends: some take no more than a hundred
# messages of one connection.
MOST_TROUBLES = 2
AWAY_PAUSE = deliveries.FIRST_PAUSE / 5
# What an outcome waits before it is written again: the message is out, the row must say so.
_WRITE_AGAIN = (0.5, 2.0, 10.0)

NOTHING_FOR_THEM = "Nothing in it is of their topics, or in a language they read."
BROKEN = "The letter could not be written. An admin finds the reason in the log."

_stopping = False


def stop() -> None:
    """End the round of this process after the message in hand: the worker was told to go."""
    global _stopping
    _stopping = True


def work(seconds: float = ROUND_SECONDS) -> bool:
    """Write the deliveries of new mailings and send what is due, for a while.

    Returns whether something that is due was left. Safe to run anywhere, any number of times at
    once.
    """
    deliveries.give_up_exhausted()
    fanout.go_on(FAN_OUT_BATCHES)
    with Postbox() as postbox:
        return Round(postbox, seconds).work()


class Round:
    """A while of sending, in this process."""

    def __init__(self, postbox: Postbox, seconds: float) -> None:
        self._postbox = postbox
        self._ends_at = time.monotonic() + seconds
        self._pace = Pace(settings.MAIL_PER_SECOND)
        self._composers = Composers()
        self._troubles = 0
        # Mailings whose letter could not be written: the others do not wait for them.
        self._broken: set[int] = set()

    def work(self) -> bool:
        """Send until nothing is due, the time is over or the server is away.

        Returns whether more could be sent at once.
        """
        while waiting := deliveries.waiting(BATCH, without=self._broken):
            for delivery_id in waiting:
                if self._is_over():
                    return not _stopping and self._troubles < MOST_TROUBLES
                try:
                    self._postbox.open()
                except Away as away:
                    logger.warning("the mail server is away: %s", away)
                    return False
                self._attempt(delivery_id)
        return False

    def _is_over(self) -> bool:
        """Wait for the turn of the next message; say whether it does not come any more."""
        if _stopping or self._troubles >= MOST_TROUBLES:
            return True
        return not self._pace.wait(until=self._ends_at, stopped=lambda: _stopping)

    def _attempt(self, delivery_id: int) -> None:
        claim = deliveries.claim(delivery_id)
        if claim is None:
            return
        delivery = standing.read(delivery_id)
        with log_context.about(delivery=delivery_id, mailing=lambda: delivery.mailing_id):
            self._deliver(claim, delivery)

    def _deliver(self, claim: Claim, delivery: Delivery) -> None:
        if delivery.mailing_id in self._broken:
            claim.release(delivery.run_after)
            return
        why = standing.unwanted(delivery)
        if why:
            _drop(claim, delivery, why)
        elif delivery.mailing and delivery.mailing.paused_at:
            claim.release(delivery.run_after)
        else:
            self._compose_and_send(claim, delivery)

    def _compose_and_send(self, claim: Claim, delivery: Delivery) -> None:
        try:
            letter, message = self._written(delivery)
        except Exception:
            # A broken template or text: the admins have hours to mend it.
            logger.exception("delivery %s cannot be written", delivery.pk)
            self._broken |= {delivery.mailing_id} - {None}
            later(claim, delivery, BROKEN)
            return
        if message is None:
            _drop(claim, delivery, NOTHING_FOR_THEM)
            return
        message_id = envelope.message_id(delivery, letter and letter.pk)
        if _intend(claim, delivery, letter, message_id):
            email = envelope.addressed(message, delivery.subscriber, delivery, message_id)
            self._send(claim, delivery, email)

    def _written(self, delivery: Delivery) -> tuple[Letter | None, Message | None]:
        """Return the letter and the message made of it; no message where it holds nothing."""
        if delivery.kind in ANSWERS:
            return None, answers.message(delivery.subscriber, delivery.kind)
        letter = self._composers.letter_for(delivery.mailing, delivery.subscriber)
        return letter, letter and personal.message(letter, delivery.subscriber)

    def _send(self, claim: Claim, delivery: Delivery, email) -> None:
        self._pace.spend()
        try:
            self._postbox.send(email)
        except Refused as refused:
            logger.info("delivery %s was refused: %s", delivery.pk, refused)
            self._troubles = 0
            _refused(claim, delivery, refused)
        except Away as away:
            logger.warning("delivery %s: the mail server went away: %s", delivery.pk, away)
            self._troubles += 1
            _left(claim, delivery, away)
        except Exception as error:
            # Of this message alone: an address or a header that cannot be written.
            logger.exception("delivery %s cannot be sent", delivery.pk)
            words = words_of(error)
            surely(lambda: claim.fail(words, letter=delivery.letter_id))
        else:
            self._troubles = 0
            surely(claim.done)


def _intend(claim: Claim, delivery: Delivery, letter: Letter | None, message_id: str) -> bool:
    """Write the intent; what an attempt with another letter, of unknown outcome, left is settled.

    A letter stands in a claimed row only after such an attempt: a message that was surely not taken
    leaves the letter that stood there before it (`letter=delivery.letter_id`).
    """
    if delivery.letter_id in (None, letter and letter.pk):
        return claim.intend(letter, message_id)
    with transaction.atomic():
        fanout.owe_corrections(delivery, delivery.letter)
        return claim.intend(letter, message_id)


def _drop(claim: Claim, delivery: Delivery, why: str) -> None:
    """Call the delivery off; a letter of an attempt of unknown outcome stays, and is settled."""
    with transaction.atomic():
        if delivery.letter and delivery.subscriber:
            fanout.owe_corrections(delivery, delivery.letter)
        claim.drop(why)


def _refused(claim: Claim, delivery: Delivery, refused: Refused) -> None:
    """Try again later what was refused for now; note on the address what is its own fault."""
    words = str(refused)
    if not refused.permanent and delivery.attempts < delivery.max_attempts:
        later(claim, delivery, words, letter=delivery.letter_id)
        return
    with transaction.atomic():
        # The subscriber is locked before the delivery, as by whoever erases both.
        if refused.dead:
            bounces.hard(delivery.subscriber_id, words)
        elif refused.of_address:
            bounces.soft(delivery.subscriber_id, words)
        claim.fail(words, letter=delivery.letter_id)


def _left(claim: Claim, delivery: Delivery, away: Away) -> None:
    """Put back a message that the server did not take; one that it may have taken counts."""
    if away.unsure:
        later(claim, delivery, str(away))
    else:
        again = timezone.now() + AWAY_PAUSE
        claim.release(again, str(away), letter=delivery.letter_id)


def later(claim: Claim, delivery: Delivery, words: str, **outcome) -> None:
    """Try again after a longer and longer pause, or give up after the last attempt."""
    if delivery.attempts >= delivery.max_attempts:
        claim.fail(words, **outcome)
        return
    pause = deliveries.FIRST_PAUSE * 4 ** (delivery.attempts - 1)
    claim.postpone(timezone.now() + pause, words, **outcome)


def surely(write: Callable[[], bool]) -> bool:
    """Write an outcome though the database is busy or away for a moment.

    Raises DatabaseError when it stays away: the lease runs out and the message is sent again.
    """
    for pause in _WRITE_AGAIN:
        try:
            return write()
        except DatabaseError as error:
            logger.warning("an outcome could not be written, next try in %s s: %s", pause, error)
            if not connection.in_atomic_block:
                connection.close()
            time.sleep(pause)
    return write()
