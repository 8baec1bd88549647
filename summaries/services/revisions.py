"""Writing the immutable versions of a brief."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Max

from summaries.engine.types import DraftResult
from summaries.models import Brief, Evidence, Revision, Segment, SummarySentence


@dataclass(frozen=True)
class SentenceText:
    """A summary sentence as an editor saved it; `origin` is the pk of the one it was made from."""

    text: str
    origin: int | None = None


def _next(brief: Brief, **fields) -> Revision:
    last = brief.revisions.aggregate(last=Max("number"))["last"] or 0
    return Revision.objects.create(brief=brief, number=last + 1, **fields)


def first(brief: Brief, segments: Sequence[Segment], result: DraftResult) -> Revision:
    """Store what the machine wrote as version 1, with the evidence under every sentence."""
    summary = result.summary
    revision = _next(
        brief,
        headline_en=summary.headline[:300],
        headline_ar=brief.article.headline[:500],
        summary_ar="\n".join(result.arabic_summary),
        provenance=summary.provenance.as_dict()
        | {
            "candidates": summary.candidates,
            "extracted": summary.extracted,
            "dropped": [{"text": d.text, "invented": list(d.invented)} for d in summary.dropped],
        },
    )
    pairs = zip(summary.sentences, result.evidence, strict=True)
    for position, (text, evidence) in enumerate(pairs):
        sentence = SummarySentence.objects.create(
            revision=revision,
            position=position,
            text=text,
            score=evidence.score,
            supported=evidence.supported,
        )
        Evidence.objects.bulk_create(
            Evidence(sentence=sentence, segment=segments[link.segment], score=link.score)
            for link in evidence.links
        )
    return revision


def edited(
    brief: Brief,
    author,
    *,
    headline_en: str,
    headline_ar: str,
    sentences: Iterable[SentenceText],
    summary_ar: str,
) -> Revision:
    """Store an editor's version. A sentence made from an earlier one keeps that one's evidence."""
    before = brief.current
    revision = _next(
        brief,
        author=author,
        headline_en=headline_en,
        headline_ar=headline_ar,
        summary_ar=summary_ar,
        provenance=before.provenance if before else {},
    )
    origins = {s.pk: s for s in before.sentences.prefetch_related("evidence")} if before else {}
    for position, written in enumerate(sentences):
        _copy_sentence(revision, position, written, origins.get(written.origin))
    return revision


def _copy_sentence(
    revision: Revision, position: int, written: SentenceText, origin: SummarySentence | None
) -> None:
    unchanged = origin is not None and origin.text == written.text
    sentence = SummarySentence.objects.create(
        revision=revision,
        position=position,
        text=written.text,
        edited=not unchanged or origin.edited,
        score=origin.score if origin else 0.0,
        supported=origin.supported if origin else False,
    )
    if origin:
        Evidence.objects.bulk_create(
            Evidence(sentence=sentence, segment_id=link.segment_id, score=link.score)
            for link in origin.evidence.all()
        )
