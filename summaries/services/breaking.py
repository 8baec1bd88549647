"""A brief that cannot wait: sent at once to everybody who wants breaking news, and only once."""

from django.db import transaction
from django.utils.translation import gettext as _

from summaries.models import Brief, Mailing
from summaries.services import events, reach, site
from summaries.services.errors import Stale, WrongState
from summaries.services.mailing import mailings
from summaries.workflow import Action


def send_breaking(actor, brief: Brief, *, seen: int | None = None) -> Mailing:
    """Send a live brief at once to everybody who wants breaking news.

    `seen` is the number of the live version on the sender's page: raises Stale when readers see
    another one since. A brief is sent once: raises WrongState the second time, and for a brief that
    readers do not see; NotAllowed.
    """
    with transaction.atomic():
        brief = events.locked(brief)
        events.require(brief, Action.BREAKING, actor)
        if reach.breaking_news(brief):
            raise WrongState(_("This brief was sent as breaking news already."))
        if seen is not None and seen != brief.live.number:
            raise Stale(_("This brief was corrected meanwhile. Look at it again, then send it."))
        mailing = mailings.open_breaking(actor, brief)
        events.perform(
            brief, Action.BREAKING, actor, mailing=mailing.pk, revision=brief.live.number
        )
        # The front page lists it, whether or not it is newer than the edition.
        site.changed()
    return mailing
