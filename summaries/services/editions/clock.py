"""Moments as the newsroom's clock says them."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from summaries.services.errors import Invalid

# An edition may go out before its date begins here: elsewhere it has begun.
EARLY = timedelta(days=1)


def zone() -> ZoneInfo:
    """Return the newsroom's time zone."""
    return ZoneInfo(settings.TIME_ZONE)


def local(naive: datetime) -> datetime:
    """Return the moment when the newsroom's clock shows `naive`.

    Raises Invalid where the clock never shows it (it is put forward over it) or shows it twice (it
    is put back over it).
    """
    first, second = (naive.replace(tzinfo=zone(), fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first
    exists = first.astimezone(UTC).astimezone(zone()).replace(tzinfo=None) == naive
    words = (
        _("%(time)s comes twice on that day in %(zone)s: the clocks go back. Choose another time.")
        if exists
        else _("There is no %(time)s on that day in %(zone)s: the clocks go forward over it.")
    )
    raise Invalid(words % {"time": f"{naive:%H:%M}", "zone": settings.TIME_ZONE})


def window(day: date) -> tuple[datetime, datetime]:
    """Return from when until when the edition of a date may go out."""
    return _begins(day) - EARLY, _begins(day + timedelta(days=1))


def _begins(day: date) -> datetime:
    return datetime.combine(day, time(), zone())


def require_open(day: date, moment: datetime) -> None:
    """Raise Invalid where the edition of a date may not go out at a moment."""
    first, end = window(day)
    if moment >= end:
        raise Invalid(_("By then the date of this edition is over. Choose an earlier time."))
    if moment < first:
        raise Invalid(_("An edition goes out on its date, or on the day before it."))


def is_early(day: date, moment: datetime) -> bool:
    """Say whether a moment is before a date begins in the newsroom."""
    return moment < _begins(day)


def is_over(day: date) -> bool:
    """Say whether a date is over in the newsroom."""
    return timezone.now() >= window(day)[1]
