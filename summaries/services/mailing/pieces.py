"""A brief as it stands in a letter: in the reader's languages, and as long as there is room."""

from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from summaries.models import Correction
from summaries.services import newsroom
from summaries.services.languages import ARABIC, ENGLISH
from summaries.services.mailing.cutting import Excerpt, excerpt, shortened
from summaries.services.renditions import Rendition

LEAST_OF_A_NOTE = 300


class Note(NamedTuple):
    """A correction note as far as there is room for it."""

    created_at: datetime
    english: str
    arabic: str


def other(language: str) -> str:
    """Return the other one of the two languages."""
    return ENGLISH if language == ARABIC else ARABIC


class Piece:
    """A story for one kind of reader; `limit` is how many characters each of its texts may have.

    The note that the letter tells by itself, `told`, is not told again.
    """

    def __init__(
        self,
        story: Rendition,
        language: str,
        speaks: str = ENGLISH,
        limit: int | None = None,
        told: Correction | None = None,
    ) -> None:
        self.story = story
        self.languages = story.languages(language, speaks)
        self._show, self._limit, self._told = language, limit, told

    @property
    def address(self) -> str:
        """The permalink, for the languages of the reader."""
        return newsroom.address(self.story.brief.get_absolute_url(), self._show)

    @property
    def original(self) -> str:
        """The address of the original; empty where there is none that a browser opens."""
        return self.story.original_address

    @cached_property
    def english(self) -> Excerpt:
        """The English summary, by sentences."""
        return excerpt(self.story.summary(ENGLISH), self._limit)

    @cached_property
    def arabic(self) -> Excerpt:
        """The Arabic summary, by paragraphs."""
        return excerpt(self.story.summary(ARABIC), self._limit)

    @cached_property
    def notes(self) -> list[Note]:
        """The correction notes, newest first; where room is scarce the newest, as far as it goes.

        What is wrong in a text stands beside it, however short that is.
        """
        if self._limit is None:
            return [Note(note.created_at, note.note_en, note.note_ar) for note in self._untold]
        room = max(self._limit, LEAST_OF_A_NOTE)
        return [
            Note(note.created_at, shortened(note.note_en, room), shortened(note.note_ar, room))
            for note in self._untold[:1]
        ]

    @property
    def has_more_notes(self) -> bool:
        """Whether the site has more of the notes than stands here."""
        whole = [Note(note.created_at, note.note_en, note.note_ar) for note in self._untold]
        return self.notes != whole

    @property
    def _untold(self) -> list[Correction]:
        return [note for note in self.story.corrections if note != self._told]
