"""Units of measure in English: which one a number has, and where its word ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from summaries.checks.base import Span
from summaries.checks.numbers.figures import Figure
from summaries.engine.quantity import Quantity
from summaries.engine.quantity_words import MEASURES

# What Arabic counts in another unit: miles an hour, ten years.
_OTHER_UNITS = {"mph": "mile", "kph": "kilometre", "decade": ""}
_WORD = re.compile(r"[ \u00a0-]?([A-Za-z]+)")
_PART_OF = re.compile(r"(?: of)?[ -](?:(?:an?|the)[ -])?([A-Za-z]+)")
_TEMPERATURE = re.compile(
    r"[ \u00a0-]?(?:°[ \u00a0]?(?:([CF])\b)|degrees?[ -](C\b|F\b|celsius|centigrade|fahrenheit))",
    re.IGNORECASE,
)
_SCALES = {"c": "Celsius", "f": "Fahrenheit"}
_ONE = re.compile(r"\b(?:an? |one-)(minute|hour|day|week|month|year)\b", re.IGNORECASE)


def english_unit(text: str, quantity: Quantity) -> tuple[str, int]:
    """Return the unit of a number, "" if it has none, and where number and unit end."""
    if match := _TEMPERATURE.match(text, quantity.end):
        scale = _SCALES[(match[1] or match[2])[0].lower()]
        return f"degree {scale}", match.end()
    pattern = _PART_OF if quantity.unit == "part" else _WORD
    match = pattern.match(text, quantity.end)
    named = MEASURES.get(match[1].lower(), "") if match else ""
    unit = named if quantity.unit == "part" else quantity.unit
    unit = unit if unit in MEASURES.values() else ""
    end = match.end() if match and named and named == unit else quantity.end
    return _OTHER_UNITS.get(unit, unit), end


def ones(text: str) -> Iterator[Figure]:
    """Yield "a week", "an hour": what the Arabic may count in days or minutes."""
    for match in _ONE.finditer(text):
        unit = match[1].lower()
        yield Figure(Span(*match.span()), frozenset({Fraction(1)}), "one", False, unit)
