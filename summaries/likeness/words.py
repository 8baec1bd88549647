"""The words of an Arabic text as numbers: equal for spellings of one word, small, and of a kind.

A word's code is a hash of its stem with its kind in the lowest bits. Codes are all that is stored
of an article; its text cannot be read back from them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import IntEnum
from functools import lru_cache
from hashlib import blake2b

from summaries.checks.names import lexicon
from summaries.engine.text.function_words import is_function_word
from summaries.engine.text.months import GREGORIAN
from summaries.engine.text.normalise import for_matching

MOST_CHARACTERS = 40  # of one word; what is longer is no word

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")
_THOUSANDS = re.compile(r"[.,](?=\d{3}(?:[.,]|$))")
_YEAR = re.compile(r"(?:14|19|20)\d\d")  # of either calendar
# light10 (Larkey, Ballesteros and Connell, "Light stemming for Arabic information retrieval",
# 2007), and besides it the one-letter words before long words.
_PREFIX = re.compile(
    "^(?:(?:[وف]?[بك]?ال|[وف]?لل)(?=[ء-ي]{3})|و(?=[ء-ي]{4})|[بل](?=[ء-ي]{5}))"
)  # fmt: skip
_SUFFIX = re.compile("(?<=[ء-ي]{3})(?:ها|ان|ات|ون|ين|يه|ه|ي)$")
_ORDINAL = re.compile(
    "[وبل]?(?:ال|ل)?(?:اولي?|ثانيه?|ثالثه?|رابعه?|خامسه?|سادسه?|سابعه?|ثامنه?|تاسعه?|عاشره?"
    "|حاديه?|واحده?|ذهاب|اياب|تمهيدي|نصف|ربع|ثمن)"
)
_WEEKDAY = re.compile("[وبل]?(?:ال|ل)(?:سبت|احد|اثنين|ثلاثاء?|اربعاء?|خميس|جمعه)")
# «اب» is "father" more often than August; of the names of two words the first says it.
_MONTHS = frozenset(name.split()[0] for name in GREGORIAN) - {"اب"}
_KINDS = 16  # numbers that fit into the bits of a kind


class Kind(IntEnum):
    """What a word can tell about an article; stored, so numbers must not change."""

    FUNCTION = 0
    USUAL = 1
    KNOWN = 2
    RARE = 3  # in no list of ordinary words: names, mostly
    NUMBER = 4  # of two digits
    ORDINAL = 5
    WEEKDAY = 6
    COUNT = 7  # a year or a single digit: most texts have some
    FIGURE = 8  # of more digits, or with a fraction: hardly in two texts by chance
    MONTH = 9


_BY_NUMBER = (*Kind, *[Kind.FUNCTION] * (_KINDS - len(Kind)))


def split(folded: str) -> Iterator[str]:
    """Yield the words and numbers of a folded text, not longer than MOST_CHARACTERS."""
    return (match[0][:MOST_CHARACTERS] for match in _WORD.finditer(folded))


def folded(text: str) -> str:
    """Return `text` as all measures of this package read it."""
    return for_matching(text)


@lru_cache(maxsize=100_000)
def code(word: str) -> int:
    """Return the 32-bit code of a folded word."""
    if word[0].isdigit():
        word = _THOUSANDS.sub("", word).replace(",", ".")
    kind = _kind(word)
    digest = blake2b(stem(word).encode(errors="surrogatepass"), digest_size=4).digest()
    return int.from_bytes(digest) & -_KINDS | kind


def kind_of(coded: int) -> Kind:
    """Return the kind of a coded word."""
    return _BY_NUMBER[coded & (_KINDS - 1)]


def stem(word: str) -> str:
    """Return a folded word without the article, prepositions and endings written onto it."""
    return _SUFFIX.sub("", _PREFIX.sub("", word))


def _kind(word: str) -> Kind:
    if word[0].isdigit():
        if len(word) == 1 or _YEAR.fullmatch(word):
            return Kind.COUNT
        return Kind.NUMBER if len(word) == 2 else Kind.FIGURE
    if len(word) == 1 or is_function_word(word):
        return Kind.FUNCTION
    if _ORDINAL.fullmatch(word):
        return Kind.ORDINAL
    if _WEEKDAY.fullmatch(word):
        return Kind.WEEKDAY
    if word in _MONTHS:
        return Kind.MONTH
    usual, known = _ordinary()
    stemmed = stem(word)
    if stemmed in usual:
        return Kind.USUAL
    return Kind.KNOWN if stemmed in known else Kind.RARE


@lru_cache(maxsize=1)
def _ordinary() -> tuple[frozenset[str], frozenset[str]]:
    """Return the stems of the usual Arabic words and of the other ordinary ones."""
    usual, known = lexicon.usual_arabic_words(), lexicon.arabic_words()
    return frozenset(map(stem, usual)), frozenset(map(stem, known))
