"""A published brief as an email: both languages, or one.

The email must read well where no style sheet arrives, so every block says its own language,
direction and alignment, and the layout is one column of tables.
"""

from django.conf import settings

from summaries.services import emails
from summaries.services.emails import Message
from summaries.services.renditions import Rendition

LANGUAGES = ("both", "en", "ar")
# Mail readers guess the direction of a line of plain text from its first letter.
_RIGHT_TO_LEFT_MARK = "\u200f"
_PREHEADER_CHARACTERS = 140


def message(story: Rendition, languages: str = "both") -> Message:
    """Return the email of `story` in "both" languages, "en" or "ar"."""
    interface = "ar" if languages == "ar" else "en"
    return emails.render("brief", context(story, languages), interface)


def context(story: Rendition, languages: str) -> dict:
    """Return what templates/emails/brief/ shows."""
    permalink = settings.SITE_URL + story.brief.get_absolute_url()
    address = permalink if languages == "both" else f"{permalink}?show={languages}"
    return {
        "story": story,
        "address": address,
        "languages": languages,
        "english": languages != "ar",
        "arabic": languages != "en",
        "preheader": _preheader(story, languages),
        "rlm": _RIGHT_TO_LEFT_MARK,
    }


def _preheader(story: Rendition, languages: str) -> str:
    """Return what an inbox shows after the subject: the start of the summary."""
    if languages == "ar":
        first = next(iter(story.revision.arabic_paragraphs), "")
    else:
        first = story.sentences[0].text if story.sentences else ""
    return first[:_PREHEADER_CHARACTERS]
