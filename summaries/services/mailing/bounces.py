"""Addresses that do not take our mail: what the server said at once, and what came back later.

A bounce is believed only with a Message-ID that we signed: whoever forges one suppresses nobody.
(RFC 3464, delivery status notifications; RFC 5965, complaints.)
"""

from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from email.message import Message
from enum import StrEnum

from django.db import transaction
from django.utils import timezone

from summaries.models import Delivery, Subscriber, SubscriberEvent, Suppression
from summaries.services.mailing import envelope, postbox
from summaries.services.subscriptions import suppression

# So many final refusals in a row, on different days, and an address counts as dead.
MOST_SOFT = 3
# In a row: without so long a time between two. A weekly letter that never arrives counts.
IN_A_ROW = timedelta(days=15)
# The first of these is enough to know the message by; a bounce may quote the letter too.
_PARTS_AT_MOST = 50


class Outcome(StrEnum):
    """What became of a message that came back."""

    SUPPRESSED = "the address is dead, and nothing is sent to it any more"
    COUNTED = "a temporary refusal, counted"
    COMPLAINED = "a complaint, and nothing is sent to the address any more"
    DELAYED = "not a final answer: nothing to do"
    UNKNOWN = "no bounce of a message of ours: nothing was done"


def hard(subscriber_id: int | None, words: str) -> None:
    """Put a dead address on the suppression list, in the caller's transaction."""
    subscriber = _locked(subscriber_id)
    if subscriber:
        _note(subscriber, words)
        _suppress(subscriber, Suppression.Reason.BOUNCED, words)


def soft(subscriber_id: int | None, words: str) -> bool:
    """Count a temporary refusal that was final, once a day; say whether the address counts as dead.

    In the caller's transaction.
    """
    subscriber = _locked(subscriber_id)
    if subscriber is None:
        return False
    if not _today(subscriber):
        follows = subscriber.bounced_at and timezone.now() - subscriber.bounced_at < IN_A_ROW
        subscriber.bounces = subscriber.bounces + 1 if follows else 1
    _note(subscriber, words)
    dead = subscriber.bounces >= MOST_SOFT
    if dead:
        _suppress(subscriber, Suppression.Reason.BOUNCED, words)
    return dead


def _locked(subscriber_id: int | None) -> Subscriber | None:
    """Return the subscriber for a change; None once erased."""
    return Subscriber.objects.select_for_update(of=("self",)).filter(pk=subscriber_id).first()


def _today(subscriber: Subscriber) -> bool:
    last = subscriber.bounced_at
    return last is not None and timezone.localdate(last) == timezone.localdate()


def _note(subscriber: Subscriber, words: str) -> None:
    subscriber.bounced_at, subscriber.bounce_error = timezone.now(), words
    subscriber.save(update_fields=["bounces", "bounced_at", "bounce_error"])
    SubscriberEvent.objects.create(
        subscriber=subscriber, verb="bounced", reason=words, data={"count": subscriber.bounces}
    )


def _suppress(subscriber: Subscriber, reason: str, words: str) -> None:
    suppression.suppress(subscriber.email, reason, note=words[:1000])


def take_in(raw: bytes) -> Outcome:
    """Read a message that came back, and do what it says. Hostile input is UNKNOWN."""
    try:
        parts = list(_parts(message_from_bytes(raw)))
    except RecursionError:
        return Outcome.UNKNOWN
    delivery = _delivery_of(parts)
    if delivery is None:
        return Outcome.UNKNOWN
    kinds = {part.get_content_type(): part for part in reversed(parts)}
    with transaction.atomic():
        if "message/feedback-report" in kinds:
            return _complaint(delivery)
        if "message/delivery-status" in kinds:
            return _status(delivery, kinds["message/delivery-status"])
    return Outcome.UNKNOWN


def _parts(report: Message) -> Iterator[Message]:
    """Yield the parts of a report, the deepest too, and no more than a report has."""
    for number, part in enumerate(report.walk()):
        if number >= _PARTS_AT_MOST:
            return
        yield part


def _delivery_of(parts: list[Message]) -> Delivery | None:
    """Return the delivery whose message the report quotes; its own Message-ID says nothing."""
    for part in parts[1:]:
        headers = part
        if part.get_content_type() == "text/rfc822-headers":
            headers = message_from_bytes(part.get_payload(decode=True) or b"")
        delivery_id = envelope.delivery_of(str(headers.get("Message-ID", "")))
        if delivery_id is not None:
            return Delivery.objects.filter(pk=delivery_id).first()
    return None


def _complaint(delivery: Delivery) -> Outcome:
    subscriber = _locked(delivery.subscriber_id)
    if subscriber:
        reason = Suppression.Reason.COMPLAINED
        _suppress(subscriber, reason, str(reason.label))
    return Outcome.COMPLAINED


def _status(delivery: Delivery, part: Message) -> Outcome:
    """Act on the first recipient's fields: a message of ours has one recipient."""
    fields = next((group for group in part.get_payload() if group.get("Action")), None)
    if fields is None or str(fields["Action"]).strip().lower() != "failed":
        return Outcome.DELAYED
    status = str(fields.get("Status", "")).partition("(")[0].strip()
    words = postbox.one_line(f"{status} {fields.get('Diagnostic-Code', '')}")
    outcome = _judged(delivery, status, words)
    # Without its letter: it did not reach them, so they are told of no correction of it.
    Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.DONE).update(
        state=Delivery.State.FAILED, error=words, letter=None
    )
    return outcome


def _judged(delivery: Delivery, status: str, words: str) -> Outcome:
    """Note on the address what a final failure says about it."""
    if postbox.is_dead(status):
        hard(delivery.subscriber_id, words)
        return Outcome.SUPPRESSED
    if status.startswith(postbox.POLICY):
        return Outcome.DELAYED
    return Outcome.SUPPRESSED if soft(delivery.subscriber_id, words) else Outcome.COUNTED
