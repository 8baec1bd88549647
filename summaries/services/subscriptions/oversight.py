"""Subscribers as admins see them: how many there are, and one of them when somebody asks."""

import re
from collections import Counter
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from summaries.models import AuditEntry, Delivery, Subscriber, SubscriberEvent, Suppression
from summaries.models.fields import key_of
from summaries.models.subscriber import folded_address
from summaries.services import audit
from summaries.services.errors import Invalid, NotAllowed
from summaries.services.people.accounts import roles_of
from summaries.services.subscriptions import erasure, holding, leaving, suppression
from summaries.services.subscriptions.addresses import canonical
from summaries.workflow import Role

Action = AuditEntry.Action

# Of one subscriber, newest first.
DELIVERIES_SHOWN = 50


@dataclass(frozen=True)
class Counts:
    """How many there are: of each state, of the active of each frequency, suppressed of a reason.

    `unreachable` are active ones who are on the suppression list.
    """

    states: dict[str, int]
    frequencies: dict[str, int]
    suppressed: dict[str, int]
    unreachable: int


def require_admin(actor) -> None:
    """Raise NotAllowed for everybody who does not look after subscribers."""
    if Role.ADMIN not in roles_of(actor):
        raise NotAllowed(_("Only admins see subscribers: their addresses are private. Ask one."))


def counts() -> Counts:
    """Count subscribers and the suppression list. Four queries."""
    active = Subscriber.objects.filter(state=Subscriber.State.ACTIVE)
    return Counts(
        states=_by(Subscriber.objects.all(), "state", Subscriber.State),
        frequencies=_by(active, "frequency", Subscriber.Frequency),
        suppressed=_by(Suppression.objects.all(), "reason", Suppression.Reason),
        unreachable=Subscriber.objects.unreachable().count(),
    )


def _by(rows, field: str, choices) -> dict[str, int]:
    found = Counter(dict(rows.order_by().values_list(field).annotate(n=Count("pk"))))
    return {str(choice.label): found[choice.value] for choice in choices}


def find(email: str) -> Subscriber | None:
    """Return the subscriber of an address, however it is written."""
    return Subscriber.objects.filter(key=key_of(folded_address(canonical(email)))).first()


def look(actor, subscriber: Subscriber) -> None:
    """Record that somebody looks at a subscriber: nobody reads through addresses unnoticed."""
    require_admin(actor)
    audit.record(actor, Action.LOOKED, subscriber)


def deliveries_of(subscriber: Subscriber) -> list[Delivery]:
    """Return what was sent last, with its subject."""
    newest = subscriber.deliveries.select_related("letter").order_by("-created_at", "-pk")
    return list(newest[:DELIVERIES_SHOWN])


def leave(actor, subscriber: Subscriber, reason: str) -> None:
    """End a subscription because somebody asked the newsroom to. Raises NotAllowed, Invalid."""
    reason = _reason(actor, reason)
    with transaction.atomic():
        leaving.leave(subscriber, actor=actor, reason=reason)
        tell(actor, Action.CHANGED, subscriber, reason, verb="left")


def suppress(actor, email: str, reason: str) -> bool:
    """Have nothing sent to an address any more; False where that is so already."""
    note = _reason(actor, reason)
    with transaction.atomic():
        new = suppression.suppress(email, Suppression.Reason.ADMIN, note=note, actor=actor)
        if new:
            tell_suppression(actor, Action.ADDED, email, note)
    return new


def release(actor, email: str, reason: str) -> bool:
    """Take an address off the suppression list; False where it is not on it."""
    note = _reason(actor, reason)
    with transaction.atomic():
        gone = suppression.release(email, note=note, actor=actor)
        if gone:
            tell_suppression(actor, Action.DELETED, email, note)
    return gone


def export(actor, subscriber: Subscriber, reason: str) -> dict:
    """Return everything kept about a subscriber who asked for it; that it was is kept, too."""
    reason = _reason(actor, reason)
    done = {"actor": actor, "verb": "export", "reason": reason}
    with transaction.atomic():
        SubscriberEvent.objects.create(subscriber=subscriber, **done)
        tell(actor, Action.EXPORTED, subscriber, reason)
    return holding.held(subscriber)


def erase(actor, subscriber: Subscriber, reason: str, *, never_again: bool = False) -> None:
    """Erase a subscriber who asked for it. The reason goes to the log: nothing else is left."""
    reason = _reason(actor, reason)
    with transaction.atomic():
        tell(actor, Action.DELETED, subscriber, reason, never_again=never_again)
        erasure.erase(subscriber, actor=actor, reason=reason, never_again=never_again)


def tell(actor, action: Action, subscriber: Subscriber, reason: str, **data) -> None:
    """Put into the audit log what was done for a subscriber, by number and without their address.

    Without an actor a command did it.
    """
    reason = _without(subscriber.email, reason)
    audit.record(actor, action, subscriber, reason=reason, **data)


def tell_suppression(actor, action: Action, email: str, reason: str) -> None:
    """Put into the audit log that an address was suppressed or released, by its digest."""
    key = suppression.key(email)[:12]
    reason = _without(email, reason)
    audit.record(actor, action, kind="suppression", key=key, reason=reason)


def _without(email: str, reason: str) -> str:
    """Return a reason without an address: the log is never erased."""
    return re.sub(re.escape(email), "…", reason, flags=re.IGNORECASE)


def _reason(actor, reason: str) -> str:
    require_admin(actor)
    if not reason.strip():
        raise Invalid(_("Say who asked for it, or why."))
    return reason.strip()
