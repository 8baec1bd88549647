"""Numbers in Arabic text: digits of all three kinds, words in every form, scales, fractions, duals.

Grammar after Wright (1896, "A Grammar of the Arabic Language", I §318-338): units stand before the
tens («خمسة وعشرون»), larger before smaller otherwise, each joined with «و»; the dual of a noun
says two.
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache

from summaries.checks.numbers.arabic_number_words import PERCENT, SPANS_OF_TIME
from summaries.checks.numbers.arabic_pieces import NO_NUMBER, Piece, PieceReader
from summaries.checks.numbers.arabic_ranges import ranged
from summaries.checks.numbers.arabic_scores import is_score
from summaries.checks.numbers.figures import Figure
from summaries.checks.numbers.units import ONES

_DUAL = re.compile(r"\w{3,}(?:ان|ين|تا|تي|يه|يها|اه|اها|يهم|اهما|يهما)$")
_BOTH = frozenset("كلا كلتا كلاهما كليهما كلتاهما كلتيهما زوج زوجا زوجان ضعف ضعفا الضعف".split())


@lru_cache(maxsize=256)
def arabic_numbers(text: str) -> tuple[Figure, ...]:
    """Return the numbers of an Arabic text in order, without units; take dates out of it first."""
    return tuple(_Reader(text).read())


class _Reader(PieceReader):
    """Puts pieces together to numbers; every method takes the index of the word to read."""

    def read(self) -> list[Figure]:
        found: list[tuple[int, int, Figure]] = []
        at = 0
        while at < len(self.words):
            figure, after = self._figure(at)
            if figure:
                found.append((at, after, figure))
            at = max(after, at + 1)
        return self._halves(ranged(found, self.words))

    def _figure(self, at: int) -> tuple[Figure | None, int]:
        """Return the number that begins here, if one does, and the index of the word after it."""
        for reader in (self._vague, self._ordinal, self._fraction, self._number, self._other):
            figure, after = reader(at)
            if figure:
                return figure, after
        return None, at + 1

    def _vague(self, at: int) -> tuple[Figure | None, int]:
        """Read «آلاف», «عشرات الآلاف», «مئات من الملايين», «بضعة آلاف»."""
        kind, after = self.kind(at), at + 1
        if kind.kind != "plural":
            return None, at
        value = kind.value
        for skip in (0, 1):
            larger = self.kind(after + skip)
            linked = not skip or self.word(after) == "من"
            if linked and larger.kind == "plural" and larger.value > value and not larger.joined:
                value, after = value * larger.value, after + skip + 1
                break
        return Figure(self.span(at, after), frozenset({value}), "vague"), after

    def _ordinal(self, at: int) -> tuple[Figure | None, int]:
        """Read «الخامس», «الحادي عشر», «الحادية والعشرين»."""
        kind, after = self.kind(at), at + 1
        if kind.kind != "ordinal":
            return None, at
        value, following = kind.value, self.kind(after)
        if following.kind == "ten" and not following.joined and value < 10:
            value, after = value + 10, after + 1
        elif following.kind == "tens" and following.joined and following.definite and value < 10:
            value, after = value + following.value, after + 1
        sure = value > 2 and not self.word(at).endswith("ا")  # «ثالثا»: thirdly
        return Figure(self.span(at, after), frozenset({value}), "ordinal", sure), after

    def _fraction(self, at: int) -> tuple[Figure | None, int]:
        """Read «ثلث», «ثلاثة أرباع», «نصف مليون»."""
        kind, after = self.kind(at), at + 1
        part = kind.value
        if kind.kind == "unit" and self.kind(after).kind == "parts":
            part, after = part / self.kind(after).value, after + 1
        elif kind.kind != "part":
            return None, at
        scale = self.kind(after)
        if scale.kind == "scale" and not scale.joined:
            value = frozenset({part * scale.value})
            return Figure(self.span(at, after + 1), value), after + 1
        values = {part, 1 + part} if kind.joined else {part}
        if years := SPANS_OF_TIME.get(_bare(self.word(after))):
            values.add(part * years)
        figure = Figure(self.span(at, after), frozenset(values), "part", required=False)
        return figure, after

    def _number(self, at: int) -> tuple[Figure | None, int]:
        """Read a cardinal number of one or more pieces, and the per cent after it."""
        pieces: list[tuple[int, Piece]] = []
        after = at
        while piece := self._next_piece(pieces, after):
            pieces.append((after, piece))
            after = piece.after
            if piece.scale < 100:
                break
        if not pieces:
            return None, at
        values = pieces[0][1].values
        if len(pieces) > 1:
            values = frozenset({sum((piece.value for _, piece in pieces), Fraction(0))})
        sure = len(pieces) > 1 or pieces[0][1].sure
        if self.word(at) == "الاثنين":  # "both", or Monday
            sure = False
        parts = self._parts(pieces)
        if larger := self._multiplied(pieces, after):
            parts = (Figure(self.span(at, after), values), larger[0])
            values, after = larger[1], larger[2]
        elif decimals := self._decimals(after):
            values, after, parts = frozenset(v + decimals[0] for v in values), decimals[1], ()
        kind, end = self._percent(at, after)
        span = self.span(at, after)
        return Figure(span, values, kind, sure, parts=parts), end

    def _next_piece(self, pieces: list[tuple[int, Piece]], at: int) -> Piece | None:
        """Return the piece that goes on with the number, or None where another number begins."""
        linked = at
        if pieces and self.word(at) == "و":
            linked = at + 1
        piece = self.piece(linked, first=not pieces)
        if piece is None or not pieces:
            return piece
        is_joined = linked > at or self.kind(linked).joined
        fits = piece.value < pieces[-1][1].scale and piece.value.denominator == 1
        return piece if is_joined and fits else None

    def _multiplied(
        self, pieces: list[tuple[int, Piece]], at: int
    ) -> tuple[Figure, frozenset[Fraction], int] | None:
        """Read the end of «4 آلاف و500 مليار»: the number as a list, its values, the word after."""
        start = at + 1 if self.word(at) == "و" else at
        piece = self.piece(start, first=False) if pieces[-1][1].scale == 1000 else None
        if piece is None or not (start > at or self.kind(start).joined):
            return None
        count = piece.value / piece.scale
        if piece.scale <= 1000 or count >= 1000:
            return None
        thousands = sum((piece.value for _, piece in pieces), Fraction(0))
        values = frozenset({(thousands + count) * piece.scale})
        return Figure(self.span(start, piece.after), piece.values), values, piece.after

    def _decimals(self, at: int) -> tuple[Fraction, int] | None:
        """Read the end of «ستة وثلاثين فاصلة خمسة»: its value and the word after it."""
        if self.word(at) not in ("فاصله", "فاصل"):
            return None
        zeros = int(self.word(at + 1) == "صفر")
        piece = self.piece(at + 1 + zeros, first=False)
        if piece is None or piece.value >= 1000 or piece.value.denominator > 1:
            return None
        return piece.value / 10 ** (len(str(piece.value)) + zeros), piece.after

    def _parts(self, pieces: list[tuple[int, Piece]]) -> tuple[Figure, ...]:
        """Return what a compound is as a list of numbers; «خمسة وعشرين» may be 5 and 20."""
        if len(pieces) > 1:
            return tuple(Figure(self.span(at, piece.after), piece.values) for at, piece in pieces)
        at, piece = pieces[0]
        words = range(at, piece.after)
        if piece.grouped:
            return tuple(
                Figure(self.span(n, n + 1), frozenset({Fraction(self.word(n))})) for n in words
            )
        kinds = [self.kind(n) for n in words]
        if [kind.kind for kind in kinds] == ["unit", "tens"] and kinds[1].joined:
            return tuple(
                Figure(self.span(n, n + 1), frozenset({kind.value}))
                for n, kind in zip(words, kinds, strict=True)
            )
        return ()

    def _percent(self, at: int, after: int) -> tuple[str, int]:
        """Return the kind of a number by what stands beside it, and the word after that."""
        if self.word(after) == "%" or self.word(after) in ("بالميه", "بالمايه"):
            return "percent", after + 1
        if self.word(after) == "في" and self.word(after + 1) in PERCENT:
            return "percent", after + 2
        before = self.word(at - 1) == "%" and not self.word(at - 2)[:1].isdecimal()
        return ("percent" if before else "number"), after

    def _other(self, at: int) -> tuple[Figure | None, int]:
        """Read what may be said with a number: a dual, «سبعينيات», «ثلاثي», «عقد», «نظيف»."""
        word, kind, span = self.word(at), self.kind(at), self.span(at, at + 1)
        if kind.kind == "decade":
            return self._decade(at)
        if kind.kind == "fold":
            return Figure(span, frozenset({kind.value}), "times", required=False), at + 1
        bare = _bare(word)
        if bare in SPANS_OF_TIME:
            count = 2 if bare.endswith(("ين", "ان")) else 1
            values = {Fraction(count), Fraction(count * SPANS_OF_TIME[bare])}
            if (part := self.kind(at + 1)).kind == "part" and part.joined:
                values.add((count + part.value) * SPANS_OF_TIME[bare])
            return Figure(span, frozenset(values), required=False), at + 1
        if is_score(self.words, at):
            value = Fraction(bare == "هدف")
            return Figure(span, frozenset({value}), "score", required=False), at + 1
        if bare in ONES and self.kind(at - 1) is NO_NUMBER and not self.word(at - 1).isdecimal():
            return Figure(span, frozenset({Fraction(1)}), "one", required=False), at + 1
        if _DUAL.match(word) or bare in _BOTH:
            return Figure(span, frozenset({Fraction(2)}), "dual", required=False), at + 1
        return None, at

    def _decade(self, at: int) -> tuple[Figure, int]:
        """Read «سبعينيات», «سبعينيات القرن التاسع عشر»."""
        decade, after = self.kind(at).value, at + 1
        centuries, sure = range(10, 21), False
        if self.word(after) in ("القرن", "هذا", "قرن"):
            named, end = self._ordinal(after + 1)
            if self.kind(after + 1).kind == "tens":
                named, end = self._number(after + 1)
            if named:
                centuries, sure, after = [int(min(named.values)) - 1], True, end
        values = {decade + 100 * century for century in centuries}
        values |= set() if sure else {decade}
        return Figure(self.span(at, after), frozenset(values), "decade", sure), after

    def _halves(self, found: list[tuple[int, int, Figure]]) -> list[Figure]:
        """Let «ثلاثة أعوام ونصف» be 3.5 and «10 عقود» 100."""
        figures = [figure for _, _, figure in found]
        for n, (start, after, figure) in enumerate(found):
            years = SPANS_OF_TIME.get(_bare(self.word(after)))
            if years and figure.kind == "number":
                more = {value * years for value in figure.values}
                figures[n] = replace(figures[n], values=figure.values | more)
            is_half = figure.kind == "part" and self.kind(start).joined
            if n and is_half and start - found[n - 1][1] <= 2 and figures[n - 1].kind != "vague":
                part = min(figure.values)
                more = {value + part for value in figures[n - 1].values}
                figures[n] = replace(figure, values=figure.values | more)
                figures[n - 1] = replace(figures[n - 1], values=figures[n - 1].values | more)
        return figures


def _bare(word: str) -> str:
    """Return a word without «و», «ب», «ل» and «ال»."""
    return re.sub(r"^[وفبلك]?(?:ال|لل)?(?=\w{3})", "", word) if word not in SPANS_OF_TIME else word
