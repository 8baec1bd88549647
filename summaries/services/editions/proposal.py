"""What an edition is proposed with, and what else could be in it. A person decides."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import log2

from django.conf import settings
from django.db.models import Count
from django.utils import timezone

from summaries.models import Article, Brief, Edition, EditionPlace

# What the proposal looks back at most, and what a person is offered.
LOOKS_BACK = timedelta(hours=48)
OFFERED = timedelta(days=7)
MOST_OFFERED = 40
# News counts half as much after this time.
HALF_LIFE = timedelta(hours=12)
# New and alone, a brief counts as much as an old one that eight outlets told.
FRESH = 3.0
# Each further brief of one topic counts this much of what it counted.
SAME_TOPIC = 0.6


@dataclass(frozen=True)
class Candidate:
    """A brief that could be in an edition, and what speaks for it."""

    brief: Brief
    # Since readers have it.
    age: timedelta
    # How many texts tell its story: briefs of it, and reprints of its article.
    size: int = 1
    # The newest published edition it was in.
    before: date | None = None
    # Published since the last edition, and in none.
    is_new: bool = True

    @property
    def weight(self) -> float:
        """What it counts by itself: the size of its story and how fresh it is."""
        return log2(1 + self.size) + FRESH * 0.5 ** (self.age / HALF_LIFE)


def propose(day: date) -> list[Brief]:
    """Return EDITION_SIZE briefs at most for the edition of a date, the weightiest first."""
    return chosen(candidates(day), settings.EDITION_SIZE)


def chosen(offered: list[Candidate], size: int) -> list[Brief]:
    """Return the new ones with the most weight: one a story, and topics spread. No queries."""
    left = [one for one in offered if one.is_new]
    topics: Counter[int | None] = Counter()
    picked: list[Brief] = []
    while left and len(picked) < size:
        best = max(left, key=lambda one: one.weight * SAME_TOPIC ** topics[one.brief.topic_id])
        picked.append(best.brief)
        topics[best.brief.topic_id] += 1
        left = [one for one in left if not _same_story(one.brief, best.brief)]
    return picked


def _same_story(brief: Brief, other: Brief) -> bool:
    return brief.pk == other.pk or (brief.story_id is not None and brief.story_id == other.story_id)


def candidates(day: date, also: tuple[int, ...] = ()) -> list[Candidate]:
    """Return what could be in the edition of a date, newest first, in a fixed number of queries.

    The newest MOST_OFFERED live briefs of the last days, and those whose keys are in `also`.
    """
    now = timezone.now()
    related = ("live", "topic", "article__source")
    rows = Brief.objects.live().select_related(*related).prefetch_related("live__sentences")
    recent = rows.filter(published_at__gt=now - OFFERED).exclude(pk__in=also)
    found = [*recent[:MOST_OFFERED], *rows.filter(pk__in=also)]
    sizes, before = _sizes(found), _before(found, day)
    since = _since(day, now)
    return [
        Candidate(
            brief,
            age=max(now - brief.published_at, timedelta()),
            size=sizes[brief.pk],
            before=before.get(brief.pk),
            is_new=brief.published_at > since and brief.pk not in before,
        )
        for brief in sorted(found, key=lambda brief: brief.published_at, reverse=True)
    ]


def _since(day: date, now: datetime) -> datetime:
    """Return from when a brief is new to the edition of a date: the last one, not long ago."""
    published = Edition.objects.filter(state=Edition.State.PUBLISHED, date__lt=day)
    last = published.order_by("-date").values_list("published_at", flat=True).first()
    return max(filter(None, (last, now - LOOKS_BACK)))


def _before(briefs: list[Brief], day: date) -> dict[int, date]:
    """Return the date of the newest other edition that each of these was in."""
    places = EditionPlace.objects.filter(brief__in=briefs, edition__state=Edition.State.PUBLISHED)
    places = places.exclude(edition__date=day).order_by("edition__date")
    return dict(places.values_list("brief", "edition__date"))


def _sizes(briefs: list[Brief]) -> dict[int, int]:
    """Return how many texts tell the story of each."""
    stories = {brief.story_id for brief in briefs if brief.story_id}
    together = Brief.objects.filter(story__in=stories).order_by()
    of_story = dict(together.values_list("story").annotate(n=Count("pk")))
    # Reprints point to the first version of an article.
    first = {brief.pk: brief.article.version_of_id or brief.article_id for brief in briefs}
    again = Article.objects.filter(reprint_of__in=set(first.values())).order_by()
    reprints = dict(again.values_list("reprint_of").annotate(n=Count("pk")))
    return {
        brief.pk: of_story.get(brief.story_id, 1) + reprints.get(first[brief.pk], 0)
        for brief in briefs
    }
