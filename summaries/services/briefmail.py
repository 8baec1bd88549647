"""A published brief as an email of its own: both languages, or one.

It must read well where no style sheet arrives, so every block says its own language, direction and
alignment, and the layout is one column of tables: those of the letters to subscribers.
"""

from summaries.models import Languages
from summaries.services import emails
from summaries.services.emails import Message
from summaries.services.mailing import letters
from summaries.services.mailing.pieces import ARABIC, ENGLISH, Piece
from summaries.services.renditions import Rendition

LANGUAGES = tuple(Languages.values)


def message(story: Rendition, languages: str = Languages.BOTH.value) -> Message:
    """Return the email of `story` in "both" languages, "en" or "ar"."""
    speaks = ARABIC if languages == ARABIC else ENGLISH
    context = letters.frame(languages, speaks) | {
        "first": Piece(story, languages, speaks),
        "languages": languages,
        "preheader": letters.preheader([story], speaks),
    }
    return emails.render("brief", context, speaks)
