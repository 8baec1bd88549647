"""The main job: an article's sentences translated, summarised and linked to their evidence.

The engine decides, this module stores: each sentence as it comes, so that a retry resumes, and the
first version of the brief together with the end of the job. Models never run inside a transaction.
"""

import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from summaries.engine import pipeline
from summaries.engine.errors import Stopped
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
from summaries.services import events, revisions
from summaries.services.jobs import Claim
from summaries.workflow import Action, transition

logger = logging.getLogger(__name__)

LOST = "The job was cancelled, or another worker has taken it."


def draft(claim: Claim, engine) -> None:
    """Do the claimed job with `engine` (a translator and a summary model).

    Raises Stopped when the job was cancelled or claimed by another worker meanwhile, and
    EngineError when a model could not do its part.
    """
    brief = Brief.objects.select_related("article").get(jobs=claim.job_id)
    with _heartbeat(claim):
        _translate(claim, list(brief.article.segments.all()), engine.translator)
        # Read again: the summary rests on what is stored, not on what this worker remembers.
        segments = list(brief.article.segments.all())
        result = None
        # A brief that has a text keeps it: the machine never writes over people's work.
        if brief.current_id is None:
            result = _summarise(claim, segments, engine.summary_model)
        _finish(claim, brief, segments, result)


def _translate(claim: Claim, segments: Sequence[Segment], translator) -> None:
    waiting = [segment for segment in segments if segment.translated_at is None]
    done = len(segments) - len(waiting)
    _report(claim, Job.Stage.TRANSLATING, done, len(segments))
    if not waiting:
        return
    for index, translation in translator.translate([segment.arabic for segment in waiting]):
        done += 1
        # Under the claim: a worker that lost it, and woke up late, stores nothing any more.
        with transaction.atomic():
            _report(claim, Job.Stage.TRANSLATING, done, len(segments))
            _store(waiting[index], translation)


def _store(segment: Segment, translation: Translation) -> None:
    # Filtered on the old value: a sentence that somebody finished meanwhile is left alone.
    Segment.objects.filter(pk=segment.pk, translated_at=None).update(
        machine_english=translation.text,
        english=translation.text,
        flags=list(translation.flags),
        score=translation.score,
        provenance=translation.provenance.as_dict(),
        translated_at=timezone.now(),
    )


def _summarise(claim: Claim, segments: Sequence[Segment], model) -> DraftResult:
    article = CleanArticle("", tuple(_source(segment) for segment in segments))
    translations = tuple(_translation(segment) for segment in segments)
    _report(claim, Job.Stage.SUMMARISING, 0, 1)
    summary = pipeline.write_summary(article, translations, model)
    _report(claim, Job.Stage.LINKING, 0, 1)
    links = pipeline.link_evidence(article, translations, summary)
    return DraftResult(article, translations, summary, links, arabic_side(links, article.segments))


def _source(segment: Segment) -> SourceSegment:
    return SourceSegment(segment.line, segment.sentence, segment.arabic, SegmentKind(segment.kind))


def _translation(segment: Segment) -> Translation:
    return Translation(segment.english, Provenance(**segment.provenance), segment.score)


def _finish(
    claim: Claim, brief: Brief, segments: Sequence[Segment], result: DraftResult | None
) -> None:
    with transaction.atomic():
        brief = events.locked(brief)
        if not claim.finish():
            raise Stopped(LOST)
        if result is not None and brief.current_id is None:
            brief.current = revisions.first(brief, segments, result)
        row = transition(Action.DRAFTED, brief.status)
        if row is None:
            events.record(brief, "translated")
        else:
            events.move(brief, row)


def _report(claim: Claim, stage: str, done: int, total: int) -> None:
    if not claim.progress(stage, done, total):
        raise Stopped(LOST)


@contextmanager
def _heartbeat(claim: Claim) -> Iterator[None]:
    """Renew the lease from a thread of its own: one call of a model may outlast the lease."""
    stop = threading.Event()

    def beat() -> None:
        try:
            while not stop.wait(settings.JOB_LEASE.total_seconds() / 4):
                if not _renewed(claim):
                    return
        finally:
            connection.close()

    thread = threading.Thread(target=beat, name=f"lease-of-job-{claim.job_id}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _renewed(claim: Claim) -> bool:
    """Renew the lease; a database that is busy or away for a moment ends nothing."""
    try:
        return claim.renew()
    except DatabaseError:
        logger.warning("job %s: the lease could not be renewed, next try soon", claim.job_id)
        connection.close()
        return True
