"""Subscribing: asked for with an address, confirmed with the link that is mailed to it.

Whoever asks may be anybody, so asking changes nothing that its owner chose, and takes the same
steps for every address: unknown, waiting, subscribed, left, or on the suppression list. What is
mailed tells the owner where they stand; the page tells nobody. (An email to a suppressed address is
called off when it is due.)
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from summaries.models import Delivery, Subscriber, SubscriberEvent, Suppression
from summaries.models.fields import key_of
from summaries.models.subscriber import folded_address
from summaries.services.mailing import deliveries
from summaries.services.subscriptions import choices, links
from summaries.services.subscriptions.choices import Choices

ASK, ASK_LINK, CONFIRM = "ask", "ask_link", "confirm"
State = Subscriber.State
# A letter may be under way for a while, and its link lives two days.
UNCONFIRMED_KEPT = timedelta(days=3)


def ask(email: str, chosen: Choices) -> None:
    """Mail the link that subscribes the address as `chosen`, or leads to its settings."""
    with transaction.atomic():
        subscriber = _locked(email, chosen.speaks)
        if subscriber.state == State.LEFT:
            # Nothing of the old subscription opens the new one.
            subscriber.link_key = links.new_key()
            subscriber.state = State.PENDING
        # What a stranger chose for somebody who is subscribed is nobody's choice.
        active = subscriber.state == State.ACTIVE
        data = {} if active else {"choices": chosen.as_dict()}
        _answer(subscriber, chosen.speaks, ASK, data)


def ask_for_link(email: str, speaks: str) -> None:
    """Mail the address the way to its settings; to one that is not subscribed, the way in."""
    with transaction.atomic():
        _answer(_locked(email, speaks), speaks, ASK_LINK, {})


def _locked(email: str, speaks: str) -> Subscriber:
    """Return the subscriber of the address, made first where there is none."""
    new = Subscriber(email=email, speaks=speaks, link_key=links.new_key())
    Subscriber.objects.bulk_create([new], ignore_conflicts=True)
    return Subscriber.objects.select_for_update().get(key=key_of(folded_address(email)))


def _answer(subscriber: Subscriber, speaks: str, verb: str, data: dict) -> None:
    waits = subscriber.state == State.PENDING
    if waits:
        subscriber.speaks = speaks
        # The same until it is used: a second request does not end the link of the first.
        subscriber.confirm_key = subscriber.confirm_key or links.new_key()
    subscriber.save(update_fields=["state", "link_key", "confirm_key", "speaks"])
    SubscriberEvent.objects.create(subscriber=subscriber, verb=verb, data=data)
    deliveries.answer(subscriber, Delivery.Kind.CONFIRM if waits else Delivery.Kind.LINK)


def asked(subscriber: Subscriber) -> Choices:
    """Return what a waiting subscriber chose when they asked last."""
    last = subscriber.events.filter(verb=ASK).first()
    stored = last.data.get("choices") if last else None
    return Choices.from_dict(stored) if stored else Choices.of(subscriber)


def waits(subscriber: Subscriber) -> bool:
    """Say whether the link that confirms is still to be used."""
    return subscriber.state == State.PENDING and bool(subscriber.confirm_key)


def confirm(token: str) -> Subscriber:
    """Subscribe whoever holds the link. Raises links.DeadLink where it was used, or is too old."""
    with transaction.atomic():
        subscriber = links.subscriber_of(links.CONFIRM, token)
        # One conditional UPDATE: of two presses at once, one subscribes.
        waiting = Subscriber.objects.filter(
            pk=subscriber.pk, state=State.PENDING, confirm_key=subscriber.confirm_key
        )
        active = {"state": State.ACTIVE, "confirmed_at": timezone.now(), "left_at": None}
        if not waits(subscriber) or not waiting.update(confirm_key="", **active):
            raise links.DeadLink(410)
        chosen = asked(subscriber)
        choices.apply(subscriber, chosen)
        SubscriberEvent.objects.create(
            subscriber=subscriber, verb=CONFIRM, data={"choices": chosen.as_dict()}
        )
    subscriber.refresh_from_db()
    return subscriber


def forget_unconfirmed() -> int:
    """Forget addresses whose owners never confirmed; return how many.

    Those on the suppression list go at once. Who was subscribed before is as they were: left.
    """
    old = timezone.now() - UNCONFIRMED_KEPT
    recent = SubscriberEvent.objects.filter(created_at__gt=old).values("subscriber")
    stale = Subscriber.objects.filter(created_at__lte=old).exclude(pk__in=recent)
    Subscriber.objects.filter(pk__in=stale.values("pk")).filter(
        state=State.PENDING, confirmed_at__isnull=False
    ).update(state=State.LEFT, confirm_key="")
    unconfirmed = Subscriber.objects.filter(confirmed_at=None).exclude(state=State.ACTIVE)
    suppressed = unconfirmed.filter(key__in=Suppression.objects.values("key"))
    _total, deleted = (suppressed | unconfirmed.filter(pk__in=stale.values("pk"))).delete()
    return deleted.get("summaries.Subscriber", 0)
