"""A number of an English text, and whether another text supports it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from summaries.engine.quantity_words import MEASURES


@dataclass(frozen=True)
class Quantity:
    """A number of a text: the value (or values) it may stand for, and its unit ("" if none).

    Units: a currency, "percent", a measure of time, length or weight, "ordinal", "part" (fraction),
    "vague" (dozens, thousands), "times" (twice), "decade" (1990s). `start` and `end` are where its
    number stands, without the unit.
    """

    text: str
    values: frozenset[Fraction]
    unit: str = ""
    start: int = 0
    end: int = 0

    def supported_by(self, others: list[Quantity]) -> bool:
        """Tell whether one of the source's numbers has this value in this unit.

        A measure may be left out ("aged 72" for "72 years"), never added or changed; percent and
        currencies may be neither, because "5" and "5%" are different facts.
        """
        return any(self.values & other.values and self._fits(other.unit) for other in others)

    def _fits(self, unit: str) -> bool:
        return self.unit == unit or (not self.unit and unit in MEASURES.values())
