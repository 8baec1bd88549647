"""Glossary terms: where an Arabic text uses one, and whether its English keeps to the agreement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from summaries.checks.arabic import Word, stems, words
from summaries.checks.base import Finding, Pair, Severity, Span, Term, gettext_noop
from summaries.engine.terms import Place, corrected, is_met, unwanted
from summaries.engine.types import Wish

# Two letters left of a word without its «و» or «ال» are some other word's, as in «وليد».
SHORTEST_STEM = 3
_UNWANTED = gettext_noop(
    "The glossary has “%(agreed)s” for «%(arabic)s»; the English says “%(english)s”."
)
_MISSING = gettext_noop("The glossary has “%(agreed)s” for «%(arabic)s»; the English lacks it.")


@dataclass(frozen=True)
class Found:
    """A term that an Arabic text uses, and where."""

    term: Term
    spans: tuple[Span, ...]


class TermIndex:
    """Finds many terms in an Arabic text, in time that hardly grows with their number.

    A term is found with «و», «ب», «ل» and their like before it, with or without «ال» (one that has
    it is found with it only), in nominative and accusative. Inside a longer term it is none.
    """

    def __init__(self, terms: Sequence[Term]) -> None:
        self._by_first: dict[str, list[tuple[list[str], Term]]] = defaultdict(list)
        for term in terms:
            asked = [_in_one_case(word.text) for word in words(term.arabic)]
            if asked:
                self._by_first[asked[0]].append((asked, term))

    def find(self, arabic: str) -> list[Found]:
        """Return the terms of a text, in the order in which they first appear."""
        spans: dict[Term, list[Span]] = defaultdict(list)
        for span, term in self._outermost(arabic):
            spans[term].append(span)
        return [Found(term, tuple(places)) for term, places in spans.items()]

    def _outermost(self, arabic: str) -> list[tuple[Span, Term]]:
        kept: list[tuple[Span, Term]] = []
        longest_first = sorted(
            self._matches(arabic), key=lambda match: match[0].start - match[0].end
        )
        for span, term in longest_first:
            inside = (o.start <= span.start and span.end <= o.end and o != span for o, _t in kept)
            if not any(inside):
                kept.append((span, term))
        return sorted(kept, key=lambda match: match[0])

    def _matches(self, arabic: str) -> Iterator[tuple[Span, Term]]:
        text = words(arabic)
        for number, word in enumerate(text):
            for form in _forms(word, arabic, stems(word.text)):
                for asked, term in self._by_first.get(form, ()):
                    rest = text[number : number + len(asked)]
                    if _continues(asked[1:], rest[1:], arabic):
                        yield Span(word.span.start, rest[-1].span.end), term


def _continues(asked: Sequence[str], rest: Sequence[Word], arabic: str) -> bool:
    return len(asked) == len(rest) and all(
        want in _forms(word, arabic, (word.text, word.text.removeprefix("ال")))
        for want, word in zip(asked, rest, strict=True)
    )


def _forms(word: Word, arabic: str, found: Sequence[str]) -> set[str]:
    """Return how a term may be written that is meant by this word of a text."""
    forms = {_in_one_case(f) for f in found if f == word.text or len(f) >= SHORTEST_STEM}
    if word.text.endswith("ا") and "\u064b" in word.span.of(arabic)[-2:]:
        forms |= {form[:-1] for form in forms}
    return forms


def _in_one_case(word: str) -> str:
    """Return a sound masculine plural as it is written after prepositions: «ين» for «ون»."""
    return f"{word[:-2]}ين" if len(word) > 4 and word.endswith("ون") else word


@lru_cache(maxsize=64)
def _index(terms: tuple[Term, ...]) -> TermIndex:
    return TermIndex(terms)


@lru_cache(maxsize=256)
def found_in(arabic: str, terms: tuple[Term, ...]) -> tuple[Found, ...]:
    """Return which of a few terms an Arabic text uses; an article is read once for its summary."""
    return tuple(_index(terms).find(arabic))


def wish(term: Term) -> Wish:
    """Return what a term asks of English."""
    return Wish(term.english, term.forbidden)


class Glossary:
    """An agreed wording that the English does not use, or one to avoid that it does."""

    name = "glossary"
    title = gettext_noop("Glossary")
    severity = Severity.WARNING

    def find(self, pair: Pair) -> Iterator[Finding]:
        """Yield a finding for each wording to avoid, or one where the agreed wording is missing."""
        if not pair.context.terms:
            return
        for found in found_in(pair.arabic, pair.context.terms):
            asked = wish(found.term)
            wrong = list(unwanted(asked, pair.english))
            yield from (self._unwanted(pair, found, *one) for one in wrong)
            if not wrong and not pair.is_summary and not is_met(asked, pair.english):
                yield self._finding(pair, found, _MISSING, {}, (), None)

    def _unwanted(self, pair: Pair, found: Found, wording: str, place: Place) -> Finding:
        agreed = found.term.english
        place, fix = corrected(pair.english, place, wording, agreed)
        span = Span(place.start, place.end)
        return self._finding(
            pair, found, _UNWANTED, {"english": span.of(pair.english)}, (span,), fix
        )

    def _finding(self, pair, found: Found, template, values, english, fix) -> Finding:
        arabic = found.spans[0].of(pair.arabic)
        values = {"agreed": found.term.english, "arabic": arabic, **values}
        return Finding(self.name, self.severity, template, values, english, found.spans[:1], fix)
