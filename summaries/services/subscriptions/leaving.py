"""Ending a subscription: by the link in every letter, or by an admin whom somebody asked."""

from django.db import transaction
from django.utils import timezone

from summaries.models import Subscriber, SubscriberEvent


def leave(subscriber: Subscriber, *, actor=None, reason: str = "") -> bool:
    """End the subscription; False where it had ended already. What waits to be sent is not sent.

    Links to the settings stay good, so that who left can still see and erase what is kept.
    """
    with transaction.atomic():
        staying = Subscriber.objects.exclude(state=Subscriber.State.LEFT)
        left = staying.filter(pk=subscriber.pk).update(
            state=Subscriber.State.LEFT, left_at=timezone.now(), confirm_key=""
        )
        if left:
            SubscriberEvent.objects.create(
                subscriber=subscriber, actor=actor, verb="leave", reason=reason
            )
    subscriber.refresh_from_db()
    return bool(left)
