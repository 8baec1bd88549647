"""Erasing a subscriber: the person goes, the numbers of what was sent stay."""

import logging

from django.db import transaction

from summaries.models import Delivery, Subscriber, Suppression
from summaries.services.subscriptions import holding

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
        _unname(mine)
        mine.delete()
    logger.info("subscriber %s erased by %s: %s", pk, actor or "themselves", reason or "no reason")


def _unname(subscriber: Subscriber) -> None:
    """Take what names the subscriber out of the deliveries, and call off those that wait."""
    theirs = Delivery.objects.filter(subscriber=subscriber)
    theirs.filter(state=Delivery.State.QUEUED).update(state=Delivery.State.CANCELLED)
    theirs.update(error="", message_id="")
