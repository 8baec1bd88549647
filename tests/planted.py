"""Fidelity checks for tests: they find the words that they are told to, whatever the Arabic."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from summaries.checks.base import Finding, Pair, Severity, Span


@dataclass(frozen=True)
class Planted:
    """Finds `words` in English, each time; and those of `arabic` where they are not "".

    `words` maps English words to the fix, or None.
    """

    words: dict[str, str | None]
    name: str = "number"
    severity: Severity = Severity.BLOCKING
    title: str = "Numbers"
    arabic: str = ""
    calls: list[Pair] = field(default_factory=list)

    def find(self, pair: Pair) -> Iterator[Finding]:
        """Yield a finding for each place of each word."""
        self.calls.append(pair)
        arabic = _places(self.arabic, pair.arabic)[:1]
        for words, fix in self.words.items():
            for span in _places(words, pair.english):
                values = {"english": words}
                message = "“%(english)s” is planted."
                yield Finding(
                    self.name, self.severity, message, values, (span,), tuple(arabic), fix
                )


@dataclass(frozen=True)
class Twice:
    """Finds, across an article, a word that stands in more than one sentence."""

    word: str
    name: str = "spelling"
    severity: Severity = Severity.WARNING
    title: str = "Spelling"

    def find_all(self, pairs: Sequence[Pair]) -> Iterator[tuple[int, Finding]]:
        """Yield a finding for the word's first place in each of the sentences."""
        places = [_places(self.word, pair.english) for pair in pairs]
        having = [number for number, spans in enumerate(places) if spans]
        for number in having if len(having) > 1 else ():
            yield number, Finding(self.name, self.severity, "Twice.", {}, (places[number][0],))


def _places(words: str, text: str) -> list[Span]:
    starts = [n for n in range(len(text)) if words and text.startswith(words, n)]
    return [Span(start, start + len(words)) for start in starts]
