"""The words of Arabic text as spellings of names: with and without what is joined to them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from summaries.checks.arabic import Word, stems, words
from summaries.checks.base import Span
from summaries.checks.names import gazetteer
from summaries.checks.names.lexicon import is_arabic, usual_arabic_words
from summaries.checks.names.transliteration import arabic_sounds, latin_sounds, near, similarity
from summaries.engine import english

# Below the first an Arabic word spells another name, from the second on it spells the same one.
DOUBTFUL, CERTAIN = 0.68, 0.75
# Short or ordinary Arabic words resemble many names by chance; given names may be both.
_CERTAIN_ORDINARY, _CERTAIN_NAME = 0.93, 0.85
_CERTAIN_SHORT = 0.82
_CERTAIN_LISTED, _NEVER = 0.97, 1.1
# Nothing better needs to be looked for.
_SURE = 0.98
_SHORT = 3
_MAX_WORDS = 3000
_MAX_JOINED = 6
_LATIN = re.compile("[a-zà-ž]+")
# What Arabic adds to make peoples, plurals and adjectives of names.
_ENDINGS = ("ي", "يه", "يين", "يون", "ين", "ون", "ان", "ات", "يا", "ا", "ه")


@dataclass(frozen=True)
class Spelling:
    """A word, or two taken together, that may spell a name, in all forms it may have without
    clitics; `ordinary` if it is a usual Arabic word, `listed` if the gazetteer has it."""

    forms: tuple[str, ...]
    span: Span
    ordinary: bool
    words: int = 1
    listed: bool = False


@dataclass(frozen=True)
class Match:
    """The best Arabic spelling of an English word, and how alike they are (0 to 1)."""

    spelling: Spelling
    form: str
    score: float
    certain: bool


@lru_cache(maxsize=512)
def spellings(text: str) -> tuple[Spelling, ...]:
    """Return the words of an Arabic text and their pairs as what may spell names."""
    tokens = [word for word in words(text) if "\u0621" <= word.text[0] <= "\u06d3"][:_MAX_WORDS]
    found = [
        Spelling(
            _forms(word.text),
            word.span,
            is_arabic(word.text),
            listed=bool(gazetteer.arabic_entities(word.text)),
        )
        for word in tokens
    ]
    pairs = (_joined(first, second) for first, second in pairwise(tokens))
    return tuple(spelling for spelling in (*found, *pairs) if spelling and spelling.forms)


@lru_cache(maxsize=512)
def latin_words(text: str) -> frozenset[str]:
    """Return the words that an Arabic text has in other letters, in lower case."""
    return frozenset(_LATIN.findall(english.fold(text).lower()))


def _forms(word: str) -> tuple[str, ...]:
    bare = stems(word)
    forms = list(bare)
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + _SHORT:
            forms += [stem[: -len(ending)] for stem in bare if len(stem) >= len(ending) + _SHORT]
    return tuple(dict.fromkeys(forms))


def _joined(first: Word, second: Word) -> Spelling | None:
    """Return two words as one name: «عبد الله» Abdullah, «نيو يورك» Newyork."""
    if len(first.text) > _MAX_JOINED or second.span.start - first.span.end > 1:
        return None
    rests = dict.fromkeys((second.text, second.text.removeprefix("ال")))
    forms = tuple(stem + rest for stem in stems(first.text) for rest in rests)
    ordinary = is_arabic(first.text) and is_arabic(second.text)
    return Spelling(forms, Span(first.span.start, second.span.end), ordinary, 2)


@lru_cache(maxsize=8192)
def best(key: str, text: str, acronym: bool = False, listed: bool = False) -> Match | None:
    """Return the Arabic spelling in `text` that is most like a folded English word, if any is.

    Acronyms are only looked for among words that are no ordinary ones. Names that the gazetteer
    has (`listed`) are hardly written with ordinary words, or with those that it has for others.
    """
    found: Match | None = None
    sounds, groups = _by_sounds(text)
    for form, spelling in (one for i in near(latin_sounds(key), sounds) for one in groups[i]):
        if acronym and (spelling.ordinary or spelling.words > 1):
            continue
        score = similarity(form, key)
        certain = score >= _needed(spelling, form, listed)
        if (certain, score) > ((found.certain, found.score) if found else (False, 0.0)):
            found = Match(spelling, form, score, certain)
        if certain and score >= _SURE:
            break
    return found


def every(key: str, text: str) -> tuple[Match, ...]:
    """Return all Arabic spellings in `text` that certainly are a folded English word."""
    sounds, groups = _by_sounds(text)
    forms = (one for index in near(latin_sounds(key), sounds) for one in groups[index])
    matches = (
        Match(spelling, form, score, score >= _needed(spelling, form))
        for form, spelling in forms
        if (score := similarity(form, key)) >= CERTAIN
    )
    return tuple(match for match in matches if match.certain)


@lru_cache(maxsize=512)
def _by_sounds(text: str) -> tuple[tuple[str, ...], tuple[tuple[tuple[str, Spelling], ...], ...]]:
    """Return the consonant sequences of a text's forms, and the forms that have each."""
    groups: dict[str, list[tuple[str, Spelling]]] = {}
    for spelling in spellings(text):
        for form in spelling.forms:
            groups.setdefault(arabic_sounds(form), []).append((form, spelling))
    return tuple(groups), tuple(map(tuple, groups.values()))


def _needed(spelling: Spelling, form: str, listed: bool = False) -> float:
    if listed and (spelling.ordinary or spelling.listed):
        whole = spelling.words == 1 and not spelling.forms[0].startswith("ال")
        alone = whole and len(form) > _SHORT and form not in usual_arabic_words()
        return _CERTAIN_LISTED if alone else _NEVER
    if len(form) <= _SHORT:
        return _CERTAIN_SHORT
    if spelling.ordinary:
        return _CERTAIN_NAME if spelling.listed else _CERTAIN_ORDINARY
    return CERTAIN
