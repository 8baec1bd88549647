"""The words of English text that are or may be proper names, each with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from summaries.checks.base import Span
from summaries.checks.names.lexicon import is_english
from summaries.checks.names.name_lists import CAPITALISED, FOREIGN, NAMES_TOO, TERMS
from summaries.engine.english import fold
from summaries.engine.name_words import PARTICLES, TITLES

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W\d_]+(?:['’ʼ‘`][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"['’]s$|(?<=s)['’]$")
_ROMAN = re.compile(r"[IVXLC]+$")
_ACRONYM = re.compile(r"(?:[A-Z]\.?){2,}s?$")
# Abbreviations with small letters in them: BSkyB, mRNA, CoVs; "McGee" and "LeBon" are none.
_MIXED = re.compile(
    r"(?!Mc|Mac|De|Di|Du|La|Le|O['’])(?:(?:[a-z]{0,2}[A-Z]){2,}[a-z]{0,2}|[a-z][A-Z])$"
)
_VOWELLESS = re.compile(r"[^\W\d_aeiouyAEIOUY]{3,}$")
# What stands before a word that has its capital because it opens a sentence, a quotation, an item.
_OPENS = re.compile(r"(?:^|[.!?:…]\s?)[\"'“‘(\s]*$|[\"“‘]$")
# What may stand between two words of one name.
_JOINTS = frozenset([" ", "-", "‑", "–", "\u00a0", ". ", "/", ""])
# Shares of capital letters above which a text is a headline in capitals.
_SHOUTED = 0.7
_LONGEST_UNIT = 3


@dataclass(frozen=True)
class NameWord:
    """A capitalised word; `key` is folded, in lower case, without "'s"; `run` numbers its group.

    `ordinary` words are written in lower case elsewhere ("Court") and name nothing alone.
    """

    key: str
    span: Span
    run: int
    ordinary: bool
    acronym: bool = False
    opening: bool = False


@dataclass(frozen=True)
class EnglishWord:
    """Any word of a text, folded and in lower case."""

    key: str
    span: Span


@lru_cache(maxsize=512)
def english_words_of(text: str) -> tuple[EnglishWord, ...]:
    """Return all words of a text in order."""
    return tuple(EnglishWord(_key(m[0]), _bare(m)) for m in _WORD.finditer(text))


@lru_cache(maxsize=512)
def name_words(text: str) -> tuple[NameWord, ...]:
    """Return the capitalised words of a text in order, but for single letters and numerals."""
    shouted = _is_shouted(text)
    found: list[NameWord] = []
    run, last = 0, None
    for match in _WORD.finditer(text):
        word = match[0]
        if last is not None and text[last.end() : match.start()] not in _JOINTS:
            run += 1
        last = match
        if not any(char.isupper() for char in word):
            run += _key(word) not in PARTICLES
            continue
        key = _key(word)
        if len(key) > 1 and not _ROMAN.match(word) and not _is_unit(word, text, match.end()):
            acronym = not shouted and _is_acronym(word)
            opening = bool(_OPENS.search(text, max(match.start() - 4, 0), match.start()))
            ordinary = _is_ordinary(key, acronym)
            found.append(NameWord(key, _bare(match), run, ordinary, acronym, opening))
        run += word.endswith(("'s", "’s"))
    return tuple(found)


def _is_unit(word: str, text: str, end: int) -> bool:
    """Tell whether a word stands right before an amount: "A$", "Dh350m", "JD2"."""
    following = text[end : end + 1]
    return following == "$" or (len(word) <= _LONGEST_UNIT and following.isdigit())


def _is_acronym(word: str) -> bool:
    """Tell whether a word is an abbreviation, said by its letters: UNHCR, BSkyB, Twp."""
    word = _POSSESSIVE.sub("", word)
    if _ACRONYM.match(word) or _MIXED.match(word):
        return True
    return word.isascii() and bool(_VOWELLESS.match(word))


def _is_ordinary(key: str, acronym: bool) -> bool:
    if acronym:
        return key in TERMS
    if key in NAMES_TOO:
        return False
    if key in CAPITALISED or key in FOREIGN or key in TITLES or key in PARTICLES:
        return True
    return is_english(key.removesuffix("n't").partition("'")[0])


def _is_shouted(text: str) -> bool:
    letters = [char for char in text[:400] if char.isalpha()]
    return len(letters) > 12 and sum(map(str.isupper, letters)) > _SHOUTED * len(letters)


def _key(word: str) -> str:
    return fold(_POSSESSIVE.sub("", word)).replace(".", "").lower()


def _bare(match: re.Match[str]) -> Span:
    word = match[0]
    return Span(match.start(), match.start() + len(_POSSESSIVE.sub("", word).rstrip("'’")))
