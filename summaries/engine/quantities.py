"""Numbers in English text by value: digits, words, scales, fractions, ordinals, and their units."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from summaries.engine.quantity import Quantity
from summaries.engine.quantity_words import (
    CURRENCIES,
    GLUED_SCALES,
    NUMBER_WORDS,
    ORDINALS,
    PARTS,
    SCALES,
    SMALL,
    SOME,
    SYMBOLS,
    TENS,
    TIMES,
    UNITS,
    VAGUE,
)

_TOKEN = re.compile(
    r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|[^\W\d_]+|[$€£¥₪%]|[^\w\s]", re.UNICODE
)
# Python refuses to read numbers of more than 4,300 digits.
_LONGEST = 300
_CLOCK = re.compile(r"\b([apAP])\.m\b\.?")
_OPENS_NUMBER = NUMBER_WORDS | {"a", "an"}
_NOT_A_COUNT_BEFORE = frozenset("no this that every any each another the only which".split())
_NOT_A_COUNT_AFTER = frozenset("of another day who that by in".split())


class _Token(NamedTuple):
    text: str
    lower: str
    start: int
    end: int


def quantities(text: str) -> list[Quantity]:
    """Return the numbers of a folded English text in order; take dates out of it first."""
    text = _CLOCK.sub(lambda match: (match[1].lower() + "m").ljust(len(match[0])), text)
    return _Reader(text).read()


class _Reader:
    """Walks over the tokens of one text; `at` is the token to read next."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = [_Token(m[0], m[0].lower(), *m.span()) for m in _TOKEN.finditer(text)]
        self.at = self.opened = 0

    def read(self) -> list[Quantity]:
        found: list[tuple[int, int, Quantity]] = []
        for start, token in enumerate(self.tokens):
            opens = token.lower in _OPENS_NUMBER or token.lower[0].isdecimal()
            if opens and start >= self.at:
                self.at = start
                quantity = self._part() or self._word_quantity() or self._number()
                if quantity:
                    found.append((start, self.at, self._placed(quantity, start)))
        return self._ranges(found)

    def _placed(self, quantity: Quantity, start: int) -> Quantity:
        first, last = self.tokens[start], self.tokens[self.at - 1]
        return replace(quantity, start=first.start, end=last.end)

    def _peek(self, ahead: int = 0) -> str:
        index = self.at + ahead
        return self.tokens[index].lower if 0 <= index < len(self.tokens) else ""

    def _quote(self, start: int) -> str:
        return self.text[self.tokens[start].start : self.tokens[self.at - 1].end]

    def _word_quantity(self) -> Quantity | None:
        """Read a number that is one word: "thousands", "twice", "half", "first"."""
        word = self._peek()
        if word in VAGUE and (word != "scores" or self._peek(1) == "of"):
            return self._vague()
        for table, unit in ((TIMES, "times"), (ORDINALS, "ordinal")):
            if word in table:
                self.at += 1
                return Quantity(word, frozenset({Fraction(table[word])}), unit)
        return None

    def _vague(self) -> Quantity:
        """Read "thousands", "tens of thousands"."""
        start, value = self.at, Fraction(VAGUE[self._peek()])
        self.at += 1
        if self._peek() == "of" and VAGUE.get(self._peek(1), 0) > value:
            value *= VAGUE[self._peek(1)]
            self.at += 2
        return Quantity(self._quote(start).lower(), frozenset({value}), "vague")

    def _part(self) -> Quantity | None:
        """Read a fraction without a number before it: "half", "half a million", "a third of"."""
        start, word = self.at, self._peek()
        if word in ("half", "halves"):
            scale = SCALES.get(self._peek(2), 0) if self._peek(1) == "a" else 0
            self.at += 3 if scale else 1
            value = Fraction(scale or 1, 2)
            unit = self._unit(0) if scale else "part"
            return Quantity(self._quote(start), frozenset({value}), unit)
        if word in PARTS and (self._peek(-1), self._peek(1)) == ("a", "of"):
            self.at += 1
            return Quantity(word, frozenset({Fraction(1, PARTS[word])}), "part")
        return None

    def _number(self) -> Quantity | None:
        start = self.opened = self.at
        value = self._cardinal()
        if value is None or self._is_pronoun(start):
            return None
        value = self._and_a_half(value)
        unit, value = self._suffix(value)
        symbol = self.tokens[start - 1].text if start else ""
        unit = unit or (SYMBOLS.get(symbol) or CURRENCIES.get(symbol.lower(), ""))
        if self._peek(start - self.at - 1) in SOME and value in SCALES.values():
            unit = "vague"
        return Quantity(self._quote(start), frozenset({value}), unit)

    def _and_a_half(self, value: Fraction) -> Fraction:
        """Read the end of "two and a half", "two and a half million", "a million and a half"."""
        if (self._peek(), self._peek(1), self._peek(2)) != ("and", "a", "half"):
            return value
        before = SCALES.get(self._peek(-1), 1)
        after = SCALES.get(self._peek(3), 1)
        self.at += 4 if after > 1 else 3
        return (value + Fraction(before, 2)) * after

    def _is_pronoun(self, start: int) -> bool:
        """Tell whether "one" stands here as in "one of them", "no one", "the one who"."""
        if self.at - start != 1 or self.tokens[start].lower != "one":
            return False
        before = self.tokens[start - 1].lower if start else ""
        return before in _NOT_A_COUNT_BEFORE or self._peek() in _NOT_A_COUNT_AFTER

    def _cardinal(self) -> Fraction | None:
        """Read "1.5 billion", "two hundred and fifty", "twenty-five", "a million" at the cursor."""
        if self._peek() in ("a", "an") and self._peek(1) in SCALES:
            self.at += 1
        total, current, step, last, before = Fraction(0), None, 0, 10**18, self.at
        while self.at < len(self.tokens):
            skip = self._joiner(step)
            read = self._term(skip, current, step)
            if read is None:
                break
            kind, amount = read
            if kind == "scale" and 1000 <= last <= amount:  # "3 million and 5 million" are two
                self.at, current = before, None
                break
            self.at += skip + 1
            if kind == "scale" and amount >= 1000:
                total, current, step = total + (current or 1) * amount, None, amount
                last, before = amount, self.at
            elif kind == "scale":
                current, step = (current or Fraction(1)) * amount, amount
            else:
                current, step = (current or Fraction(0)) + amount, 10 if kind == "tens" else 1
        return None if not step else total + (current or 0)

    def _joiner(self, step: int) -> int:
        """Return how many linking tokens ("-", "and") stand before the number's next word."""
        linked = self._peek() == "-" or (self._peek() == "and" and step >= 100)
        return int(bool(step) and linked)

    def _term(self, skip: int, current: Fraction | None, step: int) -> tuple[str, Fraction] | None:
        word = self._peek(skip)
        if not word:
            return None
        if step >= 1000 and word not in SCALES and self.tokens[self.opened].text[0].isdecimal():
            return None  # "1.7 million four years ago"
        if word[0].isdecimal():
            return None if step else ("digits", Fraction(word.replace(",", "")[:_LONGEST]))
        if word in SCALES:
            return None if self._peek() == "and" and skip else ("scale", Fraction(SCALES[word]))
        after_round = not step or step >= 100
        if word in TENS and after_round:
            return "tens", Fraction(TENS[word])
        if word in SMALL and (after_round or (step == 10 and 0 < SMALL[word] < 10)):
            return "small", Fraction(SMALL[word])
        return None

    def _suffix(self, value: Fraction) -> tuple[str, Fraction]:
        """Read what follows a number and changes it: "th", "bn", "thirds", "%", a unit."""
        glued = self._is_glued()
        word = self._peek()
        if glued and word in ("st", "nd", "rd", "th"):
            self.at += 1
            return "ordinal", value
        if glued and word == "s":
            self.at += 1
            return "decade", value
        if glued and word in GLUED_SCALES:
            self.at += 1
            value, word = value * GLUED_SCALES[word], self._peek()
        dash = int(self._peek() == "-")
        if self._peek(dash) in ORDINALS and 20 <= value < 100 and dash:
            self.at += 2
            return "ordinal", value + ORDINALS[self.tokens[self.at - 1].lower]
        if self._peek(dash) in PARTS and value < 10:
            self.at += dash + 1
            return "part", value / PARTS[self.tokens[self.at - 1].lower]
        return self._unit(dash), value

    def _is_glued(self) -> bool:
        if not 0 < self.at < len(self.tokens):
            return False
        before = self.tokens[self.at - 1]
        return before.text[0].isdecimal() and before.end == self.tokens[self.at].start

    def _unit(self, dash: int) -> str:
        first, second = self._peek(dash), self._peek(dash + 1)
        if first == "%" or (first, second) == ("per", "cent"):
            return "percent"
        if first == "year" and second == "-" and self._peek(dash + 2) == "old":
            return ""
        if first in UNITS:
            return "" if second == "old" else UNITS[first]
        # "100 million Saudi riyals": one adjective may stand before a currency.
        return CURRENCIES.get(second, "")

    def _ranges(self, found: list[tuple[int, int, Quantity]]) -> list[Quantity]:
        """Give the first number of "5 to 10 million dollars" the unit and the scale of the last."""
        result = [quantity for _, _, quantity in found]
        for n in range(len(found) - 1, 0, -1):
            (_, end, first), (start, _, _) = found[n - 1], found[n]
            between = [token.lower for token in self.tokens[end:start]]
            last = result[n]
            if between not in (["-"], ["–"], ["to"], ["and"], ["or"]) or first.unit:
                continue
            if any(_has_scale(first, scale) for scale in SCALES.values()):
                continue
            scaled = {v * s for v in first.values for s in SCALES.values() if _has_scale(last, s)}
            result[n - 1] = replace(first, values=first.values | scaled, unit=last.unit)
        return result


def _has_scale(quantity: Quantity, scale: int) -> bool:
    names = [word for word, n in {**SCALES, **GLUED_SCALES}.items() if n == scale]
    return any(re.search(rf"{name}\b", quantity.text, re.IGNORECASE) for name in names)
