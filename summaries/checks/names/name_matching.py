"""Which names of an Arabic and an English text are the same, and which are left over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from summaries.checks import arabic
from summaries.checks.base import Pair, Span, Term, overlap_any
from summaries.checks.dates.english_moments import moments
from summaries.checks.glossary import TermIndex
from summaries.checks.names import gazetteer
from summaries.checks.names.arabic_names import Match, best, latin_words
from summaries.checks.names.capitals import stand_for_each_other
from summaries.checks.names.directions import direction_before
from summaries.checks.names.english_names import NameWord, english_words_of, name_words
from summaries.checks.names.gazetteer import Mention
from summaries.checks.names.left_names import Left
from summaries.checks.names.longer_names import is_in_arabic
from summaries.checks.names.missing_names import missing
from summaries.checks.names.missing_words import HOMOGRAPHS
from summaries.checks.names.name_evidence import SHORTEST, Evidence, weigh
from summaries.checks.names.name_lists import TERMS
from summaries.checks.names.translated_names import is_misspelled, is_of_money, is_said

# Sentences name few; more are a hostile text or a list, which is read up to here.
_MAX_NAMES = 200
# English endings that Arabic says in its own way: Tuareg(s), Cantabri(an), Lutheran(ism).
_ENDINGS = ("s", "n", "an", "ns", "ans", "ian", "ians", "ean", "ese", "ish", "ist", "ists", "ite",
            "ites", "ism", "er", "ers", "i", "is", "ic")  # fmt: skip
# What short words that spell a listed name must be like.
_SHORT_ALIKE = 0.95
# What words must be like that spell a name far from what a summary rests on.
_FAR_ALIKE, _FAR_LISTED = 0.85, 0.93
# «أن», «إن» and «الآن» are no Ann, «آن» is.
_PARTICLES = frozenset({"أن", "إن", "ان", "أنّ", "إنّ", "الآن", "الان"})
# Kinds whose names Arabic says in many ways («الحربين العالميتين»).
_LOOSE = frozenset({"event", "place", "religion", "language", "people"})


@dataclass(frozen=True)
class Reading:
    """The names left over on both sides of a pair."""

    english: tuple[Left, ...]
    arabic: tuple[Left, ...]


@dataclass(frozen=True)
class _Source:
    """The Arabic that English names are looked for in.

    `known` are its words in Latin letters and those of agreed terms. Of a long text, `near` is the
    part that the English rests on: elsewhere only words that are very much alike are the same.
    """

    text: str
    known: frozenset[str]
    near: str | None = None

    def entities(self) -> frozenset[str]:
        """Return all that the text names; usual words are names only where they are near."""
        named = [one for one in gazetteer.in_arabic(self.text) if not _is_particle(one)]
        if self.near is None:
            return _entities(named)
        near = [one for one in gazetteer.in_arabic(self.near) if not _is_particle(one)]
        telling = [one for one in named if arabic.fold(one.text).text not in HOMOGRAPHS]
        return _entities((*telling, *near))

    def has(
        self, key: str, match: Match | None, acronym: bool = False, listed: bool = False
    ) -> bool:
        """Tell whether `match`, the best for a word in the text, is that word."""
        if match is None or not match.certain:
            return False
        if self.near is None or match.score >= (_FAR_LISTED if listed else _FAR_ALIKE):
            return True
        nearest = _best(key, self.near, acronym, listed)
        return nearest is not None and nearest.certain


@lru_cache(maxsize=256)
def read(
    arabic_text: str, english_text: str, terms: tuple[Term, ...] = (), near: str | None = None
) -> Reading:
    """Return the names of each text that the other does not account for.

    For a summary's sentence, `near` has the lines of the article that it rests on.
    """
    source = _Source(arabic_text, _agreed(arabic_text, terms) | latin_words(arabic_text), near)
    english = tuple(_english_left(source, english_text))
    if near is not None:
        return Reading(english, ())
    return Reading(english, tuple(missing(arabic_text, english_text, terms)))


def of(pair: Pair) -> Reading:
    """Return what is left over in a pair."""
    near = None
    if pair.is_summary:
        lines = pair.arabic.split("\n")
        near = "\n".join(lines[i] for i in pair.evidence if i < len(lines))
    return read(pair.arabic, pair.english, tuple(pair.context.terms), near)


def _agreed(text: str, terms: Sequence[Term]) -> frozenset[str]:
    """Return the English words that the glossary has for terms of an Arabic text."""
    found = TermIndex(terms).find(text) if terms else []
    return frozenset(word.key for one in found for word in english_words_of(one.term.english))


def _english_left(source: _Source, text: str) -> Iterator[Left]:
    entities = source.entities()
    dates = [moment.span for moment in moments(text)]
    mentions = gazetteer.in_english(text)
    words = name_words(text)[:_MAX_NAMES]
    for index, word in enumerate(words):
        mention = _over(mentions, word.span)
        if (mention and mention.entities & entities) or overlap_any(dates, word.span):
            continue
        if mention and not mention.weak:
            inside = [i for i, one in enumerate(words) if _over([mention], one.span)]
            if index == inside[0] and not (
                _spelled(mention, words, inside, source) or _is_said(mention, text, source.text)
            ):
                yield Left(mention.span, _is_certain(mention, word, entities), mention)
        elif mention and is_in_arabic(mention, source.text):
            continue
        elif not (word.ordinary or word.acronym) and not _accounted(words, index, source):
            evidence = weigh(word, words, _best(word.key, source.text))
            if evidence:
                yield Left(word.span, evidence is Evidence.STRONG)


def _is_certain(mention: Mention, word: NameWord, entities: frozenset[str]) -> bool:
    """Tell whether a known name that is not in the Arabic could not be said there otherwise."""
    if mention.kind in _LOOSE or word.key in TERMS:
        return False
    return not stand_for_each_other(mention, entities)


def _is_said(mention: Mention, text: str, arabic_text: str) -> bool:
    """Tell whether Arabic says a known name without spelling or naming it as such."""
    return (
        is_in_arabic(mention, arabic_text, direction_before(text, mention))
        or is_said(mention, arabic_text)
        or is_misspelled(mention, arabic_text)
        or is_of_money(mention, text)
    )


def _is_particle(mention: Mention) -> bool:
    return mention.text in _PARTICLES


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
    mention: Mention, words: Sequence[NameWord], inside: Sequence[int], source: _Source
) -> bool:
    """Tell whether Arabic words spell a known name, of which ordinary words may be translated."""
    telling = [index for index in inside if not words[index].ordinary]
    is_country = mention.kind == "country"
    found = (_is_spelled(words[index], source, is_country) for index in telling or inside)
    return all(found) if telling else any(found)


def _is_spelled(word: NameWord, source: _Source, is_country: bool) -> bool:
    """Tell whether Arabic spells a known name in a way that the gazetteer does not list.

    It lists the usual ones, so that an ordinary word which sounds alike is another word; and all
    of countries: Sudan is not South Sudan.
    """
    alone = _entities(gazetteer.in_english(word.key.title()))
    if _is_written(word.key, source.known):
        return True
    if not is_country and alone & (source.entities() | _named_alone(source.text)):
        return True
    match = _best(word.key, source.text, word.acronym, listed=True)
    if match is None or not source.has(word.key, match, word.acronym, True):
        return False
    if is_country and any(
        one.startswith("country:") for one in gazetteer.arabic_entities(match.form)
    ):
        return False
    return len(match.form) >= SHORTEST or match.score >= _SHORT_ALIKE


@lru_cache(maxsize=256)
def _named_alone(text: str) -> frozenset[str]:
    """Return what the words of longer names in an Arabic text name alone: Rafik in Rafik Hariri."""
    longer = (one.text for one in gazetteer.in_arabic(text) if " " in one.text)
    return _entities([one for name in longer for word in name.split() for one in _alone(word)])


@lru_cache(maxsize=4096)
def _alone(word: str) -> tuple[Mention, ...]:
    return gazetteer.in_arabic(word)


def _accounted(words: Sequence[NameWord], index: int, source: _Source) -> bool:
    """Tell whether the Arabic text has an English name word, alone or with its neighbours."""
    word = words[index]
    match = _best(word.key, source.text, word.acronym)
    if source.has(word.key, match, word.acronym) or _is_written(word.key, source.known):
        return True
    beside = (words[max(index - 1, 0) : index + 1], words[index : index + 2])
    pairs = (two for two in beside if len(two) > 1 and two[0].run == two[1].run)
    return not word.acronym and any(_is_spelled_as_one(two, source) for two in pairs)


def _is_written(key: str, known: frozenset[str]) -> bool:
    """Tell whether the Arabic has a word in Latin letters, a slip of the pen allowed."""
    if key in known:
        return True
    return len(key) > SHORTEST and any(
        OSA.distance(key, one, score_cutoff=1) <= 1 for one in known if len(one) > SHORTEST
    )


def _is_spelled_as_one(words: Sequence[NameWord], source: _Source) -> bool:
    key = "".join(word.key for word in words)
    return source.has(key, best(key, source.text))


def _best(key: str, text: str, acronym: bool = False, listed: bool = False) -> Match | None:
    """Return the best spelling of a word, or of what it is derived from."""
    match = best(key, text, acronym, listed)
    for ending in () if acronym else _ENDINGS:
        if match and match.certain:
            break
        if key.endswith(ending) and len(key) - len(ending) >= SHORTEST:
            shorter = best(key.removesuffix(ending), text, listed=listed)
            if shorter and (match is None or shorter.score > match.score):
                match = shorter
    return match
