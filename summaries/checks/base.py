"""What every fidelity check works with: the texts compared, where a finding stands, what it says.

A check compares Arabic with the English made of it and yields findings. It never changes a text and
knows neither the database nor the desk.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Protocol


class Severity(StrEnum):
    """Whether a finding stops publication until a person decided, or asks for a look."""

    BLOCKING = "blocking"
    WARNING = "warning"


@dataclass(frozen=True, order=True)
class Span:
    """A stretch of a text: characters `start` up to, not including, `end` (Python indexes)."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the characters of `text` under this span."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Tell whether two spans of one text share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class Finding:
    """One thing that seems wrong with the English, at the exact words, in plain language.

    `template` is an English sentence with `%(name)s` placeholders, marked with `gettext_noop` where
    it is written so that it can be translated; `values` fills it. `fix` is what should stand at the
    first English span, where that is known for certain.
    """

    check: str
    severity: Severity
    template: str
    values: Mapping[str, str] = field(default_factory=dict)
    english: tuple[Span, ...] = ()
    arabic: tuple[Span, ...] = ()
    fix: str | None = None

    @property
    def message(self) -> str:
        """The sentence with its values, in English."""
        return self.template % self.values if self.values else self.template

    def as_dict(self) -> dict[str, Any]:
        """Return what `python -m summaries.checks` prints of it."""
        return {
            "check": self.check,
            "severity": str(self.severity),
            "spans": {
                "ar": [[span.start, span.end] for span in self.arabic],
                "en": [[span.start, span.end] for span in self.english],
            },
            "message": self.message,
            "fix": self.fix,
        }


@dataclass(frozen=True)
class Term:
    """An agreed English for an Arabic term, and the variants that are not wanted for it."""

    arabic: str
    english: str
    forbidden: tuple[str, ...] = ()


@dataclass(frozen=True)
class Context:
    """What is known besides the two texts.

    `date` is the article's date, which relative dates count from. `terms` is the glossary.
    `spellings` maps the key of an Arabic name (`names.key`) to the English that was published.
    """

    date: date | None = None
    terms: tuple[Term, ...] = ()
    spellings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Pair:
    """An Arabic text and the English that says the same, or with `is_summary` a part of it.

    Of a summary sentence, `arabic` is the whole article, one sentence a line: its English may leave
    out anything but must not add. `source_english` is then the article's English, one sentence a
    line, and `evidence` the lines it rests on.
    """

    arabic: str
    english: str
    context: Context = Context()
    is_summary: bool = False
    source_english: str = ""
    evidence: tuple[int, ...] = ()


class Check(Protocol):
    """One topic's rule. `name` is its setting's name, `title` its heading on the desk."""

    name: str
    title: str
    severity: Severity

    def find(self, pair: Pair) -> Iterator[Finding]:
        """Yield what is wrong with the English of one pair."""
        ...


class ArticleCheck(Protocol):
    """A rule that looks at all sentences of an article together."""

    name: str
    title: str
    severity: Severity

    def find_all(self, pairs: Sequence[Pair]) -> Iterator[tuple[int, Finding]]:
        """Yield `(index of the pair, finding)`."""
        ...


def gettext_noop(text: str) -> str:
    """Mark a text for translation and return it as it is (the checks speak English)."""
    return text


def overlap_any(spans: Iterable[Span], span: Span) -> bool:
    """Tell whether any of some spans has a part of `span`."""
    return any(one.overlaps(span) for one in spans)


def blanked(text: str, spans: Sequence[Span], filler: str = " ") -> str:
    """Return `text` of the same length with the characters under `spans` blanked out."""
    letters = list(text)
    for span in spans:
        letters[span.start : span.end] = filler * (span.end - span.start)
    return "".join(letters)
