"""Three-way merging: what two people made of the same text, side by side and nothing lost.

The scheme is diff3's (Khanna, Kunal and Pierce 2007, "A formal investigation of diff3"): both
versions are aligned with their common base; what one side changed is taken, what both changed
differently is a conflict for a person to decide.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Generic, TypeVar

from rapidfuzz.fuzz import ratio

# From this likeness on (0 to 100) a changed item counts as edited, below as another one.
_ALIKE = 50.0
# Larger tables of likeness would keep somebody waiting; there items pair by their place.
_MOST_COMPARED = 2500
# Matching looks at every pair of equal items, again and again; beyond it all counts as replaced.
_MOST_PAIRS = 5000
_MOST_ITEMS = 1000

T = TypeVar("T", bound=Hashable)


class Outcome(StrEnum):
    """How two versions of one thing relate to their base."""

    UNCHANGED = "unchanged"
    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"
    CONFLICT = "conflict"


class Side(StrEnum):
    """Whose version is taken."""

    MINE = "mine"
    THEIRS = "theirs"


@dataclass(frozen=True)
class Choice(Generic[T]):
    """One item in the three versions; None where a version does not have it."""

    base: T | None
    mine: T | None
    theirs: T | None

    @property
    def outcome(self) -> Outcome:
        """Return who changed it."""
        return outcome(self.base, self.mine, self.theirs)

    @property
    def default(self) -> Side:
        """Return the side to take unless a person says otherwise; mine in a conflict."""
        return Side.THEIRS if self.outcome is Outcome.THEIRS else Side.MINE

    @property
    def is_conflict(self) -> bool:
        """Say whether both changed it, differently."""
        return self.outcome is Outcome.CONFLICT

    def of(self, side: Side) -> T | None:
        """Return the item as `side` has it."""
        return self.mine if side is Side.MINE else self.theirs


def outcome(base: object, mine: object, theirs: object) -> Outcome:
    """Compare two versions of one thing with their common base."""
    if mine == theirs:
        return Outcome.UNCHANGED if mine == base else Outcome.BOTH
    if theirs == base:
        return Outcome.MINE
    return Outcome.THEIRS if mine == base else Outcome.CONFLICT


def merge(
    base: Sequence[T], mine: Sequence[T], theirs: Sequence[T], text: Callable[[T], str] = str
) -> list[Choice[T]]:
    """Return one choice for every item of the three lists, in an order that suits all of them.

    `text` gives the words by which edited items are recognised. Taking the same side everywhere
    gives that side's list; taking the defaults gives the merged one.
    """
    to_mine, to_theirs = dict(align(base, mine, text)), dict(align(base, theirs, text))
    choices: list[Choice[T]] = []
    i = j = 0
    for place, item in enumerate(base):
        m, t = to_mine.get(place), to_theirs.get(place)
        new_mine = mine[i : i if m is None else m]
        new_theirs = theirs[j : j if t is None else t]
        choices += _added(new_mine, new_theirs, text)
        i, j = i if m is None else m + 1, j if t is None else t + 1
        choices.append(
            Choice(item, None if m is None else mine[m], None if t is None else theirs[t])
        )
    return choices + _added(mine[i:], theirs[j:], text)


def picked(choices: Sequence[Choice[T]], sides: Sequence[Side] | None = None) -> list[T]:
    """Return the list that taking `sides` (by default each choice's own) makes."""
    sides = sides or [choice.default for choice in choices]
    items = (choice.of(side) for choice, side in zip(choices, sides, strict=True))
    return [item for item in items if item is not None]


def align(
    before: Sequence[T], after: Sequence[T], text: Callable[[T], str] = str
) -> list[tuple[int, int]]:
    """Return the pairs (place before, place after) of items that are the same or edited, in order.

    Items without a partner were deleted or inserted.
    """
    pairs: list[tuple[int, int]] = []
    for op, i, i_end, j, j_end in _opcodes(before, after):
        if op == "equal":
            pairs += zip(range(i, i_end), range(j, j_end), strict=True)
        elif op == "replace":
            old = [text(item) for item in before[i:i_end]]
            new = [text(item) for item in after[j:j_end]]
            pairs += [(i + a, j + b) for a, b in _edited(old, new)]
    return pairs


def _opcodes(before: Sequence[T], after: Sequence[T]) -> list[tuple[str, int, int, int, int]]:
    old, new = Counter(before), Counter(after)
    pairs = sum(count * new[item] for item, count in old.items())
    if pairs > _MOST_PAIRS or len(before) + len(after) > _MOST_ITEMS:
        return [("replace", 0, len(before), 0, len(after))]
    return SequenceMatcher(None, before, after, autojunk=False).get_opcodes()


def _added(mine: Sequence[T], theirs: Sequence[T], text: Callable[[T], str]) -> list[Choice[T]]:
    """Return choices for what was inserted at one place: the same addition is one choice."""
    found: list[Choice[T]] = []
    i = j = 0
    for m, t in [*align(mine, theirs, text), (len(mine), len(theirs))]:
        found += [Choice(None, item, None) for item in mine[i:m]]
        found += [Choice(None, None, item) for item in theirs[j:t]]
        if m < len(mine):
            found.append(Choice(None, mine[m], theirs[t]))
        i, j = m + 1, t + 1
    return found


def _edited(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pair the items of two unequal runs: first those alike, then what stands at the same place."""
    i = j = 0
    for a, b in [*_alike(old, new), (len(old), len(new))]:
        if a - i == b - j:
            yield from zip(range(i, a), range(j, b), strict=True)
        if a < len(old):
            yield a, b
        i, j = a + 1, b + 1


def _alike(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Return the pairs, in order, that are alike enough and together the most alike."""
    if len(old) * len(new) > _MOST_COMPARED:
        return []
    score = [[ratio(a, b) for b in new] for a in old]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            both = score[i][j] + best[i + 1][j + 1] if score[i][j] >= _ALIKE else 0.0
            best[i][j] = max(both, best[i + 1][j], best[i][j + 1])
    return list(_walk(score, best))


def _walk(score: list[list[float]], best: list[list[float]]) -> Iterator[tuple[int, int]]:
    """Follow the best way through the table of `_alike`."""
    i = j = 0
    while i < len(score) and j < len(score[i]):
        if score[i][j] >= _ALIKE and best[i][j] == score[i][j] + best[i + 1][j + 1]:
            yield i, j
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
