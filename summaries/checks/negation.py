"""Statements that the Arabic denies and the English does not, or the other way round.

A sentence is compared as a whole: what one text denies, the other must deny somehow. English has
many ways to («لا أحد» is "nobody", «غير» "un-", «نفى» "denied"), and so has Arabic; both lists are
wide, because a finding here says that the meaning is reversed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest

from summaries.checks.arabic import Word, words
from summaries.checks.base import Finding, Pair, Severity, Span, gettext_noop
from summaries.checks.negation_words import (
    AFFIRMING,
    AFTER_DENYING_MA,
    DENIALS,
    DENYING_ANYWAY,
    DENYING_WORDS,
    LOOSE_PREFIX,
    LOOSE_WORDS,
    NAMELY,
    NAMES,
    NEAR_DENIAL_WORDS,
    NEAR_DENIALS,
    NEAR_PHRASES,
    NEAR_WORDS,
    NEGATIVE_PREFIX,
    NO_DENIAL,
    NO_LIKELY_BEGINNING,
    NO_LIKELY_DENIAL,
    ONLY,
    PARTICLES,
    PLAIN_AFTER,
    REACH,
    SAID_NO,
    SAYING_NO,
    SOFTENING,
    THAT,
)

_ENGLISH_WORD = re.compile(r"[^\W\d_]+(?:(?:['’]|&#39;|&apos;)[a-z]+)?")
_NO_DENIAL = re.compile(rf"\b(?:{NO_DENIAL})\b", re.IGNORECASE)
_NEGATIVE = re.compile(
    rf"{NEGATIVE_PREFIX}|(?:in|im|ir|il)\w{{2,20}}[aei]bl[ey]|\w{{2,30}}less(?:ly|ness)?"
)
_NEAR_PHRASE = re.compile(rf"\b(?:{NEAR_PHRASES})\b", re.IGNORECASE)
_LOOSE = re.compile(LOOSE_PREFIX, re.IGNORECASE)
_NAMES = re.compile(rf"\b{NAMES}\b", re.IGNORECASE)
_SAID_NO = re.compile(rf"\b(?:{SAID_NO})", re.IGNORECASE)
_NEAR_DENIAL = re.compile(rf"(?:[وفبلك]|ال|وال|بال|لل)?(?:{'|'.join(NEAR_DENIALS)})")

_NOT_TO = frozenset(("ألا", "وألا", "بألا", "لئلا"))  # folded, they look like other words
_CONJOINED = PARTICLES | DENIALS | {"ما"}


@dataclass(frozen=True)
class Denials:
    """Where a text denies: surely, by the meaning of a word, and whether it may in another way.

    `counted` are the sure ones without those that only carry on another.
    """

    sure: tuple[Span, ...]
    likely: tuple[Span, ...]
    possible: bool
    counted: tuple[Span, ...] = ()


class Negation:
    """One text denies what the other says."""

    name = "negation"
    title = gettext_noop("Negation")
    severity = Severity.WARNING

    def find(self, pair: Pair) -> Iterator[Finding]:
        """Yield at most one finding, at the words that deny."""
        arabic, english = in_arabic(_compared(pair)), in_english(pair.english)
        lost = () if pair.is_summary else _unsaid(pair, english) or _lost(arabic, english)
        if lost:
            words = {"arabic": "», «".join(span.of(pair.arabic) for span in lost)}
            template = _LOST if len(lost) == 1 else _FEWER
            yield Finding(self.name, self.severity, template, words, arabic=lost)
        elif english.sure and not (arabic.sure or arabic.likely or arabic.possible):
            first = english.sure[0]
            words = {"english": first.of(pair.english)}
            yield Finding(self.name, self.severity, _ADDED, words, english=(first,))


def _lost(arabic: Denials, english: Denials) -> tuple[Span, ...]:
    """Return the place that nothing in the English answers, or all where English denies less often.

    «ولا» often carries on a denial that English says once, so the readers do not count it twice.
    """
    if not (english.sure or english.likely):
        found = arabic.sure or (() if english.possible else arabic.likely)
        return found[:1]
    denied = tuple(sorted((*arabic.counted, *arabic.likely)))
    said = len(english.sure) + len(english.likely) + english.possible
    return denied if said < len(denied) else ()


def _unsaid(pair: Pair, english: Denials) -> tuple[Span, ...]:
    """Return the first «نفى» where nothing in the English says that something is untrue."""
    if english.sure or _SAID_NO.search(pair.english):
        return ()
    return tuple(word.span for word in words(pair.arabic) if word.text in SAYING_NO)[:1]


def _compared(pair: Pair) -> str:
    """Return the Arabic that a summary sentence rests on, or the whole of it."""
    if not pair.is_summary or not pair.evidence:
        return pair.arabic
    lines = pair.arabic.split("\n")
    return "\n".join(lines[n] for n in pair.evidence if n < len(lines))


@lru_cache(maxsize=512)
def in_arabic(text: str) -> Denials:
    """Return what an Arabic text denies: by particles, by words such as «غير», in other ways."""
    found = words(text)
    sure, likely, possible = [], [], False
    for place, word in enumerate(found):
        bare = _without_conjunction(word.text)
        after = found[place + 1].text if place + 1 < len(found) else ""
        if bare in PARTICLES or word.span.of(text) in _NOT_TO:
            if _denies(found, place, bare):
                sure.append(word.span)
            possible = possible or after not in PLAIN_AFTER
        elif bare in DENIALS:
            is_changed = "\u0651" in word.span.of(text)  # «غيّر» is "changed"
            if not is_changed and not _is_however(bare, after):
                likely.append(word.span)
            possible = True
        elif not possible:
            possible = _may_deny(bare, after)
    counted = tuple(span for span in sure if span.of(text) != "ولا")
    return Denials(tuple(sure), tuple(likely), possible, counted)


def _without_conjunction(word: str) -> str:
    return word[1:] if word[:1] in "وف" and word[1:] in _CONJOINED else word


def _is_however(word: str, after: str) -> bool:
    if after in THAT:
        return word == "غير"
    return after in NO_LIKELY_DENIAL or after.startswith(NO_LIKELY_BEGINNING)


def _may_deny(word: str, after: str) -> bool:
    if word == "ما":
        return after in AFTER_DENYING_MA
    if word in ONLY and after in THAT:  # «إلا أن» is "however"
        return False
    return word in NEAR_DENIAL_WORDS or bool(_NEAR_DENIAL.match(word))


def _denies(found: tuple[Word, ...], place: int, particle: str) -> bool:
    """Tell whether a particle denies here: not in "still", "unless", "not only", "nothing but"."""
    following = [word.text for word in found[place + 1 : place + 1 + REACH]]
    after = following[0] if following else ""
    before = found[place - 1].text if place else ""
    if before in SOFTENING or after in NAMELY:
        return False
    for word, then in zip_longest(following, following[1:], fillvalue=""):
        if word in ONLY and then not in THAT:
            return False
    return after not in AFFIRMING or (particle, after) in DENYING_ANYWAY


@lru_cache(maxsize=512)
def in_english(text: str) -> Denials:
    """Return what an English text denies: by "not" and its like, by "un-" or "deny", loosely."""
    text = _NAMES.sub(lambda name: " " * len(name[0]), text)
    harmless = [match.span() for match in _NO_DENIAL.finditer(text)]
    sure, likely, possible = [], [], False
    likely += [Span(*match.span()) for match in _NEAR_PHRASE.finditer(text)]
    for match in _ENGLISH_WORD.finditer(text):
        word, span = match[0].lower(), Span(*match.span())
        if word in DENYING_WORDS or word.endswith(("n't", "n’t", "n&#39;t", "n&apos;t")):
            inside = text[span.end : span.end + 1] == "-" or any(
                start <= span.start < end for start, end in harmless
            )
            (likely if inside else sure).append(span)
        elif word in NEAR_WORDS or _NEGATIVE.fullmatch(word):
            likely.append(span)
        elif not possible:
            possible = word in LOOSE_WORDS or bool(_LOOSE.fullmatch(word))
    return Denials(tuple(sure), tuple(likely), possible)


_LOST = gettext_noop("The Arabic denies something («%(arabic)s»), the English denies nothing.")
_FEWER = gettext_noop("The Arabic denies more than the English does: «%(arabic)s».")
_ADDED = gettext_noop("The English denies something (“%(english)s”), the Arabic denies nothing.")
