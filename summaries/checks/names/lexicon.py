"""Ordinary words of both languages: what is written with a capital, or in no other way, is a name.

The lists are data: `data/README.md` says where they come from. They load on first use.
"""

from __future__ import annotations

import lzma
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from string import ascii_lowercase

from summaries.checks.arabic import stems

DATA = Path(__file__).parent / "data"
# What Arabic joins to the end of words: possessives, duals, plurals, the feminine, the accusative.
_ENDINGS = (
    "", "ها", "هم", "هما", "هن", "كم", "نا", "ه", "ك", "ي", "ات", "ان", "ين", "ون", "تين", "تان",
    "تها", "تهم", "ته", "اتها", "اتهم", "اته", "يه", "يا", "ا", "ت", "وا", "تنا", "يين", "يون",
    "يات", "هن", "ني", "نها", "نه", "نهم", "وها", "وه", "تم", "تا", "ائه", "ئهم",
)  # fmt: skip
_SHORTEST, _LONG = 3, 8
_PREFIXES = ("inter", "trans", "anti", "counter", "micro", "multi", "under", "super", "meso", "neo",
             "pre", "post", "non", "sub", "bio", "geo", "eco", "tele", "ombuds")  # fmt: skip


def _read(name: str) -> frozenset[str]:
    with lzma.open(DATA / f"{name}.txt.xz", "rt", encoding="utf-8") as file:
        return frozenset(file.read().split())


@lru_cache(maxsize=1)
def english_words() -> frozenset[str]:
    """Return the English words that are written in lower case."""
    return _read("english_words")


@lru_cache(maxsize=1)
def rare_english_words() -> frozenset[str]:
    """Return the English words that few readers know."""
    return _read("rare_english_words")


@lru_cache(maxsize=1)
def arabic_words() -> frozenset[str]:
    """Return frequent forms of Arabic words, folded."""
    return _read("arabic_words")


@lru_cache(maxsize=1)
def usual_arabic_words() -> frozenset[str]:
    """Return the most frequent of `arabic_words`."""
    return _read("usual_arabic_words")


@lru_cache(maxsize=1)
def rare_arabic_words() -> frozenset[str]:
    """Return Arabic words too rare for `arabic_words`, folded; some are spelled like names."""
    return _read("rare_arabic_words")


@lru_cache(maxsize=50_000)
def is_english(word: str) -> bool:
    """Tell whether a lower-case word is an ordinary English one."""
    known = english_words()
    return word in known or (word.endswith("s") and word[:-1] in known)


@lru_cache(maxsize=50_000)
def is_rare_english(word: str) -> bool:
    """Tell whether a lower-case word is rare in English, made of usual ones, or a slip in one."""
    if word in rare_english_words() or word.removesuffix("s") in rare_english_words():
        return True
    if any(is_english(word.removeprefix(part)) for part in _PREFIXES if word.startswith(part)):
        return True
    cuts = range(_SHORTEST, len(word) - _SHORTEST + 1)
    return any(is_english(word[:cut]) and is_english(word[cut:]) for cut in cuts) or _is_slip(word)


def _is_slip(word: str) -> bool:
    """Tell whether a long word is a usual one with a letter wrong, missing or too many."""
    known = english_words()
    return len(word) >= _LONG and any(one in known for one in _slips(word))


def _slips(word: str) -> Iterator[str]:
    """Yield what a word may be with one letter removed, swapped with the next, other, or more."""
    for cut in range(len(word) + 1):
        head, tail = word[:cut], word[cut:]
        yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        for letter in ascii_lowercase:
            yield head + letter + tail[1:]
            yield head + letter + tail


@lru_cache(maxsize=50_000)
def is_arabic(word: str) -> bool:
    """Tell whether a folded word is an ordinary Arabic one, with or without affixes."""
    known = arabic_words()
    return any(form in known for stem in stems(word) for form in _without_endings(stem))


def _without_endings(stem: str) -> list[str]:
    found = [stem]
    for ending in _ENDINGS:
        if ending and stem.endswith(ending) and len(stem) - len(ending) >= _SHORTEST:
            base = stem.removesuffix(ending)
            found += (base, base + "ه") if ending.startswith(("ت", "ا")) else (base,)
    return found
