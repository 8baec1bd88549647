"""The letter of an edition to oneself, before anybody else gets it."""

import copy
import logging
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from summaries.models import Edition
from summaries.services.editions import editing, reading
from summaries.services.editions.editing import Contents
from summaries.services.emails import Message
from summaries.services.errors import Invalid
from summaries.services.languages import ARABIC, BOTH, ENGLISH
from summaries.services.mailing import letters
from summaries.services.mailing.postbox import Away, Postbox, Refused

logger = logging.getLogger(__name__)

# How readers get a letter: the languages of its texts, and the one it speaks and begins with.
WORDINGS = {
    BOTH: (BOTH, ENGLISH),
    "both-ar": (BOTH, ARABIC),
    ENGLISH: (ENGLISH, ENGLISH),
    ARABIC: (ARABIC, ARABIC),
}


def as_published(day: date, contents: Contents, stored: Edition | None = None) -> Edition:
    """Return an unsaved copy of the edition as going out with these contents would leave it."""
    edition = copy.copy(stored) if stored else Edition(date=day)
    edition.state = Edition.State.PUBLISHED
    edition.published_at = edition.published_at or timezone.now()
    edition.intro_en, edition.intro_ar = contents.intro_en, contents.intro_ar
    return edition


def letter(day: date, contents: Contents, wording: str) -> Message:
    """Return the email of an edition with these contents in one of the WORDINGS, else the first."""
    language, speaks = WORDINGS.get(wording, WORDINGS[BOTH])
    stories = reading.in_order(contents.briefs)
    return letters.preview(as_published(day, contents), stories, language, speaks)


def send(actor, day: date, contents: Contents, wording: str) -> None:
    """Send it to who asks, now; nothing is stored.

    Raises NotAllowed for who does not decide about editions; Invalid without an address, without
    any brief, or where the mail server does not take it.
    """
    editing.require_publisher(actor)
    if not actor.email:
        raise Invalid(_("Your account has no email address. Ask an admin to add one."))
    if not contents.briefs:
        raise Invalid(_("There is no brief in it: put one in first."))
    message = letter(day, contents, wording)
    subject = _("Test: %(subject)s") % {"subject": message.subject}
    email = message.addressed(actor.email, subject=subject)
    try:
        with Postbox() as postbox:
            postbox.send(email)
    except Refused as refused:
        words = _(
            "The mail server refused the test: “%(said)s”. Look at the address of your account, "
            "or ask an admin."
        )
        raise Invalid(words % {"said": refused}) from refused
    except Away as away:
        logger.warning("a test letter was not sent: %s", away)
        words = _(
            "The mail server cannot be reached now. Try again in some minutes; "
            "if it stays away, tell an admin."
        )
        raise Invalid(words) from away
