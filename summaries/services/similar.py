"""Sentences of the translation memory that are like one that somebody edits."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from summaries.engine.text.normalise import for_matching, for_reuse
from summaries.engine.worddiff import Piece, word_diff
from summaries.models import MemoryPair, Segment
from summaries.services import memory

# Similarity is the share of equal characters in order, as Levenshtein's indel ratio, in percent.
LEAST_SIMILAR = 75
MAX_OFFERS = 3
# How many of the newest pairs are compared; their folded Arabic stays in this process.
MOST_COMPARED = 30_000
# Transactions end in another order than they number their rows: look a little further back.
_LOOK_BACK = 50


@dataclass(frozen=True)
class Offer:
    """A similar sentence of the memory: how similar in percent, and the Arabic differences."""

    pair: MemoryPair
    percent: int
    pieces: list[Piece]


class _Compared:
    """The folded Arabic of the newest pairs, kept in this process and read on from where it was.

    A change makes new collections: other threads may be looking through the old ones.
    """

    def __init__(self) -> None:
        self._texts: dict[int, str] = {}
        self._by_length: tuple[list[int], list[tuple[int, str]]] = ([], [])

    def read_on(self) -> None:
        """Take in the pairs that are new since the last time."""
        pairs = MemoryPair.objects.kept().order_by("-pk")
        newest = pairs.values_list("pk", flat=True).first() or 0
        known = {pk: text for pk, text in self._texts.items() if pk <= newest}
        after = max(known, default=0) - _LOOK_BACK
        rows = pairs.filter(pk__gt=after).values_list("pk", "folded")[:MOST_COMPARED]
        known |= rows
        if known != self._texts:
            self._keep({pk: known[pk] for pk in sorted(known)[-MOST_COMPARED:]})

    def _keep(self, known: dict[int, str]) -> None:
        rows = sorted(known.items(), key=lambda row: len(row[1]))
        self._texts, self._by_length = known, ([len(text) for _pk, text in rows], rows)

    def like(self, folded: str, limit: int) -> dict[int, tuple[str, float]]:
        """Return the texts most like `folded`, by their pairs' keys, each with its percent."""
        lengths, rows = self._by_length
        # Texts of more different lengths cannot have so many equal characters.
        shorter = LEAST_SIMILAR / (200 - LEAST_SIMILAR)
        start = bisect_left(lengths, int(len(folded) * shorter))
        end = bisect_right(lengths, int(len(folded) / shorter) + 1)
        found = process.extract(
            folded,
            dict(rows[start:end]),
            scorer=fuzz.ratio,
            score_cutoff=LEAST_SIMILAR,
            limit=limit,
        )
        return {pk: (text, score) for text, score, pk in found}

    def forget(self, pks: Iterable[int]) -> None:
        """Drop pairs that are not there any more."""
        if gone := set(pks):
            self._keep({pk: text for pk, text in self._texts.items() if pk not in gone})


_compared = _Compared()


def offers(segment: Segment) -> list[Offer]:
    """Return pairs whose Arabic is like the sentence's and whose English is not what stands there.

    The most similar first, at most MAX_OFFERS; the sentence's own pair is none.
    """
    folded = for_matching(segment.arabic)
    if len(folded.split()) < memory.SHORTEST_WORDS:
        return []
    _compared.read_on()
    found = _compared.like(folded, 5 * MAX_OFFERS)
    related = MemoryPair.objects.kept().select_related("segment__article__brief", "approved_by")
    pairs = related.in_bulk(list(found))
    usable = set(MemoryPair.objects.usable().filter(pk__in=pairs).values_list("pk", flat=True))
    # Removed since, or another database's: what is stored decides.
    gone = {pk for pk, (text, _p) in found.items() if pk not in pairs or pairs[pk].folded != text}
    _compared.forget(gone)
    sound = [pk for pk in found if pk in usable and pk not in gone]
    return _offers(
        segment, [(pairs[pk], _percent(segment, pairs[pk], found[pk][1])) for pk in sound]
    )


def _percent(segment: Segment, pair: MemoryPair, score: float) -> int:
    """Return a score in whole percent; all of them only where the Arabic is really the same."""
    same = for_reuse(pair.arabic) == for_reuse(segment.arabic)
    return int(score) if same else min(99, int(score))


def _offers(segment: Segment, pairs: list[tuple[MemoryPair, int]]) -> list[Offer]:
    found: dict[str, Offer] = {}
    for pair, percent in sorted(pairs, key=lambda one: (-one[1], -one[0].pk)):
        own = pair.segment_id == segment.pk or pair.english == segment.english
        if not own and pair.english not in found:
            pieces = word_diff(pair.arabic, segment.arabic)
            found[pair.english] = Offer(pair, percent, pieces)
    return list(found.values())[:MAX_OFFERS]
