"""A source's feed or list as it was fetched: every entry ends as an item in a state, with a reason.

Entries are read outside of transactions; a broken one is noted and stops no other.
"""

import logging
from dataclasses import dataclass

from django.db import InterfaceError, OperationalError, transaction

from summaries.models import Fetch, Source
from summaries.net.client import Response
from summaries.readers.feeds import read_feed
from summaries.readers.listing import read_listing
from summaries.readers.types import Entry, Feed
from summaries.services.sources import entries, ledger, pace
from summaries.services.sources.listing import Listing

logger = logging.getLogger(__name__)

# Pages of one source that wait for their fetch at a time; the others are asked for later.
MOST_PAGES = 50


@dataclass(frozen=True)
class Outcome:
    """How many entries were listed, and how many of them are new to us.

    `again`: the list has to be read again even where it stays the same, for not all could be taken.
    """

    seen: int = 0
    fresh: int = 0
    again: bool = False


def take(claim, source: Source, response: Response) -> Outcome:
    """Store what a source lists now, and ask for the pages of the entries that need them.

    Raises NotAFeed in words for the keeper of the source. What was stored before something broke
    stays; taking the same list again stores nothing twice.
    """
    if response.not_modified:
        ask_for_pages(source)
        return Outcome(again=pace.is_owed(source))
    listing = Listing.of(source, read(source, response))
    # The oldest come first, so that articles are numbered as they were published.
    fresh = sum(_taken(listing, entry) for entry in reversed(listing.entries))
    ask_for_pages(source)
    return Outcome(len(listing.entries), fresh, pace.is_owed(source))


def read(source: Source, response: Response) -> Feed:
    """Read a feed, or a page that lists articles, as `source` says. Raises NotAFeed."""
    told = {"url": response.url, "content_type": response.headers.get("content-type", "")}
    if source.kind == Source.Kind.PAGE_LIST:
        return read_listing(response.body, link_pattern=source.link_pattern, **told)
    return read_feed(response.body, **told)


def ask_for_pages(source: Source) -> int:
    """Have the pages of waiting items fetched, MOST_PAGES at a time; returns how many were asked.

    The first seen come first and none is lost: every poll asks for some more. What is left of the
    number goes to pages that are worth another look.
    """
    free = max(0, MOST_PAGES - source.fetches.open().filter(kind=Fetch.Kind.ITEM).count())
    chosen = list(pace.waiting(source)[: min(free, pace.room(source))])
    chosen += pace.worth_a_look(source)[: free - len(chosen)]
    for item in chosen:
        with transaction.atomic():
            ledger.enqueue_item(item)
    return len(chosen)


def _taken(listing: Listing, entry: Entry) -> bool:
    """Take one entry, and say whether it is new; one that breaks something is noted instead."""
    try:
        return entries.take(listing, entry)
    except (OperationalError, InterfaceError):
        # The database is busy or away: the whole list is taken again later.
        raise
    except Exception:
        logger.exception("source %s: entry %s broke", listing.source.pk, entry.guid[:200])
        return entries.note_broken(listing.source, entry)
