"""The right number written as the English wrote the wrong one."""

from __future__ import annotations

import re
from fractions import Fraction

from summaries.checks.base import Pair
from summaries.checks.numbers.figures import Figure
from summaries.engine.quantity_words import SMALL_WORDS

_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12, "bn": 10**9}
_WRITTEN = re.compile(r"(\d[\d,]*(?:\.\d+)?)([ -]?)([A-Za-z]*)")


def rewritten(pair: Pair, theirs: Figure, ours: Figure) -> str | None:
    """Return the Arabic number in the English style, or None where it is not certain."""
    if (
        not ours.required
        or len(ours.values) != 1
        or ours.kind != theirs.kind
        or ours.kind not in ("number", "percent")
    ):
        return None
    value, written = next(iter(ours.values)), theirs.span.of(pair.english)
    match = _WRITTEN.fullmatch(written)
    if match is None:
        return _in_words(value, written)
    scale = _SCALES.get(match[3].lower(), 0) if match[3] else 1
    if not scale:
        return None
    return _scaled(value, match, scale)


def _scaled(value: Fraction, match: re.Match[str], scale: int) -> str | None:
    """Return "3.5 billion" for a "3.5 million" that should have been that."""
    unfit = scale > 1 and not 1 <= value / scale < 1000
    word = match[3]
    if unfit:
        word, scale = next(
            ((name, n) for name, n in _SCALES.items() if 1 <= value / n < 1000), ("", 1)
        )
    digits = decimal(value / scale)
    if digits is None:
        return None
    if value < 10_000 and "," not in match[1]:
        digits = digits.replace(",", "")
    return f"{digits}{match[2]}{word}" if word else digits


def decimal(value: Fraction) -> str | None:
    """Return a value in digits with commas ("1,234.5"), None where three decimals do not do."""
    if (value * 1000).denominator != 1:
        return None
    whole, part = divmod(value, 1)
    digits = f"{float(part):.3f}".removeprefix("0").rstrip("0").rstrip(".") if part else ""
    return f"{int(whole):,}{digits}"


def _in_words(value: Fraction, written: str) -> str | None:
    """Return a small number as a word, with the capital of the one that was written."""
    if not written.isalpha() or value.denominator != 1 or not value < len(SMALL_WORDS):
        return None
    word = SMALL_WORDS[int(value)]
    return word.capitalize() if written[0].isupper() else word
