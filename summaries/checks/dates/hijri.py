"""Hijri dates in the Gregorian calendar, by the Umm al-Qura tables of `hijridate` (1343-1500)."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache

from hijridate import Hijri

from summaries.checks.dates.moments import Moment

FIRST_YEAR, LAST_YEAR = 1343, 1500
# The month begins when its moon was seen, which is a day apart between countries.
SIGHTING = timedelta(days=1)

Days = tuple[date, date]


@lru_cache(maxsize=512)
def gregorian(moment: Moment) -> Days | None:
    """Return the first and last day of a date of either calendar, or None without its year.

    None as well for what is no date of the calendar and for Hijri years beyond the tables.
    """
    if moment.year is None or (moment.day and not moment.month):
        return None
    try:
        return _hijri_days(moment) if moment.calendar == "hijri" else _days(moment)
    except (ValueError, OverflowError):  # 31 June, or a year outside the tables
        return None


def _hijri_days(moment: Moment) -> Days:
    year, month, day = moment.year or 0, moment.month or 0, moment.day or 0
    first = Hijri(year, month or 1, day or 1)
    last = Hijri(year, month or 12, 1)
    last = last if day else Hijri(year, month or 12, last.month_length())
    end = first if day else last
    return first.to_gregorian(), end.to_gregorian()


def _days(moment: Moment) -> Days:
    year, month, day = moment.year or 0, moment.month or 0, moment.day or 0
    first = date(year, month or 1, day or 1)
    last = day or monthrange(year, month or 12)[1]
    return first, date(year, month or 12, last)


def may_be_same(one: Moment, other: Moment) -> bool:
    """Tell whether two dates of different calendars may name the same days."""
    first, second = gregorian(one), gregorian(other)
    if first is None or second is None:
        return True
    return first[0] - SIGHTING <= second[1] and second[0] - SIGHTING <= first[1]
