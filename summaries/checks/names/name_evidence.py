"""How much speaks for an English word being a name that the Arabic would have spelled.

Arabic spells people and places, and translates much else that English writes with a capital:
adjectives and peoples, learned words, parts of longer titles.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import IntEnum

from rapidfuzz.distance import OSA

from summaries.checks.names.arabic_names import DOUBTFUL, Match
from summaries.checks.names.english_names import NameWord
from summaries.checks.names.lexicon import is_english, is_rare_english
from summaries.checks.names.name_lists import CAPITALISED
from summaries.engine.name_words import TITLES

SHORTEST = 4
# Learned words of any science, which few dictionaries hold in all their forms.
_LEARNED = re.compile(
    r"\w{3,}(?:idae|aceae|virales|virinae|virus|viruses|ology|ologists?|ographers?|i[sz]ations?"
    r"|therapy|ectomy|plasts?|phytes?|phores?)"
)
# Adjectives, schools and peoples are rather translated than spelled; "-vic", "-qvist" are families.
_DERIVED = re.compile(r"\w{3,}(?:(?<!v)ic|ical|(?<![uv])ists?|ism|ish|aries|ary|ians|eans|ites)")
_ABSTRACT = re.compile(r"(?:iv|al|ar|il|ic)?(?:ity|ness)$")
_LONG = 8
# As long as " and ", with which titles go on.
_SMALL_WORD = 5


class Evidence(IntEnum):
    """What the absence of an English word from the Arabic says."""

    NONE = 0
    WEAK = 1
    STRONG = 2


def weigh(word: NameWord, words: Sequence[NameWord], match: Match | None) -> Evidence:
    """Return how surely `word`, one of the `words` of an English text, is a name that is missing.

    `match` is what the Arabic has that is most like it.
    """
    run = [one for one in words if one.run == word.run]
    if is_learned(word.key):
        alone = word.opening and len(run) == 1
        return Evidence.NONE if alone or _is_in_a_title(word, words) else Evidence.WEAK
    if len(word.key) < SHORTEST or _DERIVED.fullmatch(word.key):
        return Evidence.WEAK
    if match and match.score >= DOUBTFUL:
        return Evidence.WEAK
    return Evidence.WEAK if word.opening and len(run) == 1 else Evidence.STRONG


def _is_in_a_title(word: NameWord, words: Sequence[NameWord]) -> bool:
    """Tell whether ordinary words with capitals stand beside a word: "the Court of Cassation"."""
    return any(
        one.ordinary
        and one.key not in TITLES
        and (one.run == word.run or _gap(word, one) <= _SMALL_WORD)
        for one in words
    )


def _gap(first: NameWord, second: NameWord) -> int:
    """Return how many characters stand between two words."""
    return max(second.span.start - first.span.end, first.span.start - second.span.end)


def is_learned(key: str) -> bool:
    """Tell whether a word is a rare or learned one, or a slip in one that is written large."""
    if is_rare_english(key) or _LEARNED.fullmatch(key):
        return True
    base = _ABSTRACT.sub("", key)
    if base != key and any(is_english(base + end) for end in ("", "e", "ive", "al", "ar", "ous")):
        return True
    return len(key) >= _LONG and any(OSA.distance(key, one) == 1 for one in CAPITALISED)
