"""What people type, as it is stored: cleaned of what hides or reverses text, and not endless."""

from django.utils.translation import gettext as _

from summaries.engine.text.normalise import Removals, clean_line
from summaries.services.errors import Invalid

MAX_NOTE_CHARACTERS = 2000


def one_line(text: str) -> str:
    """Return `text` on one line, without control characters and direction overrides."""
    return clean_line(text, Removals())


def lines(text: str) -> str:
    """Return the lines of `text` that show something, each cleaned like `one_line`."""
    return "\n".join(line for line in map(one_line, text.splitlines()) if line)


def paragraphs(text: str) -> list[str]:
    """Return the lines of a stored text that show something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def note(text: str) -> str:
    """Return a reason or a correction note, cleaned. Raises Invalid when it is too long."""
    text = lines(text)
    if len(text) > MAX_NOTE_CHARACTERS:
        raise Invalid(
            _("A reason or note has at most %(limit)d characters.") % {"limit": MAX_NOTE_CHARACTERS}
        )
    return text
