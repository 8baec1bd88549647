"""Who gets what. Each answer is a queryset of subscribers."""

from datetime import date

from django.db.models import Q
from django.utils import timezone

from summaries.models import Brief, Correction, Delivery, LetterBrief, Mailing, Subscriber
from summaries.models.subscriber import SubscriberQuerySet

Frequency = Subscriber.Frequency


def of(mailing: Mailing) -> SubscriberQuerySet:
    """Those who are to get a mailing, as things stand now."""
    match mailing.kind:
        case Mailing.Kind.DAILY:
            return daily()
        case Mailing.Kind.WEEKLY:
            return weekly(mailing.date)
        case Mailing.Kind.BREAKING:
            return breaking()
        case _:
            return corrected(mailing.correction)


def daily() -> SubscriberQuerySet:
    """Those who want every edition."""
    return Subscriber.objects.reachable().filter(frequency=Frequency.DAILY)


def weekly(day: date) -> SubscriberQuerySet:
    """Those who want a letter a week, on the weekday of this date."""
    wanted = Subscriber.objects.reachable().filter(frequency=Frequency.WEEKLY)
    return wanted.filter(weekday=day.weekday())


def breaking() -> SubscriberQuerySet:
    """Those who want breaking news at once."""
    wanted = Q(also_breaking=True) | Q(frequency=Frequency.BREAKING)
    return Subscriber.objects.reachable().filter(wanted)


def corrected(correction: Correction) -> SubscriberQuerySet:
    """Those who got by email what a correction puts right, whatever they want now."""
    if correction.kind == Correction.Kind.RETRACTION:
        return holders(correction.brief)
    return holders(correction.brief, before=correction.revision.number)


def holders(brief: Brief, *, before: int | None = None) -> SubscriberQuerySet:
    """Those to whom a letter with the brief went out, in a version before that number if given.

    Those to whom it may have gone out too: a delivery keeps the letter of an attempt whose outcome
    nobody knows. Whose letter is being sent now is known only when the server took it.
    """
    held = LetterBrief.objects.filter(brief=brief)
    if before is not None:
        held = held.filter(revision__number__lt=before)
    # From the few letters to the people: the other way round, every reader's every delivery is
    # looked at, while the fan-out holds SQLite's one lock.
    got = Delivery.objects.filter(letter__in=held.values("letter"))
    under_way = Q(state=Delivery.State.RUNNING, lease_until__gte=timezone.now())
    people = got.exclude(under_way).exclude(subscriber=None).values("subscriber")
    return Subscriber.objects.reachable().filter(pk__in=people)
