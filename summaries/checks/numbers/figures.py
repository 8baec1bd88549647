"""A number as a text states it, in either language."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from summaries.checks.base import Span


class Currency(NamedTuple):
    """A currency: what it may be called, and whose it is ("us"), where the text says so."""

    names: frozenset[str]
    nation: str = ""

    def contradicts(self, other: Currency) -> bool:
        """Tell whether the two cannot be the same money."""
        if self.names.isdisjoint(other.names):
            return True
        return bool(self.nation and other.nation and self.nation != other.nation)


@dataclass(frozen=True)
class Figure:
    """A number, the values it may stand for, and how sure it is that it must be said again.

    `kind`: "number", "ordinal", "part" (a fraction), "percent", "vague" (hundreds, thousands),
    "times" (twice), "decade", "dual", "score" (a clean sheet), "one" («أسبوع»: a week). `required`
    is False for what the other language may say without a number: one, two (a dual), first, half.
    `unit` is a measure ("hour"), `hedge` "over" or "under". `parts` are the numbers a compound may
    be a list of («خمسة وعشرين»: 25, or 5 and 20). `whole` is the span with the currency, `measured`
    the one with the unit.
    """

    span: Span
    values: frozenset[Fraction]
    kind: str = "number"
    required: bool = True
    unit: str = ""
    currency: Currency | None = None
    hedge: str = ""
    parts: tuple[Figure, ...] = ()
    whole: Span | None = None
    measured: Span | None = None

    @property
    def stretch(self) -> Span:
        """The number with its currency."""
        return self.whole or self.span

    def same_value(self, other: Figure) -> bool:
        """Tell whether the two may be the same number; vague ones are only like vague ones."""
        if (self.kind == "vague") != (other.kind == "vague"):
            return False
        return not self.values.isdisjoint(other.values)
