"""A brief as it stands in a letter: in the reader's languages, and as long as there is room."""

from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from django.conf import settings

from summaries.models import Correction, Languages
from summaries.services.mailing.cutting import Excerpt, excerpt, shortened
from summaries.services.renditions import Rendition

ENGLISH, ARABIC = Languages.ENGLISH.value, Languages.ARABIC.value

LEAST_OF_A_NOTE = 300


class Note(NamedTuple):
    """A correction note as far as there is room for it."""

    created_at: datetime
    english: str
    arabic: str


def headline(story: Rendition, language: str) -> str:
    """Return the headline in one language."""
    return getattr(story.revision, f"headline_{language}")


def summary(story: Rendition, language: str) -> list[str]:
    """Return the summary in one language, by sentences in English and by paragraphs in Arabic."""
    if language == ARABIC:
        return story.revision.arabic_paragraphs
    return [sentence.text for sentence in story.sentences]


def languages(story: Rendition, language: str, speaks: str = ENGLISH) -> list[str]:
    """Return in which languages a reader gets a story, their own first; none where none has text.

    `language` is what the reader reads, "both", "en" or "ar".
    """
    wanted = [speaks, other(speaks)] if language == Languages.BOTH else [language]
    return [one for one in wanted if headline(story, one) or summary(story, one)]


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
        self.languages = languages(story, language, speaks)
        self._show, self._limit, self._told = language, limit, told

    @property
    def address(self) -> str:
        """The permalink, for the languages of the reader."""
        return on_the_site(self.story.brief.get_absolute_url(), self._show)

    @property
    def original(self) -> str:
        """The address of the original; empty where there is none that a browser opens."""
        url = self.story.article.url
        return url if url.startswith(("http://", "https://")) else ""

    @cached_property
    def english(self) -> Excerpt:
        """The English summary, by sentences."""
        return excerpt(summary(self.story, ENGLISH), self._limit)

    @cached_property
    def arabic(self) -> Excerpt:
        """The Arabic summary, by paragraphs."""
        return excerpt(summary(self.story, ARABIC), self._limit)

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


def on_the_site(path: str, show: str) -> str:
    """Return the address of a page, in the languages of the reader."""
    address = settings.SITE_URL + path
    return address if show == Languages.BOTH else f"{address}?show={show}"
