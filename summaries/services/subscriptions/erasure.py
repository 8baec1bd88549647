"""Erasing a subscriber: the person goes, the numbers of what was sent stay."""

import logging

from django.db import transaction

from summaries.models import Delivery, Subscriber, Suppression
from summaries.models.subscriber import SubscriberQuerySet
from summaries.services.subscriptions import holding, suppression

logger = logging.getLogger(__name__)


def erase(
    subscriber: Subscriber, *, actor=None, reason: str = "", never_again: bool = False
) -> None:
    """Delete everything kept about the subscriber; their links end, what waits is not sent.

    With `never_again` the digest of the address goes on the suppression list, and nothing else.
    """
    pk = subscriber.pk
    with transaction.atomic():
        mine = Subscriber.objects.select_for_update().get(pk=pk)
        # What a mail server said may quote the address.
        Suppression.objects.filter(key=mine.key).update(note="")
        if never_again:
            asked = Suppression.Reason.ASKED
            Suppression.objects.update_or_create(key=mine.key, defaults={"reason": asked})
        holding.reports_of(mine).update(email="")
        forget(Subscriber.objects.filter(pk=pk))
    logger.info("subscriber %s erased by %s: %s", pk, actor or "themselves", reason or "no reason")


def refuse(key: str) -> None:
    """Put the address with this key on the suppression list: its owner wants no email.

    Of somebody who never confirmed nothing else is kept, for strangers asked.
    """
    known = Subscriber.objects.filter(key=key).first()
    if known and known.confirmed_at is None:
        erase(known, reason="refused", never_again=True)
    elif known:
        suppression.suppress(known.email, Suppression.Reason.ASKED)
    else:
        asked = {"reason": Suppression.Reason.ASKED}
        Suppression.objects.get_or_create(key=key, defaults=asked)


def forget(subscribers: SubscriberQuerySet) -> int:
    """Delete subscribers, and what names them in their deliveries; return how many.

    What waits is called off. Call it in a transaction.
    """
    theirs = Delivery.objects.filter(subscriber__in=subscribers.values("pk"))
    theirs.filter(state=Delivery.State.QUEUED).update(state=Delivery.State.CANCELLED)
    theirs.update(error="", message_id="")
    _total, deleted = subscribers.delete()
    return deleted.get("summaries.Subscriber", 0)
