"""Which letter of a mailing somebody gets, kept as it was written.

Most readers get one of a few wordings. Each is written once, and found again by everything it is
made of.
"""

from functools import cached_property

from django.db import transaction

from summaries.models import Languages, Letter, LetterBrief, Mailing, Subscriber
from summaries.services.mailing import contents, letters
from summaries.services.mailing.contents import Contents
from summaries.services.renditions import Rendition


class Composer:
    """The letters of a mailing as the site is now: a few queries for the first, one a new wording.

    It knows nothing of what changes later: make another one then.
    """

    def __init__(self, mailing: Mailing) -> None:
        self.mailing = mailing
        # By who reads, and by digest: readers of other topics may get the same letter.
        self._found: dict[tuple, Letter | None] = {}
        self._kept: dict[str, Letter] = {}

    def letter_for(self, subscriber: Subscriber) -> Letter | None:
        """Return the letter for a subscriber; None where nothing in it is for them.

        Asks for their topics, unless those were prefetched.
        """
        topics = frozenset(topic.pk for topic in subscriber.topics.all())
        both = subscriber.language == Languages.BOTH
        speaks = subscriber.speaks if both else subscriber.language
        key = (subscriber.language, speaks, topics)
        if key not in self._found:
            self._found[key] = self._letter(*key)
        return self._found[key]

    @cached_property
    def _contents(self) -> Contents:
        return contents.of(self.mailing)

    def _letter(self, language: str, speaks: str, topics: frozenset[int]) -> Letter | None:
        chosen = contents.for_reader(self._contents, topics, language)
        if not chosen.stories:
            return None
        if not any(story.languages(language) for story in chosen.stories):
            # Who had a text that is gone in their language is told in the one there is.
            language = Languages.BOTH.value
        digest = contents.digest(chosen, language, speaks)
        if digest not in self._kept:
            self._kept[digest] = self._stored(chosen, language, speaks, digest)
        return self._kept[digest]

    def _stored(self, chosen: Contents, language: str, speaks: str, digest: str) -> Letter:
        found = self.mailing.letters.filter(digest=digest).first()
        if found:
            return found
        wording = letters.write(chosen, language, speaks)
        said = {"subject": wording.message.subject, "text": wording.message.text}
        said |= {"html": wording.message.html, "language": language, "speaks": speaks}
        with transaction.atomic():
            # Another worker may have written the same words meanwhile.
            letter, is_new = self.mailing.letters.get_or_create(digest=digest, defaults=said)
            if is_new:
                LetterBrief.objects.bulk_create(_holdings(letter, wording.stories))
        return letter


def _holdings(letter: Letter, stories: list[Rendition]) -> list[LetterBrief]:
    return [
        LetterBrief(letter=letter, brief=story.brief, revision=story.revision, position=position)
        for position, story in enumerate(stories)
    ]
