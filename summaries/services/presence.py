"""Who else has a brief open, and what they changed meanwhile. Pages tell it every few seconds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from summaries.models import Brief, Presence, Segment, SegmentEdit
from summaries.services.segments import numbered

# Two beats of a page may get lost before somebody counts as gone.
SEEN_LATELY = timedelta(seconds=40)


@dataclass(frozen=True)
class Seen:
    """Somebody who has the brief open; `label` is the sentence they edit, if any."""

    person: object
    label: str
    edits_summary: bool


@dataclass(frozen=True)
class Change:
    """A sentence that somebody else changed; `label` is its number on the page."""

    person: object
    segment: Segment
    label: str


def here(actor, brief: Brief, *, segment: Segment | None = None, edits_summary=False) -> None:
    """Note that `actor` has the brief open and what they edit there. One statement."""
    row = Presence(
        brief=brief,
        user=actor,
        segment=segment,
        edits_summary=edits_summary,
        seen_at=timezone.now(),
    )
    Presence.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["brief", "user"],
        update_fields=["segment", "edits_summary", "seen_at"],
    )


def gone(actor, brief: Brief) -> None:
    """Note that `actor` closed the brief."""
    Presence.objects.filter(brief=brief, user=actor).delete()


def others(actor, brief: Brief) -> list[Presence]:
    """Return who else was seen at the brief in the last 40 seconds, by name."""
    lately = Presence.objects.filter(brief=brief, seen_at__gte=timezone.now() - SEEN_LATELY)
    return list(lately.exclude(user=actor).select_related("user").order_by("user__username"))


def seen(rows: Iterable[Presence], names: dict[int, str]) -> list[Seen]:
    """Say of each person what they edit, with the sentence's label."""
    return [Seen(row.user, names.get(row.segment_id, ""), row.edits_summary) for row in rows]


def changes(actor, brief: Brief, since: datetime, names: dict[int, str]) -> list[Change]:
    """Return the sentences that others changed after `since`, newest change first, each once.

    `names` are the labels of the sentences on the page.
    """
    edits = SegmentEdit.objects.filter(segment__article=brief.article_id, updated_at__gt=since)
    newest: dict[int, SegmentEdit] = {}
    others_edits = edits.exclude(author=None).exclude(author=actor)
    for edit in others_edits.select_related("author", "segment"):
        newest.setdefault(edit.segment_id, edit)
    return [Change(edit.author, edit.segment, names[pk]) for pk, edit in newest.items()]


def labels(segments: Iterable[Segment]) -> dict[int, str]:
    """Return what each segment is called on the page."""
    return {segment.pk: label for segment, label in numbered(segments)}
