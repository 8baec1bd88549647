"""Spelling: one Arabic name has one English spelling, in an article and from brief to brief."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest

from summaries.checks import arabic
from summaries.checks.base import Finding, Pair, Severity, Span, gettext_noop
from summaries.checks.names import gazetteer
from summaries.checks.names.arabic_names import best
from summaries.checks.names.english_names import NameWord, name_words
from summaries.engine.english import fold

# Similarity from which on two words are aligned without doubt, and letters they must have.
_CONFIDENT, _LONG_ENOUGH = 0.85, 4
# Endings that make another word of a name, not another spelling: Iraqi, Marxist, Syrians.
_ENDINGS = (
    "s",
    "n",
    "i",
    "an",
    "ian",
    "ist",
    "ism",
    "ns",
    "is",
    "ans",
    "ians",
    "ists",
    "ic",
    "ese",
    "er",
    "ers",
)
_TWO_WAYS = gettext_noop(
    "«%(arabic)s» is “%(english)s” here and “%(other)s” elsewhere in the article."
)
_PUBLISHED = gettext_noop("«%(arabic)s» is “%(english)s” here; published before as “%(other)s”.")


@dataclass(frozen=True)
class AlignedName:
    """A name as both texts write it; `key` is the same for all forms of the Arabic."""

    arabic: str
    key: str
    english: str
    arabic_span: Span
    english_span: Span


def key(arabic_name: str) -> str:
    """Return an Arabic name as it is compared: folded, no hyphens, no article."""
    parts = (word.text for word in arabic.words(arabic_name) if word.text[0].isalpha())
    return " ".join(part.removeprefix("ال") if len(part) > _LONG_ENOUGH else part for part in parts)


@lru_cache(maxsize=512)
def _aligned(arabic_text: str, english_text: str) -> tuple[AlignedName, ...]:
    words = name_words(english_text)
    lasts = (
        word
        for word, following in zip_longest(words, words[1:])
        if following is None or following.run != word.run
    )
    found = (_align(word, arabic_text, english_text) for word in lasts)
    return tuple(one for one in found if one)


def aligned(pair: Pair) -> list[AlignedName]:
    """Return the names that both texts of a pair certainly have, each by its last word.

    Family names stand for whole names: different people share given names, in various spellings.
    """
    return list(_aligned(pair.arabic, pair.english))


def _align(word: NameWord, arabic_text: str, english_text: str) -> AlignedName | None:
    if word.ordinary or word.acronym or len(word.key) < _LONG_ENOUGH:
        return None
    match = best(word.key, arabic_text)
    if match is None or match.score < _CONFIDENT or match.spelling.words > 1:
        return None
    whole = arabic.fold(match.spelling.span.of(arabic_text)).text
    form = match.form
    if len(form) < _LONG_ENOUGH or not whole.endswith(form):
        return None
    places = arabic.fold(arabic_text).places
    start = places[places.index(match.spelling.span.start) + len(whole) - len(form)]
    span = Span(start, match.spelling.span.end)
    return AlignedName(span.of(arabic_text), key(form), word.span.of(english_text), span, word.span)


class Spelling:
    """An Arabic name whose English is spelled otherwise in the article, or was published so."""

    name = "spelling"
    title = gettext_noop("Spelling of names")
    severity = Severity.WARNING

    def find_all(self, pairs: Sequence[Pair]) -> Iterator[tuple[int, Finding]]:
        """Yield `(index of the pair, finding)` for each spelling that should be another one."""
        places = [(index, one) for index, pair in enumerate(pairs) for one in aligned(pair)]
        uses: dict[str, Counter[str]] = defaultdict(Counter)
        for _index, one in places:
            uses[one.key][one.english] += 1
        for index, one in places:
            published = pairs[index].context.spellings.get(one.key)
            usual = _usual(uses[one.key])
            if published and _differ(one.english, published):
                yield index, self._finding(one, published, _PUBLISHED)
            elif not published and _differ(one.english, usual):
                yield index, self._finding(one, usual, _TWO_WAYS)

    def _finding(self, one: AlignedName, right: str, template: str) -> Finding:
        values = {"arabic": one.arabic, "english": one.english, "other": right}
        spans = (one.english_span,), (one.arabic_span,)
        return Finding(self.name, self.severity, template, values, *spans, right)


def _usual(uses: Counter[str]) -> str:
    """Return the spelling to keep: one that is known, of several the most frequent, the first."""
    known = [word for word in uses if gazetteer.in_english(word)]
    return max(known or uses, key=lambda word: uses[word])


def _name_others(first: str, second: str) -> bool:
    """Tell whether both words are known, for different things: "Tunis" and "Tunisia"."""
    one, other = (
        frozenset(entity for mention in gazetteer.in_english(word) for entity in mention.entities)
        for word in (first, second)
    )
    return bool(one and other and not one & other)


def _differ(first: str, second: str) -> bool:
    """Tell whether two English words are spellings of one name, and not the same one."""
    short, long = sorted((fold(first).lower(), fold(second).lower()), key=len)
    if _name_others(first, second):
        return False
    bases = {short, short.rstrip("aey")}
    return short != long and not any(long == base + end for base in bases for end in _ENDINGS)
