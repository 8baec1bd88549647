"""Records as plain JSON and back, for the way between two processes."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from summaries.readers.dates import plausible
from summaries.readers.types import Entry, Feed, Page

_DATES = ("published_at", "updated_at")


def plain(record: Feed | Page) -> dict[str, Any]:
    """Return a record as JSON can hold it, dates in ISO 8601."""
    fields_of = asdict(record)
    for values in (fields_of, *fields_of.get("entries", ())):
        for name in _DATES:
            if values.get(name):
                values[name] = values[name].isoformat()
    return fields_of


def feed_from(values: dict[str, Any]) -> Feed:
    """Return the feed that `plain` wrote down, without dates that cannot be true."""
    entries = tuple(_record(Entry, entry) for entry in values["entries"])
    return _record(Feed, {**values, "entries": entries})


def page_from(values: dict[str, Any]) -> Page:
    """Return the page that `plain` wrote down, without a date that cannot be true."""
    return _record(Page, values)


def _record(kind: type, values: dict[str, Any]) -> Any:
    known = {field.name: values[field.name] for field in fields(kind)}
    for name in _DATES:
        if known.get(name):
            known[name] = plausible(datetime.fromisoformat(known[name]))
    return kind(**known)
