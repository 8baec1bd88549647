"""The history of a source: what people did to it and what the newsdesk noted, never rewritten."""

from datetime import datetime

from django.db.models import Max

from summaries.models import AuditEntry, Source, SourceEvent
from summaries.services import audit


def record(source: Source, verb: str, *, actor=None, reason: str = "", **data) -> SourceEvent:
    """Append one line to the source's history. Call it in the transaction of the change.

    What a person did to the source itself is told in the audit log as well.
    """
    if actor is not None:
        _tell(source, verb, actor, reason, data)
    return SourceEvent.objects.create(
        source=source, verb=verb, actor=actor, reason=reason, data=data
    )


def _tell(source: Source, verb: str, actor, reason: str, data: dict) -> None:
    if verb == "added":
        audit.record(actor, AuditEntry.Action.ADDED, source, reason=reason)
        return
    # What a fact was before and is now stands in the source's own history.
    told = {"fields": sorted(data["after"])} if verb == "changed" else {"verb": verb}
    audit.record(actor, AuditEntry.Action.CHANGED, source, reason=reason, **told)


def last_change(source: Source) -> int:
    """Return the number of the newest line of the source's history, 0 without any."""
    return source.events.aggregate(last=Max("pk"))["last"] or 0


def pauses_of(sources: list[Source]) -> tuple[dict[int, str], dict[int, datetime]]:
    """Return why each source was paused the last time, and when each was last resumed."""
    events = SourceEvent.objects.filter(verb__in=("paused", "resumed"), source__in=sources)
    reasons, resumed = {}, {}
    for event in events.order_by("pk"):
        if event.verb == "paused":
            reasons[event.source_id] = event.reason
        else:
            resumed[event.source_id] = event.created_at
    return reasons, resumed
