"""What goes into the letters of a mailing, and what of it one reader gets."""

import json
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256
from itertools import groupby
from operator import attrgetter

from django.conf import settings
from django.utils import timezone

from summaries.models import Brief, Correction, Edition, EditionPlace, Mailing
from summaries.services.editions import reading
from summaries.services.renditions import Rendition, with_text

# How far back a weekly letter goes, and how many briefs it has at most.
WEEK = timedelta(days=7)
MOST_OF_A_WEEK = 15


@dataclass(frozen=True)
class Part:
    """The stories of one date, in order."""

    day: date
    stories: tuple[Rendition, ...]


@dataclass(frozen=True)
class Contents:
    """What a mailing says. `most` is how many stories a letter has room for, if it is limited."""

    # The folder of its templates.
    name: str
    day: date
    parts: tuple[Part, ...]
    intro_en: str = ""
    intro_ar: str = ""
    correction: Correction | None = None
    most: int | None = None

    @property
    def stories(self) -> list[Rendition]:
        """Every story, in order."""
        return [story for part in self.parts for story in part.stories]

    def only(self, keep) -> "Contents":
        """Return the contents with the stories of which `keep` is true."""
        kept = [Part(part.day, tuple(filter(keep, part.stories))) for part in self.parts]
        return replace(self, parts=tuple(part for part in kept if part.stories))

    def first(self, count: int) -> "Contents":
        """Return the contents with the first stories only."""
        kept = {story.brief.pk for story in self.stories[:count]}
        return self.only(lambda story: story.brief.pk in kept)


def of(mailing: Mailing) -> Contents:
    """Return what a mailing says now: what was retracted since is not among it."""
    make = {
        Mailing.Kind.DAILY: _of_day,
        Mailing.Kind.WEEKLY: _of_week,
        Mailing.Kind.BREAKING: _of_breaking,
        Mailing.Kind.CORRECTION: _of_correction,
    }
    return make[mailing.kind](mailing)


def of_edition(edition: Edition, stories: list[Rendition]) -> Contents:
    """Return what the letter of an edition with these stories says."""
    part = Part(edition.date, tuple(stories))
    return Contents("edition", edition.date, (part,), edition.intro_en, edition.intro_ar)


def for_reader(contents: Contents, topics: frozenset[int], language: str) -> Contents:
    """Return what somebody gets who chose these topics (none: all) and reads `language`.

    A brief without a topic is for everybody. A correction reaches whoever had the brief.
    """
    if contents.correction:
        return contents

    def is_for_them(story: Rendition) -> bool:
        topic = story.brief.topic_id
        return bool(story.languages(language)) and (not topics or topic is None or topic in topics)

    return contents.only(is_for_them)


def digest(contents: Contents, language: str, speaks: str) -> str:
    """Return a sha256 of everything a letter is made of."""
    facts = [
        [contents.name, contents.day, contents.intro_en, contents.intro_ar, contents.most],
        contents.correction and contents.correction.pk,
        [[part.day, *map(_facts, part.stories)] for part in contents.parts],
        [language, speaks, settings.SITE_URL, settings.DEFAULT_FROM_EMAIL],
    ]
    return sha256(json.dumps(facts, default=str).encode()).hexdigest()


def _facts(story: Rendition) -> list:
    source, topic = story.source, story.brief.topic
    return [
        story.brief.pk,
        story.revision.pk,
        [note.pk for note in story.corrections],
        story.brief.published_at,
        [story.is_checked, story.trials.as_facts(), story.article.url],
        topic and [topic.name_en, topic.name_ar],
        source and [source.name_en, source.name_ar, source.ownership_en, source.ownership_ar],
    ]


def _of_day(mailing: Mailing) -> Contents:
    return of_edition(mailing.edition, reading.stories(mailing.edition))


def _of_week(mailing: Mailing) -> Contents:
    """Return the seven dates before the one of the letter: each date is in one weekly letter."""
    places = EditionPlace.objects.filter(
        edition__state=Edition.State.PUBLISHED,
        edition__date__gte=mailing.date - WEEK,
        edition__date__lt=mailing.date,
    )
    places = places.select_related("edition").order_by("-edition__date", "position")
    briefs = with_text(Brief.objects.live()).in_bulk([place.brief_id for place in places])
    parts = []
    for day, placed in groupby(places, key=attrgetter("edition.date")):
        # Once: a brief that several editions have stands in the newest.
        found = [briefs.pop(place.brief_id) for place in placed if place.brief_id in briefs]
        parts.append(Part(day, tuple(map(Rendition, found))))
    parts = tuple(part for part in parts if part.stories)
    return Contents("weekly", mailing.date - timedelta(days=1), parts, most=MOST_OF_A_WEEK)


def _of_breaking(mailing: Mailing) -> Contents:
    return _of_one("breaking", Brief.objects.live(), mailing.brief_id)


def _of_correction(mailing: Mailing) -> Contents:
    """Return a note and its brief. A brief that was retracted since is no news by itself."""
    correction = mailing.correction
    if correction.kind == Correction.Kind.RETRACTION:
        found = _of_one("retraction", Brief.objects.public(), correction.brief_id)
    else:
        found = _of_one("correction", Brief.objects.live(), correction.brief_id)
    return replace(found, correction=correction)


def _of_one(name: str, briefs, pk: int) -> Contents:
    stories = tuple(Rendition(brief) for brief in with_text(briefs.filter(pk=pk)))
    today = timezone.localdate()
    return Contents(name, today, (Part(today, stories),) if stories else ())
