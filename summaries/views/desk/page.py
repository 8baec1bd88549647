"""What the brief's desk page shows, gathered in a fixed number of queries."""

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render

from summaries.forms.reasons import CorrectionForm, PublishForm, ReasonForm
from summaries.models import Brief, Event, Evidence, Job, RemovedLine, Segment, SummarySentence
from summaries.services.accounts import roles_of
from summaries.services.publishing import uses_stand_in
from summaries.workflow import LIVE, UNPUBLISHED, Action, Status, actions_for

STAGES = list(Job.Stage)
_UNFINISHED = UNPUBLISHED | {Status.DRAFTING}


@dataclass
class SegmentRow:
    """One aligned pair. `number` is what evidence chips say: "H" for the headline, then 1, 2, …"""

    segment: Segment
    number: str
    starts_paragraph: bool
    lit: bool = False


@dataclass
class SentenceRow:
    """One summary sentence with the rows it rests on, in source order."""

    sentence: SummarySentence
    number: int
    evidence: list[SegmentRow] = field(default_factory=list)
    lit: bool = False


def desk_brief(pk: int) -> Brief:
    """Return a brief with what every desk page names, or raise Http404."""
    related = ("article__source", "article__taken_in_by", "current__author", "live", "owner")
    briefs = Brief.objects.select_related(*related).prefetch_related("article__segments")
    return get_object_or_404(briefs, pk=pk)


def render_brief(request, brief: Brief, *, bound: dict | None = None, status: int = 200):
    """Render the desk page; `bound` holds a refused form under its action's name."""
    rows = segment_rows(brief)
    sentences = sentence_rows(brief, rows, request.GET.get("sentence", ""))
    job = brief.jobs.first()
    events = list(brief.events.select_related("actor"))
    context = {
        "brief": brief,
        "rows": rows,
        "sentences": sentences,
        "chosen": next((row for row in sentences if row.lit), None),
        "arabic_summary": arabic_rows(brief, rows),
        "removed": brief.article.removed_lines.filter(restored_at=None),
        "events": events,
        "returned": _returned(brief, events),
        "corrections": brief.corrections.all(),
        "actions": actions_for(brief.status, roles_of(request.user)),
        "forms": _forms() | (bound or {}),
        "opened": next(iter(bound), "") if bound else "",
        "stand_in": uses_stand_in(brief.article, brief.current),
        "translators": _translators(rows),
        "unpublished_changes": brief.status in LIVE and brief.current_id != brief.live_id,
    }
    context |= progress_context(brief, job, rows)
    return render(request, "desk/brief.html", context, status=status)


def _returned(brief: Brief, events: list[Event]) -> Event | None:
    """Return why a draft came back from review, newest first, or None."""
    if brief.status != Status.DRAFT:
        return None
    return next((event for event in events if event.verb == Action.RETURN), None)


def _forms() -> dict:
    return {
        "return": ReasonForm(prefix="return"),
        "retract": ReasonForm(prefix="retract"),
        "correct": CorrectionForm(),
        "publish": PublishForm(),
    }


def segment_rows(brief: Brief) -> list[SegmentRow]:
    """Number the article's sentences and mark where a paragraph starts."""
    rows, number, line = [], 0, None
    for segment in brief.article.segments.all():
        is_headline = segment.kind == Segment.Kind.HEADLINE
        number += not is_headline
        label = "H" if is_headline else str(number)
        rows.append(SegmentRow(segment, label, starts_paragraph=segment.line != line))
        line = segment.line
    return rows


def sentence_rows(brief: Brief, rows: list[SegmentRow], chosen: str) -> list[SentenceRow]:
    """Join the current summary to the rows under it; `chosen` (a number) lights one sentence."""
    if brief.current is None:
        return []
    by_segment = {row.segment.pk: row for row in rows}
    links = Prefetch("evidence", Evidence.objects.order_by("segment__line", "segment__sentence"))
    result = []
    for number, sentence in enumerate(brief.current.sentences.prefetch_related(links), start=1):
        found = [by_segment[link.segment_id] for link in sentence.evidence.all()]
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


def _translators(rows: list[SegmentRow]) -> list[tuple[dict, int]]:
    counts = Counter(tuple(sorted(row.segment.provenance.items())) for row in rows)
    return [(dict(items), count) for items, count in counts.most_common() if items]


def progress_context(brief: Brief, job: Job | None, rows: list[SegmentRow]) -> dict:
    """Return what the progress panel shows: stages, counts, and the translations so far.

    Without work in progress, or work that ended badly, there is no panel.
    """
    if job is None or job.state == Job.State.DONE or brief.status not in _UNFINISHED:
        return {"job": None}
    translated = sum(row.segment.translated_at is not None for row in rows)
    return {
        "job": job,
        "stages": _stages(job),
        "translated": translated,
        "total": len(rows),
        "is_translating": job.is_open,
    }


def _stages(job: Job) -> list[dict]:
    """Return each stage with its state. Cleaning is done at intake; a waiting job is at none."""
    at = STAGES.index(Job.Stage(job.stage))
    running = job.state != Job.State.QUEUED
    return [
        {
            "stage": stage,
            "state": "done" if i < max(at, 1) else "current" if i == at and running else "waiting",
        }
        for i, stage in enumerate(STAGES)
    ]


def removed_line(brief: Brief, line: int) -> RemovedLine:
    """Return one of the brief's set-aside lines, or raise Http404."""
    lines = RemovedLine.objects.select_related("article")
    return get_object_or_404(lines, pk=line, article=brief.article_id)
