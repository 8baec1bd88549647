"""Capitalised names in English text, and which spellings of a name count as the same one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from summaries.engine.english import (
    STOP_WORDS,
    sentences,
    stem,
    without_possessive,
    words,
)
from summaries.engine.name_words import (
    ALIASES,
    DIFFERENT,
    NAMES_TOO,
    OPENERS,
    PARTICLES,
    PEOPLE_ENDINGS,
    TITLES,
)
from summaries.engine.quantity_words import NUMBER_WORDS

_NAME = re.compile(r"(?:[A-Z]\.){2,}|[^\W\d_][^\W\d_]*(?:'[^\W\d_]+)*\.?|[^\w\s]|\d+")
# "F-16", "COVID-19", "G7": one name, whose digits are not a number of the article.
_CODE = re.compile(r"\b(?!(?:Mid|Pre|Post|Under|Over|Top)-)[A-Z][A-Za-z]{0,7}-?\d+[A-Za-z]?\b")
_INITIALS = re.compile(r"(?:[A-Z]\.)+|[A-Z]\.?")


@dataclass(frozen=True)
class Name:
    """One capitalised word; `opening` if it starts a sentence, `run` numbers its group of words."""

    text: str
    run: int
    opening: bool

    @property
    def key(self) -> str:
        """The word in the form in which names are compared: folded, lower case, no dots."""
        return without_possessive(self.text).replace(".", "").lower()


def codes(text: str) -> list[tuple[str, int, int]]:
    """Return designations that mix letters and digits ("F-16", "MH17"), with their spans."""
    return [(match[0], match.start(), match.end()) for match in _CODE.finditer(text)]


def code_key(code: str) -> str:
    """Return the form in which designations are compared: F-16 and F16 are one."""
    return code.replace("-", "").lower()


def names(text: str) -> list[Name]:
    """Return the capitalised words of a folded English text; words in one run stand together.

    "Lloyd Austin" is one run, and so is "Mohammed bin Salman"; punctuation and lower-case words
    end a run.
    """
    found: list[Name] = []
    run = 0
    for sentence in sentences(text):
        opening = True
        run += 1
        for match in _NAME.finditer(sentence):
            word = match[0]
            if word[0].isupper():
                dotted = word.rstrip(".") if not _INITIALS.fullmatch(word) else word
                found.append(Name(dotted, run, opening))
                run += word.endswith(("'s", "s'"))
            elif word not in ("-", ".", *PARTICLES):
                run += 1
            opening = opening and not word[0].isalnum()
    return found


def same_name(first: str, second: str) -> bool:
    """Tell whether two compared forms (`Name.key`) name the same: Russia, Russian and Russians.

    Only suffixes that make an adjective or a people of a place count, and a table of irregular
    ones; a plural -s does not by itself ("William" is not "Williams").
    """
    if first == second:
        return True
    alias = ALIASES.get(first)
    if alias is not None and alias == ALIASES.get(second):
        return True
    short, long = sorted((first, second), key=len)
    if (short, long.removesuffix("s")) in DIFFERENT or len(short) < 4:
        return False
    return _is_demonym(long, short) or _demonym_base(long) == _demonym_base(short) != ""


def _is_demonym(word: str, place: str) -> bool:
    """Tell whether `word` is `place` plus a suffix: Egyptian, Canadian, Ukrainian, Chinese.

    Not -i: Tamim and Tamimi, Hassan and Hassani are different people; places with it are aliases.
    """
    if place.endswith("a") and word in (place + "n", place + "ns"):
        return True
    bases = {place, place.removesuffix("e"), place.removesuffix("a"), place.removesuffix("y")}
    bases.add(place.removesuffix("o"))
    return any(
        word == base + ending for base in bases if len(base) > 2 for ending in PEOPLE_ENDINGS
    )


def _demonym_base(word: str) -> str:
    """Return "russia" for "russian" and "russians"; "" where the word is no demonym."""
    for plural in ("ians", "eans", "ans"):
        if word.endswith(plural):
            return word[:-1]
    return word if word.endswith(("ian", "ean", "an")) else ""


class NameIndex:
    """The names and words of a source text, asked by the guard whether they carry a name."""

    def __init__(self, text: str) -> None:
        self._lower = set(words_in_lower_case(text))
        self._stems = {stem(word) for word in words(text)}
        self._names = names(text)
        self._keys = {name.key for name in self._names}
        self._runs = _runs(self._names)
        phrases = {"-".join(name.key for name in run) for run in self._runs}
        self._keys |= {p for phrase in phrases for p in ALIASES if "-" in p and p in phrase}

    def has(self, name: Name) -> bool:
        """Tell whether the source has this name, or it is no name at all."""
        key = name.key
        if key in self._keys or (not self._is_acronym(name) and self._is_ordinary(name)):
            return True
        parts = key.split("-")
        return all(any(same_name(part, known) for known in self._keys) for part in parts)

    def _is_acronym(self, name: Name) -> bool:
        bare = name.text.replace(".", "")
        return len(bare) > 1 and bare.isupper()

    def _is_ordinary(self, name: Name) -> bool:
        key = name.key
        if len(key) == 1 or key in PARTICLES:
            return key in ("a", "i", *PARTICLES)
        if not name.opening and key in NAMES_TOO:
            return False
        if key in self._lower or key in STOP_WORDS or key in NUMBER_WORDS:
            return True
        if not name.opening:
            return False
        return key in OPENERS or stem(key) in self._stems

    def mixes(self, first: Name, second: Name) -> bool:
        """Tell whether two adjacent names are taken from two different names of the source.

        "Lloyd Ryder" from "Lloyd Austin" and "Patrick Ryder"; "North Korea" from "South Korea" and
        "North Atlantic". A word that the source also uses on its own fits anywhere.
        """
        keys = first.key, second.key
        if any(key in TITLES or key in self._lower or key in STOP_WORDS for key in keys):
            return False
        if first.opening and keys[0] not in self._keys:
            return False
        runs = [[name.key for name in run] for run in self._runs]
        if any(_holds(run, keys[0]) and _holds(run, keys[1]) for run in runs):
            return False
        leading = [run for run in runs if _holds(run, keys[0])]
        return (
            bool(leading)
            and all(len(run) > 1 and not same_name(run[-1], keys[0]) for run in leading)
            and keys[0] not in ALIASES
        )


def _holds(run: list[str], key: str) -> bool:
    return any(same_name(word, key) for word in run)


def _runs(found: Iterable[Name]) -> list[list[Name]]:
    groups: dict[int, list[Name]] = {}
    for name in found:
        groups.setdefault(name.run, []).append(name)
    return list(groups.values())


def words_in_lower_case(text: str) -> list[str]:
    """Return the words that a folded text writes without a capital."""
    return re.findall(r"(?<![\w'])[a-z]+(?:'[a-z]+)?", text)
