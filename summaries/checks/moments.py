"""A date or time of day that a text names, in either language."""

from __future__ import annotations

from dataclasses import dataclass

from summaries.checks.base import Span


@dataclass(frozen=True)
class Moment:
    """What a text says about a point in time; unsaid parts are None.

    `month` is 1-12 of `calendar` ("gregorian" or "hijri"), `weekday` 0 (Monday) to 6, `decade` the
    first year of one ("the 1970s"), `relative` counts days from the article's date ("yesterday" is
    -1), `zone` the offset from UTC in minutes where one is named.
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
    relative: int | None = None
    calendar: str = "gregorian"

    @property
    def numbers(self) -> frozenset[int]:
        """Every number this moment is written with, for texts that give it without a month."""
        parts = (self.day, self.month, self.year, self.hour, self.minute, self.decade)
        return frozenset(part for part in parts if part is not None)
