"""Which number of the English stands for which of the Arabic, and which have no counterpart.

Numbers are matched one to one by value, so that a changed digit is seen although an equal number
stands elsewhere; a number said again is tolerated where nothing else is left over.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from summaries.checks.arabic import words
from summaries.checks.base import Pair, Span, blanked
from summaries.checks.dates import arabic_moments, english_moments
from summaries.checks.dates.moments import Moment
from summaries.checks.numbers.arabic_numbers import arabic_numbers
from summaries.checks.numbers.currencies import arabic_currency
from summaries.checks.numbers.english_numbers import english_numbers
from summaries.checks.numbers.equivalents import Key, is_converted, keys
from summaries.checks.numbers.figures import Figure
from summaries.checks.numbers.hedges import arabic_hedge
from summaries.checks.numbers.units import arabic_unit, unit_of

Match = tuple[Figure, Figure]
# How many equal numbers before and after are looked at, so that no text takes quadratic time.
_NEARBY = 40
_TORN = re.compile(r"\d{1,3}, \d{3}")


@dataclass(frozen=True)
class Comparison:
    """English and Arabic numbers that are the same, that were changed, and those left over."""

    same: tuple[Match, ...]
    changed: tuple[Match, ...]
    added: tuple[Figure, ...]
    missing: tuple[Figure, ...]


@lru_cache(maxsize=256)
def arabic_figures(text: str) -> tuple[tuple[Figure, ...], tuple[Moment, ...]]:
    """Return the numbers of an Arabic text with unit, currency and hedge, and its moments."""
    dates = arabic_moments.moments(text)
    bare = blanked(text, [moment.span for moment in dates])
    tokens = words(bare)
    starts = {token.span.start: n for n, token in enumerate(tokens)}
    ends = {token.span.end: n + 1 for n, token in enumerate(tokens)}
    figures = []
    for figure in arabic_numbers(bare):
        start, after = starts[figure.span.start], ends[figure.span.end]
        (unit, end), first = arabic_unit(tokens, start, after), start
        if not unit and figure.kind == "part" and start:  # «ساعة ونصف»
            unit, first = unit_of(tokens[start - 1].text), start - 1
        measured = Span(tokens[first].span.start, tokens[end - 1].span.end) if unit else None
        hedge = arabic_hedge(tokens, start, after)
        figure = replace(figure, hedge=hedge, unit=unit, measured=measured)
        money = arabic_currency(tokens, start, after)
        if money and figure.kind in ("number", "vague", "part"):
            whole = Span(tokens[money[1]].span.start, tokens[money[2] - 1].span.end)
            figure = replace(figure, currency=money[0], whole=whole)
        figures.append(figure)
    return tuple(figures), dates


@lru_cache(maxsize=256)
def english_figures(text: str) -> tuple[tuple[Figure, ...], tuple[Moment, ...]]:
    """Return the numbers of an English text and its moments."""
    dates = english_moments.moments(text)
    return english_numbers(blanked(text, [moment.span for moment in dates])), dates


@lru_cache(maxsize=64)
def compared(arabic: str, english: str, is_summary: bool) -> Comparison:
    """Match the numbers of two texts."""
    ours, dates = arabic_figures(arabic)
    theirs, english_dates = english_figures(english)
    matcher = _Matcher(theirs, ours, len(english), len(arabic))
    matcher.match_values()
    matcher.join_torn(english)
    if not is_summary:
        matcher.split_compounds()
    matcher.forgive(_unshared(dates, english_dates), _unshared(english_dates, dates))
    return matcher.result(is_summary)


def compare(pair: Pair) -> Comparison:
    """Match the numbers of a pair."""
    return compared(pair.arabic, pair.english, pair.is_summary)


def _unshared(moments: Sequence[Moment], others: Sequence[Moment]) -> set[Fraction]:
    """Return the numbers of the moments that the other text does not have as a moment."""
    known = [moment.numbers for moment in others]
    alone = (moment.numbers for moment in moments if moment.numbers not in known)
    return {Fraction(n) for numbers in alone for n in numbers}


class _Matcher:
    """Pairs figures off; `theirs` are the English ones, `ours` the Arabic ones not yet matched."""

    def __init__(
        self, theirs: Sequence[Figure], ours: Sequence[Figure], their_length: int, our_length: int
    ) -> None:
        self.theirs, self.ours = list(theirs), list(ours)
        self.same: list[Match] = []
        self.torn: list[Match] = []
        self.scales = (max(their_length, 1), max(our_length, 1))

    def match_values(self) -> None:
        """Match equal values, the surest first: same kind and unit, both certain, same place."""
        candidates = [
            (self._distance(self.theirs[i], self.ours[j]), i, j) for i, j in self._equal()
        ]
        used_theirs, used_ours = set[int](), set[int]()
        for _, i, j in sorted(candidates):
            if i not in used_theirs and j not in used_ours:
                used_theirs.add(i)
                used_ours.add(j)
                self.same.append((self.theirs[i], self.ours[j]))
        self.theirs = [f for i, f in enumerate(self.theirs) if i not in used_theirs]
        self.ours = [f for j, f in enumerate(self.ours) if j not in used_ours]

    def _equal(self) -> Iterator[tuple[int, int]]:
        """Yield the indexes of figures that may be the same; of many, only the nearest in order."""
        places: dict[Key, list[int]] = defaultdict(list)
        for j, ours in enumerate(self.ours):
            for key in keys(ours):
                places[key].append(j)
        seen: Counter[Key] = Counter()
        for i, theirs in enumerate(self.theirs):
            for key in keys(theirs):
                first = max(seen[key] - _NEARBY, 0)
                seen[key] += 1
                yield from ((i, j) for j in places[key][first : seen[key] + _NEARBY])

    def _distance(self, theirs: Figure, ours: Figure) -> tuple[bool, bool, bool, bool, float]:
        unit = theirs.unit != ours.unit or bool(theirs.currency) != bool(ours.currency)
        sure = theirs.required != ours.required
        kind, other = theirs.kind != ours.kind, is_converted(theirs, ours)
        return (other, kind, unit, sure, self._apart(theirs, ours))

    def _apart(self, theirs: Figure, ours: Figure) -> float:
        """Return how far apart two figures stand, as a share of their texts."""
        place = theirs.span.start / self.scales[0] - ours.span.start / self.scales[1]
        return abs(place)

    def join_torn(self, english: str) -> None:
        """Take "1, 450" for one number where the Arabic has 1,450."""
        for first, last in pairwise(list(self.theirs)):
            stretch = Span(first.span.start, last.span.end)
            if not _TORN.fullmatch(stretch.of(english)) or first not in self.theirs:
                continue
            value = max(first.values) * 1000 + max(last.values)
            ours = next((o for o in self.ours[:_NEARBY] if value in o.values), None)
            if ours:
                money = first.currency or last.currency
                whole = Span(first.stretch.start, last.stretch.end)
                values = frozenset({value})
                joined = Figure(stretch, values, currency=money, whole=whole)
                self.torn.append((joined, ours))
                self.theirs = [f for f in self.theirs if f not in (first, last)]
                self.ours.remove(ours)

    def split_compounds(self) -> None:
        """Take an unmatched Arabic compound for the list of numbers it may be."""
        if self.theirs and any(figure.parts for figure in self.ours):
            kept = [figure for figure in self.ours if not self._is_list(figure)]
            lists = [part for figure in self.ours if self._is_list(figure) for part in figure.parts]
            self.ours = kept + lists
            self.match_values()

    def _is_list(self, figure: Figure) -> bool:
        found = [any(part.same_value(other) for other in self.theirs) for part in figure.parts]
        return bool(found) and all(found)

    def forgive(self, arabic_dates: set[Fraction], english_dates: set[Fraction]) -> None:
        """Drop the numbers that the other text has in a date or time of its own."""
        self.theirs = [f for f in self.theirs if f.values.isdisjoint(arabic_dates)]
        self.ours = [f for f in self.ours if f.values.isdisjoint(english_dates)]

    def result(self, is_summary: bool) -> Comparison:
        """Pair what is left over as changed numbers, and return everything."""
        again, other = _parted(self.theirs, [ours for _, ours in self.same])
        new = [f for f in other if f.required]
        if is_summary:
            return Comparison(tuple(self.same), tuple(self.torn), tuple(new), ())
        required = [f for f in self.ours if f.required]
        repeated, lost = _parted(required, [theirs for theirs, _ in self.same])
        vague = [f for f in other if not f.required]
        unsure = [f for f in self.ours if not f.required and f.kind not in ("dual", "one")]
        changed = [
            *self.torn,
            *self._pairs_off(new, lost, strict=False),
            *self._pairs_off(again, lost, strict=False),
            *self._pairs_off(new, repeated, strict=False),
            *self._pairs_off(vague, lost, strict=True),
            *self._pairs_off(new, unsure, strict=True),
        ]
        return Comparison(tuple(self.same), tuple(changed), tuple(new), tuple(lost))

    def _pairs_off(
        self, theirs: list[Figure], ours: list[Figure], *, strict: bool
    ) -> Iterable[Match]:
        """Move the likeliest pairs out of both lists; `strict` asks for the same kind."""
        candidates = sorted(
            ((f.kind != o.kind, f.unit != o.unit, self._apart(f, o)), i, j)
            for i, f in enumerate(theirs[:_NEARBY])
            for j, o in enumerate(ours[:_NEARBY])
            if not strict or f.kind == o.kind
        )
        pairs: list[tuple[int, int]] = []
        for _, i, j in candidates:
            if all(i != a and j != b for a, b in pairs):
                pairs.append((i, j))
        found = [(theirs[i], ours[j]) for i, j in pairs]
        for mine, other in found:
            theirs.remove(mine)
            ours.remove(other)
        return found


def _parted(
    figures: Iterable[Figure], others: Iterable[Figure]
) -> tuple[list[Figure], list[Figure]]:
    """Return the figures whose value stands among the others, and the rest."""
    known = {key for other in others for key in keys(other)}
    parted: tuple[list[Figure], list[Figure]] = ([], [])
    for figure in figures:
        parted[known.isdisjoint(keys(figure))].append(figure)
    return parted
