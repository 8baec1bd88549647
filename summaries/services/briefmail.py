"""A published brief as an email of its own: both languages, or one.

It must read well where no style sheet arrives, so every block says its own language, direction and
alignment, and the layout is one column of tables: those of the letters to subscribers.
"""

from summaries.services import emails, languages
from summaries.services.emails import Message
from summaries.services.languages import ARABIC, BOTH, ENGLISH
from summaries.services.mailing import letters
from summaries.services.mailing.pieces import Piece
from summaries.services.renditions import Rendition


def message(story: Rendition, show: str = BOTH) -> Message:
    """Return the email of `story` in "both" languages, "en" or "ar"."""
    speaks = ARABIC if show == ARABIC else ENGLISH
    context = letters.frame(show, speaks) | {
        "first": Piece(story, show, speaks),
        "title": languages.title(story.revision, show),
        "preheader": letters.preheader([story], speaks),
    }
    return emails.render("brief", context, speaks)
