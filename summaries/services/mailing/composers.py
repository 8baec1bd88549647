"""The composers of a round: one a mailing, as the texts of the site are at this moment."""

from summaries.models import Letter, Mailing, Subscriber
from summaries.services import site
from summaries.services.mailing.composing import Composer

# A composer keeps every letter it wrote, of up to 100 KB each. Beyond so many it is replaced, and
# memory stays flat however many wordings readers' choices make.
LETTERS_AT_MOST = 200


class Composers:
    """Chooses letters; never as they were before a change of the site."""

    def __init__(self) -> None:
        self._version = ""
        self._made: dict[int, tuple[Composer, set[int]]] = {}

    def letter_for(self, mailing: Mailing, subscriber: Subscriber) -> Letter | None:
        """Return the letter of a mailing for a subscriber; None where nothing in it is for them."""
        version = site.version()
        if version != self._version:
            self._version, self._made = version, {}
        composer, letters = self._made.get(mailing.pk) or (Composer(mailing), set())
        letter = composer.letter_for(subscriber)
        if letter:
            letters.add(letter.pk)
        if len(letters) < LETTERS_AT_MOST:
            self._made[mailing.pk] = composer, letters
        else:
            self._made.pop(mailing.pk, None)
        return letter
