"""Names that Arabic says in its own words: in another order, shared between two, or in short.

A body is called by its first word once it is known («البعثة» after «بعثة الأمم المتحدة»), and
words that two names share are said once («الحرب العالمية الأولى والثانية»).
"""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

from summaries.checks import arabic
from summaries.checks.names.gazetteer import Mention
from summaries.checks.names.lexicon import is_arabic
from summaries.checks.names.longer_names import arabic_forms

# Kinds whose names are made of ordinary words.
_WORDED = frozenset({"org", "event", "region", "place"})
# Letters a word must have to be known with one of them wrong.
_SLIPS = 6
# From this many words on, one of them may be left out or be another.
_LONG = 4
# How Arabic says the Latin letters of an abbreviation: «سي دي سي», «إف بي آي».
_LETTERS = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyz",
        "اي?ه?|ا بي سي|ك دي اي?ه? ا[يف]?ف جي ا[يت]?تش اي جيه?|ج كيه?|ك ايل|ال|ل ا[يم]?م ا[ين]?ن "
        "او بي كيو ار ا[يس]?س تي يو في دبليو|دبليوه? ا[يك]?كس واي ز[ديت]ه?".split(),
        strict=True,
    )
)
_LONGEST_ABBREVIATION = 7
_MONEY = re.compile(r"[ \u00a0-](?:dollar|pound|dinar|riyal|rial|peso|franc|lira|rupee|cent)s?\b")


def is_said(mention: Mention, text: str) -> bool:
    """Tell whether an Arabic text has the words of a name, or calls the body by its first one."""
    if mention.kind not in _WORDED:
        return False
    if _is_said_by_letters(mention.text, text):
        return True
    words = _words(text)
    names = [tuple(name.split()) for one in mention.entities for name in arabic_forms(one)]
    return any(_has_words(name, words) or _has_head(mention, name, words) for name in names)


def _is_said_by_letters(name: str, text: str) -> bool:
    """Tell whether Arabic has an abbreviation as the names of its letters."""
    letters = name.replace(".", "")
    if not (letters.isalpha() and letters.isascii() and letters.isupper()):
        return False
    if not 1 < len(letters) <= _LONGEST_ABBREVIATION:
        return False
    pattern = "[ .،,-]{0,2}".join(f"(?:{_LETTERS[letter]})" for letter in letters.lower())
    return bool(re.search(rf"(?<!\w)(?:[وبلفك]|ال)?{pattern}(?!\w)", arabic.fold(text).text))


def is_misspelled(mention: Mention, text: str) -> bool:
    """Tell whether an Arabic text has a one-word name of an entity with a letter wrong."""
    words = [word for word in _words(text) if len(word) >= _SLIPS and not is_arabic(word)]
    names = (name for one in mention.entities for name in arabic_forms(one) if " " not in name)
    return any(
        OSA.distance(name, word, score_cutoff=1) <= 1
        for name in names
        if len(name) >= _SLIPS
        for word in words
    )


def is_of_money(mention: Mention, text: str) -> bool:
    """Tell whether an English name only says whose currency it is: "US dollars"."""
    return bool(_MONEY.match(text, mention.span.end))


@lru_cache(maxsize=256)
def _words(text: str) -> frozenset[str]:
    return frozenset(stem for word in arabic.words(text) for stem in arabic.stems(word.text))


def _has_words(name: tuple[str, ...], words: frozenset[str]) -> bool:
    if len(name) < 2:
        return False
    missing = sum(not _variants(word) & words for word in name)
    return missing <= (len(name) >= _LONG)


@lru_cache(maxsize=20_000)
def _variants(word: str) -> frozenset[str]:
    """Return a word of a name with and without what may be joined to it."""
    return frozenset((*arabic.stems(word), word.removeprefix("ال")))


def _has_head(mention: Mention, name: tuple[str, ...], words: frozenset[str]) -> bool:
    """Tell whether a text says "the mission": the body's first word, made definite."""
    head = name[0]
    if mention.kind != "org" or len(name) < 2 or head.startswith("ال"):
        return False
    return "ال" + head in words
