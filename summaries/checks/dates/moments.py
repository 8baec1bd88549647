"""A date or time of day that a text names, in either language."""

from __future__ import annotations

from dataclasses import dataclass

from summaries.checks.base import Span

NOON = 12
HOURS = 24


@dataclass(frozen=True)
class Moment:
    """What a text says about a point in time; unsaid parts are None.

    `month` is 1-12 of `calendar` ("gregorian" or "hijri"), `weekday` 0 (Monday) to 6, `decade` the
    first year of one ("the 1970s"), `century` its number (19 for the 1800s). `relative` counts
    `unit`s from the article's date ("yesterday" is -1 day, "last year" -1 year). `zone` is the
    offset from UTC in minutes where one is named. `half_known` tells that an hour is one of 24, not
    one of 12; `swapped` that day and month may change places (3/4/2024). `twin` is the other month
    of "April/March", `local` tells of "local time". `loose` marks what the other language may leave
    unsaid or say by other words.
    """

    span: Span
    day: int | None = None
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    hour: int | None = None
    minute: int | None = None
    zone: int | None = None
    decade: int | None = None
    century: int | None = None
    relative: int | None = None
    unit: str = "day"
    calendar: str = "gregorian"
    half_known: bool = False
    swapped: bool = False
    twin: int | None = None
    local: bool = False
    loose: bool = False

    @property
    def is_date(self) -> bool:
        """Whether it names a month or year, and not only a weekday, an hour or a distance."""
        return not (self.month is self.year is None)

    @property
    def is_time(self) -> bool:
        """Whether it names a time of day."""
        return self.hour is not None

    @property
    def numbers(self) -> frozenset[int]:
        """Every number this moment is written with, for texts that give it without a month."""
        parts = [self.day, self.month, self.year, self.minute, self.century]
        if self.decade is not None:
            parts += [self.decade, self.decade % 100]
        if self.hour is not None:
            parts += [self.hour % HOURS, self.hour % NOON, self.hour % NOON + NOON]
        if self.year is not None:
            parts.append(self.year % 100)
        return frozenset(part for part in parts if part is not None)
