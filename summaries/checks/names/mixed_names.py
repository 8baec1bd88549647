"""Names put together of two people: "Lloyd Ryder" where the Arabic has Lloyd Austin and Patrick
Ryder, each in its own place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise, product

from summaries.checks import arabic
from summaries.checks.base import Span
from summaries.checks.names import gazetteer
from summaries.checks.names.arabic_names import every
from summaries.checks.names.english_names import NameWord, name_words
from summaries.checks.names.gazetteer import Mention

# Words that may stand between the parts of one name in Arabic: middle names, "bin", "Abu".
_MOST_BETWEEN = 3
_SHORTEST = 4
# Names of people; a word of any other kind may stand before a name it is no part of.
_PEOPLE = frozenset({"name", "person"})


def mixed(arabic_text: str, text: str) -> Iterator[Span]:
    """Yield English names of two words whose Arabic words stand nowhere near each other."""
    mentions = gazetteer.in_english(text)
    for first, second in _pairs(name_words(text), text):
        kinds = [_kind(word, mentions) for word in (first, second)]
        together = any(
            one.span.start <= first.span.start and second.span.end <= one.span.end
            for one in mentions
        )
        if together or not all(kinds):
            continue
        places = [_places(word, arabic_text) for word in (first, second)]
        if all(places) and _distance(*places) > _MOST_BETWEEN:
            yield Span(first.span.start, second.span.end)


def _pairs(words: Sequence[NameWord], text: str) -> Iterator[tuple[NameWord, NameWord]]:
    """Yield the names of exactly two words, titles not counted, that Arabic would spell."""
    for first, second in pairwise(words):
        if first.run != second.run or text[first.span.end : second.span.start] != " ":
            continue
        size = sum(one.run == first.run and not one.ordinary for one in words)
        spelled = not any(one.ordinary or one.acronym for one in (first, second))
        if size == 2 and spelled and min(len(first.key), len(second.key)) >= _SHORTEST:
            yield first, second


def _kind(word: NameWord, mentions: Sequence[Mention]) -> bool:
    """Tell whether a word is known as a part of people's names, or not known at all."""
    covering = [one for one in mentions if one.span.start <= word.span.start < one.span.end]
    return all(one.kind in _PEOPLE for one in covering)


def _places(word: NameWord, text: str) -> frozenset[int]:
    """Return which words of an Arabic text spell an English one; ordinary words prove nothing."""
    starts = _starts(text)
    spelled = [one.spelling for one in every(word.key, text) if not one.spelling.ordinary]
    named = [
        one.span.start
        for one in gazetteer.in_arabic(text)
        if one.entities & _entities(word.key.title())
    ]
    found = {starts.get(one.span.start) for one in spelled} | {starts.get(one) for one in named}
    return frozenset(place for place in found if place is not None)


@lru_cache(maxsize=4096)
def _entities(name: str) -> frozenset[str]:
    return frozenset(one for mention in gazetteer.in_english(name) for one in mention.entities)


@lru_cache(maxsize=64)
def _starts(text: str) -> dict[int, int]:
    """Return the number of the word that each letter of an Arabic text belongs to."""
    return {
        place: number
        for number, word in enumerate(arabic.words(text))
        for place in range(word.span.start, word.span.end)
    }


def _distance(first: frozenset[int], second: frozenset[int]) -> int:
    return min(abs(one - other) for one, other in product(first, second))
