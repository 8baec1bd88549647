"""A text that a source changed after we took it: a version of its article, or none of it.

A source changes its own articles only: not what another published, though it lists that too.
"""

from summaries.models import Article, Item, Source
from summaries.services import articles, intake
from summaries.services.articles import Facts, Prepared
from summaries.services.sources import sites, words

# Of the words of the shorter text, how many the other has at least if one grew out of the other.
_SHARED_WORDS = 0.3
# A reprint that keeps so many is one still.
_REPRINT_WORDS = 0.85

OTHER_TEXT = "The source shows another text under this entry. The article stays as it was."


def take(item: Item, prepared: Prepared, facts: Facts) -> None:
    """Store a changed text of an item that has an article; the item is left unsaved.

    A text with little in common is no version: it is what sites show in place of an article, or
    another one, and is left alone.
    """
    article = item.article
    shared = words.shared(articles.newest_of(article).raw_text, prepared.body)
    item.reason = ""
    if shared < _SHARED_WORDS:
        item.reason = OTHER_TEXT
    elif article.reprint_of_id is None:
        if _may_change(item.source, article):
            intake.store_version(article, prepared, facts)
    elif shared < _REPRINT_WORDS:
        # The outlet made an article of its own of the agency's.
        item.article = intake.store(prepared, facts).article
    item.state = state_of(item.article)


def _may_change(source: Source, article: Article) -> bool:
    """Say whether a source speaks for an article: its own, or one that is from its site."""
    if article.source_id is None:
        return sites.is_own(source, article.url)
    return article.source_id == source.pk


def state_of(article: Article) -> str:
    """Return the state of an item that has this article."""
    is_reprint = article.reprint_of_id is not None
    return Item.State.REPRINT if is_reprint else Item.State.TAKEN_IN


def page_failed(item_pk: int, reason: str) -> None:
    """Note in words that the page of a waiting item cannot be fetched; one on the desk stays."""
    waiting = Item.objects.filter(pk=item_pk, state=Item.State.WAITING).select_related("article")
    for item in waiting:
        item.state = state_of(item.article) if item.article else Item.State.FAILED
        item.reason = reason
        item.save(update_fields=["state", "reason"])
