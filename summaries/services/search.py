"""Finding briefs by their words, in both languages, on SQLite (FTS5) and PostgreSQL alike."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import Prefetch, Q
from django.utils import timezone

from summaries.engine.text.wordforms import index_words, query_words
from summaries.models import Article, Brief, SearchEntry, Segment, SegmentEdit
from summaries.models.brief import BriefQuerySet

MAX_QUERY_CHARACTERS = 200
MAX_QUERY_WORDS = 8
_BATCH = 500
# What `catch_up` looks back for: a few of its rounds.
LATELY = timedelta(minutes=5)


def matching(query: str) -> Q | None:
    """Return the condition on briefs that hold every word of `query`; None for an empty query.

    Spellings are folded and Arabic prefixes do not matter (see `engine.text.wordforms`); the last
    word may be the beginning of one. Nothing in a query is an operator. One without any word, like
    "?!", finds nothing.
    """
    words = words_asked(query)
    if words is None:
        return None
    if not words:
        return Q(pk__in=[])
    return Q(article__in=SearchEntry.objects.filter(words__match=words).values("pk"))


def in_order(briefs: BriefQuerySet, query: str, *, descending: bool = True) -> BriefQuerySet:
    """Return those of `briefs` that match, by their order of intake, along the full-text index.

    The first page costs the same however many match, which `matching` cannot do; it pays where
    most matches are wanted. Raises ValueError for an empty query.
    """
    words = words_asked(query)
    if words is None:
        raise ValueError("nothing to search for")
    if not words:
        return briefs.none()
    found = briefs.filter(article__search_entry__words__match=words)
    return found.order_by(
        "-article__search_entry__pk" if descending else "article__search_entry__pk"
    )


def words_asked(query: str) -> list[str] | None:
    """Return the words of a query as the index knows them; None for an empty query."""
    query = query[:MAX_QUERY_CHARACTERS].strip()
    return query_words(query)[:MAX_QUERY_WORDS] if query else None


def index(brief: Brief) -> None:
    """Make the brief findable by what the database holds of it now.

    Call it in the transaction of the change, after the change is saved.
    """
    index_all(Brief.objects.filter(pk=brief.pk))


def forget(article: Article) -> None:
    """Take an article that no brief stands on any more out of the index."""
    SearchEntry.objects.filter(pk=article.pk).delete()


def index_all(briefs: BriefQuerySet | None = None) -> int:
    """Index all briefs (or these) anew, some hundred a transaction; returns how many."""
    chosen = Brief.objects.all() if briefs is None else briefs
    rows = (
        chosen.order_by("pk")
        .select_related("article", "current")
        .prefetch_related(
            "current__sentences",
            Prefetch("article__segments", Segment.objects.only("article", "arabic", "english")),
        )
    )
    batch, count = [], 0
    for brief in rows.iterator(chunk_size=_BATCH):
        batch.append(brief)
        count += 1
        if len(batch) == _BATCH:
            _replace(batch)
            batch = []
    _replace(batch)
    return count


def _replace(briefs: list[Brief]) -> None:
    entries = [SearchEntry(article_id=b.article_id, words=words_of(_texts(b))) for b in briefs]
    with transaction.atomic():
        SearchEntry.objects.filter(pk__in=[entry.pk for entry in entries]).delete()
        SearchEntry.objects.bulk_create(entries)


def words_of(texts: Iterable[str]) -> str:
    """Return the words of some texts as the index stores them."""
    return " ".join(sorted(index_words("\n".join(texts))))


def _texts(brief: Brief) -> Iterable[str]:
    yield brief.article.headline
    for segment in brief.article.segments.all():
        yield segment.arabic
        yield segment.english
    if brief.current:
        yield from (brief.current.headline_en, brief.current.headline_ar, brief.current.summary_ar)
        yield from (sentence.text for sentence in brief.current.sentences.all())


def catch_up() -> int:
    """Index the briefs in whose sentences somebody typed lately, and return how many.

    While somebody types the index waits (`segments.save`), and a tab may be closed before its last
    save. Each is locked in turn: no newer words are written over.
    """
    lately = SegmentEdit.objects.filter(updated_at__gt=timezone.now() - LATELY)
    articles = lately.order_by().values_list("segment__article", flat=True).distinct()[:_BATCH]
    for article in list(articles):
        with transaction.atomic():
            index_all(Brief.objects.select_for_update(of=("self",)).filter(article=article))
    return len(articles)
