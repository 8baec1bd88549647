"""What a row of the queue shows: a brief, how its work stands, and the others of its story."""

from django.db.models import Count, F, OuterRef, Prefetch, QuerySet, Subquery, Window
from django.db.models.functions import Coalesce, RowNumber

from summaries.models import Article, Brief, Comment, Job, ReaderReport

# Of a story's other briefs, how many a row names; the rest is on the story's page.
MOST_OTHERS = 8


def briefs(keys: list[tuple]) -> list[Brief]:
    """Return the briefs of these keys (each ends with its article), in their order.

    Each has `open_comments`, `open_reports`, `newest_jobs`, `also_published` (how many other
    outlets have its text), `more_in_story` (how many other briefs its story has) and `others` (the
    newest of them, in whatever state). Four queries, three without any story.
    """
    articles = [key[-1] for key in keys]
    rows = Brief.objects.select_related("article__source", "current", "owner", "topic")
    rows = rows.defer("article__raw_text", "current__summary_ar", "current__provenance")
    rows = rows.annotate(
        open_comments=Coalesce(_number_of(Comment.objects.filter(resolved_at=None)), 0),
        open_reports=Coalesce(_number_of(ReaderReport.objects.filter(closed_at=None)), 0),
    )
    rows = rows.filter(article__in=articles).prefetch_related(_jobs())
    by_article = {brief.article_id: brief for brief in rows}
    found = [by_article[article] for article in articles]
    _add_also_published(found)
    add_others(found)
    return found


def _number_of(records: QuerySet) -> Subquery:
    """Count those of these records that are about the brief."""
    own = records.filter(brief=OuterRef("pk")).order_by()
    return Subquery(own.values("brief").annotate(n=Count("pk")).values("n"))


def _jobs() -> Prefetch:
    newest = Job.objects.main().order_by("-created_at", "-pk").defer("error", "options")
    return Prefetch("jobs", newest, to_attr="newest_jobs")


def _add_also_published(shown: list[Brief]) -> None:
    """Count the outlets of the reprints, beside the brief's own; all that are not named are one."""
    first = {brief: brief.article.version_of_id or brief.article_id for brief in shown}
    reprints = Article.objects.filter(reprint_of__in=set(first.values()))
    outlets: dict[int, set[int | None]] = {}
    for article, source in reprints.values_list("reprint_of", "source").distinct():
        outlets.setdefault(article, set()).add(source)
    for brief, article in first.items():
        brief.also_published = len(outlets.get(article, set()) - {brief.article.source_id})


def add_others(shown: list[Brief]) -> None:
    """Give each brief `more_in_story` and `others`; see `briefs`. No query without any story."""
    found: dict[int, list[Brief]] = {brief.story_id: [] for brief in shown if brief.story_id}
    for other in _newest_of(list(found)) if found else ():
        found[other.story_id].append(other)
    for brief in shown:
        together = found.get(brief.story_id, [])
        brief.others = [other for other in together if other.pk != brief.pk][:MOST_OTHERS]
        brief.more_in_story = together[0].in_story - 1 if together else 0


def _newest_of(stories: list[int]) -> QuerySet[Brief]:
    """Return the newest briefs of each of these stories: one more than a row names."""
    story = {"partition_by": F("story")}
    numbered = Brief.objects.filter(story__in=stories).annotate(
        place=Window(RowNumber(), order_by=F("article").desc(), **story),
        in_story=Window(Count("pk"), **story),
    )
    newest = numbered.filter(place__lte=MOST_OTHERS + 1).order_by("place")
    newest = newest.select_related("article__source", "current")
    shown = ("name_en", "name_ar")
    return newest.only(
        *("story", "status", "article__headline", "current__headline_en"),
        *(f"article__source__{name}" for name in shown),
    )
