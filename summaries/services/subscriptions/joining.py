"""Subscribing: asked for with an address, confirmed with the link that is mailed to it.

Whoever asks may be anybody, so asking changes nothing that its owner chose, and takes the same
steps for every address: unknown, waiting, subscribed, left, or on the suppression list. What is
mailed tells the owner where they stand; the page tells nobody. (An email to a suppressed address is
called off when it is due, one too many on a day at once: not `mailed`.)
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from summaries.models import Delivery, Subscriber, SubscriberEvent, Suppression
from summaries.models.fields import key_of
from summaries.models.subscriber import folded_address
from summaries.services.mailing import deliveries, standing
from summaries.services.subscriptions import choices, erasure, links
from summaries.services.subscriptions.choices import Choices

ASK, ASK_LINK, CONFIRM = "ask", "ask_link", "confirm"
State, Kind = Subscriber.State, Delivery.Kind
# A letter may be under way for a while, and its link lives two days.
UNCONFIRMED_KEPT = timedelta(days=3)


def ask(email: str, chosen: Choices, *, mailed: bool = True) -> None:
    """Mail the link that subscribes the address as `chosen`, or leads to its settings."""
    with transaction.atomic():
        subscriber = _locked(email, chosen.speaks)
        # What a stranger chose for somebody who is subscribed is nobody's choice.
        active = subscriber.state == State.ACTIVE
        data = {} if active else {"choices": chosen.as_dict()}
        SubscriberEvent.objects.create(subscriber=subscriber, verb=ASK, data=data)
        _answer(subscriber, chosen.speaks, Kind.LINK if active else Kind.CONFIRM, mailed)


def ask_for_link(email: str, speaks: str, *, mailed: bool = True) -> None:
    """Mail the address the way to its settings; to one that never was subscribed, the way in."""
    with transaction.atomic():
        subscriber = _locked(email, speaks)
        waits = subscriber.state == State.PENDING
        SubscriberEvent.objects.create(subscriber=subscriber, verb=ASK_LINK)
        _answer(subscriber, speaks, Kind.CONFIRM if waits else Kind.LINK, mailed)


def _locked(email: str, speaks: str) -> Subscriber:
    """Return the subscriber of the address, made first where there is none."""
    new = Subscriber(email=email, speaks=speaks, link_key=links.new_key())
    Subscriber.objects.bulk_create([new], ignore_conflicts=True)
    return Subscriber.objects.select_for_update().get(key=key_of(folded_address(email)))


def _answer(subscriber: Subscriber, speaks: str, kind: str, mailed: bool) -> None:
    if subscriber.state == State.PENDING:
        subscriber.speaks = speaks
    if kind == Kind.CONFIRM:
        # The same until it is used: a second request does not end the link of the first.
        subscriber.confirm_key = subscriber.confirm_key or links.new_key()
    subscriber.save(update_fields=["confirm_key", "speaks"])
    deliveries.answer(subscriber, kind, called_off="" if mailed else standing.TOO_OFTEN)


def asked(subscriber: Subscriber) -> Choices:
    """Return what somebody who did not confirm yet chose when they asked last."""
    last = subscriber.events.filter(verb=ASK).first()
    stored = last.data.get("choices") if last else None
    return Choices.from_dict(stored) if stored else Choices.of(subscriber)


def confirm(token: str) -> Subscriber:
    """Subscribe whoever holds the link. Raises links.DeadLink where it was used, or is too old."""
    with transaction.atomic():
        subscriber = links.subscriber_of(links.CONFIRM, token)
        if not (subscriber.awaits_confirmation and _subscribed(subscriber)):
            raise links.DeadLink(410)
        chosen = asked(subscriber)
        choices.apply(subscriber, chosen)
        SubscriberEvent.objects.create(
            subscriber=subscriber, verb=CONFIRM, data={"choices": chosen.as_dict()}
        )
    subscriber.refresh_from_db()
    return subscriber


def _subscribed(subscriber: Subscriber) -> bool:
    """Make a waiting subscriber an active one; of two presses at once, one does."""
    now = {
        "state": State.ACTIVE,
        "confirm_key": "",
        "confirmed_at": timezone.now(),
        "left_at": None,
    }
    if subscriber.state == State.LEFT:
        # Nothing of the old subscription opens the new one.
        now["link_key"] = links.new_key()
    waiting = Subscriber.objects.filter(pk=subscriber.pk, confirm_key=subscriber.confirm_key)
    return bool(waiting.exclude(state=State.ACTIVE).update(**now))


def forget_unconfirmed() -> int:
    """Forget addresses whose owners never confirmed; return how many.

    Those on the suppression list go at once. Who was subscribed before is as they were.
    """
    old = timezone.now() - UNCONFIRMED_KEPT
    recent = SubscriberEvent.objects.filter(created_at__gt=old).values("subscriber")
    stale = Subscriber.objects.filter(created_at__lte=old).exclude(pk__in=recent)
    Subscriber.objects.filter(pk__in=stale.values("pk"), state=State.LEFT).exclude(
        confirm_key=""
    ).update(confirm_key="")
    unconfirmed = Subscriber.objects.filter(confirmed_at=None).exclude(state=State.ACTIVE)
    suppressed = unconfirmed.filter(key__in=Suppression.objects.values("key"))
    with transaction.atomic():
        return erasure.forget(suppressed | unconfirmed.filter(pk__in=stale.values("pk")))
