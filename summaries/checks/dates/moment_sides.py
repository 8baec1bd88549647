"""One text of a pair with the moments and numbers in it."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache

from summaries.checks.arabic import fold
from summaries.checks.base import blanked
from summaries.checks.dates import arabic_moments, english_moments
from summaries.checks.dates.moments import Moment
from summaries.checks.numbers.arabic_numbers import arabic_numbers
from summaries.checks.numbers.english_numbers import english_numbers

_DIGITS = re.compile(r"\d+")
_SHORT_YEAR = re.compile(r"(?<!\d)([12]\d)\d\d ?[-–/] ?(\d\d)(?!\d)")


class Side:
    """One text, its moments and its numbers."""

    def __init__(self, text: str, is_arabic: bool) -> None:
        self.text = fold(text).text if is_arabic else text
        self.original, self._is_arabic = text, is_arabic
        self.moments = (arabic_moments if is_arabic else english_moments).moments(text)
        self.dates = tuple(m for m in self.moments if _is_calendar(m))
        self.times = tuple(m for m in self.moments if m.is_time)
        self.weekdays = tuple(m for m in self.moments if m.weekday is not None)
        self.distances = tuple(m for m in self.moments if m.relative is not None)

    @cached_property
    def digits(self) -> frozenset[int]:
        """The whole numbers written in digits; "2011-12" has 2012 too."""
        found = {int(run) for run in _DIGITS.findall(self.text) if len(run) < 9}
        found |= {int(a + b) for a, b in _SHORT_YEAR.findall(self.text)}
        return frozenset(found)

    @cached_property
    def unread_digits(self) -> frozenset[int]:
        """The whole numbers in digits that are part of no moment."""
        rest = blanked(self.original, [moment.span for moment in self.moments])
        return frozenset(int(run) for run in _DIGITS.findall(rest) if len(run) < 9)

    @cached_property
    def numbers(self) -> frozenset[int]:
        """The whole numbers in digits or words, those of its moments included."""
        read = arabic_numbers if self._is_arabic else english_numbers
        rest = blanked(self.original, [m.span for m in self.moments])
        values = {v for figure in (*read(rest), *read(self.original)) for v in figure.values}
        moments = (number for moment in self.moments for number in moment.numbers)
        return self.digits | {int(v) for v in values if v.denominator == 1} | set(moments)

    def line_digits(self, moment: Moment) -> frozenset[int]:
        """Return the numbers in digits of the line that a moment stands in."""
        if "\n" not in self.original:
            return self.digits
        start = self.original.rfind("\n", 0, moment.span.start) + 1
        end = self.original.find("\n", moment.span.end)
        return side(self.original[start : end if end >= 0 else None], self._is_arabic).digits


@lru_cache(maxsize=256)
def side(text: str, is_arabic: bool) -> Side:
    """Return the moments and numbers of a text, from a small cache."""
    return Side(text, is_arabic)


def _is_calendar(moment: Moment) -> bool:
    return moment.is_date or moment.decade is not None or moment.century is not None
