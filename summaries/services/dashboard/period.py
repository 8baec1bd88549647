"""The days that a dashboard looks at, and counting rows by them in the newsroom's time zone."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import gcd

from django.db.models import Count, Func, IntegerField, QuerySet
from django.utils import timezone

LENGTHS = (7, 30, 90)
USUAL = 30


@dataclass(frozen=True)
class Period:
    """So many days in a row, today the last of them."""

    days: int
    now: datetime

    @classmethod
    def last(cls, days: int, now: datetime | None = None) -> "Period":
        """Return the period of the last days, today included."""
        return cls(days, now or timezone.now())

    @property
    def dates(self) -> list[date]:
        """Return its days, the oldest first."""
        today = timezone.localdate(self.now)
        return [today - timedelta(days=back) for back in reversed(range(self.days))]

    @property
    def starts(self) -> list[int]:
        """Return when each day began, as seconds since 1970."""
        return [int(_beginning(day).timestamp()) for day in self.dates]

    @property
    def start(self) -> datetime:
        """Return when its first day began."""
        return _beginning(self.dates[0])


def _beginning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


class Epoch(Func):
    """A moment as whole seconds since 1970.

    Asking SQLite for the day of a moment, or for the time between two, calls back into Python for
    each row; this does not.
    """

    output_field = IntegerField()

    def as_sqlite(self, compiler, connection, **context):
        """Write it in SQLite's words, without the fraction, which it would round up."""
        template = "CAST(strftime('%%%%s', substr(%(expressions)s, 1, 19)) AS INTEGER)"
        return self.as_sql(compiler, connection, template=template, **context)

    def as_postgresql(self, compiler, connection, **context):
        """Write it in PostgreSQL's words."""
        template = "FLOOR(EXTRACT(EPOCH FROM %(expressions)s))::bigint"
        return self.as_sql(compiler, connection, template=template, **context)


def moment_of(epoch: int) -> datetime:
    """Return the moment of so many seconds since 1970, in the newsroom's time zone."""
    return datetime.fromtimestamp(epoch, timezone.get_current_timezone())


def per_day(period: Period, rows: QuerySet, moment: str, *by: str) -> Counter:
    """Count rows by the day of one of their moments: {day: n}, or {(day, *by): n}. One query.

    The database counts by the longest span that divides all days, wherever they begin: a whole day
    in UTC, an hour or a quarter elsewhere. Spans add up to days, also where clocks are changed.
    """
    dates, starts = period.dates, period.starts
    span = gcd(*starts)
    spans = rows.order_by().annotate(span=Epoch(moment) / span).values_list("span", *by)
    found: Counter = Counter()
    for nth, *rest, count in spans.annotate(n=Count("pk")):
        day = dates[bisect_right(starts, nth * span) - 1]
        found[(day, *rest) if by else day] += count
    return found


def at_ends(now: int, changes: Sequence[int]) -> list[int]:
    """Return how many there were at the end of each day, from how many there are now.

    `changes` are those of each day, the oldest first. What cannot be (somebody erased rows) is 0.
    """
    ends, left = [], now
    for change in reversed(changes):
        ends.append(max(0, left))
        left -= change
    return ends[::-1]
