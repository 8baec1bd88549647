"""The parts that Arabic numbers are put together from: counts below a thousand, scales, digits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from summaries.checks.arabic import Word, words
from summaries.checks.base import Span
from summaries.checks.numbers.arabic_number_words import NUMBER_WORDS, PERCENT, NumberWord
from summaries.checks.numbers.numerals import digit_values
from summaries.checks.numbers.units import unit_of

_MAX_GROUPS = 6
_DOZEN = 12
NO_NUMBER = NumberWord("", Fraction(0))


@dataclass(frozen=True)
class Piece:
    """A part of a number: its value, the scale it ends with, the token after it.

    `sure` is False for what may be no number («ألف»), `grouped` True for digits with spaces.
    """

    value: Fraction
    scale: Fraction
    after: int
    values: frozenset[Fraction]
    sure: bool = True
    grouped: bool = False


class PieceReader:
    """Reads pieces of numbers; every method takes the index of the word to read."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = words(text)
        self.kinds = [self._meaning(word) for word in self.words]

    def _meaning(self, word: Word) -> NumberWord:
        """Return what a word says; with a hamza, «أل» is part of a name («ألستون»)."""
        meaning = NUMBER_WORDS.get(word.text, NO_NUMBER)
        is_name = meaning.definite and self.text[word.span.start] in "أإ"
        return NO_NUMBER if is_name else meaning

    def word(self, at: int) -> str:
        """Return the folded word at an index, "" outside the text."""
        return self.words[at].text if 0 <= at < len(self.words) else ""

    def kind(self, at: int) -> NumberWord:
        """Return what the word at an index says as a number."""
        return self.kinds[at] if 0 <= at < len(self.kinds) else NO_NUMBER

    def span(self, at: int, after: int) -> Span:
        """Return the span of words `at` up to, not including, `after`."""
        return Span(self.words[at].span.start, self.words[after - 1].span.end)

    def piece(self, at: int, first: bool) -> Piece | None:
        """Read a count and the scale after it («خمسة وعشرون ألفا», «3.5 مليار»), or either."""
        count = self._digits(at) or self._count(at)
        if count is None:
            return self._scale_alone(at)
        scale = self.kind(count.after)
        is_small = scale.value < 1000 and scale.value != _DOZEN
        if scale.kind not in ("scale", "plural") or scale.joined or is_small:
            return count
        values = frozenset(value * scale.value for value in count.values)
        return self._with_part(
            Piece(count.value * scale.value, scale.value, count.after + 1, values)
        )

    def _scale_alone(self, at: int) -> Piece | None:
        """Read «مليون», «ألفين», «ألف مليون»; a lone «ألف» may be another word."""
        kind = self.kind(at)
        if kind.kind not in ("scale", "dual"):
            return None
        value, after = kind.value, at + 1
        values = {value} if kind.other is None else {value, kind.other}
        larger = self.kind(after)
        if larger.kind == "scale" and not larger.joined and larger.value > value:
            value, after = value * larger.value, after + 1
            values = {value}
        sure = kind.kind == "dual" or value > 1000
        scale = value / 2 if kind.kind == "dual" else value
        return self._with_part(Piece(value, scale, after, frozenset(values), sure))

    def _with_part(self, piece: Piece) -> Piece:
        """Add the end of «مليون ونصف», «3 ملايين ونصف المليون», «مليارين ونصف مليار»."""
        part = self.kind(piece.after)
        if part.kind != "part" or not part.joined:
            return piece
        after, unit = piece.after + 1, piece.scale
        scale = self.kind(after)
        if scale.kind == "scale" and not scale.joined and scale.value <= piece.scale:
            after, unit = after + 1, scale.value
        value = piece.value + part.value * unit
        return Piece(value, Fraction(1), after, frozenset({value}))

    def _digits(self, at: int) -> Piece | None:
        """Read digits, with thousands set off by a mark or a space."""
        text, after = self.word(at), at + 1
        if not text[:1].isdecimal():
            return None
        if grouped := self._grouped(at):
            return grouped
        while self.word(after) == "،" and self._is_group(after + 1) and self._touches(after):
            text, after = f"{text},{self.word(after + 1)}", after + 2
        values = digit_values(text)
        return Piece(max(values), Fraction(1), after, values, self._is_free(at))

    def _grouped(self, at: int) -> Piece | None:
        """Read "25 000", and "000 25" as typed right to left; or both may be lists."""
        after = at + 1
        while after < at + _MAX_GROUPS and self._is_next_group(after):
            after += 1
        groups = [self.word(n) for n in range(at, after)]
        values = set()
        for order in (groups, groups[::-1]):
            if len(groups) > 1 and all(len(group) == 3 for group in order[1:]):
                values |= {Fraction("".join(order))} if len(order[0]) <= 3 else set()
        if not values:
            return None
        return Piece(max(values), Fraction(1), after, frozenset(values), grouped=True)

    def _is_next_group(self, at: int) -> bool:
        word = self.word(at)
        return word.isdecimal() and len(word) <= 3 and self._is_spaced(at)

    def _is_group(self, at: int) -> bool:
        word = self.word(at)
        return len(word) == 3 and word.isdecimal()

    def _touches(self, at: int) -> bool:
        before, mark, after = (self.words[at + n].span for n in (-1, 0, 1))
        return before.end == mark.start and mark.end == after.start

    def _is_spaced(self, at: int) -> bool:
        between = self.text[self.words[at - 1].span.end : self.words[at].span.start]
        return len(between) == 1 and between in " \u00a0\u202f"

    def _is_free(self, at: int) -> bool:
        """Tell whether no Latin letter touches the digits ("A1GP"), and they are no power (كم2)."""
        span = self.words[at].span
        if self.word(at) == "00" or self._is_item(at):
            return False
        if self.word(at) in ("2", "3") and at and self._is_glued_unit(at):
            return False
        around = self.text[max(span.start - 1, 0) : span.start] + self.text[span.end : span.end + 1]
        return not any(char.isascii() and char.isalpha() for char in around)

    def _is_item(self, at: int) -> bool:
        """Tell whether the number only counts the paragraphs: «12 - يعرب»."""
        opens = all(not word.text.isalnum() for word in self.words[:at])
        return opens and at <= 1 and self.word(at + 1) in ("-", "–", ".", ")", "`")

    def _is_glued_unit(self, at: int) -> bool:
        before = self.words[at - 1]
        return before.span.end == self.words[at].span.start and bool(unit_of(before.text))

    def _count(self, at: int) -> Piece | None:
        """Read number words below a thousand: «خمسة عشر», «ثلاثمائة وخمسة وعشرين»."""
        kind, following = self.kind(at), self.kind(at + 1)
        is_hundreds = following.kind == "hundred" and following.value == 100
        if kind.kind == "unit" and kind.value > 2 and is_hundreds and not following.definite:
            return self._hundreds(at, kind.value * 100, at + 2)
        if kind.kind == "hundred" and self._is_hundred(at):
            return self._hundreds(at, kind.value, at + 1)
        return self._below_hundred(at)

    def _below_hundred(self, at: int) -> Piece | None:
        """Read «سبعة», «خمسة عشر», «خمسة وعشرين»."""
        kind, after = self.kind(at), at + 1
        following = self.kind(after)
        if kind.kind == "unit" and following.kind == "ten" and not following.joined:
            return self._counted(at, kind.value + 10, after + 1)
        if kind.kind == "unit" and following.kind == "tens" and following.joined:
            return self._counted(at, kind.value + following.value, after + 1)
        if kind.kind in ("unit", "ten", "tens"):
            return self._counted(at, kind.value, after)
        return None

    def _counted(self, at: int, value: Fraction, after: int) -> Piece:
        vague = self.word(at - 1) in ("بضع", "بضعه", "نيف")
        # «ثلاثا» alone is "thrice" or a name as well.
        is_loose = after == at + 1 and value < 10 and self.word(at).endswith("ا")
        sure = value > 1 and not vague and not is_loose
        return Piece(value, Fraction(1), after, frozenset({value}), sure)

    def _hundreds(self, at: int, value: Fraction, after: int) -> Piece:
        rest = self._below_hundred(after) if self.kind(after).joined else None
        if rest and self.kind(rest.after).kind != "hundred":
            return self._counted(at, value + rest.value, rest.after)
        sure = value > 100
        return Piece(value, Fraction(100), after, frozenset({value}), sure)

    def _is_hundred(self, at: int) -> bool:
        """Tell «مئتين» from «ميتين» (dead) and «ميتا» (Meta), which fold alike."""
        word = self.words[at]
        if "مايت" in word.text or not re.search("ميت(?:ان|ين|ي|ا)$", word.text):
            return word.text not in PERCENT or (
                self.word(at - 1) != "في" and not word.text.startswith("بال")
            )
        return "ئ" in word.span.of(self.text)
