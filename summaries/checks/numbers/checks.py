"""Numbers that the English changes, adds, loses, or bounds the other way round."""

from __future__ import annotations

from collections.abc import Iterator

from summaries.checks.base import Check, Finding, Pair, Severity, gettext_noop
from summaries.checks.numbers.comparison import Comparison, compare
from summaries.checks.numbers.equivalents import is_converted
from summaries.checks.numbers.figures import Figure
from summaries.checks.numbers.rewriting import rewritten, with_unit
from summaries.checks.numbers.units import differ

CHANGED = gettext_noop("The Arabic says «%(arabic)s», the English “%(english)s”.")
ADDED = gettext_noop("The English says “%(english)s”; the Arabic has no such number.")
MISSING = gettext_noop("The Arabic says «%(arabic)s»; the English has no such number.")
PERCENT = gettext_noop(
    "Only one side is a percentage: «%(arabic)s» in Arabic, “%(english)s” in English."
)
UNIT = gettext_noop("The unit differs: «%(arabic)s» in Arabic, “%(english)s” in English.")
HEDGE = gettext_noop(
    "“More than” and “less than” are mixed up: «%(arabic)s» in Arabic, “%(english)s” in English."
)
_NEXT_WORD = 24


class ChangedNumber:
    """A number of the English that the Arabic does not have, or has otherwise."""

    name = "number"
    title = gettext_noop("Number")
    severity = Severity.BLOCKING

    def find(self, pair: Pair) -> Iterator[Finding]:
        """Yield changed and added numbers that are no money."""
        found = compare(pair)
        for theirs, ours in found.changed:
            if not (theirs.currency or ours.currency):
                yield changed(self, pair, found, theirs, ours)
        for theirs in found.added:
            if not theirs.currency:
                yield added(self, pair, ADDED, theirs)


class MissingNumber:
    """A number of the Arabic that the English leaves out."""

    name = "number_missing"
    title = gettext_noop("Missing number")
    severity = Severity.BLOCKING

    def find(self, pair: Pair) -> Iterator[Finding]:
        """Yield the numbers, amounts of money included, that have no counterpart."""
        if not pair.english.strip():  # "empty" says so
            return
        for ours in compare(pair).missing:
            values = {"arabic": ours.stretch.of(pair.arabic)}
            yield Finding(self.name, self.severity, MISSING, values, arabic=(ours.stretch,))


class Unit:
    """The same number, but of something else: per cent, hours, kilometres."""

    name = "unit"
    title = gettext_noop("Unit")
    severity = Severity.BLOCKING

    def find(self, pair: Pair) -> Iterator[Finding]:
        """Yield equal numbers with different units."""
        for theirs, ours in compare(pair).same:
            if (theirs.kind == "percent") != (ours.kind == "percent"):
                if theirs.kind in _COUNTS and ours.kind in _COUNTS:
                    yield differing(self, pair, PERCENT, theirs, ours)
            elif differ(theirs.unit, ours.unit) and not is_converted(theirs, ours):
                yield self._other_unit(pair, theirs, ours)

    def _other_unit(self, pair: Pair, theirs: Figure, ours: Figure) -> Finding:
        english, arabic = theirs.measured or theirs.span, ours.measured or ours.span
        values = {"arabic": arabic.of(pair.arabic), "english": english.of(pair.english)}
        fix, spans = with_unit(pair, theirs, ours), {"english": (english,), "arabic": (arabic,)}
        return Finding(self.name, self.severity, UNIT, values, fix=fix, **spans)


class Hedge:
    """ "More than" for "less than"."""

    name = "hedge"
    title = gettext_noop("Bound of a number")
    severity = Severity.WARNING

    def find(self, pair: Pair) -> Iterator[Finding]:
        """Yield equal numbers that are bounded from different sides."""
        for theirs, ours in compare(pair).same:
            if {theirs.hedge, ours.hedge} == {"over", "under"}:
                yield differing(self, pair, HEDGE, theirs, ours)


_COUNTS = frozenset({"number", "percent"})


def changed(check: Check, pair: Pair, found: Comparison, theirs: Figure, ours: Figure) -> Finding:
    """Return the finding of a changed number, with the right one where no other can be meant."""
    is_only = len(found.changed) == 1 and not (found.added or found.missing)
    fix = rewritten(pair, theirs, ours) if is_only else None
    return differing(check, pair, CHANGED, theirs, ours, fix)


def differing(
    check: Check,
    pair: Pair,
    template: str,
    theirs: Figure,
    ours: Figure,
    fix: str | None = None,
) -> Finding:
    """Return the finding that an English number is not what the Arabic says."""
    values = {"arabic": ours.stretch.of(pair.arabic), "english": theirs.stretch.of(pair.english)}
    spans = {"english": (theirs.span,), "arabic": (ours.stretch,)}
    return Finding(check.name, check.severity, template, values, fix=fix, **spans)


def added(check: Check, pair: Pair, template: str, theirs: Figure) -> Finding:
    """Return the finding that the Arabic does not have a number."""
    values = {"english": theirs.stretch.of(pair.english)}
    return Finding(check.name, check.severity, template, values, english=(theirs.stretch,))
