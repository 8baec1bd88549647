"""The first draft: an article's sentences translated, summarised and linked to their evidence.

The engine decides, this module stores: each sentence as it comes, so that a retry resumes, and the
first version of the brief together with the end of the job. Models never run inside a transaction.
"""

from collections.abc import Iterator, Sequence

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from summaries.engine import pipeline
from summaries.engine.evidence import arabic_side
from summaries.engine.types import (
    CleanArticle,
    DraftResult,
    Provenance,
    SegmentKind,
    SourceSegment,
    Translation,
)
from summaries.models import Brief, Job, Segment
from summaries.services import (
    derived,
    events,
    glossary,
    lease,
    memory,
    outcomes,
    revisions,
    stage_times,
    story_texts,
)
from summaries.services.jobs import Claim
from summaries.workflow import Action, transition

# A sentence that a person divided or typed may have no model to name.
_UNKNOWN = Provenance(model="", revision="", engine="")


def draft(claim: Claim, job: Job, engine) -> None:
    """Translate what is not translated yet and, for a brief without a text, write its summary.

    Raises Stopped when the job was cancelled or claimed by another worker meanwhile, and
    EngineError when a model could not do its part.
    """
    brief = job.brief
    _translate(claim, brief, engine.translator)
    # Read again: the summary rests on what is stored, not on what this worker remembers.
    segments = list(brief.article.segments.all())
    result = None
    # A brief that has a text keeps it: the machine never writes over people's work.
    if _takes_summary(job, brief):
        result = summarise(claim, segments, engine.summary_model)
    _finish(claim, job, segments, result)


def _takes_summary(job: Job, brief: Brief) -> bool:
    """Say whether the brief has no text, or still the machine's own that is to be written anew."""
    return brief.current is None or brief.current.number == job.options.get("based_on")


def _translate(claim: Claim, brief: Brief, translator) -> None:
    segments = list(brief.article.segments.all())
    waiting = [segment for segment in segments if segment.translated_at is None]
    done = len(segments) - len(waiting)
    lease.report(claim, Job.Stage.TRANSLATING, done, len(segments))
    if not waiting:
        return
    for segment, translation in _known_or_translated(claim, brief, translator, waiting):
        done += 1
        # Under the claim: a worker that lost it, and woke up late, stores nothing any more.
        with transaction.atomic():
            lease.report(claim, Job.Stage.TRANSLATING, done, len(segments))
            _store(segment, translation)


def _known_or_translated(
    claim: Claim, brief: Brief, translator, segments: Sequence[Segment]
) -> Iterator[tuple[Segment, Translation]]:
    """Yield every sentence with its translation: approved before, made for the story, or new."""
    known = story_texts.of_same_sentences(brief, segments, translator.provenance)
    known |= memory.exact(segments)
    yield from ((segments[index], translation) for index, translation in known.items())
    if unknown := [segment for index, segment in enumerate(segments) if index not in known]:
        yield from translated(claim, translator, unknown)


def translated(
    claim: Claim, translator, segments: Sequence[Segment]
) -> Iterator[tuple[Segment, Translation]]:
    """Yield every sentence with the machine's translation, the glossary's terms preferred.

    How long it took, with what the caller did with each sentence, is written at the end.
    """
    arabic = [segment.arabic for segment in segments]
    wishes = glossary.wishes(arabic)
    model = translator.provenance.model
    with stage_times.measured(claim, Job.Stage.TRANSLATING, model) as stage:
        # A translator that knows no wishes is one still, for articles without a term.
        found = translator.translate(arabic, wishes) if wishes else translator.translate(arabic)
        for index, translation in found:
            yield segments[index], translation
            stage.amount += 1


def _store(segment: Segment, translation: Translation) -> None:
    # Filtered on the old value: a sentence that somebody finished meanwhile is left alone.
    Segment.objects.filter(pk=segment.pk, translated_at=None).update(
        english=translation.text, version=F("version") + 1, **machine_fields(translation)
    )


def machine_fields(translation: Translation) -> dict:
    """Return what a segment stores about the machine's translation of it."""
    return {
        "machine_english": translation.text,
        "flags": list(translation.flags),
        "score": translation.score,
        "provenance": translation.provenance.as_dict(),
        "translated_at": timezone.now(),
    }


def summarise(claim: Claim, segments: Sequence[Segment], model) -> DraftResult:
    """Write a summary of the segments' English as it is now, with the evidence under it.

    The numbers of the evidence are indexes into `segments`. Raises as `draft` does.
    """
    article = CleanArticle("", tuple(_source(segment) for segment in segments))
    translations = tuple(_translation(segment) for segment in segments)
    lease.report(claim, Job.Stage.SUMMARISING, 0, 1)
    with stage_times.measured(claim, Job.Stage.SUMMARISING, model.provenance.model) as stage:
        summary = pipeline.write_summary(article, translations, model)
        stage.amount = len(segments)
    lease.report(claim, Job.Stage.LINKING, 0, 1)
    with stage_times.measured(claim, Job.Stage.LINKING) as stage:
        links = pipeline.link_evidence(article, translations, summary)
        stage.amount = len(links)
    return DraftResult(article, translations, summary, links, arabic_side(links, article.segments))


def _source(segment: Segment) -> SourceSegment:
    return SourceSegment(segment.line, segment.sentence, segment.arabic, SegmentKind(segment.kind))


def _translation(segment: Segment) -> Translation:
    provenance = Provenance(**segment.provenance) if segment.provenance else _UNKNOWN
    return Translation(segment.english, provenance, segment.score)


def _finish(
    claim: Claim, job: Job, segments: Sequence[Segment], result: DraftResult | None
) -> None:
    with transaction.atomic():
        brief = events.locked(job.brief)
        lease.finish(claim)
        if result is not None and _takes_summary(job, brief):
            brief.current = revisions.first(brief, segments, result)
            brief.save(update_fields=["current"])
        derived.refresh(brief)
        row = transition(Action.DRAFTED, brief.status)
        if row is None:
            events.record(brief, "translated")
        else:
            events.move(brief, row, found=outcomes.found(brief))
