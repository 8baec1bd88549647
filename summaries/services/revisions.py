"""Writing the immutable versions of a brief."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import Max

from summaries.engine import evidence, merge
from summaries.engine.types import DraftResult, SentenceEvidence
from summaries.models import Brief, Evidence, Revision, Segment, SummarySentence


@dataclass(frozen=True)
class SentenceText:
    """A summary sentence as an editor leaves it.

    `evidence` are the segments (pks) chosen for it by hand; None leaves the choice as it was: an
    unchanged sentence keeps its own, a rewritten one what was chosen by hand for the sentence it
    replaces, and for any other the evidence is looked for anew.
    """

    text: str
    evidence: tuple[int, ...] | None = None


def _next(brief: Brief, **fields) -> Revision:
    last = brief.revisions.aggregate(last=Max("number"))["last"] or 0
    return Revision.objects.create(brief=brief, number=last + 1, **fields)


def first(brief: Brief, segments: Sequence[Segment], result: DraftResult) -> Revision:
    """Store what the machine wrote as the next version, with the evidence under every sentence.

    The Arabic headline is the article's, or what people made of it.
    """
    summary = result.summary
    revision = _next(
        brief,
        headline_en=summary.headline[:300],
        headline_ar=brief.current.headline_ar if brief.current else brief.article.headline[:500],
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
    sentences: Sequence[SentenceText],
    summary_ar: str,
) -> Revision:
    """Store an editor's version; evidence goes as `SentenceText` says.

    Nothing vouches for rewritten text: its score is always measured anew.
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
    writer = _Writer(brief, revision, [sentence.text for sentence in sentences])
    for position, sentence in enumerate(sentences):
        writer.write(position, sentence)
    return revision


def restored(brief: Brief, author, old: Revision) -> Revision:
    """Store `old` once more as the newest version, with its evidence."""
    names = ("headline_en", "headline_ar", "summary_ar", "provenance")
    fields = {name: getattr(old, name) for name in names}
    revision = _next(brief, author=author, restored_from=old, **fields)
    for sentence in old.sentences.prefetch_related("evidence"):
        _copy(revision, sentence.position, sentence)
    return revision


def carried_over(brief: Brief, headline_ar: str) -> Revision:
    """Store the current version once more on the newer article, whose sentences carried over.

    It stays the text of who wrote it.
    """
    names = ("headline_en", "summary_ar", "provenance", "author")
    fields = {name: getattr(brief.current, name) for name in names}
    revision = _next(brief, headline_ar=headline_ar, **fields)
    for sentence in brief.current.sentences.prefetch_related("evidence"):
        _copy(revision, sentence.position, sentence)
    return revision


class _Writer:
    """Writes the sentences of one edited version, knowing what stood there before."""

    def __init__(self, brief: Brief, revision: Revision, texts: Sequence[str]) -> None:
        self._revision = revision
        self._segments = list(brief.article.segments.all())
        self._index = _index(self._segments)
        self._earlier = _sentences_by_text(brief)
        self._replaced = _replaced(brief.current, texts)

    def write(self, position: int, sentence: SentenceText) -> None:
        known = self._earlier.get(sentence.text)
        if sentence.evidence is not None:
            self._rest_on(position, sentence, sentence.evidence, edited=not known or known.edited)
        elif known:
            _copy(self._revision, position, known)
        elif chosen := self._chosen_before(position):
            self._rest_on(position, sentence, chosen, vouched=False)
        else:
            found = self._index.evidence(sentence.text)
            _store(self._revision, position, sentence.text, found, self._segments, edited=True)

    def _chosen_before(self, position: int) -> tuple[int, ...]:
        replaced = self._replaced.get(position)
        links = replaced.evidence.all() if replaced else ()
        return tuple(link.segment_id for link in links if link.chosen)

    def _rest_on(
        self,
        position: int,
        sentence: SentenceText,
        chosen: Sequence[int],
        *,
        edited: bool = True,
        vouched: bool = True,
    ) -> None:
        """Store hand-chosen evidence: whoever chose it for this very text vouches for it."""
        places = [n for n, segment in enumerate(self._segments) if segment.pk in set(chosen)]
        found = self._index.support(sentence.text, places)
        if vouched:
            found = replace(found, supported=bool(places))
        text = sentence.text
        _store(self._revision, position, text, found, self._segments, edited=edited, chosen=True)


def _index(segments: Sequence[Segment]) -> evidence.SegmentIndex:
    headline = next((n for n, s in enumerate(segments) if s.kind == Segment.Kind.HEADLINE), None)
    return evidence.SegmentIndex([s.english for s in segments], headline)


def _sentences_by_text(brief: Brief) -> dict[str, SummarySentence]:
    """Return every sentence the brief ever had: the newest of each text, the current one first."""
    written = SummarySentence.objects.filter(revision__brief=brief).order_by("revision__number")
    known = {sentence.text: sentence for sentence in written.prefetch_related("evidence")}
    now = brief.current.sentences.prefetch_related("evidence") if brief.current else ()
    return known | {sentence.text: sentence for sentence in now}


def _replaced(current: Revision | None, texts: Sequence[str]) -> dict[int, SummarySentence]:
    """Return which current sentence stands behind each position of the new text."""
    if current is None:
        return {}
    old = list(current.sentences.prefetch_related("evidence"))
    pairs = merge.align([sentence.text for sentence in old], list(texts))
    return {after: old[before] for before, after in pairs}


def _copy(revision: Revision, position: int, known: SummarySentence) -> None:
    """Copy a sentence with its evidence, as far as that is in the article of the brief now."""
    links = known.evidence.filter(segment__article=revision.brief.article_id)
    is_bare = known.evidence.exists() and not links
    sentence = SummarySentence.objects.create(
        revision=revision,
        position=position,
        text=known.text,
        edited=known.edited,
        score=0.0 if is_bare else known.score,
        supported=known.supported and not is_bare,
    )
    Evidence.objects.bulk_create(
        Evidence(
            sentence=sentence, segment_id=link.segment_id, score=link.score, chosen=link.chosen
        )
        for link in links
    )


def _store(
    revision: Revision,
    position: int,
    text: str,
    found: SentenceEvidence,
    segments: Sequence[Segment],
    *,
    edited: bool = False,
    chosen: bool = False,
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
        Evidence(sentence=sentence, segment=segments[link.segment], score=link.score, chosen=chosen)
        for link in found.links
    )
