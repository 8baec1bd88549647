"""What the readers make of a document. All text in these records is hostile: escape it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

# The newest items of a feed that are kept; a feed with more is `truncated`.
MAX_ENTRIES = 200

Format = Literal["rss", "atom", "json", "page"]


@dataclass(frozen=True)
class Entry:
    """One item of a feed, or one link of a listing page.

    `guid` is never empty: it is the feed's own, else the URL, else a hash. `url` is "" or an
    absolute http(s) address without fragment and tracking parameters. `text` is plain text, one
    paragraph a line; `is_whole` says that it looks like the whole article, so that its page need
    not be fetched. The dates are aware.
    """

    guid: str
    url: str
    title: str
    text: str = ""
    is_whole: bool = False
    published_at: datetime | None = None
    updated_at: datetime | None = None
    byline: str = ""
    language: str = ""  # as the feed names it, "ar-LB"; "" when it does not


@dataclass(frozen=True)
class Feed:
    """A feed in any format, or a listing page read as one ("page").

    `entries` keeps the document's order. `truncated` says that there were more than MAX_ENTRIES,
    of which the newest were kept.
    """

    format: Format
    title: str
    entries: tuple[Entry, ...]
    language: str = ""
    truncated: bool = False
    site_url: str = ""


@dataclass(frozen=True)
class Page:
    """The article of a web page.

    `text` has one paragraph a line and does not repeat the title. `canonical_url` is "" or an
    address on the site that the page came from. `language` is what the page declares, or "".
    """

    title: str
    text: str
    byline: str = ""
    published_at: datetime | None = None
    canonical_url: str = ""
    language: str = ""
    site_name: str = ""
