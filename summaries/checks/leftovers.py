"""Translations that are missing, are the Arabic itself, or still have Arabic words in them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from summaries.checks.base import Finding, Pair, Severity, Span, gettext_noop
from summaries.engine.degenerate import find_flags
from summaries.engine.types import Flag

# Letters only: Arabic digits and marks alone are no words. Runs may hold marks and spaces.
_LETTER = (
    "\u0620-\u063f\u0641-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc"
)
_INNER = "\u0610-\u061a\u0640\u064b-\u0669"
_WORD = rf"[{_LETTER}][{_LETTER}{_INNER}]*"
_ARABIC = re.compile(rf"{_WORD}(?:[ ،,-]{{1,3}}{_WORD})*")
_ANY_WORD = re.compile(r"[^\W_]")


class Empty:
    """The Arabic says something and the English nothing."""

    name = "empty"
    title = gettext_noop("Missing translation")
    severity = Severity.BLOCKING

    def find(self, pair: Pair) -> Iterator[Finding]:
        """Yield one finding for English without a single word."""
        if pair.is_summary or _ANY_WORD.search(pair.english) or not _ANY_WORD.search(pair.arabic):
            return
        yield Finding(
            self.name,
            self.severity,
            gettext_noop("This sentence has no English yet."),
            arabic=(Span(0, len(pair.arabic)),),
        )


class Copied:
    """The English is the Arabic source, or a large part of it."""

    name = "copied"
    title = gettext_noop("Arabic copied")
    severity = Severity.BLOCKING

    def find(self, pair: Pair) -> Iterator[Finding]:
        """Yield one finding that marks every Arabic word of the English."""
        if is_copied(pair):
            yield Finding(
                self.name,
                self.severity,
                gettext_noop("The English is mostly Arabic: it was copied, not translated."),
                english=tuple(_arabic_words(pair.english)),
            )


class Untranslated:
    """Single Arabic words stand in the English."""

    name = "untranslated"
    title = gettext_noop("Arabic left in the English")
    severity = Severity.BLOCKING

    def find(self, pair: Pair) -> Iterator[Finding]:
        """Yield a finding for each run of Arabic words, with its place in the source if it is."""
        if is_copied(pair):
            return
        for span in _arabic_words(pair.english):
            words = span.of(pair.english)
            place = pair.arabic.find(words)
            yield Finding(
                self.name,
                self.severity,
                gettext_noop("“%(arabic)s” was left in Arabic."),
                {"arabic": words},
                english=(span,),
                arabic=(Span(place, place + len(words)),) if place >= 0 else (),
            )


def is_copied(pair: Pair) -> bool:
    """Tell whether so much of the English is Arabic that it was not translated at all."""
    return Flag.SOURCE_COPIED in find_flags(pair.arabic, pair.english)


def _arabic_words(text: str) -> Iterator[Span]:
    return (Span(*match.span()) for match in _ARABIC.finditer(text))
