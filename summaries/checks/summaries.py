"""What only a summary can get wrong: claims without evidence, and quotations nobody said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from summaries.checks.base import Finding, Pair, Severity, Span, gettext_noop
from summaries.engine.english import fold

_QUOTED = re.compile(
    r"[“«\"]([^“”«»\"]{1,600})[”»\"]|(?<!\w)[‘']((?:[^‘’'\n]|['’](?=\w)){8,600})[’'](?!\w)"
)
_NO_WORD = re.compile(r"[\W_]+")


class Evidence:
    """A summary sentence that rests on no sentence of the article."""

    name = "evidence"
    title = gettext_noop("Evidence")
    severity = Severity.WARNING

    def find(self, pair: Pair) -> Iterator[Finding]:
        """Yield one finding for a summary sentence without evidence."""
        if pair.is_summary and pair.english.strip() and not pair.evidence:
            yield Finding(
                self.name,
                self.severity,
                gettext_noop("No sentence of the article was found that says this."),
                english=(Span(0, len(pair.english.rstrip())),),
            )


class Quotation:
    """A summary quotes words that the English article does not have."""

    name = "quotation"
    title = gettext_noop("Quotation")
    severity = Severity.BLOCKING

    def find(self, pair: Pair) -> Iterator[Finding]:
        """Yield a finding for each quotation that is not word for word in the article."""
        if not pair.is_summary:
            return
        source = _bare(pair.source_english)
        for match in _QUOTED.finditer(pair.english):
            words = match[1] or match[2]
            if f" {_bare(words).strip()} " not in source:
                yield Finding(
                    self.name,
                    self.severity,
                    gettext_noop("The article does not have these words: “%(english)s”."),
                    {"english": words},
                    english=(Span(*match.span(1 if match[1] else 2)),),
                )


@lru_cache(maxsize=64)
def _bare(text: str) -> str:
    """Return the words of a text in lower case with one space around each, without marks."""
    return f" {_NO_WORD.sub(' ', fold(text).lower()).strip()} "
