"""Subscribers as admins see them: how many there are, and one of them when somebody asks."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _

from summaries.models import Delivery, Subscriber, SubscriberEvent, Suppression
from summaries.models.fields import key_of
from summaries.models.subscriber import folded_address
from summaries.services.accounts import roles_of
from summaries.services.errors import Invalid, NotAllowed
from summaries.services.subscriptions import erasure, holding, leaving, suppression
from summaries.services.subscriptions.addresses import canonical
from summaries.workflow import Role

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
        unreachable=active.filter(key__in=Suppression.objects.values("key")).count(),
    )


def _by(rows, field: str, choices) -> dict[str, int]:
    found = Counter(dict(rows.order_by().values_list(field).annotate(n=Count("pk"))))
    return {str(choice.label): found[choice.value] for choice in choices}


def find(email: str) -> Subscriber | None:
    """Return the subscriber of an address, however it is written."""
    return Subscriber.objects.filter(key=key_of(folded_address(canonical(email)))).first()


def deliveries_of(subscriber: Subscriber) -> list[Delivery]:
    """Return what was sent last, with its subject."""
    newest = subscriber.deliveries.select_related("letter").order_by("-created_at", "-pk")
    return list(newest[:DELIVERIES_SHOWN])


def leave(actor, subscriber: Subscriber, reason: str) -> None:
    """End a subscription because somebody asked the newsroom to. Raises NotAllowed, Invalid."""
    leaving.leave(subscriber, actor=actor, reason=_reason(actor, reason))


def suppress(actor, email: str, reason: str) -> bool:
    """Have nothing sent to an address any more; False where that is so already."""
    note = _reason(actor, reason)
    return suppression.suppress(email, Suppression.Reason.ADMIN, note=note, actor=actor)


def release(actor, email: str, reason: str) -> bool:
    """Take an address off the suppression list; False where it is not on it."""
    return suppression.release(email, note=_reason(actor, reason), actor=actor)


def export(actor, subscriber: Subscriber, reason: str) -> dict:
    """Return everything kept about a subscriber who asked for it; that it was is kept, too."""
    reason = _reason(actor, reason)
    SubscriberEvent.objects.create(subscriber=subscriber, actor=actor, verb="export", reason=reason)
    return holding.held(subscriber)


def erase(actor, subscriber: Subscriber, reason: str, *, never_again: bool = False) -> None:
    """Erase a subscriber who asked for it. The reason goes to the log: nothing else is left."""
    reason = _reason(actor, reason)
    erasure.erase(subscriber, actor=actor, reason=reason, never_again=never_again)


def _reason(actor, reason: str) -> str:
    require_admin(actor)
    if not reason.strip():
        raise Invalid(_("Say who asked for it, or why."))
    return reason.strip()
