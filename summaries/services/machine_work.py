"""What the machine does when somebody asks it: one function for each kind of job.

Like the first draft (`drafting`), every kind stores what it makes under its claim, never over what
a person wrote or decided meanwhile, and ends together with its effect.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import F

from summaries.engine.batching import folded
from summaries.engine.types import DraftResult, Translation
from summaries.models import Brief, Job, Revision, Segment, SegmentEdit
from summaries.services import (
    derived,
    drafting,
    events,
    lease,
    memory,
    revisions,
    segments,
    stage_times,
)
from summaries.services.jobs import Claim

MAX_ALTERNATIVES = 5


def do(claim: Claim, engine) -> None:
    """Do the claimed job with `engine` (a translator and a summary model).

    Raises Stopped when the job was cancelled or claimed by another worker meanwhile, and
    EngineError when a model could not do its part.
    """
    job = Job.objects.select_related("brief__article", "segment").get(pk=claim.job_id)
    with lease.kept(claim):
        _WORK[Job.Kind(job.kind)](claim, job, engine)


def retranslate(claim: Claim, job: Job, engine) -> None:
    """Translate one sentence or all again; sentences of people only with `include_protected`.

    After a crash it goes on with the sentences that were not translated since it was asked for.
    """
    since = datetime.fromisoformat(job.options.get("since", job.created_at.isoformat()))
    scope = _scope(job, since)
    waiting = [s for s in scope if s.translated_at is None or s.translated_at < since]
    done = len(scope) - len(waiting)
    lease.report(claim, Job.Stage.TRANSLATING, done, len(scope))
    for segment, translation in drafting.translated(claim, engine.translator, waiting):
        done += 1
        # Under the claim: a worker that lost it, and woke up late, stores nothing any more.
        with transaction.atomic():
            lease.report(claim, Job.Stage.TRANSLATING, done, len(scope))
            _replace(segment, translation)
    with transaction.atomic():
        brief = events.locked(job.brief)
        lease.finish(claim)
        about = segments.named(job.segment) if job.segment else {}
        events.record(brief, "retranslated", count=len(scope), **about)
        derived.refresh(brief)


def _scope(job: Job, since: datetime) -> list[Segment]:
    """Return what to translate; what a person saved or approved after asking stays in any case."""
    chosen = [job.segment] if job.segment else list(job.brief.article.segments.all())
    if not job.options.get("include_protected"):
        return [segment for segment in chosen if not segment.is_protected]
    article = job.brief.article_id
    saves = SegmentEdit.objects.filter(segment__article=article, updated_at__gte=since)
    saves = saves.exclude(how=SegmentEdit.How.RETRANSLATED)
    saved = set(saves.values_list("segment", flat=True))
    return [s for s in chosen if not (s.is_protected and _is_decided(s, saved, since))]


def _is_decided(segment: Segment, saved: set[int], since: datetime) -> bool:
    return segment.pk in saved or (segment.approved_at is not None and segment.approved_at >= since)


def _replace(segment: Segment, translation: Translation) -> None:
    """Store a new translation, unless it is empty or somebody was at the sentence meanwhile.

    Another text takes an approval back and is kept in the sentence's history; the same text again
    changes only where it comes from.
    """
    if not translation.text.strip():
        return
    fields = drafting.machine_fields(translation) | {"alternatives": []}
    is_new = translation.text != segment.english
    if is_new:
        fields |= {"english": translation.text, "version": F("version") + 1}
        fields |= {"approved_at": None, "approved_by": None}
    # Filtered on what was read: a save or an approval since then wins.
    read = Segment.objects.filter(
        pk=segment.pk, version=segment.version, approved_at=segment.approved_at
    )
    if not read.update(**fields) or not is_new:
        return
    memory.follow([segment])
    if segment.translated_at:
        SegmentEdit.objects.create(
            segment=segment,
            how=SegmentEdit.How.RETRANSLATED,
            before=segment.english,
            after=translation.text,
        )


def rewrite_summary(claim: Claim, job: Job, engine) -> None:
    """Write headline and summary again from the English as people left it: a new version.

    The version becomes current unless somebody saved another one since it was asked for.
    """
    translated = list(job.brief.article.segments.exclude(english=""))
    result = drafting.summarise(claim, translated, engine.summary_model)
    with transaction.atomic():
        brief = events.locked(job.brief)
        lease.finish(claim)
        revision = revisions.first(brief, translated, _with_headline_kept(brief, result))
        if brief.current and brief.current.number != job.options.get("based_on"):
            events.record(brief, "summary_proposed", revision=revision.number)
            return
        brief.current = revision
        brief.save(update_fields=["current"])
        events.record(brief, "summary_rewritten", revision=revision.number)
        derived.refresh(brief)


def _with_headline_kept(brief: Brief, result: DraftResult) -> DraftResult:
    """Return the result under the headline that a person wrote, if one stands."""
    if brief.current is None or not _is_by_a_person(brief.current):
        return result
    return replace(result, summary=replace(result.summary, headline=brief.current.headline_en))


def _is_by_a_person(revision: Revision) -> bool:
    """Say whether the English headline came into the brief with a person's version."""
    same = Revision.objects.filter(brief=revision.brief_id, headline_en=revision.headline_en)
    return same.order_by("number").first().author_id is not None


def offer_alternatives(claim: Claim, job: Job, engine) -> None:
    """Store other translations of one sentence, for an editor to choose from."""
    segment = job.segment
    lease.report(claim, Job.Stage.TRANSLATING, 0, 1)
    # One more than offered: what stands there already is likely among them.
    model = engine.translator.provenance.model
    with stage_times.measured(claim, Job.Stage.TRANSLATING, model) as stage:
        found = engine.translator.alternatives(segment.arabic, MAX_ALTERNATIVES + 1)
        stage.amount = 1
    offers = others(found, segment.english)
    with transaction.atomic():
        events.locked(job.brief)
        lease.finish(claim)
        # Filtered on what was translated: the sentence may have been joined or divided meanwhile.
        asked = Segment.objects.filter(pk=segment.pk, arabic=segment.arabic)
        asked.update(alternatives=offers)


def others(found: Sequence[Translation], english: str) -> list[dict]:
    """Return as JSON the translations that say something else than `english`, the best first."""
    texts = [t for t in found if folded(t.text) != folded(english)]
    return [{"text": t.text, "score": t.score} for t in texts[:MAX_ALTERNATIVES]]


_WORK = {
    Job.Kind.DRAFT: drafting.draft,
    Job.Kind.RETRANSLATE: retranslate,
    Job.Kind.SUMMARY: rewrite_summary,
    Job.Kind.ALTERNATIVES: offer_alternatives,
}
