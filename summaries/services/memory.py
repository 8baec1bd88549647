"""The translation memory: what was approved once need not be translated again.

A sentence that is approved keeps its pair; taking the approval back or changing the text takes the
pair out. The machine's draft takes over exact matches; `similar` has those that are offered.
"""

import hashlib
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from summaries.engine.text.normalise import for_matching, for_reuse
from summaries.engine.types import Provenance, Translation
from summaries.models import MemoryPair, Segment
from summaries.services import events, glossary, texts
from summaries.services.errors import Invalid, NotAllowed
from summaries.services.people.accounts import roles_of
from summaries.workflow import Role

ENGINE = "memory"
MODEL = "translation memory"
# Shorter sentences («وقال:», a section's name) mean something else in every article.
SHORTEST_WORDS = 3
_EDITORS = frozenset({Role.EDITOR, Role.PUBLISHER, Role.ADMIN})


def key_of(folded: str) -> str:
    """Return the key of a folded Arabic text."""
    return hashlib.sha256(folded.encode()).hexdigest()


def follow(segments: Iterable[Segment]) -> None:
    """Bring the pairs of these sentences in line with them, as they are stored now.

    Approved ones have a pair of their texts, others none. Call it in the transaction of the change.
    """
    pks = [segment.pk for segment in segments]
    stored = Segment.objects.filter(pk__in=pks).select_related("memory_pair")
    gone, new = [], []
    for segment in stored:
        pair = getattr(segment, "memory_pair", None)
        is_same = pair and (pair.arabic, pair.english) == (segment.arabic, segment.english)
        approved = segment.approved_at is not None and _is_memorable(segment)
        if pair and not (approved and is_same):
            gone.append(pair.pk)
        if approved and not is_same:
            new.append(_pair_of(segment))
    if gone:
        MemoryPair.objects.filter(pk__in=gone).delete()
    MemoryPair.objects.bulk_create(new)


def _is_memorable(segment: Segment) -> bool:
    return segment.kind == Segment.Kind.BODY and len(segment.arabic.split()) >= SHORTEST_WORDS


def _pair_of(segment: Segment) -> MemoryPair:
    return new_pair(
        segment.arabic,
        segment.english,
        segment=segment,
        approved_by_id=segment.approved_by_id,
        approved_at=segment.approved_at,
    )


def new_pair(arabic: str, english: str, **fields) -> MemoryPair:
    """Return an unsaved pair of two texts."""
    folded = for_matching(arabic)
    return MemoryPair(arabic=arabic, english=english, folded=folded, key=key_of(folded), **fields)


def exact(segments: Sequence[Segment]) -> dict[int, Translation]:
    """Return what the memory has for sentences of an article, by their places in `segments`.

    Headlines and very short sentences are the machine's in any case. Of several pairs the one that
    was approved last counts.
    """
    wanted = {
        n: for_reuse(segment.arabic) for n, segment in enumerate(segments) if _is_memorable(segment)
    }
    # The key is of folded Arabic, which may mean something else: the texts decide.
    keys = {key_of(for_matching(arabic)) for arabic in wanted.values()}
    rows = MemoryPair.objects.usable().filter(key__in=keys).order_by("approved_at", "pk")
    newest = {for_reuse(pair.arabic): pair for pair in rows}
    return {n: _translation(newest[arabic]) for n, arabic in wanted.items() if arabic in newest}


def _translation(pair: MemoryPair) -> Translation:
    # Plain words, like every provenance: the pages translate what they show around them.
    approved = f"approved {pair.approved_at:%Y-%m-%d}"
    return Translation(pair.english, Provenance(MODEL, str(pair.pk), ENGINE, decoding=approved))


def origin(segment: Segment) -> MemoryPair | None:
    """Return the pair that a sentence's machine text was taken from; None where it was not."""
    if segment.provenance.get("engine") != ENGINE:
        return None
    number = segment.provenance.get("revision", "")
    related = MemoryPair.objects.select_related("segment__article__brief", "approved_by")
    return related.filter(pk=number).first() if number.isdecimal() else None


def may_change(actor) -> bool:
    """Say whether `actor` may bring pairs in and take them out."""
    return bool(roles_of(actor) & _EDITORS)


def require_change(actor) -> None:
    """Raise NotAllowed for who may not bring pairs in or take them out."""
    if not may_change(actor):
        raise NotAllowed(_("Only editors and publishers change the translation memory."))


def remove(actor, pair: MemoryPair, reason: str) -> MemoryPair:
    """Take a pair out for good; the sentence it comes from stays as it is. Returns the pair.

    Raises NotAllowed, and Invalid without a reason.
    """
    require_change(actor)
    reason = texts.note(reason)
    if not reason:
        raise Invalid(_("Say why: the reason is kept with the sentence."))
    with transaction.atomic():
        kept = MemoryPair.objects.kept().select_for_update(of=("self",)).filter(pk=pair.pk)
        if found := kept.select_related("segment__article__brief").first():
            found.removed_at, found.removed_by = timezone.now(), actor
            found.removed_because = reason
            found.save(update_fields=["removed_at", "removed_by", "removed_because"])
            _record(actor, found, reason)
    pair.refresh_from_db()
    return pair


def _record(actor, pair: MemoryPair, reason: str) -> None:
    if pair.segment:
        brief = pair.segment.article.brief
        events.record(brief, "memory_removed", actor=actor, reason=reason, segment=pair.segment_id)


def search(query: str = ""):
    """Return the pairs that have `query` in a text of theirs, in either language, newest first."""
    pairs = MemoryPair.objects.kept().select_related("segment__article__brief", "approved_by")
    query = query.strip()[: texts.MAX_NOTE_CHARACTERS]
    if not query:
        return pairs
    return pairs.filter(glossary.of_words("folded", query) | Q(english__icontains=query))
