"""Days of one range, "5 to 12 January", that differ together: one finding, not one for each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from summaries.checks.base import Span
from summaries.checks.dates.differences import Difference
from summaries.checks.dates.moment_words import reworded
from summaries.checks.dates.moments import Moment


def joined(found: Iterable[Difference], english: str) -> list[Difference]:
    """Join the differences of the days of one range, where one rewording puts all of them right."""
    done: list[Difference] = []
    for difference in found:
        both = _both(done[-1], difference, english) if done else None
        if both:
            done[-1] = both
        else:
            done.append(difference)
    return done


def joined_days(days: Iterable[Moment]) -> list[Moment]:
    """Join the days of one range that are left out together."""
    done: list[Moment] = []
    for day in days:
        if done and _adjoin(done[-1], day):
            done[-1] = replace(day, span=Span(done[-1].span.start, day.span.end))
        else:
            done.append(day)
    return done


def _both(one: Difference, other: Difference, english: str) -> Difference | None:
    if not (one.said and one.meant and other.said and other.meant):
        return None
    same_days = one.said.day == one.meant.day and other.said.day == other.meant.day
    if not (same_days and _adjoin(one.said, other.said) and _adjoin(one.meant, other.meant)):
        return None
    said = replace(one.said, span=Span(one.said.span.start, other.said.span.end))
    meant = replace(one.meant, span=Span(one.meant.span.start, other.meant.span.end))
    is_certain = reworded(said.span.of(english), said, meant) is not None
    return Difference(said, meant) if is_certain else None


def _adjoin(one: Moment, other: Moment) -> bool:
    same = (one.month, one.year, one.calendar) == (other.month, other.year, other.calendar)
    return same and one.day is not None and one.span.end == other.span.start
