"""The names of an Arabic text that its English lacks.

Known names are asked for by what they name. Of other words the odds are reckoned that they are
names nobody hears in the English: how foreign the word looks, what stands around it («مدينة»,
quotation marks, another such word), and how well any English word sounds like it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from summaries.checks import arabic
from summaries.checks.base import Span, Term, overlap_any
from summaries.checks.dates.arabic_moments import moments
from summaries.checks.glossary import TermIndex
from summaries.checks.names import gazetteer
from summaries.checks.names.arabic_names import CERTAIN, Spelling, latin_words, spellings
from summaries.checks.names.english_names import name_words
from summaries.checks.names.foreign_words import USUAL, foreignness, is_usual, letter_score
from summaries.checks.names.gazetteer import Mention
from summaries.checks.names.hearing import TELLING, English, Keys, hearing
from summaries.checks.names.left_names import Left
from summaries.checks.names.lexicon import is_arabic
from summaries.checks.names.longer_names import is_in_english
from summaries.checks.names.missing_words import HOMOGRAPHS, LETTERS, LOANWORDS, TITLES
from summaries.checks.names.named_things import missing_things
from summaries.engine.english import fold

# Sentences name few; more are a hostile text or a list, which is read up to here.
_MAX_NAMES = 200
_MAX_WORDS = 1000
_LATIN_NAME = re.compile("[A-Z][a-zà-ž]{3,}")
_SHORTEST = 3
# Kinds that English may say by an abbreviation that nothing else in the Arabic accounts for.
_ABBREVIATED = frozenset({"org", "demonym", "region"})
# Kinds whose names English says as often as Arabic does.
_COUNTED = frozenset({"country", "demonym", "city", "region", "person", "language"})
# Letters that most forms of a name share.
_ROOT = 5
# Log odds, fitted on parallel sentences from whose English names were taken.
_TITLED, _QUOTED, _KNOWN, _BESIDE, _ABBREVIATION = 1.6, 0.8, 3.0, 2.5, -1.5
_NAME_LIKE, _WORD_LIKE = (-6.0, 0.5), (-1.3, 0.55)
_LEAST = 0.0
_CURRENCY_WORD = 10
_CURRENCIES = frozenset(
    "دولار دينار درهم ريال جنيه ليره فرنك دولارا دينارا درهما ريالا جنيها".split()
)
# An ordinary English word must be this like an Arabic one to be it.
_SAME_WORD = 0.85


def missing(text: str, english_text: str, terms: Sequence[Term] = ()) -> Iterator[Left]:
    """Yield the names of an Arabic text that its English lacks, known ones first."""
    english = hearing(english_text)
    abbreviated = _has_unknown_abbreviation(text, english_text)
    agreed = [s for one in (TermIndex(terms).find(text) if terms else ()) for s in one.spans]
    # Months and «غرينتش» are the dates' and times' affair.
    agreed += [moment.span for moment in moments(text)]
    mentions = gazetteer.in_arabic(text)[:_MAX_NAMES]
    taken = list(agreed)
    for mention in mentions:
        heard = bool(_named(mention) & english.entities) or is_in_english(mention, english_text)
        heard = heard or _is_of_money(mention, text)
        if heard or not mention.weak:
            taken.append(mention.span)
        if heard or overlap_any(agreed, mention.span) or not _is_demanded(mention, abbreviated):
            continue
        if not _is_heard(mention, english.names):
            yield Left(mention.span, True, mention)
    weak = [mention.span for mention in mentions if mention.weak]
    yield from (
        Left(span, False) for span in _latin(text, english_text) if not overlap_any(agreed, span)
    )
    named = frozenset(entity for one in mentions if not one.weak for entity in one.entities)
    english = hearing(english_text, named)
    yield from _unknown(text, english, taken, weak, _ABBREVIATION if abbreviated else 0.0)
    if not abbreviated:
        yield from _said_again(mentions, english_text)
        # «العربية» in «الإمارات العربية المتحدة» is a part of that name.
        known = [*agreed, *(one.span for one in mentions if not one.weak)]
        spans = missing_things(text, english_text)
        yield from (Left(span, False) for span in spans if not overlap_any(known, span))


def _latin(text: str, english_text: str) -> Iterator[Span]:
    """Yield the capitalised words in Latin letters that English lacks: «تطبيق Foxtrix»."""
    written = fold(english_text).lower()
    for match in _LATIN_NAME.finditer(text):
        if fold(match[0]).lower() not in written:
            yield Span(*match.span())


def _said_again(mentions: Sequence[Mention], english_text: str) -> Iterator[Left]:
    """Yield the known names that the Arabic says more often than the English."""
    english = gazetteer.in_english(english_text)
    seen: list[frozenset[str]] = []
    for mention in mentions:
        if mention.weak or mention.kind not in _COUNTED or mention.entities in seen:
            continue
        seen.append(mention.entities)
        same = [one for one in mentions if not one.weak and one.entities & mention.entities]
        names = [one for one in english if (one.entities | one.within) & mention.entities]
        # "Cameroun" beside "Cameroons", "Ciscaucasus" beside "Caucasus".
        said = max([len(names), *(english_text.count(one.text[1:_ROOT]) for one in names)])
        if 0 < said < len(same):
            yield Left(same[-1].span, False, same[-1])


def _is_heard(mention: Mention, names: Keys) -> bool:
    """Tell whether English spells a known name, or the last word of a person's or a city's."""
    folded = arabic.fold(mention.text).text
    heard = [folded, *([folded.split()[-1]] if mention.kind in ("person", "city") else [])]
    return any(names.likeness(arabic.stems(one)) >= CERTAIN for one in heard)


def _is_of_money(mention: Mention, text: str) -> bool:
    """Tell whether an adjective only says whose currency it is: «درهم إماراتي»."""
    start = mention.span.start
    before = arabic.words(text[max(start - _CURRENCY_WORD, 0) : start])
    return mention.kind == "demonym" and bool(before) and before[-1].text in _CURRENCIES


def _named(mention: Mention) -> frozenset[str]:
    """Return what English may name for a mention: for «جنوب شرق آسيا» Asia, in the south-east."""
    return mention.entities | (mention.within if mention.kind == "region" else frozenset())


def _has_unknown_abbreviation(text: str, english_text: str) -> bool:
    """Tell whether English may say a name by letters that the Arabic does not have."""
    known, mentions = latin_words(text), gazetteer.in_english(english_text)
    entities = {entity for one in gazetteer.in_arabic(text) for entity in one.entities | one.within}
    named = [one.span for one in mentions if (one.entities | one.within) & entities]
    return any(
        word.acronym and not (word.ordinary or word.key in known or overlap_any(named, word.span))
        for word in name_words(english_text)
    )


def _is_demanded(mention: Mention, abbreviated: bool) -> bool:
    """Tell whether English must have the name: «عمر» is Omar and "age", «الآن» Alan and "now"."""
    if mention.weak or (abbreviated and mention.kind in _ABBREVIATED):
        return False
    words = arabic.fold(mention.text).text.split()
    if len(words) == 1 and words[0] in HOMOGRAPHS:
        return False
    if mention.kind == "name":
        return not is_arabic(words[0])
    if mention.kind in ("org", "people") and len(words) > 1:
        return any(foreignness(word) > USUAL / 2 for word in words)
    return True


@dataclass(frozen=True)
class _Suspect:
    """A word that may be a name, and the odds of that before what stands beside it counts."""

    spelling: Spelling
    odds: float
    letters: float


def _unknown(
    text: str, english: English, taken: Sequence[Span], weak: Sequence[Span], more: float
) -> Iterator[Left]:
    """Yield the words in no list that are likely names the English lacks."""
    found = list(_suspects(text, english, taken, weak, more))
    odds = {one.spelling.span.start: one.odds for one in found}
    for index, one in enumerate(found):
        beside = (*found[max(index - 1, 0) : index], *found[index + 1 : index + 2])
        likely = any(_are_adjacent(one, two) and two.odds + _BESIDE > _LEAST for two in beside)
        if odds[one.spelling.span.start] + (_BESIDE if likely else 0.0) > _LEAST:
            yield Left(one.spelling.span, False)


def _are_adjacent(first: _Suspect, second: _Suspect) -> bool:
    one, two = sorted((first.spelling.span, second.spelling.span))
    if two.start - one.end != 1:
        return False
    return min(first.letters, second.letters) > 0


def _suspects(
    text: str, english: English, taken: Sequence[Span], weak: Sequence[Span], more: float
) -> Iterator[_Suspect]:
    all_spellings = spellings(text)
    pairs = [one for one in all_spellings if one.words > 1]
    before = _befores(text)
    for spelling in [one for one in all_spellings if one.words == 1][:_MAX_WORDS]:
        word = arabic.fold(spelling.span.of(text)).text
        if len(word) < _SHORTEST or word in LETTERS or overlap_any(taken, spelling.span):
            continue
        if any(stem in LOANWORDS for stem in arabic.stems(word)):
            continue
        odds = foreignness(word) + more + before.get(spelling.span.start, 0.0)
        if overlap_any(weak, spelling.span) and not is_usual(word):
            odds += _KNOWN
        if odds + _BESIDE > _LEAST:
            heard = _unheard(spelling, pairs, english)
            if heard is not None and odds + heard + _BESIDE > _LEAST:
                yield _Suspect(spelling, odds + heard, letter_score(word))


def _befores(text: str) -> dict[int, float]:
    """Return by its place what the word or mark before a word says for its being a name."""
    found = {}
    given = {one.span.end for one in gazetteer.in_arabic(text) if _is_given_name(one)}
    for first, second in pairwise(arabic.words(text)):
        if first.span.end in given or any(stem in TITLES for stem in arabic.stems(first.text)):
            found[second.span.start] = _TITLED
        elif first.text in "\"“«”'(":
            found[second.span.start] = _QUOTED
    return found


def _is_given_name(mention: Mention) -> bool:
    """Tell whether a family name may follow: after «جون» and «ستيف», hardly after «على» Ali."""
    return mention.kind == "name" and letter_score(arabic.fold(mention.text).text) > 0


def _unheard(spelling: Spelling, pairs: Sequence[Spelling], english: English) -> float | None:
    """Return the log odds that English lacks a word, None if it is there."""
    whole = [form for form in arabic.stems(spelling.forms[0]) if len(form) >= TELLING]
    name, word = english.names.likeness(spelling.forms), english.words.likeness(whole)
    if name >= CERTAIN or word >= _SAME_WORD:
        return None
    span = spelling.span
    if any(
        one.span.start <= span.start
        and span.end <= one.span.end
        and english.names.likeness(one.forms) >= CERTAIN
        for one in pairs
    ):
        return None
    scored = ((name, *_NAME_LIKE), (word, *_WORD_LIKE))
    return sum(weight * max(likeness - least, 0.0) for likeness, weight, least in scored)
