"""Joining and dividing sentences, where the splitter cut in the wrong place.

Evidence, comments, decisions about findings and the record of changes follow the text.
"""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from summaries.models import Brief, Comment, Evidence, Job, Presence, Segment, SegmentEdit
from summaries.services import derived, dismissals, events, jobs, memory, segments, texts
from summaries.services.errors import Invalid, WrongState
from summaries.workflow import Action


def following(segment: Segment) -> Segment | None:
    """Return the next sentence of the same line, the one it can be joined with."""
    line = segment.article.segments.filter(line=segment.line, sentence__gt=segment.sentence)
    return line.first()


def merge(actor, segment: Segment, *, version: int) -> Segment:
    """Join a sentence with the next one of its line, and return the joined one.

    The machine's text stays known where both had one. Raises Stale when it is not `version` any
    more, Invalid at the end of a line, WrongState while one of the two is not translated.
    """
    with transaction.atomic():
        brief, segment = _ready(actor, segment, version)
        second = following(segment)
        if second is None:
            raise Invalid(_("This is the last sentence of its paragraph: nothing to join with."))
        if second.translated_at is None:
            raise WrongState(
                _("The machine has not translated the next sentence yet. Wait for it, then join.")
            )
        before = segment.english
        english = texts.one_line(f"{before} {second.english}")
        dismissals.follow_joined(segment, second, english)
        _follow(second, segment)
        segment.arabic, segment.english = f"{segment.arabic} {second.arabic}", english
        segment.machine_english = _joined(segment.machine_english, second.machine_english)
        segment.flags = list(dict.fromkeys([*segment.flags, *second.flags]))
        segment.version = max(segment.version, second.version)
        gone = second.pk
        second.delete()
        _store(brief, actor, segment, before, SegmentEdit.How.MERGED, joined=gone)
        return segment


def split(
    actor,
    segment: Segment,
    *,
    version: int,
    arabic: Sequence[str],
    english: Sequence[str],
) -> tuple[Segment, Segment]:
    """Divide a sentence in two and return both.

    `arabic` is the same text cut once; `english` is what each half says. Both halves carry the
    evidence of the whole, and its flags while they are the machine's text. Raises Invalid when the
    halves are not that, Stale and the rest as `segments.save`.
    """
    halves = [texts.one_line(text) for text in english]
    for half in halves:
        segments.require_measure(half)
    with transaction.atomic():
        brief, segment = _ready(actor, segment, version)
        cut = _cut(segment.arabic, arabic)
        before, was_edited = segment.english, segment.is_edited
        is_machine = not was_edited and " ".join(halves) == before
        machine = halves if is_machine else ["", ""]
        segment.flags = segment.flags if is_machine else []
        _make_room(segment)
        segment.arabic, segment.english, segment.machine_english = cut[0], halves[0], machine[0]
        second = _second_half(segment, cut[1], halves[1], machine[1])
        dismissals.follow_divided(segment, second, before)
        _store(brief, actor, segment, before, SegmentEdit.How.SPLIT)
        return segment, second


def _ready(actor, segment: Segment, version: int) -> tuple[Brief, Segment]:
    brief = segments.locked(segment, Action.RESHAPE, actor)
    jobs.require_rest(brief)
    return brief, segments.fresh(segment, version)


def _store(brief: Brief, actor, segment: Segment, before: str, how: str, **data) -> None:
    """Write the reshaped sentence over the version it was read in; `data` goes to the Event."""
    read, segment.version = segment.version, segment.version + 1
    segment.approved_at = segment.approved_by = segment.score = None
    # Offers for what it was are void; a worker that still looks for some loses its claim.
    segment.alternatives = []
    segment.jobs.filter(kind=Job.Kind.ALTERNATIVES).delete()
    segment.save()
    memory.follow([segment])
    segment.edits.create(author=actor, how=how, before=before, after=segment.english)
    events.record(brief, str(how), actor=actor, version=read, **segments.named(segment), **data)
    derived.refresh(brief)


def _joined(first: str, second: str) -> str:
    # With one half unknown the machine has no text for the whole, and the joined one is edited.
    return texts.one_line(f"{first} {second}") if first and second else ""


def _follow(second: Segment, first: Segment) -> None:
    """Move everything that hangs on `second` to `first`; a link that is there twice stays once."""
    known = list(Evidence.objects.filter(segment=first).values_list("sentence", flat=True))
    Evidence.objects.filter(segment=second, sentence__in=known).delete()
    for model in (Evidence, Comment, SegmentEdit, Presence):
        model.objects.filter(segment=second).update(segment=first)
    # Offers for half a sentence are of no use any more; other work stays in the ledger.
    Job.objects.main().filter(segment=second).update(segment=first)


def _cut(whole: str, halves: Sequence[str]) -> tuple[str, str]:
    """Return the two halves of an Arabic sentence, or raise Invalid when they are not."""
    first, second = (texts.one_line(half) for half in halves)
    if not first or not second or f"{first} {second}" != texts.one_line(whole):
        raise Invalid(
            _("The Arabic must stay word for word: cut it once, between two words, nothing else.")
        )
    return first, second


def _make_room(segment: Segment) -> None:
    """Move the later sentences of the line on by one, the last first: a place is taken once."""
    line = segment.article.segments.filter(line=segment.line, sentence__gt=segment.sentence)
    for later in line.order_by("-sentence"):
        Segment.objects.filter(pk=later.pk).update(sentence=later.sentence + 1)


def _second_half(first: Segment, arabic: str, english: str, machine: str) -> Segment:
    second = Segment.objects.create(
        article_id=first.article_id,
        line=first.line,
        sentence=first.sentence + 1,
        kind=first.kind,
        arabic=arabic,
        english=english,
        machine_english=machine,
        flags=first.flags,
        provenance=first.provenance,
        translated_at=first.translated_at,
    )
    Evidence.objects.bulk_create(
        Evidence(sentence_id=link.sentence_id, segment=second, score=link.score, chosen=link.chosen)
        for link in first.evidence.all()
    )
    return second
