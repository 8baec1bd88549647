"""The records that cross the engine's boundary, and the protocols of its models.

Everything here is frozen: a result is made once, carries where it came from, and is never edited.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, Protocol, runtime_checkable


@dataclass(frozen=True)
class Provenance:
    """Which model, in which revision and with which settings, wrote a text.

    `quality` is the registry's measured quality in words ("13.9 BLEU on FLORES dev"), `stand_in`
    says that the model is a trial replacement and its text needs that label.
    """

    model: str
    revision: str
    engine: str
    decoding: str = ""
    quality: str = ""
    stand_in: bool = False

    def as_dict(self) -> dict[str, Any]:
        """Return a plain dict, for JSON columns and `--json` output."""
        return asdict(self)


class LineRole(StrEnum):
    """Why a pasted line is not part of the article's body."""

    KICKER = "kicker"
    AGENCY = "agency"
    TEASER = "teaser"
    FOOTER = "footer"


@dataclass(frozen=True)
class RemovedLine:
    """A line set aside by the cleaner; `line` is its 0-based number in the pasted text."""

    line: int
    text: str
    role: LineRole


class SegmentKind(StrEnum):
    """Whether a segment is the headline or a sentence of the body."""

    HEADLINE = "headline"
    BODY = "body"


@dataclass(frozen=True, order=True)
class SourceSegment:
    """One Arabic sentence. Segments order by (line, sentence); one line is one paragraph.

    `text` keeps tashkeel and tatweel as the outlet wrote them; only the model's input is stripped.
    """

    line: int
    sentence: int
    text: str
    kind: SegmentKind = SegmentKind.BODY


@dataclass(frozen=True)
class CleanArticle:
    """A pasted text taken apart: headline, sentences, and everything that was set aside.

    `segments` starts with the headline when there is one. `notices` tells the editor, in plain
    words, what was changed in the text itself (for example how many bidi controls were removed).
    """

    headline: str
    segments: tuple[SourceSegment, ...]
    removed: tuple[RemovedLine, ...] = ()
    notices: tuple[str, ...] = ()


class Flag(StrEnum):
    """What is visibly wrong with a machine translation after every retry."""

    EMPTY = "empty"
    REPETITION = "repetition"
    SOURCE_COPIED = "source_copied"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    CUT_OFF = "cut_off"


@dataclass(frozen=True)
class Translation:
    """One English sentence, with the flags that remained after the retries.

    `score` is the mean log-probability per target token where the engine gives one.
    """

    text: str
    provenance: Provenance
    score: float | None = None
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True)
class Dropped:
    """A candidate summary sentence the factual guard refused, and the words that gave it away."""

    text: str
    invented: tuple[str, ...]


@dataclass(frozen=True)
class Summary:
    """Two to four English sentences and a headline, every one of them past the factual guard.

    `extracted` is true when no generated sentence survived and source sentences stand in for them.
    """

    sentences: tuple[str, ...]
    headline: str
    provenance: Provenance
    dropped: tuple[Dropped, ...] = ()
    candidates: int = 0
    extracted: bool = False


@dataclass(frozen=True)
class EvidenceLink:
    """A summary sentence rests on segment number `segment` (index into the article's segments)."""

    segment: int
    score: float


@dataclass(frozen=True)
class SentenceEvidence:
    """All evidence of one summary sentence, best first. `score` (0..1) is the joint support."""

    links: tuple[EvidenceLink, ...]
    score: float
    supported: bool


@dataclass(frozen=True)
class DraftResult:
    """The whole main job's result: what `manage.py draft` prints and drafting stores."""

    article: CleanArticle
    translations: tuple[Translation, ...]
    summary: Summary
    evidence: tuple[SentenceEvidence, ...]
    arabic_summary: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Wish:
    """What a term asks of an English sentence: its agreed wording, and those to avoid."""

    english: str
    forbidden: tuple[str, ...] = ()


# The wishes for sentences that have any, by their index.
Wishes = Mapping[int, Sequence[Wish]]


@runtime_checkable
class Translator(Protocol):
    """Arabic sentences to English ones."""

    provenance: Provenance

    def translate(
        self, sentences: Sequence[str], wishes: Wishes | None = None
    ) -> Iterator[tuple[int, Translation]]:
        """Yield `(index, translation)` once for every sentence, batch by batch, in any order.

        Of the candidates that a model makes anyway, a sentence with `wishes` gets the one that
        meets most of them, if it is nearly as probable as the best. Lazily: the caller stores each
        result as it comes and stops iterating to cancel. Raises TranslationFailed or
        ModelUnavailable.
        """
        ...

    def alternatives(self, sentence: str, count: int) -> list[Translation]:
        """Return up to `count` different translations of one sentence, best first.

        They differ in more than case and white space, and none of them is flagged; what `translate`
        gives is one of them as a rule. Raises TranslationFailed or ModelUnavailable.
        """
        ...


@runtime_checkable
class SummaryModel(Protocol):
    """Writes candidate summaries; choosing among them is `summarizer.summarize`'s work."""

    provenance: Provenance
    max_source_tokens: int

    def count_tokens(self, text: str) -> int:
        """Return how many tokens of the model's context `text` takes."""
        ...

    def summaries(self, text: str, count: int) -> list[str]:
        """Return up to `count` different candidate summaries of an English text, best first."""
        ...

    def headlines(self, text: str, count: int) -> list[str]:
        """Return up to `count` candidate headlines for an English text, best first."""
        ...
