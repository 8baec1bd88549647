"""Dates, weekdays and times that the English changes, adds or leaves out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from summaries.checks.base import Finding, Pair, Severity, gettext_noop
from summaries.checks.dates.agreement import Dates, same_time
from summaries.checks.dates.day_ranges import joined, joined_days
from summaries.checks.dates.differences import Difference, differences
from summaries.checks.dates.moment_sides import Side, side
from summaries.checks.dates.moment_words import described, reworded, without_year
from summaries.checks.dates.moments import NOON, Moment
from summaries.checks.dates.relative import cased, contradiction

_DIFFERS = gettext_noop("«%(arabic)s» is %(expected)s, the English says “%(english)s”.")
_ADDED = gettext_noop("The English says “%(english)s”, which the Arabic does not.")
_YEAR_ADDED = gettext_noop("The English says “%(english)s”, the Arabic «%(arabic)s» has no year.")
_MISSING = gettext_noop("The English leaves out «%(arabic)s» (%(expected)s).")
# Weekdays in the names of papers and the like are spelled by their English sound.
_SPELLED = re.compile("صنداي|صانداي|مونداي|مانداي|تيوزداي|ونزداي|وينزداي|ثرزداي|فرايدي|ساترداي")


def _finding(check: str, severity: Severity, pair: Pair, difference: Difference) -> Finding:
    """Return the finding of a difference: its message, both spans and the fix."""
    said, meant = difference.said, difference.meant
    english = said.span.of(pair.english) if said else ""
    arabic = meant.span.of(pair.arabic).strip() if meant else ""
    fix = None
    template = _ADDED if meant is None else _DIFFERS if said else _MISSING
    if difference.only_year:
        # A number that the Arabic has of something else is not to be taken out.
        is_number = said.year in side(pair.arabic, True).unread_digits
        template, fix = _YEAR_ADDED, None if is_number else without_year(english)
    elif said and meant:
        fix = reworded(english, said, meant)
    values = {"english": english.strip(), "arabic": arabic}
    if meant:
        # The fix of the second day of a range is a bare figure: its month tells more.
        whole = fix if fix and not fix.isdigit() else None
        values["expected"] = whole or described(meant, bool(said and said.calendar == "hijri"))
    return Finding(
        check,
        severity,
        template,
        values,
        english=(said.span,) if said else (),
        arabic=(meant.span,) if meant else (),
        fix=fix,
    )


class Date:
    """A date of the English that differs from the Arabic one, or that the Arabic does not have."""

    name = "date"
    title = gettext_noop("Date differs")
    severity = Severity.BLOCKING

    def find(self, pair: Pair) -> Iterator[Finding]:
        """Yield each date whose day, month or year the Arabic does not say."""
        english = side(pair.english, False)
        if english.dates:
            for difference in joined(Dates(pair).found, pair.english):
                yield _finding(self.name, self.severity, pair, difference)
        if not pair.is_summary:
            yield from self._contradictions(pair, english)

    def _contradictions(self, pair: Pair, english: Side) -> Iterator[Finding]:
        found = contradiction(english, side(pair.arabic, True))
        if not found:
            return
        said, meant = found
        words = said.span.of(pair.english)
        values = {"english": words, "arabic": meant.span.of(pair.arabic), "expected": meant.english}
        yield Finding(
            self.name,
            self.severity,
            _DIFFERS,
            values,
            english=(said.span,),
            arabic=(meant.span,),
            fix=cased(meant.english, words) if said.may_replace(words) else None,
        )


class DateMissing:
    """A date or time of the Arabic of which the English has nothing."""

    name = "date_missing"
    title = gettext_noop("Date left out")
    severity = Severity.BLOCKING

    def find(self, pair: Pair) -> Iterator[Finding]:
        """Yield each Arabic date that the English leaves out; a summary may."""
        if pair.is_summary or not side(pair.arabic, True).dates:
            return
        for moment in joined_days(Dates(pair).missing()):
            yield _finding(self.name, self.severity, pair, Difference(meant=moment))


class Weekday:
    """A day of the week that differs."""

    name = "weekday"
    title = gettext_noop("Weekday differs")
    severity = Severity.BLOCKING

    def find(self, pair: Pair) -> Iterator[Finding]:
        """Yield each weekday that the Arabic does not name, and those that the English drops."""
        arabic, english = side(pair.arabic, True), side(pair.english, False)
        if not arabic.weekdays and not english.weekdays:
            return
        found, unsaid = differences(
            english.weekdays,
            arabic.weekdays,
            lambda said, meant: said.weekday == meant.weekday,
            lambda said: self._is_excused(said, arabic, pair),
            lambda said, meant: 1,
        )
        for difference in found:
            yield _finding(self.name, self.severity, pair, difference)
        if pair.is_summary or english.distances:
            return
        for moment in unsaid:
            if not moment.loose and not found:
                yield _finding(self.name, self.severity, pair, Difference(meant=moment))

    @staticmethod
    def _is_excused(said: Moment, arabic: Side, pair: Pair) -> bool:
        """Tell whether "yesterday" may be this day, or the Arabic spells its English name."""
        if _SPELLED.search(arabic.text):
            return True
        today = pair.context.date
        near = [m.relative or 0 for m in arabic.distances if m.unit == "day"]
        if today is None:
            return bool(near) and not arabic.weekdays
        return said.weekday in {(today.weekday() + distance) % 7 for distance in near}


class Time:
    """A time of day that differs."""

    name = "time"
    title = gettext_noop("Time differs")
    severity = Severity.BLOCKING

    def find(self, pair: Pair) -> Iterator[Finding]:
        """Yield each time of day that the Arabic does not say, or says otherwise."""
        english = side(pair.english, False)
        if not english.times:
            return
        arabic = side(pair.arabic, True)
        found, _ = differences(
            english.times,
            arabic.times,
            same_time,
            lambda said: said.loose or (not arabic.times and _is_written(said, arabic)),
            lambda said, meant: 0 if meant.loose else 1 + (said.minute == meant.minute),
        )
        for difference in found:
            yield _finding(self.name, self.severity, pair, difference)


def _is_written(said: Moment, arabic: Side) -> bool:
    """Tell whether the hour of a time is among the numbers of a text that names no time."""
    hour = said.hour or 0
    clock = 100 * hour + (said.minute or 0)
    return not arabic.numbers.isdisjoint({hour, hour % NOON, hour % NOON + NOON, clock})
