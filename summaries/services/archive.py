"""What readers saw before today: live briefs by month and topic, editions, corrections.

Lists go on from the last entry of the page before (`before`, a key), so that the last of a hundred
thousand briefs costs what the first does. `show` is the language of the page, "both" for either:
what has no text in it is left out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Value
from django.utils import timezone

from summaries.models import Brief, Correction, Edition, EditionPlace, Mailing, Topic
from summaries.models.brief import BriefQuerySet
from summaries.services.languages import BOTH, in_language, with_languages
from summaries.services.renditions import Rendition, with_text
from summaries.workflow import LIVE, Status

# The same as being live or public, said so that no database looks for it along the states: they
# are few, and most briefs of an archive are in one of them.
_NOT_LIVE = sorted(set(Status) - set(LIVE))
_NOT_PUBLIC = sorted(set(_NOT_LIVE) - {Status.RETRACTED})
PAGE_SIZE = 30
NEWEST = 20
SINCE = 12


class Month(NamedTuple):
    """A month of the newsroom's calendar, and how many live briefs were published in it."""

    first: date
    count: int


@dataclass(frozen=True)
class Slice:
    """A page of a list; `older` is what its next page is asked for with, None at the end."""

    items: Sequence
    older: int | None


def newest_stories(show: str = BOTH) -> list[Rendition]:
    """Return the newest live briefs, as long as there is no edition."""
    return [Rendition(brief) for brief in with_text(_listed(show))[:NEWEST]]


def since(edition: Edition, show: str = BOTH) -> list[Brief]:
    """Return live briefs that came after an edition and stand in none, newest first.

    They were published after it, or sent as breaking news. An edition that the desk only plans is
    none: readers have nothing of it yet. Two queries.
    """
    placed = EditionPlace.objects.filter(edition__state=Edition.State.PUBLISHED)
    in_none = lines(_listed(show)).exclude(Exists(placed.filter(brief=OuterRef("pk"))))
    news = Mailing.objects.filter(kind=Mailing.Kind.BREAKING, created_at__gt=edition.published_at)
    newer = in_none.filter(published_at__gt=edition.published_at)[:SINCE]
    # Asked apart, so that each question has an index to walk along.
    breaking = in_none.filter(pk__in=news.values("brief"))[:SINCE]
    found = {brief.pk: brief for brief in [*newer, *breaking]}
    return sorted(found.values(), key=attrgetter("published_at"), reverse=True)[:SINCE]


def months() -> list[Month]:
    """Return the months since the first live brief that have any, newest first. Two queries."""
    first = _listed().order_by("published_at").first()
    if first is None:
        return []
    counts = [_count(month) for month in _months_since(timezone.localdate(first.published_at))]
    found = counts[0].union(*counts[1:], all=True) if len(counts) > 1 else counts[0]
    rows = sorted(((row["month"], row["n"]) for row in found), reverse=True)
    return [Month(date.fromisoformat(f"{month}-01"), count) for month, count in rows if count]


def _count(month: date) -> QuerySet:
    """Count a month along the index of publication; truncating dates would read every row."""
    rows = Brief.objects.exclude(status__in=_NOT_LIVE).filter(**_within(month)).order_by()
    return rows.values(month=Value(f"{month:%Y-%m}")).annotate(n=Count("pk"))


def _months_since(day: date) -> list[date]:
    month, months = timezone.localdate().replace(day=1), []
    while month >= day.replace(day=1):
        months.append(month)
        month = (month - timedelta(days=1)).replace(day=1)
    return months


def following(month: date) -> date:
    """Return the first day of the next month."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _within(month: date) -> dict:
    return {
        "published_at__gte": _midnight(month),
        "published_at__lt": _midnight(following(month)),
    }


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day))


def of_month(month: date, before: int | None = None, show: str = BOTH) -> Slice:
    """Return a page of the live briefs that were published in a month, newest first."""
    return _page(lines(_listed(show)).filter(**_within(month)), before)


def of_topic(topic: Topic, before: int | None = None, show: str = BOTH) -> Slice:
    """Return a page of the live briefs about a topic, newest first."""
    return _page(lines(_listed(show)).filter(topic=topic), before)


def editions_of(month: date) -> list[Edition]:
    """Return the published editions of a month, newest first."""
    days = {"date__gte": month, "date__lt": following(month)}
    return list(Edition.objects.filter(state=Edition.State.PUBLISHED, **days))


def edition_of(brief: Brief) -> Edition | None:
    """Return the edition that a brief stands in, where readers have one. One query."""
    return Edition.objects.filter(state=Edition.State.PUBLISHED, places__brief=brief).first()


def by_day(briefs: Iterable[Brief]) -> list[tuple[date, list[Brief]]]:
    """Return briefs by the newsroom's day on which they were published, in their order."""
    days = groupby(briefs, key=lambda brief: timezone.localdate(brief.published_at))
    return [(day, list(group)) for day, group in days]


def corrections(before: int | None = None) -> Slice:
    """Return a page of what was corrected or retracted, newest first."""
    rows = Correction.objects.exclude(brief__status__in=_NOT_PUBLIC).exclude(brief__live=None)
    rows = rows.select_related("brief__live", "brief__article__source").order_by("-pk")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return sliced(rows)


def sliced(rows: QuerySet) -> Slice:
    """Return the first page of ordered rows."""
    items = list(rows[: PAGE_SIZE + 1])
    more = len(items) > PAGE_SIZE
    return Slice(items[:PAGE_SIZE], items[PAGE_SIZE - 1].pk if more else None)


def lines(briefs: BriefQuerySet) -> BriefQuerySet:
    """Fetch with the briefs what one line of a list shows. One query."""
    return with_languages(briefs).select_related("live", "topic", "article__source")


def _listed(show: str = BOTH) -> BriefQuerySet:
    """Return the live briefs that readers of a language have something of."""
    briefs = Brief.objects.exclude(status__in=_NOT_LIVE).exclude(live=None)
    return in_language(briefs, show).exclude(published_at=None).order_by("-published_at", "-pk")


def _page(briefs: BriefQuerySet, before: int | None) -> Slice:
    if before is None:
        return sliced(briefs)
    last = Brief.objects.filter(pk=before).values_list("published_at", flat=True).first()
    if last is None:
        return Slice([], None)
    earlier = Q(published_at__lt=last) | Q(published_at=last, pk__lt=before)
    # The first condition is what the index is walked by.
    return sliced(briefs.filter(earlier, published_at__lte=last))
