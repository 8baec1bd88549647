"""Numbers in English text, as the checks compare them with the Arabic."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

from summaries.checks.base import Span, blanked, overlap_any
from summaries.checks.numbers.currencies import english_currency
from summaries.checks.numbers.english_units import english_unit, ones
from summaries.checks.numbers.figures import Figure
from summaries.engine.quantities import quantities
from summaries.engine.quantity import Quantity
from summaries.engine.quantity_words import CURRENCIES, MEASURES, PARTS

_KINDS = frozenset({"ordinal", "part", "vague", "times", "decade", "percent"})
_ROMAN = re.compile(r"(?<=[a-z] )(?:[IVXLC]{2,}\b|[IVX]\b(?!['’.]))")
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_OTHER = {"both": 2, "couple": 2, "pair": 2, "twin": 2, "twins": 2, "duo": 2, "trio": 3, "once": 1}
_OTHER |= {"fortnight": 14, "bilateral": 2, "trilateral": 3, "quartet": 4, "triad": 3}
_OTHER_WORDS = re.compile(rf"\b(?:{'|'.join(_OTHER)})\b", re.IGNORECASE)
_TIME = {"decade": 10, "decades": 10, "century": 100, "centuries": 100}
_TIME_WORDS = re.compile(r"\b(?:decades?|century|centuries)\b", re.IGNORECASE)
# Arabic has no dozens nor scores: «عشرات» (tens) stands for both.
_TENS_VALUES = {"dozen": 12, "score": 20}
_TENS = re.compile("|".join(_TENS_VALUES))
_NEXT_WORD = re.compile(r"[ -]?([A-Za-z]+)")
_WHOLE_OF_PART = re.compile(r"(?: of)?[ -](?:(?:an?|the)[ -])?([A-Za-z]+)")
_ARTICLE = re.compile(r"\b[Aa] $")
_OVER = re.compile(
    r"\b(?:more than|over|at least|above|exceeding|exceeds?|exceeded|upwards of|in excess of|beyond"
    r"|no (?:fewer|less) than|not less than|greater than|minimum of|older than)"
    r" (?:[A-Z]{0,3}[$€£])?$",
    re.IGNORECASE,
)
_UNDER = re.compile(
    r"\b(?:less than|fewer than|under|below|up to|at most|no more than|not more than|nearly|almost"
    r"|maximum of|as many as|as much as|close to|not exceeding|younger than)"
    r" (?:[A-Z]{0,3}[$€£])?$",
    re.IGNORECASE,
)
_OVER_AFTER = re.compile(
    r"(?:[ -][A-Za-z]+){0,2},? (?:at (?:the )?least|(?:or|and) (?:more|above|over))\b(?! than)",
    re.IGNORECASE,
)
_UNDER_AFTER = re.compile(
    r"(?:[ -][A-Za-z]+){0,2},? (?:at (?:the )?most|or (?:less|fewer|under|below))\b(?! than)",
    re.IGNORECASE,
)
_NOT_OVER = re.compile(r"\b(?:no|not|n't) (?:more|over|exceed\w*|above|beyond)", re.IGNORECASE)
_ENTITY = re.compile(r"&#?\w{1,8};")
_GLUED = re.compile(r"(\d+(?:\.\d+)?)[mMbBkK]")
_CENTURY_BEFORE = re.compile(r"\b(\d\d)\d\d[-–/]$")
_ITEM = re.compile(r"\s{0,9}[(\[]?$"), re.compile(r"(?:[.)\]]|\s?[-–])(?:\s|$)")
_PARTY = re.compile(r"[- ](?:part(?:y|ies)|world)\b", re.IGNORECASE)
_HEDGE_REACH = 28


@lru_cache(maxsize=256)
def english_numbers(text: str) -> tuple[Figure, ...]:
    """Return the numbers of an English text in order; take dates out of it first."""
    entities = [Span(*match.span()) for match in _ENTITY.finditer(text)]
    text = blanked(text, entities) if entities else text
    found = [_figure(text, quantity) for quantity in quantities(text)]
    taken = [figure.span for figure in found]
    for span, value in _others(text):
        if not overlap_any(taken, span):
            found.append(Figure(span, frozenset({Fraction(value)}), required=False))
    found += [one for one in ones(text) if not overlap_any(taken, one.span)]
    return tuple(sorted(found, key=lambda figure: figure.span))


def _others(text: str) -> list[tuple[Span, int]]:
    """Return the words that may stand for a number without being one: "both", "XVI", "century"."""
    words = [(m, _OTHER[m[0].lower()]) for m in _OTHER_WORDS.finditer(text)]
    words += [(m, n) for m in _TIME_WORDS.finditer(text) for n in (_TIME[m[0].lower()],)]
    words += [(m, _roman(m[0])) for m in _ROMAN.finditer(text)]
    return [(Span(*match.span()), value) for match, value in words]


def _roman(digits: str) -> int:
    values = [_ROMAN_DIGITS[digit] for digit in digits]
    following = [*values[1:], 0]
    return sum(-n if n < after else n for n, after in zip(values, following, strict=True))


def _figure(text: str, quantity: Quantity) -> Figure:
    kind = quantity.unit if quantity.unit in _KINDS else "number"
    if kind == "decade" and not quantity.text.endswith("s"):  # "two decades", not "1990s"
        kind = "number"
    unit, end = english_unit(text, quantity)
    money = english_currency(text, quantity.start, quantity.end)
    start = quantity.start
    if kind == "part" and _ARTICLE.search(text[max(start - 3, 0) : start]):
        start -= 2  # "a third"
    return Figure(
        Span(start, quantity.end),
        _values(text, quantity),
        kind,
        _is_required(text, quantity, kind, has_currency=bool(money)),
        unit,
        money[0] if money and kind in ("number", "vague", "part") else None,
        _hedge(text, quantity.start, quantity.end),
        whole=Span(money[1], money[2]) if money else None,
        measured=Span(start, end) if unit else None,
    )


def _values(text: str, quantity: Quantity) -> frozenset[Fraction]:
    """Return the values of a quantity: "two decades" may be 20 years, "1939-45" ends in 1945."""
    values = set(quantity.values)
    after = _NEXT_WORD.match(text, quantity.end)
    if after and (years := _TIME.get(after[1].lower())) and quantity.unit != "ordinal":
        values = {v * n for v in quantity.values for n in (1, years) if n > 1 or v < 10}
    if quantity.unit == "vague" and (match := _TENS.match(quantity.text)):
        values = {value / _TENS_VALUES[match[0]] * 10 for value in values}
    if quantity.unit == "ordinal" and quantity.text.lower() in PARTS:
        values |= {1 / value for value in quantity.values}
    whole = _WHOLE_OF_PART.match(text, quantity.end) if quantity.unit == "part" else None
    if whole and (years := _TIME.get(whole[1].lower())):
        values |= {value * years for value in quantity.values}
    glued = _GLUED.fullmatch(quantity.text)
    if glued and quantity.unit not in CURRENCIES.values():  # metres, or a letter: "2B"
        values.add(Fraction(glued[1]))
    century = _CENTURY_BEFORE.search(text[max(quantity.start - 6, 0) : quantity.start])
    if century and re.fullmatch(r"\d\d", quantity.text):
        values.add(Fraction(century[1] + quantity.text))
    return frozenset(values)


def _is_required(text: str, quantity: Quantity, kind: str, *, has_currency: bool) -> bool:
    """Tell whether the Arabic must have this number as well, in digits or words."""
    value = max(quantity.values)
    # Of a time of day or a price; «الألفية»; a dual.
    if quantity.text in ("00", "2000s") or quantity.text.lower() == "two":
        return False
    if _ITEM[0].match(text[: quantity.start]) and _ITEM[1].match(text, quantity.end):
        return False  # "12. The council"
    if kind == "ordinal" and _PARTY.match(text, quantity.end):
        return False
    digits = quantity.text[0].isdecimal()
    is_glued = text[quantity.start - 1 : quantity.start].isalpha() and not has_currency
    if digits and (is_glued or _is_code(text, quantity)):
        return False
    if kind in ("ordinal", "number") and value <= (2 if kind == "ordinal" else 1) and not digits:
        return False
    if kind == "times" or value == Fraction(1, 2):
        return False
    return digits or not _is_name(text, quantity)


def _is_code(text: str, quantity: Quantity) -> bool:
    """Tell whether a letter touches the digits, as in "39C"."""
    after = text[quantity.end : quantity.end + 1]
    if quantity.unit in MEASURES.values():
        return False
    return quantity.text.isdecimal() and after.isalpha() and after.isascii() and after != "s"


def _is_name(text: str, quantity: Quantity) -> bool:
    """Tell whether a number word has a capital that does not open a sentence: "Big Ten"."""
    before = text[: quantity.start].rstrip(" \"'“‘«(")
    return text[quantity.start].isupper() and bool(before) and before[-1] not in ".!?:;—–"


def _hedge(text: str, start: int, end: int) -> str:
    before = text[max(start - _HEDGE_REACH, 0) : start]
    if _OVER.search(before) and not _NOT_OVER.search(before):
        return "over"
    if _UNDER.search(before):
        return "under"
    if _OVER_AFTER.match(text, end):
        return "over"
    return "under" if _UNDER_AFTER.match(text, end) else ""
