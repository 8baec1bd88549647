"""Agreed wordings in English text: where they stand, and which translation meets most of them.

A wording is found in either case, in singular and plural, with a possessive ending, and written
with a hyphen or a space. Capitals of up to four letters ("US") are found as capitals only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from summaries.engine.english import singular
from summaries.engine.types import Translation, Wish

# How much less probable, as mean log-probability a token, a translation may be that meets more
# terms: beyond it the beam's candidates tend to be of another sentence altogether.
MARGIN = 0.5
_GAP = r"[\s\-\u2010-\u2015]+"
_ARTICLE = re.compile(r"(?:the|an?)\s+", re.IGNORECASE)
_ACRONYM = re.compile(r"[A-Z]{2,4}")
_ENDING = r"(?P<possessive>['’]s?)?(?!\w)"
_SIBILANT = re.compile(r"(?:[sxz]|[cs]h)$", re.IGNORECASE)
_AFTER_START = re.compile(r"(?:^|[.!?:]\s*)[\"'“‘«(\[]*$")
_INDEFINITE = re.compile(r"\b(an?)(\s+)$", re.IGNORECASE)
_VOWEL = re.compile(r"[aeiou]", re.IGNORECASE)


@dataclass(frozen=True)
class Place:
    """Where a wording stands in a text: from `start` up to `end`."""

    start: int
    end: int
    possessive: str = ""

    def within(self, other: Place) -> bool:
        """Say whether all of it stands inside `other`."""
        return other.start <= self.start and self.end <= other.end


def places(wording: str, text: str) -> list[Place]:
    """Return where `wording` stands in an English text, in order."""
    found = _pattern(wording).finditer(text) if wording.strip() else ()
    return [Place(match.start(), match.end(), match["possessive"] or "") for match in found]


def is_met(wish: Wish, text: str) -> bool:
    """Say whether the agreed wording stands in `text`."""
    return bool(places(wish.english, text))


def are_met(wishes: Sequence[Wish], text: str) -> bool:
    """Say whether every agreed wording stands in `text` and none to avoid."""
    return all(is_met(wish, text) and not any(unwanted(wish, text)) for wish in wishes)


def unwanted(wish: Wish, text: str) -> Iterator[tuple[str, Place]]:
    """Yield each forbidden wording in `text` with its place, but for those inside the agreed one.

    Of forbidden wordings that overlap, the longest counts.
    """
    taken = places(wish.english, text)
    for wording in sorted(wish.forbidden, key=len, reverse=True):
        for place in places(wording, text):
            if not any(place.start < other.end and other.start < place.end for other in taken):
                taken.append(place)
                yield wording, place


def corrected(text: str, place: Place, wording: str, agreed: str) -> tuple[Place, str]:
    """Return what to put where for `agreed` to stand in place of `wording`.

    Number, possessive ending and a capital at the start of a sentence are kept; "a" before it
    becomes "an" where it must, which widens the place.
    """
    before = text[: place.start]
    core = _ARTICLE.sub("", agreed, count=1) if re.search(r"\bthe\s+$", before, re.I) else agreed
    there = text[place.start : place.end - len(place.possessive)]
    new = _in_number(there, wording, core)
    new += place.possessive[:1] if new.endswith("s") else place.possessive
    if there[:1].isupper() and _AFTER_START.search(before):
        new = new[:1].upper() + new[1:]
    article = _INDEFINITE.search(before)
    if not article:
        return place, new
    right = "an" if _VOWEL.match(new) else "a"
    right = right.capitalize() if article[1][0].isupper() else right
    if right == article[1]:
        return place, new
    return replace(place, start=article.start()), f"{right}{article[2]}{new}"


def most_fitting(
    candidates: Sequence[Translation], wishes: Sequence[Wish], margin: float = MARGIN
) -> Translation:
    """Return the translation that meets most terms among those nearly as probable as the first.

    `candidates` come best first. Of equals the earlier wins; a flagged one never replaces a sound
    one. The provenance of one that was preferred for its terms says so.
    """
    first = candidates[0]
    limit = (first.score or 0.0) - margin
    near = [
        other
        for other in candidates
        if (other.score is None or other.score >= limit) and (first.flags or not other.flags)
    ]
    best = max([first, *near], key=lambda one: _merit(one.text, wishes))
    if best is first:
        return first
    decoding = f"{best.provenance.decoding}, chosen for the glossary"
    return replace(best, provenance=replace(best.provenance, decoding=decoding))


def _merit(text: str, wishes: Sequence[Wish]) -> tuple[int, int]:
    met = sum(is_met(wish, text) for wish in wishes)
    return met, -sum(1 for wish in wishes for _ in unwanted(wish, text))


@lru_cache(maxsize=4096)
def _pattern(wording: str) -> re.Pattern[str]:
    core = _ARTICLE.sub("", wording.strip(), count=1) or wording.strip()
    *first, last = [part for part in re.split(_GAP, core) if part] or [core]
    parts = [*map(_escaped, first), _in_both_numbers(last)]
    flags = 0 if _ACRONYM.fullmatch(core) else re.IGNORECASE
    return re.compile(rf"(?<!\w){_GAP.join(parts)}{_ENDING}", flags)


def _escaped(word: str) -> str:
    return re.sub(r"['’]", "['’]", re.escape(word))


def _in_both_numbers(word: str) -> str:
    # A name that ends in "s" is no plural: "Hamas" is not "Hama".
    single = singular(word) if word.islower() else word
    if re.search(r"[^aeiou]y$", single):
        return rf"{_escaped(single[:-1])}(?:y|ies)"
    return rf"{_escaped(single)}(?:e?s)?"


def _plural(word: str) -> str:
    if re.search(r"[^aeiou]y$", word):
        return f"{word[:-1]}ies"
    return f"{word}es" if _SIBILANT.search(word) else f"{word}s"


def _in_number(there: str, wording: str, agreed: str) -> str:
    """Return `agreed` in the plural where `there` is one of `wording`, and the other way round."""
    longer = len(there) - len(_ARTICLE.sub("", wording.strip(), count=1))
    *rest, last = agreed.split(" ")
    if longer > 0 and there.endswith("s") and not last.endswith("s"):
        return " ".join([*rest, _plural(last)])
    if longer < 0 and last.islower():
        return " ".join([*rest, singular(last)])
    return agreed
