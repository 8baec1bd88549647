"""When a subscriber gets what was opened: at their hour, in their time zone."""

import logging
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

logger = logging.getLogger(__name__)

# Where a date begins first, and where it ends last.
EASTERNMOST = timedelta(hours=14)
WESTERNMOST = timedelta(hours=-12)


def zone(name: str) -> ZoneInfo:
    """Return a time zone; UTC for a name that is none (any more)."""
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        logger.warning("there is no time zone %r; UTC stands in", name)
        return ZoneInfo("UTC")


def local_hour(day: date, hour: int, time_zone: str) -> datetime:
    """Return the moment, in UTC, when it is `hour` o'clock on a date somewhere.

    An hour that the clock skips counts as if it had not been put forward yet; of one that comes
    twice, the first is meant.
    """
    return datetime.combine(day, time(hour), zone(time_zone)).astimezone(UTC)


def dates_on_earth(now: datetime) -> list[date]:
    """Return the dates that it is now somewhere, the oldest first: two, for some hours three."""
    oldest, newest = ((now.astimezone(UTC) + ahead).date() for ahead in (WESTERNMOST, EASTERNMOST))
    return [oldest + timedelta(days=n) for n in range((newest - oldest).days + 1)]
