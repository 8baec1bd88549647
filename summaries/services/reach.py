"""How many people an email about a brief would reach, for who is about to send it."""

from summaries.models import Brief, Mailing
from summaries.services.mailing import recipients


def got_by_email(brief: Brief, *, before: int | None = None) -> int:
    """Return how many who can be reached got the brief, in a version before this number if given.

    A brief that was never sent costs next to nothing.
    """
    return recipients.holders(brief, before=before).count()


def want_breaking() -> int:
    """Return how many want breaking news at once."""
    return recipients.breaking().count()


def breaking_news(brief: Brief) -> Mailing | None:
    """Return the mailing with which the brief was sent as breaking news, if it was."""
    return Mailing.objects.filter(brief=brief, kind=Mailing.Kind.BREAKING).first()
