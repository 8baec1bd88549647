"""Moments that a page's script sends back."""

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
