"""Moving a brief onto a newer text of its article: what stayed the same keeps people's work.

A sentence is one row for all its life: comments, evidence, history and decisions hang on it. So the
rows of sentences that stayed, or were edited, move to the new article and take its Arabic.
"""

from collections.abc import Sequence
from typing import Protocol

from rapidfuzz import fuzz

from summaries.engine.text import segments_of
from summaries.engine.text.normalise import for_reuse, strip_marks
from summaries.models import (
    Article,
    Brief,
    Comment,
    Job,
    MemoryPair,
    Presence,
    RemovedLine,
    Segment,
    SegmentEdit,
)
from summaries.services import memory

# Of 100; what is less alike is another sentence, whatever stands in its place.
_ALIKE = 60
_PLACE = ("line", "sentence", "kind", "arabic")
# What a sentence without a translation has.
_UNTRANSLATED = {
    "english": "",
    "machine_english": "",
    "translated_at": None,
    "flags": [],
    "score": None,
    "provenance": {},
    "approved_at": None,
    "approved_by": None,
    "alternatives": [],
}


class Pair(Protocol):
    """A sentence as it is on the desk and as it is in the newer text; None where it is in one."""

    old: Segment | None
    new: Segment | None


def bare(arabic: str) -> str:
    """Return a sentence without what changes neither its words nor its figures: vowel marks too."""
    return strip_marks(for_reuse(arabic))


def is_same(old: Segment, new: Segment) -> bool:
    """Say whether two sentences differ in nothing that a translation depends on."""
    return old.kind == new.kind and bare(old.arabic) == bare(new.arabic)


def is_edited(old: Segment, new: Segment) -> bool:
    """Say whether one sentence grew out of the other."""
    return old.kind == new.kind and fuzz.ratio(old.arabic, new.arabic) >= _ALIKE


def sentences(before: Article, newer: Article) -> list[Segment]:
    """Return the sentences of the newer text, with those lines put back that people put back."""
    found = list(newer.segments.all())
    for removed in _put_back(before, newer):
        found += [
            Segment(article=newer, line=s.line, sentence=s.sentence, arabic=s.text)
            for s in segments_of(removed.line, removed.text)
        ]
    return sorted(found, key=lambda segment: (segment.line, segment.sentence))


def _put_back(before: Article, newer: Article) -> list[RemovedLine]:
    restored = before.removed_lines.exclude(restored_at=None).values_list("text", "restored_at")
    moments = dict(restored)
    lines = [line for line in newer.removed_lines.all() if line.text in moments]
    for line in lines:
        line.restored_at = moments[line.text]
    return lines


def carry_over(actor, brief: Brief, pairs: Sequence[Pair]) -> None:
    """Put the brief, which is locked, onto its newer article, and save it.

    Sentences that stayed the same keep English, approval and provenance; edited and new ones wait
    for the machine. What people wrote about a sentence that is gone is about the whole brief now.
    """
    before, newer = brief.article, brief.newer_article
    RemovedLine.objects.bulk_update(_put_back(before, newer), ["restored_at"])
    _record_edits(actor, pairs)
    moved = [_moved(pair.old, pair.new, newer) for pair in pairs if pair.old and pair.new]
    added = [_moved(Segment(), pair.new, newer) for pair in pairs if pair.new and not pair.old]
    newer.segments.all().delete()
    Segment.objects.bulk_update(moved, ["article", *_PLACE, *_UNTRANSLATED, "version"])
    Segment.objects.bulk_create(added)
    memory.follow(moved)
    _let_go(before)
    brief.article, brief.newer_article = newer, None
    brief.save(update_fields=["article", "newer_article"])


def _record_edits(actor, pairs: Sequence[Pair]) -> None:
    """Keep the English of edited sentences, which goes, in their history; offers for them are void.

    Call it before anything moves.
    """
    edited = [one.old for one in pairs if one.old and one.new and not is_same(one.old, one.new)]
    SegmentEdit.objects.bulk_create(
        SegmentEdit(
            segment=segment,
            author=actor,
            how=SegmentEdit.How.RETRANSLATED,
            before=segment.english,
        )
        for segment in edited
        if segment.english
    )
    Job.objects.filter(segment__in=edited, kind=Job.Kind.ALTERNATIVES).delete()


def _moved(segment: Segment, new: Segment, newer: Article) -> Segment:
    """Give a sentence, unsaved, its place and its Arabic in the newer article."""
    if segment.pk and not is_same(segment, new):
        segment.version += 1
        for name, value in _UNTRANSLATED.items():
            setattr(segment, name, value)
    segment.article = newer
    for name in _PLACE:
        setattr(segment, name, getattr(new, name))
    return segment


def _let_go(before: Article) -> None:
    """Loosen what hangs on the sentences that are left behind with the older text."""
    for model in (Comment, Presence):
        model.objects.filter(segment__article=before).update(segment=None)
    MemoryPair.objects.filter(segment__article=before).delete()
