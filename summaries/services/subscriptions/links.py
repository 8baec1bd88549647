"""Personal links: what a subscriber holds instead of a password.

Each is signed for one purpose: the link that confirms does not open the settings. Those that open
something carry the subscriber's `link_key` and end together when that changes; the one that
confirms carries the `confirm_key` too, which is emptied by its use. The one to leave stays good, in
every letter, until the subscriber is erased; the one to refuse all email, in the email that asks to
confirm, is about the address and works when the subscriber is forgotten.

Nothing is looked up before the signature is right, so that whoever guesses learns nothing from the
answer or its time.
"""

import secrets
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from summaries.models import Subscriber

CONFIRM, SETTINGS, LEAVE, REFUSE = "confirm", "settings", "leave", "refuse"
# Who leaves may do so with any letter they ever got.
LIVES = {CONFIRM: timedelta(hours=48), SETTINGS: timedelta(days=90), LEAVE: None, REFUSE: None}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class DeadLink(Exception):
    """A link that leads nowhere: `status` is 404 for a made-up one, 410 for one that was right."""

    def __init__(self, status: int) -> None:
        super().__init__(f"a link that answers {status}")
        self.status = status


def new_key() -> str:
    """Return a random `link_key` or `confirm_key`."""
    return secrets.token_hex(16)


def confirm_url(subscriber: Subscriber) -> str:
    """Return the link that confirms the subscription, once, for 48 hours."""
    return _url(CONFIRM, subscriber)


def settings_url(subscriber: Subscriber) -> str:
    """Return the link to the subscriber's settings, for 90 days."""
    return _url(SETTINGS, subscriber)


def leave_url(subscriber: Subscriber) -> str:
    """Return the link to leave. It has no end, and is the one of RFC 8058's one-click header."""
    return _url(LEAVE, subscriber)


def refuse_url(subscriber: Subscriber) -> str:
    """Return the link with which the owner of an address wants no email, whoever asks for it."""
    return _url(REFUSE, subscriber)


def token(purpose: str, subscriber: Subscriber) -> str:
    """Return what stands in the link, signed for `purpose` now."""
    return _signer(purpose).sign("-".join(_parts(purpose, subscriber)))


def subscriber_of(purpose: str, token: str) -> Subscriber:
    """Return whose link it is. Raises DeadLink when it is made up, too old, used or withdrawn."""
    value = _read(purpose, token)
    found = Subscriber.objects.filter(pk=value.partition("-")[0]).first()
    if found is None or not constant_time_compare(value, "-".join(_parts(purpose, found))):
        raise DeadLink(410)
    return found


def refused_by(token: str) -> str:
    """Return the key of the address whose owner refuses. Raises DeadLink when it is made up."""
    return _read(REFUSE, token).partition("-")[2]


def _read(purpose: str, token: str) -> str:
    try:
        return _signer(purpose).unsign(token, max_age=LIVES[purpose])
    except SignatureExpired:
        raise DeadLink(410) from None
    except BadSignature:
        raise DeadLink(404) from None


def _parts(purpose: str, subscriber: Subscriber) -> list[str]:
    number = str(subscriber.pk)
    if purpose == REFUSE:
        return [number, subscriber.key]
    if purpose == LEAVE:
        # A number that is given again is another subscriber's.
        return [number, _since(subscriber)]
    if purpose == CONFIRM:
        # A used one is empty: no link was ever signed with this word.
        return [number, subscriber.link_key, subscriber.confirm_key or "used"]
    return [number, subscriber.link_key]


def _since(subscriber: Subscriber) -> str:
    """Return the microsecond since when the subscriber is known, as long as the keys are."""
    return f"{(subscriber.created_at - _EPOCH) // timedelta(microseconds=1):032x}"


def _signer(purpose: str) -> TimestampSigner:
    return TimestampSigner(sep=".", salt=f"newsdesk.subscription.{purpose}")


def _url(purpose: str, subscriber: Subscriber) -> str:
    path = reverse(f"subscriptions:{purpose}", args=[token(purpose, subscriber)])
    show = "?show=ar" if subscriber.speaks == "ar" else ""
    return f"{settings.SITE_URL}{path}{show}"
