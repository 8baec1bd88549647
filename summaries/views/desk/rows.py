"""The aligned sentences of an article and the summary over them, as the desk's pages show them."""

from dataclasses import dataclass, field

from django.db.models import Count, Prefetch

from summaries.models import Brief, Evidence, Segment, SummarySentence
from summaries.services.seen import Seen
from summaries.services.segments import numbered


@dataclass
class SegmentRow:
    """One aligned pair. `number` is what evidence chips say: "H" for the headline, then 1, 2, …"""

    segment: Segment
    number: str
    starts_paragraph: bool
    can_join: bool = False
    lit: bool = False
    is_open: bool = False
    comments: int = 0
    # What was found in it, and what is underlined: in its texts, and where the summary quotes it.
    found: list = field(default_factory=list)
    english_marks: list = field(default_factory=list)
    arabic_marks: list = field(default_factory=list)
    quoted_marks: list = field(default_factory=list)

    @property
    def anchor(self) -> str:
        """Return the row's id on the page."""
        return f"segment-{self.number}"


@dataclass
class SentenceRow:
    """One summary sentence with the rows it rests on, in source order, and its Arabic if known."""

    sentence: SummarySentence
    number: int
    evidence: list[SegmentRow] = field(default_factory=list)
    lit: bool = False
    found: list = field(default_factory=list)
    english_marks: list = field(default_factory=list)
    # How many readers say that it is wrong, and wait for a decision.
    reports: int = 0

    @property
    def anchor(self) -> str:
        """Return the sentence's id on the page."""
        return f"sentence-{self.number}"


def segment_rows(brief: Brief) -> list[SegmentRow]:
    """Number the article's sentences, mark where a paragraph starts and which can be joined."""
    rows: list[SegmentRow] = []
    for segment, number in numbered(brief.article.segments.all()):
        goes_on = bool(rows) and rows[-1].segment.line == segment.line
        if goes_on:
            before = rows[-1].segment
            rows[-1].can_join = bool(before.translated_at and segment.translated_at)
        rows.append(SegmentRow(segment, number, starts_paragraph=not goes_on))
    return rows


def sentence_rows(brief: Brief, rows: list[SegmentRow], chosen: str) -> list[SentenceRow]:
    """Join the current summary to the rows under it; `chosen` (a number) lights one sentence."""
    if brief.current is None:
        return []
    by_segment = {row.segment.pk: row for row in rows}
    links = Prefetch("evidence", Evidence.objects.order_by("segment__line", "segment__sentence"))
    result = []
    for number, sentence in enumerate(brief.current.sentences.prefetch_related(links), start=1):
        # Read after the rows: a link to a sentence that was divided off since then is left out.
        linked = (by_segment.get(link.segment_id) for link in sentence.evidence.all())
        found = [row for row in linked if row]
        row = SentenceRow(sentence, number, found, lit=chosen == str(number))
        for evidence in found if row.lit else ():
            evidence.lit = True
        result.append(row)
    return result


def arabic_rows(brief: Brief, rows: list[SegmentRow]) -> list[tuple[str, SegmentRow | None]]:
    """Pair each paragraph of the Arabic summary with the sentence it quotes, if any."""
    if brief.current is None:
        return []
    by_text = {row.segment.arabic: row for row in rows}
    return [(text, by_text.get(text)) for text in brief.current.arabic_paragraphs]


def in_pairs(sentences: list[SentenceRow], arabic: list[tuple[str, SegmentRow | None]]) -> bool:
    """Say whether every Arabic paragraph quotes the evidence of the sentence at its place."""
    return len(sentences) == len(arabic) and all(
        quoted in row.evidence for row, (_text, quoted) in zip(sentences, arabic, strict=True)
    )


def count_comments(rows: list[SegmentRow], brief: Brief) -> None:
    """Tell each row how many open comments it has."""
    waiting = brief.comments.filter(resolved_at=None).order_by()
    counts = dict(waiting.values_list("segment").annotate(Count("pk")))
    for row in rows:
        row.comments = counts.get(row.segment.pk, 0)


def open_row(rows: list[SegmentRow], number: str) -> SegmentRow | None:
    """Open the row called `number` for editing; None where it does not exist or waits."""
    row = next((row for row in rows if row.number == number), None)
    if row is None or row.segment.translated_at is None:
        return None
    row.is_open = True
    return row


def review_context(brief: Brief, rows: list[SegmentRow]) -> dict:
    """Return how far the review is: what is approved, what remains, what needs a look.

    `seen` is what forms that decide on more than one sentence send along.
    """
    translated = [row for row in rows if row.segment.translated_at and row.segment.english]
    waiting = [row for row in translated if row.segment.approved_at is None]
    return {
        "seen": Seen.of(brief.current, (row.segment for row in rows)),
        "approved": len(translated) - len(waiting),
        "approvable": sum(not row.found for row in waiting),
        "held_back": sum(bool(row.found) for row in waiting),
        "in_all": len(rows),
        "unapproved": len(rows) - len(translated) + len(waiting),
    }
