"""Writing the immutable versions of a brief."""

from collections.abc import Sequence

from django.db.models import Max

from summaries.engine import evidence
from summaries.engine.types import DraftResult, SentenceEvidence
from summaries.models import Brief, Evidence, Revision, Segment, SummarySentence


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
    for position, (text, found) in enumerate(pairs):
        _store(revision, position, text, found, segments)
    return revision


def edited(
    brief: Brief,
    author,
    *,
    headline_en: str,
    headline_ar: str,
    sentences: Sequence[str],
    summary_ar: str,
) -> Revision:
    """Store an editor's version.

    A sentence that stands in an earlier version word for word keeps its evidence and where it came
    from; for any other the evidence is looked for anew, so that nothing vouches for rewritten text.
    """
    before = brief.current
    revision = _next(
        brief,
        author=author,
        headline_en=headline_en,
        headline_ar=headline_ar,
        summary_ar=summary_ar,
        provenance=before.provenance if before else {},
    )
    earlier = _sentences_by_text(brief)
    segments = list(brief.article.segments.all())
    for position, text in enumerate(sentences):
        if text in earlier:
            _copy(revision, position, earlier[text])
        else:
            _link(revision, position, text, segments)
    return revision


def _sentences_by_text(brief: Brief) -> dict[str, SummarySentence]:
    written = SummarySentence.objects.filter(revision__brief=brief).order_by("revision__number")
    return {sentence.text: sentence for sentence in written.prefetch_related("evidence")}


def _copy(revision: Revision, position: int, known: SummarySentence) -> None:
    sentence = SummarySentence.objects.create(
        revision=revision,
        position=position,
        text=known.text,
        edited=known.edited,
        score=known.score,
        supported=known.supported,
    )
    Evidence.objects.bulk_create(
        Evidence(sentence=sentence, segment_id=link.segment_id, score=link.score)
        for link in known.evidence.all()
    )


def _link(revision: Revision, position: int, text: str, segments: Sequence[Segment]) -> None:
    headline = next((n for n, s in enumerate(segments) if s.kind == Segment.Kind.HEADLINE), None)
    (found,) = evidence.link([text], [s.english for s in segments], headline=headline)
    _store(revision, position, text, found, segments, edited=True)


def _store(
    revision: Revision,
    position: int,
    text: str,
    found: SentenceEvidence,
    segments: Sequence[Segment],
    *,
    edited: bool = False,
) -> None:
    sentence = SummarySentence.objects.create(
        revision=revision,
        position=position,
        text=text,
        edited=edited,
        score=found.score,
        supported=found.supported,
    )
    Evidence.objects.bulk_create(
        Evidence(sentence=sentence, segment=segments[link.segment], score=link.score)
        for link in found.links
    )
