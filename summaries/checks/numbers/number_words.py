"""Small numbers in English words: counts, ordinals and fractions."""

from __future__ import annotations

from fractions import Fraction

from summaries.engine.quantity_words import ORDINALS, SMALL_WORDS, TENS

_TENS = {n: word for word, n in TENS.items()}
_ORDINALS = {n: word for word, n in ORDINALS.items()}
_PARTS = {2: "half", 4: "quarter"}
_LARGEST_PART = 10


def cardinal(value: int) -> str | None:
    """Return "twenty-five" for 25, None from a hundred up."""
    if 0 <= value < len(SMALL_WORDS):
        return SMALL_WORDS[value]
    return _TENS.get(value) or _compound(value, SMALL_WORDS[value % 10])


def ordinal(value: int) -> str | None:
    """Return "thirty-third" for 33, None from a hundred up."""
    return _ORDINALS.get(value) or _compound(value, _ORDINALS.get(value % 10, ""))


def _compound(value: int, last: str) -> str | None:
    tens = _TENS.get(value - value % 10)
    return f"{tens}-{last}" if tens and last else None


def ordinal_suffix(value: int) -> str:
    """Return the ending of an ordinal in digits: "rd" for 33, "th" for 13."""
    if value % 100 in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")


def fraction(value: Fraction) -> str | None:
    """Return "two thirds", "a quarter", "half"; None for what is no simple fraction."""
    if not 0 < value < 1 or value.denominator > _LARGEST_PART:
        return None
    part = _PARTS.get(value.denominator) or _ORDINALS[value.denominator]
    if value.numerator > 1:
        return f"{SMALL_WORDS[value.numerator]} {part}s"
    return part if part == "half" else f"a {part}"
