"""Which names of an Arabic and an English text are the same, and which are left over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from summaries.checks import arabic, gazetteer
from summaries.checks.arabic_names import (
    Match,
    best,
    latin_words,
)
from summaries.checks.base import Pair, Span, Term
from summaries.checks.english_names import NameWord, english_words_of, name_words
from summaries.checks.gazetteer import Mention
from summaries.checks.glossary import TermIndex
from summaries.checks.left_names import Left
from summaries.checks.longer_names import is_in_arabic
from summaries.checks.missing_names import missing
from summaries.checks.name_evidence import SHORTEST, Evidence, weigh
from summaries.checks.name_lists import TERMS
from summaries.checks.translated_names import is_misspelled, is_of_money, is_said

# Sentences name few; more are a hostile text or a list, which is read up to here.
_MAX_NAMES = 200
# English endings that Arabic says in its own way: Tuareg(s), Cantabri(an), Lutheran(ism).
_ENDINGS = ("s", "n", "an", "ns", "ans", "ian", "ians", "ean", "ese", "ish", "ist", "ists", "ite",
            "ites", "ism", "er", "ers", "i", "is", "ic")  # fmt: skip
# What short words that spell a listed name must be like.
_SHORT_ALIKE = 0.95
# Kinds whose names Arabic says in many ways («الحربين العالميتين»).
_LOOSE = frozenset({"event", "place", "religion", "language", "people"})


@dataclass(frozen=True)
class Reading:
    """The names left over on both sides of a pair."""

    english: tuple[Left, ...]
    arabic: tuple[Left, ...]


@lru_cache(maxsize=256)
def read(arabic_text: str, english_text: str, terms: tuple[Term, ...] = ()) -> Reading:
    """Return the names of each text that the other does not account for."""
    agreed = _agreed(arabic_text, terms)
    english = tuple(_english_left(arabic_text, english_text, agreed))
    return Reading(english, tuple(missing(arabic_text, english_text, terms)))


def of(pair: Pair) -> Reading:
    """Return what is left over in a pair."""
    return read(pair.arabic, pair.english, tuple(pair.context.terms))


def _agreed(text: str, terms: Sequence[Term]) -> frozenset[str]:
    """Return the English words that the glossary has for terms of an Arabic text."""
    found = TermIndex(terms).find(text) if terms else []
    return frozenset(word.key for one in found for word in english_words_of(one.term.english))


def _english_left(arabic_text: str, text: str, agreed: frozenset[str]) -> Iterator[Left]:
    entities = _entities(gazetteer.in_arabic(arabic_text))
    known = agreed | latin_words(arabic_text)
    mentions = gazetteer.in_english(text)
    words = name_words(text)[:_MAX_NAMES]
    for index, word in enumerate(words):
        mention = _over(mentions, word.span)
        if mention and mention.entities & entities:
            continue
        if mention and not mention.weak:
            inside = [i for i, one in enumerate(words) if _over([mention], one.span)]
            if index == inside[0] and not (
                _spelled(mention, words, inside, arabic_text, known)
                or _is_said(mention, text, arabic_text)
            ):
                certain = mention.kind not in _LOOSE and word.key not in TERMS
                yield Left(mention.span, certain, mention)
        elif mention and is_in_arabic(mention, arabic_text):
            continue
        elif not (word.ordinary or word.acronym) and not _accounted(
            words, index, arabic_text, known
        ):
            evidence = weigh(word, words, _best(word, arabic_text))
            if evidence:
                yield Left(word.span, evidence is Evidence.STRONG)


def _is_said(mention: Mention, text: str, arabic_text: str) -> bool:
    """Tell whether Arabic says a known name without spelling or naming it as such."""
    return (
        is_in_arabic(mention, arabic_text)
        or is_said(mention, arabic_text)
        or is_misspelled(mention, arabic_text)
        or is_of_money(mention, text)
    )


def _entities(mentions: Sequence[Mention]) -> frozenset[str]:
    """Return all that the mentions name, and what the names of bodies contain."""
    return frozenset(one for mention in mentions for one in mention.entities | mention.within)


def _over(mentions: Sequence[Mention], span: Span) -> Mention | None:
    """Return the mention that covers a span."""
    for mention in mentions:
        if mention.span.start <= span.start and span.end <= mention.span.end:
            return mention
    return None


def _spelled(
    mention: Mention,
    words: Sequence[NameWord],
    inside: Sequence[int],
    arabic_text: str,
    known: frozenset[str],
) -> bool:
    """Tell whether Arabic words spell a known name, of which ordinary words may be translated."""
    telling = [index for index in inside if not words[index].ordinary]
    found = (_is_spelled(words[i], arabic_text, known) for i in telling or inside)
    return all(found) if telling else any(found)


def _is_spelled(word: NameWord, text: str, known: frozenset[str]) -> bool:
    """Tell whether Arabic spells a known name in a way that the gazetteer does not list.

    It lists the usual ones, so that an ordinary word which sounds alike is another word.
    """
    if _is_written(word.key, known) or _entities(gazetteer.in_english(word.key.title())) & (
        _named_alone(text)
    ):
        return True
    match = _best(word, text, listed=True)
    if match is None or not match.certain:
        return False
    return len(match.form) >= SHORTEST or match.score >= _SHORT_ALIKE


@lru_cache(maxsize=256)
def _named_alone(text: str) -> frozenset[str]:
    """Return what any word of an Arabic text names alone."""
    return frozenset(
        entity for word in arabic.words(text) for entity in gazetteer.arabic_entities(word.text)
    )


def _accounted(
    words: Sequence[NameWord], index: int, arabic_text: str, known: frozenset[str]
) -> bool:
    """Tell whether the Arabic text has an English name word, alone or with its neighbours."""
    word = words[index]
    match = _best(word, arabic_text)
    if (match and match.certain) or _is_written(word.key, known):
        return True
    beside = (words[max(index - 1, 0) : index + 1], words[index : index + 2])
    pairs = (two for two in beside if len(two) > 1 and two[0].run == two[1].run)
    return not word.acronym and any(_is_spelled_as_one(two, arabic_text) for two in pairs)


def _is_written(key: str, known: frozenset[str]) -> bool:
    """Tell whether the Arabic has a word in Latin letters, a slip of the pen allowed."""
    if key in known:
        return True
    return len(key) > SHORTEST and any(
        OSA.distance(key, one, score_cutoff=1) <= 1 for one in known if len(one) > SHORTEST
    )


def _is_spelled_as_one(words: Sequence[NameWord], arabic_text: str) -> bool:
    match = best("".join(word.key for word in words), arabic_text)
    return match is not None and match.certain


def _best(word: NameWord, text: str, listed: bool = False) -> Match | None:
    """Return the best spelling of a word, or of what it is derived from."""
    match = best(word.key, text, word.acronym, listed)
    for ending in () if word.acronym else _ENDINGS:
        if match and match.certain:
            break
        if word.key.endswith(ending) and len(word.key) - len(ending) >= SHORTEST:
            shorter = best(word.key.removesuffix(ending), text, listed=listed)
            if shorter and (match is None or shorter.score > match.score):
                match = shorter
    return match
