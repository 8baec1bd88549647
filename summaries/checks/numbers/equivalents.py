"""What two figures that say the same share: the value itself, or the same in another measure.

Two days are 48 hours, a quarter is 25 per cent, 4,500 centimes are 45 dirhams. Months and days are
not converted: no exact number of days is a month.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor

from summaries.checks.numbers.figures import Figure

Key = tuple[str, Fraction]

_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}
_MONTHS = {"month": 1, "year": 12}
_TIMES = {unit: ("time", n) for unit, n in _SECONDS.items()}
_TIMES |= {unit: ("calendar", n) for unit, n in _MONTHS.items()}
_HUNDREDTHS = frozenset({"cent", "centime", "penny", "piastre"})
_SHARES = frozenset({"part", "percent"})
_CONVERTED = frozenset({"number", "dual", "part", "one"})


def keys(figure: Figure) -> Iterator[Key]:
    """Yield what figures that may be the same share; vague ones are only like vague ones."""
    if figure.kind != "one":  # «أسبوع» is no number, only seven days
        name = "vague" if figure.kind == "vague" else ""
        yield from ((name, value) for value in figure.values)
    if figure.kind in _SHARES:
        yield from (("share", value) for value in _percentages(figure))
    if figure.kind in _CONVERTED and figure.unit in _TIMES:
        name, factor = _TIMES[figure.unit]
        yield from ((name, value * factor) for value in figure.values)
    if figure.kind == "number" and figure.currency:
        parts = 1 if figure.currency.names.isdisjoint(_HUNDREDTHS) else 100
        yield from (("money", value / parts) for value in figure.values)


def is_converted(theirs: Figure, ours: Figure) -> bool:
    """Tell whether two figures are the same only in another measure."""
    return theirs.values.isdisjoint(ours.values) or "one" in (theirs.kind, ours.kind)


def _percentages(figure: Figure) -> Iterator[Fraction]:
    """Yield per cent as they are, a fraction exact and rounded: a third is 33 or 33.3 per cent."""
    if figure.kind == "percent":
        yield from figure.values
        return
    for percent in (value * 100 for value in figure.values):
        tenths = Fraction(round(percent * 10), 10)
        yield from {percent, tenths, Fraction(floor(percent)), Fraction(ceil(percent))}
