"""Addresses that nothing is sent to, whoever asks: known by their key alone."""

from django.db import transaction

from summaries.models import Subscriber, SubscriberEvent, Suppression
from summaries.models.fields import key_of
from summaries.models.subscriber import folded_address
from summaries.services.subscriptions.addresses import canonical


def key(email: str) -> str:
    """Return what the address is known by on the list."""
    return key_of(folded_address(canonical(email)))


def of(email: str) -> Suppression | None:
    """Return the line of an address on the list."""
    return Suppression.objects.filter(key=key(email)).first()


def suppress(email: str, reason: str, *, note: str = "", actor=None) -> bool:
    """Put an address on the list; False where it stood there already, for whatever reason."""
    with transaction.atomic():
        _line, new = Suppression.objects.get_or_create(
            key=key(email), defaults={"reason": reason, "note": note, "created_by": actor}
        )
        if new:
            _record(email, "suppress", actor, note, {"reason": str(reason)})
    return new


def release(email: str, *, note: str = "", actor=None) -> bool:
    """Take an address off the list; False where it was not on it. Its count of bounces is over."""
    with transaction.atomic():
        gone, _models = Suppression.objects.filter(key=key(email)).delete()
        if gone:
            Subscriber.objects.filter(key=key(email)).update(bounces=0, bounced_at=None)
            _record(email, "release", actor, note, {})
    return bool(gone)


def _record(email: str, verb: str, actor, reason: str, data: dict) -> None:
    subscriber = Subscriber.objects.filter(key=key(email)).first()
    if subscriber:
        SubscriberEvent.objects.create(
            subscriber=subscriber, verb=verb, actor=actor, reason=reason, data=data
        )
