"""How many people an email about a brief would reach, for who is about to send it."""

from summaries.models import Brief, Delivery, LetterBrief, Mailing, Subscriber
from summaries.services.mailing import recipients


def got_by_email(brief: Brief, *, before: int | None = None) -> int:
    """Return how many who can be reached got the brief, in a version before this number if given.

    From its letters to the people, so that a brief that was never sent costs next to nothing.
    """
    letters = LetterBrief.objects.filter(brief=brief)
    if before is not None:
        letters = letters.filter(revision__number__lt=before)
    got = Delivery.objects.filter(state=Delivery.State.DONE, letter__in=letters.values("letter"))
    people = Subscriber.objects.reachable().filter(pk__in=got.values("subscriber"))
    return people.count()


def want_breaking() -> int:
    """Return how many want breaking news at once."""
    return recipients.breaking().count()


def breaking_news(brief: Brief) -> Mailing | None:
    """Return the mailing with which the brief was sent as breaking news, if it was."""
    return Mailing.objects.filter(brief=brief, kind=Mailing.Kind.BREAKING).first()
