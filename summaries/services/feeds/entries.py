"""What a feed says, whatever its format: entries, and which ones were taken back.

An entry keeps its id for ever; a correction changes its text and `updated`. A retracted brief has
no entry any more.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from summaries.models import Brief, Topic
from summaries.services import languages, newsroom, public_briefs
from summaries.services.newsroom import NAMES
from summaries.services.renditions import Rendition
from summaries.services.xml_files import sendable
from summaries.workflow import Status

SIZE = 50
_ABOUT = {
    "en": "News from Arabic sources, translated by machine and published by editors.",
    "ar": "أخبار من مصادر عربية، تترجمها الآلة وينشرها محررون.",
}
# ISO 639-2 for several languages at once.
TAGS = {"both": "mul", "en": "en", "ar": "ar"}
# What a feed says that has never had an entry.
_BEFORE_ALL = datetime(2026, 1, 1, tzinfo=UTC)
# They turn the text around them as well, wherever they come from.
_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def of(language: str, topic: Topic | None = None) -> "Feed":
    """Return the feed of "both" languages, "en" or "ar", about everything or a topic.

    Only briefs that say something in the language are in it.
    """
    live = public_briefs.about(Brief.objects.live(), topic)
    live = languages.in_language(live, language)
    stories = public_briefs.newest_changed(live, SIZE)
    gone = public_briefs.about(Brief.objects.filter(status=Status.RETRACTED), topic)
    gone = languages.in_language(gone, language).order_by("-status_changed_at")
    gone = gone.select_related("live").prefetch_related("corrections")[:SIZE]
    entries = [Entry(story, language) for story in stories]
    return Feed(language, topic, entries, [Removal(brief, language) for brief in gone])


class Entry:
    """A brief in a feed."""

    def __init__(self, story: Rendition, language: str) -> None:
        self.story, self.language = story, language
        self.id = _id(story.brief, language)
        self.url = newsroom.address(story.brief.get_absolute_url(), language)
        self.published = story.brief.published_at
        self.updated = public_briefs.updated_at(story)

    @cached_property
    def shows(self) -> list[str]:
        """The languages of its texts."""
        return self.story.languages(self.language)

    @property
    def title(self) -> str:
        """The headline, or both of them."""
        return plain(languages.title(self.story.revision, self.language))

    @property
    def topic(self) -> str:
        """What it is about, in the language of the feed; "" where nobody said."""
        topic = self.story.brief.topic
        return plain(topic.name_ar if self.language == "ar" else topic.name_en) if topic else ""

    @cached_property
    def html(self) -> str:
        """The text with its corrections, its source and what the machine did."""
        context = {"entry": self, "story": self.story, "shows": self.shows}
        return plain(render_to_string("feeds/entry.html", context)).strip()

    @property
    def original(self) -> str:
        """The web address of the original, or ""."""
        return self.story.original_address


class Removal:
    """A brief that was in a feed and was retracted."""

    def __init__(self, brief: Brief, language: str) -> None:
        self.id = _id(brief, language)
        self.url = newsroom.address(brief.get_absolute_url(), language)
        self.when = brief.status_changed_at
        self._brief, self._language = brief, language

    @property
    def comment(self) -> str:
        """Why, where readers were told: in the language of the feed."""
        note = self._brief.retraction
        texts = {"en": note.note_en, "ar": note.note_ar} if note else {}
        wanted = [texts.get(name) for name in _languages(self._language)]
        return plain(" · ".join(filter(None, wanted)))


@dataclass(frozen=True)
class Feed:
    """The newest entries in a language, about a topic or everything, with what was taken back."""

    language: str
    topic: Topic | None
    entries: list[Entry]
    removals: list[Removal]

    @property
    def id(self) -> str:
        """A tag URI (RFC 4151), wherever the feed stands."""
        about = f"/{self.topic.slug}" if self.topic else ""
        return f"tag:{settings.FEED_AUTHORITY},{_BEFORE_ALL.year}:feeds/{self.language}{about}"

    @property
    def title(self) -> str:
        """The name of the paper, and of the topic."""
        topics = {"en": self.topic.name_en, "ar": self.topic.name_ar} if self.topic else {}
        names = [": ".join(filter(None, (NAMES[one], topics.get(one)))) for one in self._languages]
        return plain(" · ".join(names))

    @property
    def about(self) -> str:
        """What the paper is, in a sentence."""
        return " ".join(_ABOUT[name] for name in self._languages)

    @property
    def paper(self) -> str:
        """The name of the paper alone: who wrote the entries."""
        return " · ".join(NAMES[name] for name in self._languages)

    @property
    def updated(self) -> datetime:
        """When an entry came, changed or went last."""
        moments = [entry.updated for entry in self.entries]
        return max([*moments, *(removal.when for removal in self.removals)], default=_BEFORE_ALL)

    @property
    def page(self) -> str:
        """The address of the page that shows the same."""
        path = reverse("public:topic", args=[self.topic.slug]) if self.topic else "/"
        return newsroom.address(path, self.language)

    def address(self, ending: str) -> str:
        """Return the address of the feed itself as "atom" or "json"."""
        args = (self.language, self.topic.slug, ending) if self.topic else (self.language, ending)
        name = "public:topic-feed" if self.topic else "public:feed"
        return newsroom.address(reverse(name, args=args))

    @property
    def _languages(self) -> tuple[str, ...]:
        return _languages(self.language)


def plain(text: str) -> str:
    """Return a text without characters that no feed may hold or that reverse what follows."""
    return _DIRECTIONS.sub("", sendable(text))


def written(moment: datetime) -> str:
    """Return a moment as RFC 3339 has it, in UTC."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _id(brief: Brief, language: str) -> str:
    """Return a tag URI (RFC 4151): it never changes, wherever the brief stands and is called.

    A text in one language is another entry than the one in both.
    """
    ending = "" if language == "both" else f"/{language}"
    day = brief.created_at.astimezone(UTC).date()
    return f"tag:{settings.FEED_AUTHORITY},{day}:brief/{brief.pk}{ending}"


def _languages(language: str) -> tuple[str, ...]:
    return ("en", "ar") if language == "both" else (language,)
