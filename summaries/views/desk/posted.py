"""Numbers and moments that a page sends back."""

from datetime import UTC, datetime

from django.utils import timezone
from django.utils.dateparse import parse_datetime


def moment(text: str) -> datetime | None:
    """Read an ISO moment with its offset, as UTC; None where `text` is none that UTC can name."""
    try:
        found = parse_datetime(text)
        return found.astimezone(UTC) if found and timezone.is_aware(found) else None
    except (ValueError, OverflowError):
        return None


def whole_number(text: str) -> int | None:
    """Read a whole number that every column can hold; None where `text` is none, or endless."""
    return int(text) if text.isdecimal() and len(text) < 10 else None
