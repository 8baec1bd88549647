"""How two articles are alike, and what speaks against it. Every measure is symmetric, 0 to 1."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Set
from dataclasses import dataclass
from math import sqrt

from rapidfuzz.distance import Opcode
from rapidfuzz.distance.Levenshtein import opcodes

from summaries.likeness.fingerprint import WEIGHTS, Fingerprint
from summaries.likeness.words import Kind, kind_of

_NUMBERS = frozenset([Kind.NUMBER, Kind.FIGURE])
_TELLING = _NUMBERS | {Kind.RARE, Kind.ORDINAL, Kind.WEEKDAY, Kind.COUNT}
_SHORT = 4  # words: what a form letter leaves to be filled in
_ALIGNED = 150  # words of both bodies
_MOST_BLANKS = 5
_MOST_DETAILS = 3


@dataclass(frozen=True)
class Agreement:
    """What two articles share: `passages` are three words in a row of the bodies, `phrases` two
    telling words in a row and `words` single ones of headline and lead, by their weight; `details`
    the uncommon figures and counted things of both (1 from three on).
    """

    passages: float
    phrases: float
    words: float
    details: float


@dataclass(frozen=True)
class Conflict:
    """Where two articles contradict each other, in headline and lead: numbers of the one that the
    other lacks; dates, ordinals or weekdays of which none is common.

    `figures` are the numbers of the whole bodies, `blanks` the places where the same sentence has
    other names or numbers (1 from five on).
    """

    dates: float
    numbers: float
    ordinals: float
    weekdays: float
    blanks: float
    figures: float


def agreement(a: Fingerprint, b: Fingerprint) -> Agreement:
    """Measure what two articles share."""
    return Agreement(
        passages=_shared(a.shingles, b.shingles),
        phrases=_shared(a.phrases, b.phrases),
        words=_weighted(a, b),
        details=min(len(a.details & b.details), _MOST_DETAILS) / _MOST_DETAILS,
    )


def conflict(a: Fingerprint, b: Fingerprint) -> Conflict:
    """Measure where two articles contradict each other."""
    return Conflict(
        dates=_apart(a.dates, b.dates),
        numbers=_missing(_of(_NUMBERS, a.opening), _of(_NUMBERS, b.opening)),
        ordinals=_apart(_of({Kind.ORDINAL}, a.opening), _of({Kind.ORDINAL}, b.opening)),
        weekdays=_apart(_of({Kind.WEEKDAY}, a.opening), _of({Kind.WEEKDAY}, b.opening)),
        blanks=_blanks(a.body[:_ALIGNED], b.body[:_ALIGNED]),
        figures=_missing(_of(_NUMBERS, a.body), _of(_NUMBERS, b.body)),
    )


def _shared(a: Set, b: Set) -> float:
    """Return how much of the smaller set is in the larger: containment."""
    smaller = min(len(a), len(b))
    return len(a & b) / smaller if smaller else 0.0


def _missing(a: Set, b: Set) -> float:
    return 1 - _shared(a, b) if a and b else 0.0


def _apart(a: Set, b: Set) -> float:
    return float(bool(a and b and not a & b))


def _of(kinds: Set[Kind], words: Iterable[int]) -> frozenset[int]:
    return frozenset(word for word in words if kind_of(word) in kinds)


def _weighted(a: Fingerprint, b: Fingerprint) -> float:
    """Return the weight of the shared words of two openings against the mean of their weights."""
    mine, theirs = frozenset(a.opening), frozenset(b.opening)
    whole = sqrt(_weight(mine) * _weight(theirs))
    return _weight(mine & theirs) / whole if whole else 0.0


def _weight(words: Collection[int]) -> float:
    return sum(WEIGHTS[kind_of(word)] for word in words)


def _blanks(a: tuple[int, ...], b: tuple[int, ...]) -> float:
    # Of several shortest alignments another one is found the other way round.
    a, b = sorted((a, b))
    steps = list(opcodes(a, b))
    inner = zip(steps, steps[1:], steps[2:], strict=False)
    found = sum(
        before.tag == after.tag == "equal" and _is_blank(step, a, b)
        for before, step, after in inner
    )
    return min(found, _MOST_BLANKS) / _MOST_BLANKS


def _is_blank(step: Opcode, a: tuple[int, ...], b: tuple[int, ...]) -> bool:
    """Tell whether a step of an alignment puts other telling words in the place of some."""
    mine, theirs = a[step.src_start : step.src_end], b[step.dest_start : step.dest_end]
    return (
        step.tag == "replace"
        and max(len(mine), len(theirs)) <= _SHORT
        and all(any(kind_of(word) in _TELLING for word in side) for side in (mine, theirs))
    )
