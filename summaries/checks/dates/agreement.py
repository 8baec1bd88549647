"""Which dates and times of an English text its Arabic has too."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from summaries.checks.base import Pair
from summaries.checks.dates import hijri
from summaries.checks.dates.differences import Difference, differences
from summaries.checks.dates.moment_sides import side
from summaries.checks.dates.moments import HOURS, NOON, Moment
from summaries.checks.dates.months import MONTH_NAMES

# Arabic writes the day before the month; "3/25/2024" tells of a text that does not.
_MONTH_FIRST = re.compile(r"(?<![\d/.-])\d{1,2}[-/.](?:1[3-9]|2\d|3[01])[-/.](?:19|20)\d\d(?!\d)")
_YEAR_EARLIER = re.compile(
    r"\b(?:(?:a|one|the) year (?:earlier|ago|before)|year[- ]on[- ]year)\b", re.I
)
_THIS_YEAR = re.compile(
    r"(?<!\w)(?:من|هذا|خلال|نهايه|مطلع|بدايه|منتصف|اواخر|اوائل|طوال|منذ) العام(?! \d)(?!\w)"
)
_SEASON = re.compile(
    r"\b(?:spring|summer|autumn|fall|winter|early|mid|late|beginning|start|end|half|quarter)\b",
    re.I,
)
_HALF_YEAR = timedelta(days=183)


class Dates:
    """The comparison of the dates of one pair."""

    def __init__(self, pair: Pair) -> None:
        self.arabic, self.english = side(pair.arabic, True), side(pair.english, False)
        self.today, self._is_summary = pair.context.date, pair.is_summary
        found, self.unsaid = differences(
            self.english.dates, self.arabic.dates, self._agree, self._excused, _likeness
        )
        self.found = [self._with_year(difference) for difference in found]

    def missing(self) -> list[Moment]:
        """Return the Arabic dates of which the English has nothing, or no more than the year."""
        changed = [difference.meant for difference in self.found]
        return [
            moment
            for moment in self.arabic.dates
            if (moment in self.unsaid or self._is_monthless(moment))
            and moment not in changed
            and self._is_missed(moment)
        ]

    def _is_monthless(self, meant: Moment) -> bool:
        """Tell whether the English may have kept only the year of «شباط 2021»."""
        if meant.month is None or meant.year is None or meant.swapped:
            return False
        return not _SEASON.search(self.english.text)

    def _agree(self, said: Moment, meant: Moment) -> bool:
        if said.twin is not None:
            both = {said.month, said.twin}
            return meant.month in both and both <= {m.month for m in self.arabic.dates}
        if said.calendar != meant.calendar:
            return meant.year is not None and hijri.may_be_same(said, meant)
        if said.swapped and _same_parts(replace(said, day=said.month, month=said.day), meant):
            return True
        if meant.swapped and self._is_month_first():
            meant = replace(meant, day=meant.month, month=meant.day)
        if not _same_parts(said, meant):
            return _same_period(said, meant)
        added_year = said.year is not None and meant.year is None
        return not added_year or self._has_year(said, meant)

    def _has_year(self, said: Moment, meant: Moment) -> bool:
        """Tell whether the Arabic gives the year of a date elsewhere, or by "last year"."""
        if not self._is_summary and said.year in self.arabic.digits:
            return True
        if self._is_summary and said.year in self.arabic.line_digits(meant):
            return True
        near = [meant] if self._is_summary else [meant, *self.arabic.distances]
        years = [m.relative for m in near if m.relative is not None and m.unit == "year"]
        if years and not self._counts_years():
            return self.today is None or said.year in self._years_at(years)
        return self._is_nearest(said)

    def _years_at(self, distances: Iterable[int]) -> set[int]:
        """Return the years that "last year" may mean; in January the year before is meant too."""
        assert self.today is not None
        late = (0, 1) if self.today.month == 1 else (0,)
        return {self.today.year + n - back for n in distances for back in late}

    def _is_month_first(self) -> bool:
        """Tell whether the Arabic writes month/day/year: one of its dates can be nothing else."""
        return bool(_MONTH_FIRST.search(self.arabic.text))

    def _counts_years(self) -> bool:
        """Tell whether the English says "last year" itself, and so no other year for it."""
        said = any(m.unit == "year" for m in self.english.distances)
        return said or bool(_YEAR_EARLIER.search(self.english.text))

    def _is_nearest(self, said: Moment) -> bool:
        """Tell whether this is the date nearest to the article's: then its year is understood."""
        days = hijri.gregorian(replace(said, relative=None))
        if self.today is None or days is None or said.month is None:
            return False
        return days[0] - _HALF_YEAR < self.today < days[1] + _HALF_YEAR

    def _excused(self, said: Moment) -> bool:
        """Tell whether the Arabic may say in other words what no date of it says."""
        if said.month is None and said.year is not None:
            is_hijri = any(m.calendar == "hijri" and m.year == said.year for m in self.arabic.dates)
            is_written = said.year in self.arabic.numbers and not is_hijri
            return is_written or self._by_distance(said)
        if said.decade is not None:
            if said.decade >= 2000 and "الفيه" in self.arabic.text:
                return True
            return not self.arabic.numbers.isdisjoint({said.decade, said.decade % 100})
        if said.century is not None:
            return said.century in self.arabic.numbers or bool(self.arabic.distances)
        if said.day is not None and said.swapped:
            return {said.day, said.month} <= self.arabic.numbers
        return self._by_distance(said)

    def _by_distance(self, said: Moment) -> bool:
        """Tell whether "yesterday" or "last month" may be this date; without a day, it may."""
        if said.month is not None and any(m.month for m in self.arabic.dates):
            return False
        is_this_year = self.today is not None and said.year == self.today.year
        if said.month is None and is_this_year and _THIS_YEAR.search(self.arabic.text):
            return True
        if said.month is None and self._counts_years():
            return False
        distances = [m for m in self.arabic.distances if m.month is None and _may_mean(m, said)]
        if self.today is None:
            return any(m.relative or m.unit != "day" for m in distances)
        if said.month is None:
            return said.year in self._years_at(m.relative or 0 for m in distances)
        days = hijri.gregorian(said if said.year else replace(said, year=self.today.year))
        return any(_overlap(_around(m, self.today), days) for m in distances)

    def _with_year(self, difference: Difference) -> Difference:
        """Say of a date whose day and month the Arabic has that only its year is new."""
        said, meant = difference.said, difference.meant
        if said is None or said.month is None or said.year is None or (meant and meant.year):
            return difference
        if said.twin is not None:
            return difference
        for known in self.arabic.dates:
            if known.month and known.year is None and _same_parts(said, known):
                return Difference(said, known, only_year=True)
        return difference

    def _is_missed(self, meant: Moment) -> bool:
        if meant.loose or meant.calendar == "hijri" or self.english.distances:
            return False
        if meant.month is not None:
            short = re.search(rf"\b{MONTH_NAMES[meant.month - 1][:3]}\b", self.english.text)
            figure = rf"(?<!\d)0?{meant.month}[-/.](?:\d{{1,2}}[-/.])?{meant.year}(?!\d)"
            said = any(meant.month in (said.month, said.twin) for said in self.english.dates)
            return not (said or short or re.search(figure, self.english.text))
        if not (meant.numbers - {(meant.year or 0) % 100}).isdisjoint(self.english.numbers):
            return False
        if meant.century is not None and self.english.dates:
            return False
        years = {n for n in self.english.digits if 1000 <= n <= 2100}
        return years <= self.arabic.digits


def _same_parts(said: Moment, meant: Moment) -> bool:
    """Tell whether the parts that both dates give are the same, and what they are of is given."""
    if said.month is None or meant.month is None:
        return said.month is None and said.year is not None and said.year == meant.year
    both = ((said.day, meant.day), (said.month, meant.month), (said.year, meant.year))
    if said.day is not None and meant.day is None:
        return False
    return all(a is None or b is None or a == b for a, b in both)


def _same_period(said: Moment, meant: Moment) -> bool:
    if said.decade is not None and meant.decade is not None:
        whole = 100 if said.loose or meant.loose else 10_000
        return said.decade % whole == meant.decade % whole
    if said.century is not None:
        return said.century == meant.century
    return said.decade is not None and said.decade == 100 * ((meant.century or 0) - 1)


def _likeness(said: Moment, meant: Moment) -> int:
    """Return how likely one date is a changed other: 0 never, more for each shared part."""
    parts = ("day", "month", "year", "decade", "century")
    given = [
        (getattr(said, part), getattr(meant, part))
        for part in parts
        if getattr(said, part) is not None and getattr(meant, part) is not None
    ]
    return sum(10 if a == b else 1 for a, b in given)


_UNIT_DAYS = {"day": 0, "week": 7, "month": 31, "year": 366, "decade": 3660, "century": 36600}


def _may_mean(distance: Moment, said: Moment) -> bool:
    """Tell whether a distance is as exact as a date: "last year" is no "March"."""
    if said.month is not None:
        return distance.unit in ("day", "week", "month")
    return distance.unit == "year"


def _around(distance: Moment, today: date) -> tuple[date, date]:
    """Return the days a distance may mean, generously: "last month" is of 31 days around it."""
    days = _UNIT_DAYS[distance.unit] or 1
    middle = today + timedelta(days=days * (distance.relative or 0))
    margin = timedelta(days=_UNIT_DAYS[distance.unit])
    return middle - margin, middle + margin


def _overlap(one: tuple[date, date], other: tuple[date, date] | None) -> bool:
    return other is None or (one[0] <= other[1] and other[0] <= one[1])


def same_time(said: Moment, meant: Moment) -> bool:
    """Tell whether two times of day are the same; 9:30 may be in either half of the day."""
    if (said.local and meant.zone == 0) or (meant.local and said.zone == 0):
        return False
    if said.zone is not None and meant.zone is not None and said.zone != meant.zone:
        return _minutes(said) % (HOURS * 60) == _minutes(meant) % (HOURS * 60)
    whole = HOURS if said.half_known and meant.half_known else NOON
    same_hour = (said.hour or 0) % whole == (meant.hour or 0) % whole
    return same_hour and (said.minute or 0) == (meant.minute or 0)


def _minutes(moment: Moment) -> int:
    return (moment.hour or 0) * 60 + (moment.minute or 0) - (moment.zone or 0)
