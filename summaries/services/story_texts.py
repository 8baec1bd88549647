"""The machine's English of sentences that other briefs of a story share: it need not be made twice.

Outlets print the same agency sentences. What people approved comes from the translation memory,
what they only edited stays theirs.
"""

from collections.abc import Sequence

from summaries.engine.text.normalise import for_reuse
from summaries.engine.types import Provenance, Translation
from summaries.models import Brief, Segment, SegmentEdit
from summaries.services import glossary

# Of a story, how many of the newest sentences are looked through.
MOST_SENTENCES = 2000
_RESHAPED = (SegmentEdit.How.MERGED, SegmentEdit.How.SPLIT)


def of_same_sentences(
    brief: Brief, segments: Sequence[Segment], provenance: Provenance
) -> dict[int, Translation]:
    """Return what the machine wrote for the same Arabic elsewhere in the story, by places.

    Only what it would write again: made by the model of `provenance`, since the glossary last
    changed, without a flaw, and not cut or joined by people.
    """
    if brief.story_id is None or not segments:
        return {}
    wanted = {for_reuse(segment.arabic) for segment in segments}
    known: dict[str, Translation] = {}
    for other in _of_the_story(brief):
        arabic = for_reuse(other.arabic)
        if arabic in wanted and _is_of(other, provenance):
            known.setdefault(arabic, _translation(other))
    places = {n: for_reuse(segment.arabic) for n, segment in enumerate(segments)}
    return {n: known[arabic] for n, arabic in places.items() if arabic in known}


def _of_the_story(brief: Brief) -> list[Segment]:
    """Return translated sentences of the story's other briefs, the newest articles first."""
    rows = Segment.objects.filter(article__brief__story=brief.story_id)
    rows = rows.exclude(article=brief.article_id).exclude(machine_english="")
    rows = rows.exclude(article__segments__edits__how__in=_RESHAPED).filter(flags=[])
    if changed_at := glossary.changed_at():
        rows = rows.filter(translated_at__gt=changed_at)
    return list(rows.order_by("-article_id", "pk")[:MOST_SENTENCES])


def _is_of(segment: Segment, provenance: Provenance) -> bool:
    made_by = segment.provenance
    return (made_by.get("model"), made_by.get("revision")) == (
        provenance.model,
        provenance.revision,
    )


def _translation(segment: Segment) -> Translation:
    return Translation(segment.machine_english, Provenance(**segment.provenance), segment.score)
