"""The right number, unit or currency written as the English wrote the wrong one."""

from __future__ import annotations

import re
from fractions import Fraction

from summaries.checks.arabic import fold
from summaries.checks.base import Pair, Span
from summaries.checks.numbers.currencies import currency_sign, currency_words
from summaries.checks.numbers.figures import Figure
from summaries.checks.numbers.number_words import cardinal, fraction, ordinal, ordinal_suffix
from summaries.engine.quantity_words import MEASURES

_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12, "bn": 10**9}
_TORN = re.compile(r"\d{1,3}, \d{3}")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)", re.IGNORECASE)
# A telephone number, a code: its digits are no amount.
_LONG_GROUP = 5
_BEFORE_GROUP, _AFTER_GROUP = re.compile(r"\d[-–]$"), re.compile(r"[-–]\d")
_UNIT = re.compile(r"([ -])([A-Za-z]+)(?: (?:[Cc]elsius|[Cc]entigrade|[Ff]ahrenheit))?")
_IRREGULAR = {"foot": "feet", "inch": "inches"}
_THREE = 3
_WRITTEN = re.compile(r"(\d[\d,]*(?:\.\d+)?)([ -]?)([A-Za-z]*)")


def rewritten(pair: Pair, theirs: Figure, ours: Figure) -> str | None:
    """Return the Arabic number in the English style, or None where it is not certain."""
    if len(ours.values) != 1:
        return None
    value, written = next(iter(ours.values)), theirs.span.of(pair.english)
    if ours.kind == theirs.kind == "part":
        return _capital(fraction(value), written)
    if not ours.required or ours.kind != theirs.kind:
        return None
    if ours.kind == "ordinal":
        return _ordinal(int(value), written)
    if ours.kind not in ("number", "percent"):
        return None
    if _TORN.fullmatch(written):
        return decimal(value)
    if _is_code(pair, theirs.span, written):
        digits = fold(ours.span.of(pair.arabic)).text
        return digits if digits.isdecimal() and len(digits) == len(written) else None
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
    is_plain = scale == 1 and len(match[1]) > _THREE
    if (value < 10_000 or is_plain) and "," not in match[1]:
        digits = digits.replace(",", "")
    return f"{digits}{match[2]}{word}" if word else digits


def decimal(value: Fraction) -> str | None:
    """Return a value in digits with commas ("1,234.5"), None where three decimals do not do."""
    if (value * 1000).denominator != 1:
        return None
    whole, part = divmod(value, 1)
    digits = f"{float(part):.3f}".removeprefix("0").rstrip("0").rstrip(".") if part else ""
    return f"{int(whole):,}{digits}"


def _is_code(pair: Pair, span: Span, written: str) -> bool:
    """Tell whether digits are no amount: "01", or a long group with a hyphen at its side."""
    if not written.isdecimal():
        return False
    if written[0] == "0" and len(written) > 1:
        return True
    before = _BEFORE_GROUP.search(pair.english[max(span.start - 2, 0) : span.start])
    grouped = before or _AFTER_GROUP.match(pair.english, span.end)
    return len(written) >= _LONG_GROUP and bool(grouped)


def _in_words(value: Fraction, written: str) -> str | None:
    """Return a small number as a word, with the capital of the one that was written."""
    if not written.replace("-", "").isalpha() or value.denominator != 1:
        return None
    return _capital(cardinal(int(value)), written)


def _ordinal(value: int, written: str) -> str | None:
    """Return "33rd" for "32nd", "fourth" for "seventh"."""
    if _ORDINAL.fullmatch(written):
        return f"{value}{ordinal_suffix(value)}"
    return _capital(ordinal(value), written) if written.replace("-", "").isalpha() else None


def _capital(word: str | None, written: str) -> str | None:
    return word[0].upper() + word[1:] if word and written[0].isupper() else word


def with_unit(pair: Pair, theirs: Figure, ours: Figure) -> str | None:
    """Return the English number and unit ("72 days") with the Arabic's unit ("72 hours")."""
    if theirs.measured is None:
        return None
    number = Span(theirs.measured.start, theirs.span.end).of(pair.english)
    match = _UNIT.fullmatch(theirs.measured.of(pair.english)[len(number) :])
    unit, _, scale = ours.unit.partition(" ")
    if match is None or match[2].lower() not in MEASURES or ours.unit == "degree":
        return None
    if not re.search("[mt]re", pair.english):
        unit = re.sub("([mt])re$", r"\1er", unit)
    is_one = match[1] == "-" or min(theirs.values) == 1
    noun = unit if is_one else _IRREGULAR.get(unit, f"{unit}s")
    return f"{number}{match[1]}{noun}{f' {scale}' if scale else ''}"


def with_currency(pair: Pair, theirs: Figure, ours: Figure) -> str | None:
    """Return the English amount ("$300") in the Arabic's currency ("300 dinars")."""
    if ours.currency is None or theirs.whole is None:
        return None
    number = theirs.span.of(pair.english)
    has_sign = theirs.whole.start < theirs.span.start
    if has_sign and (sign := currency_sign(ours.currency)):
        return sign + number
    has_hyphen = pair.english[theirs.span.end : theirs.span.end + 1] == "-"
    words = currency_words(ours.currency, singular=has_hyphen or theirs.values == {Fraction(1)})
    return f"{number}{'-' if has_hyphen else ' '}{words}" if words else None
