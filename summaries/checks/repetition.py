"""Words that a model said over and over."""

from __future__ import annotations

from collections.abc import Iterator

from summaries.checks.base import Finding, Pair, Severity, Span, gettext_noop
from summaries.engine.degenerate import looping


class Repetition:
    """A phrase stands three times in a row (a word: four), and does not in the Arabic."""

    name = "repetition"
    title = gettext_noop("Repeated words")
    severity = Severity.BLOCKING

    def find(self, pair: Pair) -> Iterator[Finding]:
        """Yield one finding that marks the loop."""
        loop = looping(pair.english)
        if loop is None or (not pair.is_summary and looping(pair.arabic)):
            return
        span = Span(*loop)
        yield Finding(
            self.name,
            self.severity,
            gettext_noop("The English repeats itself: “%(english)s”."),
            {"english": _shortened(span.of(pair.english))},
            english=(span,),
        )


def _shortened(text: str, most: int = 60) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
