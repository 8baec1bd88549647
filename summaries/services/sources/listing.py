"""A source's list as it was read: which entries are known, and which of the others are news.

An entry is recognised by its GUID or, where a feed gives it another one, by its address; the text
decides in the end (`services.intake`).
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils import timezone

from summaries.models import Item, Source
from summaries.readers.types import Entry, Feed
from summaries.services.sources import words

# On a source's first fetch nothing older is news, nor what stands below so many without a date.
NEWS = timedelta(hours=24)
UNDATED_NEWS = 10
# Later, what was published so long before our last look was not: the source shows its archive.
LATE = timedelta(days=7)
# Of the words of a title or text, how many another has at least if both are of one article.
_SAME_TITLE, _SAME_TEXT = 0.5, 0.6

OLD = "It is older than the source on this desk."
SHOWN_LATE = "It was published long before the source listed it."


@dataclass(frozen=True)
class Listing:
    """A feed or page as it was read, and what its entries are measured against."""

    source: Source
    entries: tuple[Entry, ...]
    # Addresses that tell nothing: several entries have them, or they are the site's own.
    shared: frozenset[str]
    # The oldest moment that is news, and the entries that are news although nobody knows when.
    since: datetime
    undated: frozenset[str]
    is_first: bool

    @classmethod
    def of(cls, source: Source, feed: Feed) -> Listing:
        """Measure what was read now."""
        is_first = source.last_success_at is None
        last = source.last_success_at or timezone.now()
        entries = tuple(map(_storable, feed.entries))
        counts = Counter(entry.url for entry in entries)
        shared = {url for url, count in counts.items() if count > 1}
        undated = [entry.guid for entry in entries if moment(entry) is None]
        return cls(
            source,
            entries,
            frozenset({*shared, source.homepage, source.url, feed.site_url, ""}),
            last - (NEWS if is_first else LATE),
            frozenset(undated[:UNDATED_NEWS] if is_first else undated),
            is_first,
        )

    def reason_to_archive(self, entry: Entry) -> str:
        """Return why an entry that is new to us is no news; "" where it is."""
        when = moment(entry)
        is_news = entry.guid in self.undated if when is None else when >= self.since
        return "" if is_news else OLD if self.is_first else SHOWN_LATE


def _storable(entry: Entry) -> Entry:
    """Return an entry without half characters, which JSON can hold and no database."""
    names = ("guid", "url", "title", "text", "byline")
    return replace(entry, **{name: _whole(getattr(entry, name)) for name in names})


def _whole(text: str) -> str:
    return text.encode(errors="replace").decode()


def moment(entry: Entry) -> datetime | None:
    """Return when an entry was published, as far as that is known."""
    return entry.published_at or entry.updated_at


def find(listing: Listing, entry: Entry) -> Item | None:
    """Return the item that an entry was stored as; one found by its address learns its new key."""
    items = Item.objects.filter(source=listing.source).select_related("article")
    keys = [key_of(entry.guid), _second_key(entry)]
    by_key = {item.key: item for item in items.filter(key__in=keys)}
    for key in keys:
        if key in by_key and _is_same(by_key[key], entry):
            return by_key[key]
    if entry.url in listing.shared:
        return None
    item = items.filter(url=entry.url).first()
    if item and keys[0] not in by_key:
        # The feed numbers its entries anew.
        Item.objects.filter(pk=item.pk).update(key=keys[0])
        item.key = keys[0]
    return item


def _is_same(item: Item, entry: Entry) -> bool:
    """Say whether a GUID still means the same: some feeds use one for whatever comes first."""
    if not item.url or not entry.url or item.url == entry.url:
        return True
    if words.shared(item.title, entry.title) >= _SAME_TITLE:
        return True
    # An address is often made of the headline, and both are written anew.
    return bool(item.article) and words.shared(item.article.raw_text, entry.text) >= _SAME_TEXT


def key_of(guid: str) -> str:
    """Return the key of an item with this GUID."""
    return hashlib.sha256(guid.encode()).hexdigest()


def _second_key(entry: Entry) -> str:
    return key_of(f"{entry.guid}\n{entry.url}")


def free_key(source: Source, entry: Entry) -> str:
    """Return the key for a new item; another item may have that of its GUID."""
    key = key_of(entry.guid)
    is_taken = Item.objects.filter(source=source, key=key).exists()
    return _second_key(entry) if is_taken else key
