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
        self._root = _Node()
        for term in terms:
            asked = [_in_one_case(word.text) for word in words(term.arabic)]
            node = self._root
            for word in asked:
                node = node.after.setdefault(word, _Node())
            if asked:
                node.terms.append(term)

    def find(self, arabic: str) -> list[Found]:
        """Return the terms of a text, in the order in which they first appear."""
        spans: dict[Term, list[Span]] = defaultdict(list)
        for span, found in self._outermost(arabic):
            for term in found:
                spans[term].append(span)
        return [Found(term, tuple(places)) for term, places in spans.items()]

    def _outermost(self, arabic: str) -> Iterator[tuple[Span, list[Term]]]:
        """Yield matches in the order of the text, but for those within another."""
        reach = 0
        for span, terms in self._longest(arabic):
            if span.end > reach:
                reach = span.end
                yield span, terms

    def _longest(self, arabic: str) -> Iterator[tuple[Span, list[Term]]]:
        """Yield for each word that terms begin with the longest of them."""
        text = words(arabic)
        later = _Later(text, arabic)
        for number, word in enumerate(text):
            last, found = number, []
            forms = _forms(word, arabic, stems(word.text))
            for at, nodes in enumerate(self._steps(forms, later, number), number):
                if terms := [term for node in nodes for term in node.terms]:
                    last, found = at, terms
            if found:
                yield Span(word.span.start, text[last].span.end), found

    def _steps(self, forms: set[str], later: _Later, number: int) -> Iterator[list[_Node]]:
        """Yield where one is after each word from `number` on, as far as terms go."""
        nodes = _next([self._root], forms)
        while nodes:
            yield nodes
            number += 1
            nodes = _next(nodes, later.forms(number)) if any(n.after for n in nodes) else []


class _Node:
    """Where one is after some words of terms: which terms end here, and which words go on."""

    def __init__(self) -> None:
        self.terms: list[Term] = []
        self.after: dict[str, _Node] = {}


class _Later:
    """How terms may write the words of a text that are not their first, each looked at once."""

    def __init__(self, text: Sequence[Word], arabic: str) -> None:
        self._text, self._arabic = text, arabic
        self._known: dict[int, set[str]] = {}

    def forms(self, number: int) -> set[str]:
        """Return the forms of a word by its number; none after the last."""
        if number not in self._known and number < len(self._text):
            word = self._text[number]
            plain = (word.text, word.text.removeprefix("ال"))
            self._known[number] = _forms(word, self._arabic, plain)
        return self._known.get(number, set())


def _next(nodes: Sequence[_Node], forms: set[str]) -> list[_Node]:
    return [node.after[form] for node in nodes for form in forms if form in node.after]


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
