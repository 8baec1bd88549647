"""Known names in Arabic and English text, and what they name: places, peoples, bodies, people.

`in_arabic(text)` and `in_english(text)` find mentions; two mentions name the same where they share
an entity. Entities are ids such as `country:FR` (also of «الفرنسيين» and "French"), `city:2988507`
(GeoNames), `org:UN`, `person:putin`, `name:mohammed`. One written form may name several things:
«طرابلس» is a city of Libya and one of Lebanon, «جورجيا» a country and a state.

A `weak` mention may as well be an ordinary word or the name of something else («مالي» is Mali and
"financial", "Reading" a city): it may account for a name of the other language, and its own absence
there says nothing.

The names are data of `known_names`; they load on first use.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

from summaries.checks import arabic
from summaries.checks.base import Span
from summaries.checks.names.known_names import Mention, Names, arabic_names, english_names

# A dotted abbreviation, or a word with its apostrophes; a hyphen parts words.
_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W\d_]+(?:['’ʼ‘ʻ`ʿʾ][^\W\d_]+)*|[&+]|\d+")
_GAP = re.compile(r"(?:['’]s?)?[ \u00a0\n]?|[-‐‑–]|\. ")
_APOSTROPHES = str.maketrans("", "", "'’ʼ‘ʻ`ʿʾ.")
_POSSESSIVE = re.compile(r"['’]s$")
_UNDECOMPOSED = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "ı": "i", "ß": "ss"}
)
# Small words that names may begin with, which text writes with and without a capital.
_SMALL = {"The": "the", "Al": "al", "El": "al", "el": "al", "Of": "of", "De": "de"}
_SMALL_OPENERS = frozenset(["al", "de", "bin", "ibn", "abu", "as", "ash", "ad", "an", "ar"])
_HYPHENS = frozenset("-–‐‑ـ")
# Joined to verbs only ("will").
_FUTURE = "س"
# Shorter rests of a word from which «و», «ب» or «ل» was taken away are no names.
_SHORTEST_REST = 3
# Kinds whose names are made of other names.
_COMPOSED = frozenset(["org", "event", "region"])


@lru_cache(maxsize=512)
def in_english(text: str) -> tuple[Mention, ...]:
    """Return the known names of an English text in order: the longest first, none in another."""
    names, found = english_names(), []
    tokens = [(english_key(match[0]), match.start(), _end(match)) for match in _WORD.finditer(text)]
    place = 0
    while place < len(tokens):
        first = tokens[place][0]
        size = 0
        if first[:1].isupper() or first in _SMALL_OPENERS:
            size = _english_size(names, tokens, place, text)
        if size:
            span = Span(tokens[place][1], tokens[place + size - 1][2])
            name = " ".join(token[0] for token in tokens[place : place + size])
            found.append(names.mention(_cased(names, name), span, text))
        place += size or 1
    return tuple(_with_parts(mention, in_english) for mention in found if mention)


def _end(match: re.Match[str]) -> int:
    return match.end() - (2 if _POSSESSIVE.search(match[0]) else 0)


def _english_size(names: Names, tokens: Sequence[tuple[str, int, int]], at: int, text: str) -> int:
    """Return how many of the words from `at` on are a name, at most; 0 if none are."""
    last = at + 1
    end = at + max(names.longest(tokens[at][0]), names.longest(tokens[at][0].title()))
    while last < min(end, len(tokens)) and _GAP.fullmatch(
        text, tokens[last - 1][2], tokens[last][1]
    ):
        last += 1
    for size in range(last - at, 0, -1):
        name = " ".join(token[0] for token in tokens[at : at + size])
        if _cased(names, name) in names:
            return size
    return 0


def _cased(names: Names, name: str) -> str:
    """Return the name as it is known: headlines write "EGYPT" and "UNITED NATIONS"."""
    if name in names or not name.isupper() or len(name) < 4:
        return name
    return " ".join(_SMALL.get(word, word) for word in name.title().split()).replace(" Of ", " of ")


@lru_cache(maxsize=50_000)
def english_key(word: str) -> str:
    """Return an English word as names are compared: no accents, apostrophes, dots or "'s"."""
    word = _POSSESSIVE.sub("", word).translate(_APOSTROPHES)
    if not word.isascii():
        plain = unicodedata.normalize("NFKD", word.translate(_UNDECOMPOSED))
        word = "".join(char for char in plain if not unicodedata.combining(char))
    return _SMALL.get(word, word)


def english_name_key(name: str) -> str:
    """Return a whole English name as the data has it, without "the" before it."""
    return " ".join(english_key(word) for word in _WORD.findall(name)).removeprefix("the ")


@lru_cache(maxsize=512)
def in_arabic(text: str) -> tuple[Mention, ...]:
    """Return the known names of an Arabic text in order: the longest first, none in another."""
    names, found = arabic_names(), []
    tokens = [word for word in arabic.words(text) if word.text not in _HYPHENS]
    places = arabic.fold(text).places
    place = 0
    while place < len(tokens):
        name, size, joined = _arabic_name(names, tokens, place)
        if name:
            start = places[bisect_left(places, tokens[place].span.start) + joined]
            span = Span(start, tokens[place + size - 1].span.end)
            found.append(names.mention(name, span, text))
        place += size
    return tuple(_with_parts(mention, in_arabic) for mention in found if mention)


def _arabic_name(names: Names, tokens: Sequence[arabic.Word], at: int) -> tuple[str, int, int]:
    """Return the longest name from word `at` on, its words, and the letters joined before it."""
    best = ("", 1, 0)
    for stem in arabic.stems(tokens[at].text):
        joined = _joined(tokens[at].text, stem)
        if _FUTURE in tokens[at].text[:joined]:
            continue
        for size in range(min(names.longest(stem), len(tokens) - at), best[1] - (not best[0]), -1):
            name = " ".join([stem, *(word.text for word in tokens[at + 1 : at + size])])
            if name in names and (not joined or len(name) >= _SHORTEST_REST):
                best = (name, size, joined)
                break
    return best


@lru_cache(maxsize=50_000)
def arabic_entities(word: str) -> frozenset[str]:
    """Return all that a folded Arabic word may name alone, with or without what is joined to it."""
    names = arabic_names()
    return frozenset(one for stem in arabic.stems(word) for one in names.entities_of(stem))


def _joined(word: str, stem: str) -> int:
    """Return how many letters were written onto a word before its stem, the article not counted."""
    before = max(len(word) - len(stem), 0)
    return before - 2 if word[:before].endswith("ال") else before


def arabic_name_key(name: str) -> str:
    """Return a whole Arabic name as the data has it."""
    return " ".join(word.text for word in arabic.words(name) if word.text not in _HYPHENS)


def _with_parts(mention: Mention, find: Callable[[str], tuple[Mention, ...]]) -> Mention:
    """Return a mention with what its words mean alone, where it is a name made of names."""
    first, space, rest = mention.text.partition(" ")
    if not space or mention.kind not in _COMPOSED:
        return mention
    parts = [*find(first), *find(rest)]
    within = frozenset(entity for part in parts for entity in part.entities | part.within)
    return replace(mention, within=within - mention.entities)


def english_for(entity: str, kind: str) -> str:
    """Return the usual English of an entity as a `kind` ("France", "French"), or ""."""
    return _usual().get((entity, kind), "")


@lru_cache(maxsize=1)
def _usual() -> dict[tuple[str, str], str]:
    return {(entity, kind): name for entity, kind, name in english_names().preferred()}
