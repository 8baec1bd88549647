"""What people do to single sentences: write, approve, take back, join and divide.

Every change names the version it was made from, so that nobody writes over what they did not see.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from summaries.models import Brief, Segment, SegmentEdit
from summaries.services import derived, events, memory, proposals, rechecking, texts
from summaries.services.errors import Invalid, Stale, WrongState
from summaries.services.seen import Seen
from summaries.workflow import Action

MAX_CHARACTERS = 2000
# Autosaves of one person within this time of each other are one change.
SITTING = timedelta(minutes=10)


def save(
    actor,
    segment: Segment,
    *,
    version: int,
    english: str,
    approve: bool = False,
    how: str = SegmentEdit.How.TYPED,
    settled: bool = True,
) -> Segment:
    """Store a sentence's English, made from `version`; with `approve`, approve it as well.

    While somebody types (`settled` is false) the search index waits, and so do the checks that look
    at more than this sentence: they cost more than the save.

    Returns the stored segment. Saving what is stored already changes nothing; any other text takes
    an approval back. Raises Stale when somebody saved after `version`, Invalid for an empty or
    overlong text, NotAllowed and WrongState as the table says.
    """
    english = texts.one_line(english)
    require_measure(english)
    with transaction.atomic():
        brief = locked(segment, Action.EDIT, actor)
        found = fresh(segment, version)
        is_new = english != found.english
        if is_new:
            found = _write(brief, actor, found, english, how)
        if settled:
            proposals.learn(found)
            derived.refresh(brief, [found])
        elif is_new:
            rechecking.recheck_sentence(brief, found)
        return _approve(brief, actor, found) if approve else found


def approve(actor, segment: Segment, *, version: int) -> Segment:
    """Approve a sentence as it stood in `version`; raises Stale when it is another by now."""
    with transaction.atomic():
        brief = locked(segment, Action.APPROVE, actor)
        return _approve(brief, actor, fresh(segment, version))


def unapprove(actor, segment: Segment) -> Segment:
    """Take an approval back; a sentence without one stays as it is."""
    with transaction.atomic():
        brief = locked(segment, Action.APPROVE, actor)
        segment = fresh(segment)
        if segment.approved_at is None:
            return segment
        _stamp(segment, approved_at=None, approved_by=None)
        events.record(brief, "unapprove", actor=actor, **named(segment))
        return segment


def approve_remaining(actor, brief: Brief, *, seen: Seen | None = None) -> tuple[int, int]:
    """Approve every translated sentence that has no approval.

    Sentences with an open finding stay: each needs a look of its own. So do those that are not
    as the page showed them (`seen`). Returns how many were approved, and how many were unseen.
    """
    with transaction.atomic():
        brief = events.locked(brief)
        events.require(brief, Action.APPROVE, actor)
        waiting = remaining(brief).exclude(findings__in=brief.findings.filter(dismissal=None))
        # Their rows locked: the machine, which changes them too, does not lock the brief.
        waiting = list(waiting.select_for_update(of=("self",)))
        shown = [one.pk for one in waiting if seen is None or seen.shows(one.pk, one.version)]
        number = Segment.objects.filter(pk__in=shown).update(
            approved_at=timezone.now(), approved_by=actor
        )
        if number:
            memory.follow(waiting)
            events.record(brief, "approve_remaining", actor=actor, count=number)
        return number, len(waiting) - number


def remaining(brief: Brief):
    """Return the translated sentences that nobody approved yet."""
    translated = brief.article.segments.exclude(translated_at=None).exclude(english="")
    return translated.filter(approved_at=None)


def undo(actor, segment: Segment, *, version: int) -> Segment:
    """Give a sentence the machine's text back; what stood there stays in its history."""
    events.require(segment.article.brief, Action.EDIT, actor)
    if not segment.machine_english:
        raise Invalid(_("The machine has no text for this sentence alone. Translate it again."))
    return save(
        actor,
        segment,
        version=version,
        english=segment.machine_english,
        how=SegmentEdit.How.UNDONE,
    )


def numbered(segments: Iterable[Segment]) -> list[tuple[Segment, str]]:
    """Return an article's sentences with what pages call them: "H" the headline, then 1, 2, …"""
    result, number = [], 0
    for segment in segments:
        is_headline = segment.kind == Segment.Kind.HEADLINE
        number += not is_headline
        result.append((segment, "H" if is_headline else str(number)))
    return result


def locked(segment: Segment, action: Action, actor) -> Brief:
    """Lock the sentence's brief and return it when `actor` may do `action` to it now.

    Locked, so that nothing slips in between what a publisher saw and what readers get.
    """
    brief = events.locked(segment.article.brief)
    events.require(brief, action, actor)
    return brief


def fresh(segment: Segment, version: int | None = None) -> Segment:
    """Return the sentence as stored now, locked; raise Stale when it is not `version` any more."""
    found = Segment.objects.select_for_update(of=("self",)).filter(pk=segment.pk).first()
    if found is None:
        raise WrongState(_("Somebody joined this sentence with another. Reload the page."))
    if version is not None and found.version != version:
        raise Stale(_("Somebody changed this sentence meanwhile. Yours is not saved yet."))
    if found.translated_at is None:
        raise WrongState(_("The machine has not translated this sentence yet. Wait for it."))
    return found


def _write(brief: Brief, actor, segment: Segment, english: str, how: str) -> Segment:
    """Store `english` if nobody was faster; the machine does not lock the brief."""
    before = segment.english
    changed = Segment.objects.filter(pk=segment.pk, version=segment.version).update(
        english=english, version=F("version") + 1, approved_at=None, approved_by=None
    )
    if not changed:
        raise Stale(_("Somebody changed this sentence meanwhile. Yours is not saved yet."))
    segment.refresh_from_db()
    memory.follow([segment])
    _remember(brief, actor, segment, before, how)
    return segment


def _remember(brief: Brief, actor, segment: Segment, before: str, how: str) -> None:
    last = segment.edits.first()
    goes_on = (
        last is not None
        and (last.author_id, last.how) == (actor.pk, how)
        and last.updated_at > timezone.now() - SITTING
    )
    if goes_on:
        last.after = segment.english
        last.save(update_fields=["after", "updated_at"])
        return
    segment.edits.create(author=actor, how=how, before=before, after=segment.english)
    events.record(brief, "segment_edited", actor=actor, how=str(how), **named(segment))


def _approve(brief: Brief, actor, segment: Segment) -> Segment:
    events.require(brief, Action.APPROVE, actor)
    if not segment.english:
        raise Invalid(_("There is no English here yet. Write it, then approve it."))
    if segment.approved_at is None:
        _stamp(segment, approved_at=timezone.now(), approved_by=actor)
        events.record(brief, "approve", actor=actor, **named(segment))
    return segment


def _stamp(segment: Segment, **fields) -> None:
    changed = Segment.objects.filter(pk=segment.pk, version=segment.version).update(**fields)
    if not changed:
        raise Stale(_("Somebody changed this sentence meanwhile. Look at it again."))
    segment.refresh_from_db()
    memory.follow([segment])


def named(segment: Segment) -> dict:
    """Return what an Event says about a sentence: its key, and its number at that moment."""
    if segment.kind == Segment.Kind.HEADLINE:
        return {"segment": segment.pk, "label": "H"}
    before = segment.article.segments.filter(kind=Segment.Kind.BODY)
    same_line = before.filter(line=segment.line, sentence__lt=segment.sentence).count()
    number = before.filter(line__lt=segment.line).count() + same_line + 1
    return {"segment": segment.pk, "label": str(number)}


def labels(article: int) -> dict[int, str]:
    """Return the numbers of all sentences of an article (its key) by their keys. One query."""
    found, number = {}, 0
    for pk, kind in Segment.objects.filter(article=article).values_list("pk", "kind"):
        number += kind == Segment.Kind.BODY
        found[pk] = "H" if kind == Segment.Kind.HEADLINE else str(number)
    return found


def require_measure(english: str) -> None:
    """Raise Invalid for an English sentence that is empty or too long."""
    if not english:
        raise Invalid(_("A sentence cannot be empty. Join it with the next one instead."))
    if len(english) > MAX_CHARACTERS:
        raise Invalid(_("A sentence has at most %(limit)d characters.") % {"limit": MAX_CHARACTERS})
