"""Arabic words as the checks compare them, each with its place in the text as it was written."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from summaries.checks.base import Span
from summaries.engine.text.normalise import TASHKEEL, TATWEEL

_PRESENTATION_FORMS = ("\ufb50", "\ufefc")
_MARKS = re.compile("[\u0653-\u0655\u200b-\u200f\u061c\u2060\u202a-\u202e\u2066-\u2069\ufeff]")
_DIGITS = {ord(c): str(i % 10) for i, c in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")}
# The letters of `normalise.for_matching`, and the foreign ones as Arabic without them writes them.
_LETTERS = str.maketrans("أإآٱىؤئةیکگپچڤژ٫٬٪", "اااايويهيكجبجفز.,%")
_FOLDED = {**_DIGITS, **{place: chr(letter) for place, letter in _LETTERS.items()}}
_WORD = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*|[^\w\s]|_")
# One-letter words written onto the next one: and, so, by, for, like; and the article.
_PROCLITICS = ("", "و", "ف", "ب", "ل", "ك", "وب", "ول", "وك", "فب", "فل", "س", "وس")
MIN_STEM = 2


@dataclass(frozen=True)
class Word:
    """A word, number or mark of an Arabic text: folded for comparing, and where it stands."""

    text: str
    span: Span


@dataclass(frozen=True)
class Folded:
    """A folded text and, for each of its characters, the index of the original one."""

    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """Return the span of the original under the folded characters `start` to `end`."""
        return Span(self.places[start], self.places[end - 1] + 1)


@lru_cache(maxsize=512)
def fold(text: str) -> Folded:
    """Return `text` without marks and tatweel, hamza carriers and digits folded, places kept.

    Letter by letter, unlike `normalise.for_matching`, so that every place can be found again.
    """
    letters, places = [], []
    for place, char in enumerate(text):
        if char == TATWEEL or TASHKEEL.match(char) or _MARKS.match(char):
            continue
        # A presentation form may stand for two letters («ﻷ»), both at this place.
        for letter in _plain(char):
            letters.append(_FOLDED.get(ord(letter), letter))
            places.append(place)
    return Folded("".join(letters), tuple(places))


def _plain(char: str) -> str:
    is_form = _PRESENTATION_FORMS[0] <= char <= _PRESENTATION_FORMS[1]
    return unicodedata.normalize("NFKC", char) if is_form else char.lower()


@lru_cache(maxsize=512)
def words(text: str) -> tuple[Word, ...]:
    """Return the words, numbers and marks of a text in order, folded."""
    folded = fold(text)
    found = _WORD.finditer(folded.text)
    return tuple(Word(match[0], folded.span(*match.span())) for match in found)


@lru_cache(maxsize=50_000)
def stems(word: str) -> tuple[str, ...]:
    """Return a folded word and what may remain without «و», «ب», «ال» and their like before it.

    The word itself comes first; «للسلام» gives «السلام» and «سلام» as well.
    """
    found = [word]
    for clitic in _PROCLITICS:
        if not word.startswith(clitic):
            continue
        rest = word[len(clitic) :]
        if clitic.endswith("ل") and rest.startswith("ل"):
            found += [rest[1:], "ال" + rest[1:]]
        found.append(rest)
        if rest.startswith("ال"):
            found.append(rest[2:])
    return tuple(dict.fromkeys(stem for stem in found if len(stem) >= MIN_STEM))
