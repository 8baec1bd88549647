"""Whether a delivery that was claimed is still to be sent, as things stand now."""

from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from summaries.models import Delivery, Subscriber, Suppression
from summaries.services.mailing import fanout

Kind = Delivery.Kind
State = Subscriber.State
Frequency = Subscriber.Frequency

ERASED = "The subscriber was erased."
SUPPRESSED = "The address is on the list of those that nothing is sent to."
LEFT = "The subscriber is not subscribed any more."
ANSWERED = "The subscription is in another state by now: this answers nothing any more."
CHANGED_MIND = "The subscriber chose something else meanwhile."
TOO_OLD = "It could not be sent in time, and is too old now."
TOO_OFTEN = "Enough links went to the address that day: anybody can ask for them."

# How long after it was due something is still worth sending; a correction always is.
WORTH_SENDING = {
    Kind.DAILY: timedelta(hours=36),
    Kind.BREAKING: timedelta(hours=24),
    Kind.WEEKLY: timedelta(days=4),
    Kind.CONFIRM: timedelta(hours=48),
    Kind.LINK: timedelta(hours=48),
}
_ANSWERS = (Kind.CONFIRM, Kind.LINK)


def read(delivery_id: int) -> Delivery:
    """Return a delivery with what is usually asked of it before it is sent. One query."""
    on_list = Suppression.objects.filter(key=OuterRef("subscriber__key"))
    found = Delivery.objects.select_related("subscriber", "mailing")
    return found.annotate(suppressed=Exists(on_list)).get(pk=delivery_id)


def unwanted(delivery: Delivery) -> str:
    """Return why a delivery that was `read` is not to be sent any more; empty where it is."""
    subscriber = delivery.subscriber
    if subscriber is None:
        return ERASED
    if delivery.suppressed:
        return SUPPRESSED
    if delivery.kind in _ANSWERS:
        if not _is_answer(delivery):
            return ANSWERED
    elif subscriber.state != State.ACTIVE:
        return LEFT
    elif not _chosen(delivery):
        return CHANGED_MIND
    return TOO_OLD if _is_too_old(delivery) else ""


def _is_answer(delivery: Delivery) -> bool:
    """Say whether the link leads anywhere. Who left may still see and erase what is kept."""
    if delivery.kind == Kind.CONFIRM:
        return delivery.subscriber.awaits_confirmation
    return delivery.subscriber.state != State.PENDING


def _chosen(delivery: Delivery) -> bool:
    """Say whether the subscriber still wants mail of this kind; of corrections nobody is asked."""
    subscriber = delivery.subscriber
    match delivery.kind:
        case Kind.DAILY:
            return subscriber.frequency == Frequency.DAILY
        case Kind.WEEKLY:
            on_that_day = subscriber.weekday == delivery.mailing.date.weekday()
            return subscriber.frequency == Frequency.WEEKLY and on_that_day
        case Kind.BREAKING:
            return subscriber.wants_breaking
        case _:
            return True


def _is_too_old(delivery: Delivery) -> bool:
    worth, now = WORTH_SENDING.get(delivery.kind), timezone.now()
    if worth is None or now - delivery.created_at <= worth:
        return False
    # It may have been written long before its hour.
    mailing = delivery.mailing
    return mailing is None or now - fanout.due(mailing, delivery.subscriber) > worth
