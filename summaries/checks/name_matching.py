"""Which names of an Arabic and an English text are the same, and which are left over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from summaries.checks import arabic, gazetteer
from summaries.checks.arabic_names import (
    CERTAIN,
    DOUBTFUL,
    Match,
    Spelling,
    best,
    latin_words,
    spellings,
)
from summaries.checks.base import Pair, Span, Term
from summaries.checks.english_names import NameWord, english_words_of, name_words
from summaries.checks.gazetteer import Mention
from summaries.checks.glossary import TermIndex
from summaries.checks.lexicon import is_arabic
from summaries.checks.longer_names import is_in_arabic, is_in_english
from summaries.checks.name_evidence import SHORTEST, Evidence, weigh
from summaries.checks.name_lists import TERMS
from summaries.checks.translated_names import is_of_money, is_said
from summaries.checks.transliteration import arabic_sounds, latin_sounds, near, similarity

PLACES = frozenset({"country", "demonym", "city", "region", "place", "people", "language"})
# Sentences name few; more are a hostile text or a list, which is read up to here.
_MAX_NAMES = 200
# English endings that Arabic says in its own way: Tuareg(s), Cantabri(an), Lutheran(ism).
_ENDINGS = ("s", "n", "an", "ns", "ans", "ian", "ians", "ean", "ese", "ish", "ist", "ists", "ite",
            "ites", "ism", "er", "ers", "i", "is", "ic")  # fmt: skip
_DEMANDED = frozenset({"country", "demonym", "city", "org", "person", "name"})
# Kinds whose names Arabic says in many ways («الحربين العالميتين»).
_LOOSE = frozenset({"event", "place", "religion", "language", "people"})
# Foreign names are written with long vowels and without the sounds that only Arabic has.
_FOREIGN = re.compile(
    "(?!ال|وال|بال|.*(?:تم|هم|نا|ها|كم|وا|تهما?)$)(?:[بتجدرزسشغفكلمنهقطخ]*[اوي]){2}"
    "[ابتجدرزسشغفكلمنهويقطخ]*"
)


@dataclass(frozen=True)
class Left:
    """A name that the other language does not account for.

    `certain` says that it is a name and nothing like it is there; `mention` what it is known as.
    """

    span: Span
    certain: bool
    mention: Mention | None = None

    @property
    def group(self) -> str:
        """Places may stand for places, and other names for other names."""
        if self.mention is None:
            return "word"
        return "place" if self.mention.kind in PLACES else self.mention.kind


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
    return Reading(english, tuple(_arabic_left(arabic_text, english_text, terms)))


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
            inside = [one for one in words if _over([mention], one.span)]
            if word is inside[0] and not (
                _spelled(inside, arabic_text, known) or _is_said(mention, text, arabic_text)
            ):
                certain = mention.kind not in _LOOSE and word.key not in TERMS
                yield Left(mention.span, certain, mention)
        elif mention and is_in_arabic(mention, arabic_text):
            continue
        elif not (word.ordinary or word.acronym) and not _accounted(
            words, index, arabic_text, known
        ):
            evidence = weigh(word, words, text, _best(word, arabic_text))
            if evidence:
                yield Left(word.span, evidence is Evidence.STRONG)


def _is_said(mention: Mention, text: str, arabic_text: str) -> bool:
    """Tell whether Arabic says a known name without spelling or naming it as such."""
    return (
        is_in_arabic(mention, arabic_text)
        or is_said(mention, arabic_text)
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


def _spelled(words: Sequence[NameWord], arabic_text: str, known: frozenset[str]) -> bool:
    """Tell whether Arabic words spell a known name, of which ordinary words may be translated."""
    telling = [index for index, word in enumerate(words) if not word.ordinary]
    found = (_accounted(words, i, arabic_text, known) for i in telling or range(len(words)))
    return all(found) if telling else any(found)


def _accounted(
    words: Sequence[NameWord], index: int, arabic_text: str, known: frozenset[str]
) -> bool:
    """Tell whether the Arabic text has an English name word, alone or with its neighbours."""
    word = words[index]
    match = _best(word, arabic_text)
    if word.key in known or (match and match.certain):
        return True
    beside = (words[max(index - 1, 0) : index + 1], words[index : index + 2])
    pairs = (two for two in beside if len(two) > 1 and two[0].run == two[1].run)
    return not word.acronym and any(_is_spelled_as_one(two, arabic_text) for two in pairs)


def _is_spelled_as_one(words: Sequence[NameWord], arabic_text: str) -> bool:
    match = best("".join(word.key for word in words), arabic_text)
    return match is not None and match.certain


def _best(word: NameWord, text: str) -> Match | None:
    """Return the best spelling of a word, or of what it is derived from."""
    match = best(word.key, text, word.acronym)
    for ending in () if word.acronym else _ENDINGS:
        if match and match.certain:
            break
        if word.key.endswith(ending) and len(word.key) - len(ending) >= SHORTEST:
            shorter = best(word.key.removesuffix(ending), text)
            if shorter and (match is None or shorter.score > match.score):
                match = shorter
    return match


def _arabic_left(text: str, english_text: str, terms: Sequence[Term]) -> Iterator[Left]:
    entities = _entities(gazetteer.in_english(english_text))
    mentions = gazetteer.in_arabic(text)[:_MAX_NAMES]
    keys = tuple(dict.fromkeys(word.key for word in english_words_of(english_text)))[:_MAX_NAMES]
    capitals = _capitals(english_text)
    agreed = [s for one in (TermIndex(terms).find(text) if terms else ()) for s in one.spans]
    for mention in mentions:
        if not _is_demanded(mention) or mention.entities & entities:
            continue
        if _covers(agreed, mention.span) or is_in_english(mention, english_text):
            continue
        if not _is_heard(arabic.stems(arabic.fold(mention.text).text), capitals, CERTAIN):
            yield Left(mention.span, True, mention)
    taken = [*agreed, *(mention.span for mention in mentions)]
    unknown = [spelling for spelling in spellings(text) if _is_unknown(spelling)][:_MAX_NAMES]
    for spelling in unknown:
        if _covers(taken, spelling.span):
            continue
        if not _is_heard(spelling.forms, keys, DOUBTFUL):
            yield Left(spelling.span, False)


def _capitals(text: str) -> tuple[str, ...]:
    """Return the capitalised words of an English text, alone and with their neighbours."""
    words = name_words(text)[:_MAX_NAMES]
    pairs = pairwise(words)
    joined = (first.key + second.key for first, second in pairs if first.run == second.run)
    return (*(word.key for word in words), *joined)


def _is_demanded(mention: Mention) -> bool:
    """Tell whether English must have the name: «عمر» is Omar and "age", «الآن» Alan and "now"."""
    if mention.weak or mention.kind not in _DEMANDED:
        return False
    return mention.kind != "name" or not is_arabic(arabic.fold(mention.text).text)


def _is_unknown(spelling: Spelling) -> bool:
    """Tell whether a word looks like a foreign name: no Arabic word, its letters foreign sounds."""
    if spelling.words > 1 or spelling.ordinary or len(spelling.forms[0]) < SHORTEST:
        return False
    return bool(_FOREIGN.fullmatch(spelling.forms[0]))


def _covers(spans: Sequence[Span], span: Span) -> bool:
    return any(one.start < span.end and span.start < one.end for one in spans)


def _is_heard(forms: Sequence[str], keys: Sequence[str], least: float) -> bool:
    sounds = tuple(map(latin_sounds, keys))
    joined = (form.replace(" ", "") for form in forms)
    return any(
        similarity(form, keys[index]) >= least
        for form in joined
        for index in near(arabic_sounds(form), sounds)
    )
