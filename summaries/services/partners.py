"""Which briefs a person may want to put into one story with a brief."""

from collections.abc import Iterator

from django.db.models import QuerySet

from summaries.likeness import VERSION, WINDOW, Fingerprint
from summaries.models import Article, Brief, Likeness
from summaries.services import copies, search

# How many briefs are offered at a time.
MOST = 10


def candidates(brief: Brief, query: str = "") -> list[Brief]:
    """Return briefs that may belong into one story with `brief`, without those of its story.

    A query is words in either language, or a brief's number. Without one they are those whose
    articles are alike, the closest first, then those that came in around it, the newest first.
    """
    rows = Brief.objects.exclude(pk=brief.pk)
    if brief.story_id:
        rows = rows.exclude(story=brief.story_id)
    if not query.strip():
        return _likely(rows, brief)
    numbered = rows.filter(pk=query) if query.isdecimal() and len(query) < 10 else rows.none()
    found = _shown(search.in_order(rows, query))[:MOST]
    return list(dict.fromkeys([*_shown(numbered), *found]))


def _likely(rows: QuerySet[Brief], brief: Brief) -> list[Brief]:
    articles = list(dict.fromkeys([*_alike(brief.article), *_around(rows, brief)]))
    found = {row.article_id: row for row in _shown(rows.filter(article__in=articles))}
    return [found[article] for article in articles if article in found][:MOST]


def _alike(article: Article) -> list[int]:
    """Return indexed articles that have anything in common with this one, the closest first."""
    stored = Likeness.objects.filter(pk=article.pk, version=VERSION).first()
    if stored is None:
        return []
    verdicts = copies.compared_with(article, Fingerprint.from_bytes(bytes(stored.words)))
    return [pk for pk, verdict in verdicts.items() if verdict.score > 0]


def _around(rows: QuerySet[Brief], brief: Brief) -> Iterator[int]:
    """Yield the articles that came in around this one's, of a few days, the newest first.

    Articles are numbered as they come in: its neighbours are found along that index, in an archive
    of any size.
    """
    came = brief.article.taken_in_at
    rows = rows.filter(article__taken_in_at__range=(came - WINDOW, came + WINDOW))
    numbers = rows.values_list("article_id", flat=True)
    later = numbers.filter(article__gt=brief.article_id).order_by("article_id")[:MOST]
    yield from reversed(later)
    yield from numbers.filter(article__lt=brief.article_id).order_by("-article_id")[:MOST]


def _shown(rows: QuerySet[Brief]) -> QuerySet[Brief]:
    """Fetch with the briefs what a line about one of them names."""
    return rows.select_related("article__source", "current").defer("article__raw_text")
