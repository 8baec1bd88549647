"""What stands around a letter: addresses, headers, and a Message-ID that only we can have made."""

from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.signing import BadSignature, Signer

from summaries.models import Delivery, Subscriber
from summaries.services.emails import Message
from summaries.services.mailing.deliveries import ANSWERS
from summaries.services.subscriptions import links

# Its separator is none of a mail address's special characters (RFC 5322, atext).
_SIGNER = {"sep": ".", "salt": "newsdesk.message-id"}


def message_id(delivery: Delivery, letter_id: int | None) -> str:
    """Return the Message-ID of a delivery with a letter, signed.

    The same letter has the same one at every attempt, so that a message that arrives twice is known
    to be one. Another letter has another: a mail reader would hide a corrected text as a duplicate.
    """
    signed = Signer(**_SIGNER).sign(f"{delivery.pk}.{letter_id or 0}")
    return f"<{signed}@{_domain()}>"


def delivery_of(message_id: str) -> int | None:
    """Return the key of the delivery that a Message-ID belongs to; None if we never made it."""
    local = message_id.strip().strip("<>").rpartition("@")[0]
    try:
        value = Signer(**_SIGNER).unsign(local)
    except BadSignature:
        return None
    return int(value.partition(".")[0])


def addressed(
    message: Message, subscriber: Subscriber, delivery: Delivery, message_id: str
) -> EmailMultiAlternatives:
    """Return the email as it goes out: text and HTML, with every header.

    Bounces go to BOUNCE_ADDRESS where there is one. What belongs to the list can be left by one
    click (RFC 8058); an answer to what the subscriber asked is no part of the list.
    """
    headers = {
        "From": settings.DEFAULT_FROM_EMAIL,
        "Message-ID": message_id,
        # Nobody's holiday note answers it (RFC 3834).
        "Auto-Submitted": "auto-generated",
    }
    if delivery.kind not in ANSWERS:
        headers |= _list_headers(subscriber)
    sender = settings.BOUNCE_ADDRESS or settings.DEFAULT_FROM_EMAIL
    return message.addressed(subscriber.email, from_email=sender, headers=headers)


def _list_headers(subscriber: Subscriber) -> dict[str, str]:
    return {
        "List-Id": f"<daily.{urlsplit(settings.SITE_URL).hostname or 'localhost'}>",
        "List-Unsubscribe": f"<{links.leave_url(subscriber)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Precedence": "bulk",
    }


def _domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
