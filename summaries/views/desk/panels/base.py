"""What a panel consists of, and how its numbers are written."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from summaries.services.charts import Plot, Row, Series

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400


@dataclass(frozen=True)
class Table:
    """The numbers behind a chart: a heading for each column, and rows that begin with theirs."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Group:
    """Bars that lie under one another, with what they have in common ("" for nothing)."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Panel:
    """One chart with its numbers. Without anything to show it says so in the words of `empty`."""

    key: str
    title: str
    table: Table
    facts: tuple[tuple[str, str], ...] = ()
    legend: tuple[Series, ...] = ()
    plot: Plot | None = None
    groups: tuple[Group, ...] = ()
    # What the numbers leave out, or how they are meant.
    note: str = ""
    empty: str = ""
    # Where somebody looks next: words and an address.
    links: tuple[tuple[str, str], ...] = ()
    more: tuple[tuple[str, Table], ...] = field(default=())
    # Whether it takes the whole width.
    wide: bool = False


def number(n: float) -> str:
    """Write a whole number with its thousands apart."""
    return intcomma(n)


def decimal(n: float) -> str:
    """Write a number with one decimal place."""
    return _rounded(n, 1)


def percent(part: float) -> str:
    """Write a part of 1 in whole percent; neither all nor nothing where it is not quite that."""
    whole = round(100 * part)
    if whole in (0, 100) and whole != 100 * part:
        whole = 1 if whole == 0 else 99
    return f"{whole}%"


def duration(seconds: float | None) -> str:
    """Write how long something takes, in one unit: "0.04 s", "3.2 s", "12 min", "5 h", "3 d"."""
    if seconds is None:
        return "–"
    if seconds < 0.005:
        return _("under %(n)s s") % {"n": _rounded(0.01, 2)}
    if seconds < 59.5:
        places = 0 if seconds >= 9.95 else 1 if seconds >= 0.95 else 2
        return pgettext("length", "%(n)s s") % {"n": _rounded(seconds, places)}
    if (minutes := round(seconds / _MINUTE)) < 60:
        return pgettext("length", "%(n)s min") % {"n": minutes}
    if (hours := round(seconds / _HOUR)) < 48:
        return pgettext("length", "%(n)s h") % {"n": hours}
    return pgettext("length", "%(n)s d") % {"n": number(round(seconds / _DAY))}


def _rounded(n: float, places: int) -> str:
    # Django cuts the other digits off.
    return number_format(round(n, places), places, force_grouping=True)


def since(moment: datetime | None, now: datetime) -> str:
    """Write how long ago a moment was, "–" for none."""
    return duration(max(0.0, (now - moment).total_seconds()) if moment else None)


def short_day(day: date) -> str:
    """Write a day without its year."""
    return date_format(day, "j M")


def said(day: str, series: Sequence[Series], place: int) -> str:
    """Say the numbers of one day: "3 Nov: Taken in 12, Published 4"."""
    numbers = [f"{one.name} {number(one.values[place])}" for one in series]
    between = _(", ")
    return f"{day}: {between.join(numbers)}"


def all_said(days: Sequence[str], series: Sequence[Series]) -> list[str]:
    """Say the numbers of every day."""
    return [said(day, series, place) for place, day in enumerate(days)]


def newest_first(days: Sequence[str], *columns: Sequence[float]) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a table of days, the newest at the top."""
    rows = zip(days, *columns, strict=True)
    return tuple((day, *map(number, numbers)) for day, *numbers in rows)[::-1]


def of_newest(count: int, oldest: datetime) -> str:
    """Say that only the newest of the period were read."""
    values = {"n": number(count), "day": date_format(timezone.localtime(oldest), "DATE_FORMAT")}
    return _("From the newest %(n)s, since %(day)s.") % values
