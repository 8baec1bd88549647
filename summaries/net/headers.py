"""Headers, read carefully: another server wrote them."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

# A server that asks to be left alone for longer is asked again after this all the same.
MAX_RETRY_AFTER = timedelta(days=1)
MAX_SENT = 1000

_ONE_LINE = re.compile(r"[\x21-\x7e\x80-\xff]([\x20-\x7e\x80-\xff]*[\x21-\x7e\x80-\xff])?")
_SECONDS = re.compile(r"[0-9]{1,10}")


def lower_case(pairs: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Return headers by lower-case name; repeated ones are joined by ", " (RFC 9110, 5.3)."""
    headers: dict[str, str] = {}
    for name, value in pairs:
        key, text = name.decode("ascii").lower(), value.decode("latin-1")
        headers[key] = f"{headers[key]}, {text}" if key in headers else text
    return headers


def sendable(text: str) -> bool:
    """Say whether a text may be sent as the value of a header: one line, Latin-1, not empty."""
    return len(text) <= MAX_SENT and _ONE_LINE.fullmatch(text) is not None


def retry_after(value: str, now: datetime) -> timedelta | None:
    """Read a Retry-After (RFC 9110, 10.2.3): seconds or a date; at most MAX_RETRY_AFTER."""
    value = value.strip()
    if _SECONDS.fullmatch(value):
        wait = timedelta(seconds=int(value))
    else:
        try:
            moment = parsedate_to_datetime(value)
        except (ValueError, OverflowError):
            return None
        wait = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now
    return min(max(wait, timedelta(0)), MAX_RETRY_AFTER)
