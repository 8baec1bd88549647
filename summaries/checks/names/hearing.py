"""What an Arabic name may be heard in: the names and other words of an English text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from summaries.checks.base import overlap_any
from summaries.checks.names import gazetteer
from summaries.checks.names.english_names import NameWord, english_words_of, name_words
from summaries.checks.names.lexicon import is_english
from summaries.checks.names.transliteration import arabic_sounds, latin_sounds, near, similarity

# Sentences name few; more are a hostile text or a list, which is read up to here.
_MAX_NAMES = 200
# Words so long may be made of a name: their beginnings are heard too.
_LONG, _OPENINGS = 9, (6, 7)
# Shorter words sound like anything.
TELLING = 4


@dataclass(frozen=True)
class Keys:
    """English words to be heard in Arabic, and their consonants."""

    words: tuple[str, ...]
    sounds: tuple[str, ...]

    def likeness(self, forms: Sequence[str]) -> float:
        """Return how well the best of some Arabic forms spells the best of the words."""
        found = 0.0
        for form in (form.replace(" ", "") for form in forms):
            for index in near(arabic_sounds(form), self.sounds):
                found = max(found, similarity(form, self.words[index]))
        return found


@dataclass(frozen=True)
class English:
    """What may be heard in an English text: its names, its other words, and what it names."""

    text: str
    names: Keys
    words: Keys
    entities: frozenset[str]


@lru_cache(maxsize=256)
def hearing(text: str, named: frozenset[str] = frozenset()) -> English:
    """Return what may be heard; words of names whose entities are in `named` are accounted for."""
    spans = [one.span for one in gazetteer.in_english(text) if one.entities & named]
    capitals = [one for one in name_words(text)[:_MAX_NAMES] if not overlap_any(spans, one.span)]
    all_words = english_words_of(text)[: 2 * _MAX_NAMES]
    words = [word.key for word in all_words if not overlap_any(spans, word.span)]
    unusual = [word for word in words if not is_english(word)]
    # «كورونا» of "coronavirus", «جيتار» of "guitarist".
    openings = [word[:end] for word in words if len(word) >= _LONG for end in _OPENINGS]
    names = dict.fromkeys((*_runs(capitals), *unusual, *openings))
    others = dict.fromkeys(w for w in words if len(w) >= TELLING and w not in names)
    # "cold war", "alpine": what is written without a capital is heard, but names nothing.
    mentions = (*gazetteer.in_english(text), *gazetteer.in_english(text.title()))
    entities = frozenset(entity for one in mentions for entity in one.entities | one.within)
    return English(text, _keys(names), _keys(others), entities)


def _keys(words: Sequence[str] | dict[str, None]) -> Keys:
    return Keys(tuple(words), tuple(map(latin_sounds, words)))


def _runs(words: Sequence[NameWord]) -> Iterator[str]:
    """Yield the capitalised words, alone and with the one or two after them in the same name."""
    for index, word in enumerate(words):
        joined = word.key
        yield joined
        for following in words[index + 1 : index + 3]:
            if following.run == word.run:
                joined += following.key
                yield joined
