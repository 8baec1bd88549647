"""JSON Feed 1.1 (jsonfeed.org). Runs in the sandbox only."""

from __future__ import annotations

import json
import re
from typing import Any

from summaries.readers.addresses import item_url
from summaries.readers.dates import moment_of
from summaries.readers.feed_entries import LONGEST_TITLE, entry_of
from summaries.readers.long_feeds import newest
from summaries.readers.markup import line
from summaries.readers.types import Entry, Feed

_VERSION = re.compile(r"https?://(?:www\.)?jsonfeed\.org/version/1")


def parse(text: str, url: str) -> Feed | None:
    """Return the feed in a JSON text; None for JSON that is none and for what is not JSON."""
    try:
        top = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(top, dict) or not _VERSION.match(_text(top, "version")):
        return None
    everything = [item for item in _list(top, "items") if isinstance(item, dict)]
    items, truncated = newest(everything, lambda item: moment_of(_text(item, "date_published")))
    return Feed(
        format="json",
        title=line(_text(top, "title"))[:LONGEST_TITLE],
        entries=tuple(entry for item in items if (entry := _entry(item, url))),
        language=_text(top, "language")[:20],
        truncated=truncated,
        site_url=item_url(_text(top, "home_page_url"), url),
    )


def _entry(item: dict[str, Any], base: str) -> Entry | None:
    updated = moment_of(_text(item, "date_modified"))
    names = ("content_html", "content_text")
    return entry_of(
        guid=_text(item, "id"),
        url=item_url(_text(item, "url"), base) or item_url(_text(item, "external_url"), base),
        title=_text(item, "title"),
        contents=[_text(item, name) for name in names],
        summary=_text(item, "summary"),
        published_at=moment_of(_text(item, "date_published")) or updated,
        updated_at=updated,
        byline=_authors(item),
        language=_text(item, "language")[:20],
    )


def _authors(item: dict[str, Any]) -> str:
    """Return the names of the authors; version 1.0 had only one, under another key."""
    people = [*_list(item, "authors"), item.get("author")]
    names = (_text(person, "name") for person in people if isinstance(person, dict))
    return "، ".join(dict.fromkeys(filter(None, names)))


def _text(values: dict[str, Any], name: str) -> str:
    """Return a text; numbers too, which publishers write for ids against the specification."""
    value = values.get(name)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    # JSON can spell half of a surrogate pair, which is no character.
    return value.encode(errors="ignore").decode() if isinstance(value, str) else ""


def _list(values: dict[str, Any], name: str) -> list[Any]:
    value = values.get(name)
    return value if isinstance(value, list) else []
