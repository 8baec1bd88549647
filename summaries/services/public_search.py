"""Finding briefs by the words that readers see, in both languages: nothing unpublished is in it."""

from django.db import transaction

from summaries.models import Brief, PublicSearchEntry
from summaries.models.brief import BriefQuerySet
from summaries.services import search

_BATCH = 500


def index(brief: Brief) -> None:
    """Make a live brief findable by what readers see of it now; any other is forgotten.

    Call it in the transaction of the change, after the change is saved.
    """
    index_all(Brief.objects.filter(pk=brief.pk))
    if not brief.is_live:
        forget(brief)


def forget(brief: Brief) -> None:
    """Take a brief that readers see no more out of the index."""
    PublicSearchEntry.objects.filter(pk=brief.pk).delete()


def index_all(briefs: BriefQuerySet | None = None) -> int:
    """Index the live ones of all briefs (or of these) anew; returns how many.

    With all of them, what the index holds of others goes.
    """
    if briefs is None:
        PublicSearchEntry.objects.exclude(pk__in=Brief.objects.live().values("pk")).delete()
    chosen = Brief.objects.all() if briefs is None else briefs
    rows = chosen.live().exclude(live=None).order_by("pk").select_related("live")
    batch, count = [], 0
    for brief in rows.prefetch_related("live__sentences").iterator(chunk_size=_BATCH):
        batch.append(brief)
        count += 1
        if len(batch) == _BATCH:
            _replace(batch)
            batch = []
    _replace(batch)
    return count


def _replace(briefs: list[Brief]) -> None:
    entries = [PublicSearchEntry(brief_id=b.pk, words=search.words_of(_texts(b))) for b in briefs]
    with transaction.atomic():
        PublicSearchEntry.objects.filter(pk__in=[entry.pk for entry in entries]).delete()
        PublicSearchEntry.objects.bulk_create(entries)


def _texts(brief: Brief):
    live = brief.live
    yield from (live.headline_en, live.headline_ar, live.summary_ar)
    yield from (sentence.text for sentence in live.sentences.all())


def find(query: str) -> BriefQuerySet:
    """Return the live briefs that hold every word of `query`, the newest intake first.

    Spellings are folded and Arabic prefixes do not matter (see `engine.text.wordforms`); the last
    word may be the beginning of one. An empty query finds nothing. Along the index: the first page
    costs the same however many match.
    """
    words = search.words_asked(query)
    if not words:
        return Brief.objects.none()
    found = Brief.objects.live().filter(public_search_entry__words__match=words)
    return found.order_by("-public_search_entry__pk")
