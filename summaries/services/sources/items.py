"""The page of an item that a source listed without its whole text."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction

from summaries.engine.errors import TextRejected
from summaries.engine.text import decode
from summaries.models import Article, Brief, Item, Source
from summaries.net.client import Response
from summaries.readers.addresses import same_site
from summaries.readers.documents import text_of_pdf
from summaries.readers.pages import read_page
from summaries.readers.types import Page
from summaries.services import intake
from summaries.services.articles import Facts, Prepared, brief_of
from summaries.services.sources import changes, entries, listing, sites

# What was seen so soon after a source's first item was listed by its first fetch.
_FIRST_FETCH = timedelta(hours=1)


def page_of(response: Response) -> Page:
    """Return the article of what was fetched: a web page, a PDF or plain text.

    No page is believed that its address is on another site. Raises TextRejected, in words.
    """
    if response.content_type == "application/pdf" or response.body.startswith(b"%PDF"):
        return Page("", text_of_pdf(response.body))
    if response.content_type == "text/plain":
        return Page("", decode(response.body))
    told = response.headers.get("content-type", "")
    page = read_page(response.body, url=response.url, content_type=told)
    is_here = same_site(page.canonical_url, response.url)
    return page if is_here else replace(page, canonical_url="")


def take_page(claim, item: Item, response: Response) -> Brief | None:
    """Take an item's article from its page; returns the brief it leads to, or None.

    What is not an Arabic article is set aside with the reason, what is no news any more archived.
    A page that was fetched again may hold a new version.
    """
    try:
        page = page_of(response)
        page = replace(page, title=page.title or item.title)
        prepared = intake.prepare(page.text, page.title)
    except TextRejected as rejected:
        return _set_aside(item, str(rejected))
    with transaction.atomic():
        found = Item.objects.select_for_update(of=("self",)).filter(pk=item.pk).first()
        if found is None:
            return None
        return _take(found, page, prepared, response.url)


def _take(item: Item, page: Page, prepared: Prepared, url: str) -> Brief | None:
    item.published_at = item.published_at or page.published_at
    item.byline = item.byline or page.byline[:300]
    if item.article:
        changes.take(item, prepared, _facts(item, page, url))
    elif is_old(item):
        item.state, item.reason = Item.State.ARCHIVED, listing.OLD
    else:
        entries.attach(item, intake.store(prepared, _facts(item, page, url)))
    if item.article and item.source.kind == Source.Kind.PAGE_LIST:
        # A link may say "Read more".
        item.title = item.article.headline
    item.save()
    return brief_of(item.article) if item.article else None


def _facts(item: Item, page: Page, url: str) -> Facts:
    listed = item.url if same_site(item.url, url) else url
    address = page.canonical_url or listed
    return Facts(
        Article.Channel.SOURCE,
        sites.owner_of(address, item.source),
        address,
        topic=item.source.topic,
        byline=page.byline or item.byline,
        published_at=page.published_at or item.published_at,
        title=page.title,
    )


def _set_aside(item: Item, reason: str) -> None:
    """Say why a page has no article for us; an item that has one keeps it."""
    state = changes.state_of(item.article) if item.article else Item.State.SET_ASIDE
    Item.objects.filter(pk=item.pk).update(state=state, reason=reason)


def is_old(item: Item) -> bool:
    """Say whether an item turns out to be no news: lists of links know no dates.

    One that changed since, or that a person asked for, is wanted however old it is.
    """
    if item.published_at is None or item.changed_at is not None:
        return False
    limit = listing.NEWS if item.first_seen_at <= _end_of_first(item.source) else listing.LATE
    return item.published_at < item.first_seen_at - limit


def _end_of_first(source: Source) -> datetime:
    first = source.items.order_by("first_seen_at").values_list("first_seen_at", flat=True)
    return first[0] + _FIRST_FETCH
