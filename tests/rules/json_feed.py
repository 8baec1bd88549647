"""What a validator holds against a JSON Feed 1.1 (jsonfeed.org/version/1.1).

assert json_feed.faults(response.content) == []
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator

from tests.rules import html
from tests.rules.atom_elements import is_iri, is_moment
from tests.rules.html import LANGUAGE_TAG

VERSION = "https://jsonfeed.org/version/1.1"


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_web(value: object) -> bool:
    return isinstance(value, str) and value.startswith(("http://", "https://")) and is_iri(value)


def _is_language(value: object) -> bool:
    return isinstance(value, str) and bool(LANGUAGE_TAG.fullmatch(value))


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


def _is_date(value: object) -> bool:
    return isinstance(value, str) and is_moment(value)


def _are_authors(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(map(_is_author, value))


def _is_author(value: object) -> bool:
    kinds = {"name": _is_text, "url": _is_web, "avatar": _is_web}
    return isinstance(value, dict) and bool(value) and not list(_members(value, kinds, "author"))


def _are_tags(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _are_attachments(value: object) -> bool:
    return isinstance(value, list) and all(
        _is_web(one.get("url")) and _is_text(one.get("mime_type")) for one in value
    )


def _are_hubs(value: object) -> bool:
    return isinstance(value, list) and all(
        _is_text(one.get("type")) and _is_web(one.get("url")) for one in value
    )


Kinds = dict[str, Callable[[object], bool]]
_FEED: Kinds = {
    "version": lambda value: value == VERSION, "title": _is_text, "home_page_url": _is_web,
    "feed_url": _is_web, "description": _is_text, "user_comment": _is_text, "next_url": _is_web,
    "icon": _is_web, "favicon": _is_web, "authors": _are_authors, "language": _is_language,
    "expired": _is_flag, "hubs": _are_hubs, "items": lambda value: isinstance(value, list),
}  # fmt: skip
_ITEM: Kinds = {
    "id": _is_text, "url": _is_web, "external_url": _is_web, "title": _is_text,
    "content_html": _is_text, "content_text": _is_text, "summary": _is_text, "image": _is_web,
    "banner_image": _is_web, "date_published": _is_date, "date_modified": _is_date,
    "authors": _are_authors, "tags": _are_tags, "language": _is_language,
    "attachments": _are_attachments,
}  # fmt: skip


def faults(document: bytes) -> list[str]:
    """Return what is wrong with a JSON Feed; nothing is."""
    try:
        feed = json.loads(document.decode(), object_pairs_hook=_once)
    except ValueError as error:
        return [f"not JSON in UTF-8: {error}"]
    if not isinstance(feed, dict):
        return ["the feed is no object"]
    missing = {"version", "title", "items"} - feed.keys()
    found = [f"the feed has no {name}" for name in sorted(missing)]
    found += _members(feed, _FEED, "the feed")
    found += [
        f"the feed has no {name}" for name in ("home_page_url", "feed_url") if name not in feed
    ]
    if feed.get("next_url") and feed["next_url"] == feed.get("feed_url"):
        found.append("the next page is this one")
    items = feed["items"] if isinstance(feed.get("items"), list) else []
    return [*found, *_items(items)]


def _once(pairs: list[tuple[str, object]]) -> dict:
    twice = [name for name, n in Counter(name for name, _value in pairs).items() if n > 1]
    if twice:
        raise ValueError(f"{twice[0]} stands twice in one object")
    return dict(pairs)


def _members(values: dict, kinds: Kinds, place: str) -> Iterator[str]:
    for name, value in values.items():
        if name.startswith("_"):
            yield from _extension(name, value, place)
        elif name not in kinds:
            yield f"{place} may not have {name}"
        elif not kinds[name](value):
            yield f"{place} has no good {name}: {value!r}"


def _extension(name: str, value: object, place: str) -> Iterator[str]:
    """Yield what is wrong with a custom object: its name tells it from what may come to be."""
    if not isinstance(value, dict) or "." in name or len(name) < 2:
        yield f"{place} has no good extension {name}"
    elif "about" in value and not _is_web(value["about"]):
        yield f"{place} does not say what {name} is about"


def _items(items: list) -> Iterator[str]:
    ids = Counter(item.get("id") for item in items)
    yield from (f"the id {name} stands {n} times" for name, n in ids.items() if n > 1)
    for item in items:
        place = f"item {item.get('id')}"
        yield from _members(item, _ITEM, place)
        if "id" not in item:
            yield "an item has no id"
        if not {"content_html", "content_text"} & item.keys():
            yield f"{place} has no content"
        for fault in html.fragment_faults(item.get("content_html", "")):
            yield f"{place}: {fault}"
