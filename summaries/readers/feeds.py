"""RSS, Atom and JSON Feed. Whatever the server calls it, its content says what it is."""

from __future__ import annotations

import re
from dataclasses import replace

from summaries.engine.text.intake import SIGNATURES
from summaries.readers import feed_entries, json_feed, records, sandbox
from summaries.readers.addresses import absolute
from summaries.readers.charsets import text_of
from summaries.readers.errors import NotAFeed
from summaries.readers.types import Feed

_ROOT = re.compile(r"<(?:[\w.-]+:)?(rss|feed|RDF|html|body|channel)(?=[\s/>])", re.IGNORECASE)
# How far down the root may stand: some servers print warnings first.
_HEAD = 20_000
_ENTITY = re.compile(r"<!ENTITY\s", re.IGNORECASE)
_NO_CHARACTER = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,40})|(\d{1,40}));?")
_HTML_TYPE = re.compile(r"<!DOCTYPE\s+html", re.IGNORECASE)
_LINK = re.compile(r"<link\s[^<>]{1,2000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([a-zA-Z]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json")

_TOO_COMPLICATED = "This feed is too complicated to read. Ask the site for another address."
_EMPTY = "This address answers with nothing at all. Check the address, and try again later."
_WEB_PAGE = (
    "This address answers with a web page, not a feed. Look on the site for the address of its "
    "feed, or add the page as a page list."
)
_WEB_PAGE_WITH_FEED = (
    "This address answers with a web page, not a feed. Use the feed that the page names: {address}"
)
_OTHER_FORMAT = "This address answers with {kind}, not a feed. Check the address."
_NO_FEED = "What this address answers with is no feed in RSS, Atom or JSON Feed. Check the address."
_DAMAGED = "This feed is damaged and cannot be read. Try again later, or tell the site."
_ENTITIES = (
    "This feed defines XML entities, which no feed needs and attacks are made of. It is not read."
)


def read_feed(body: bytes, *, url: str, content_type: str = "") -> Feed:
    """Return the items of a feed that came from `url`, with the address made of each absolute.

    `content_type` is the HTTP header; only its charset is taken as a hint. Raises NotAFeed, in
    words for the person who keeps the source, for anything that is no feed and for feeds that take
    too much to read.
    """
    try:
        answer = sandbox.read("feed", body, url=url, content_type=content_type)
    except sandbox.ReadingFailed as error:
        raise NotAFeed(_TOO_COMPLICATED) from error
    if refusal := answer.get("refusal"):
        raise NotAFeed(refusal, hint=answer["hint"])
    return records.feed_from(answer["read"])


def parse(body: bytes, *, url: str, content_type: str = "") -> Feed:
    """Do what `read_feed` does, in this process: for the sandbox and for tests."""
    for signature, kind in SIGNATURES.items():
        if body.startswith(signature):
            raise NotAFeed(_OTHER_FORMAT.format(kind=kind))
    text = text_of(body, content_type).strip()
    if not text:
        raise NotAFeed(_EMPTY)
    if text.startswith("{"):
        feed = json_feed.parse(text, url)
    else:
        feed = _parse_xml(_from_root(text, url), url)
    if feed is None:
        raise NotAFeed(_NO_FEED)
    return _each_once(feed)


def _parse_xml(xml: str, url: str) -> Feed | None:
    try:
        return feed_entries.parse(_NO_CHARACTER.sub(_if_allowed, xml), url)
    # Feeds that are no XML go to a parser of any markup, which stumbles in ways of its own.
    except Exception as error:
        raise NotAFeed(_DAMAGED) from error


def _if_allowed(reference: re.Match[str]) -> str:
    """Return a reference to a character if there may be such a character (XML 1.0, 2.2)."""
    code = int(reference[1], 16) if reference[1] else int(reference[2])
    allowed = 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000
    return reference[0] if allowed or code in (9, 10, 13) else ""


def _from_root(text: str, url: str) -> str:
    """Return a feed's XML from its root element on: without a document type, which may hold traps.

    Raises NotAFeed for other documents and for document types that define entities.
    """
    root = _ROOT.search(text, 0, _HEAD)
    before = text[: root.start() if root else _HEAD]
    if _HTML_TYPE.search(before) or (root and root[1].lower() in ("html", "body")):
        raise _web_page(text, url)
    if _ENTITY.search(before):
        raise NotAFeed(_ENTITIES)
    if root is None:
        raise NotAFeed(_NO_FEED)
    return text[root.start() :]


def _web_page(text: str, url: str) -> NotAFeed:
    address = _announced_feed(text, url)
    said = _WEB_PAGE_WITH_FEED.format(address=address) if address else _WEB_PAGE
    return NotAFeed(said, hint=address)


def _announced_feed(text: str, url: str) -> str:
    """Return the first feed that a page's head names by <link rel="alternate">, or ""."""
    for tag in _LINK.findall(text[:200_000]):
        told = {name.lower(): a or b or c for name, a, b, c in _ATTRIBUTE.findall(tag)}
        kind = told.get("type", "").lower().split(";")[0].strip()
        if "alternate" in told.get("rel", "").lower().split() and kind in _FEED_TYPES:
            address = absolute(told.get("href", "").replace("&amp;", "&"), url)
            if address:
                return address
    return ""


def _each_once(feed: Feed) -> Feed:
    """Return a feed with the first of items that have one GUID."""
    entries = {entry.guid: entry for entry in reversed(feed.entries)}
    return replace(feed, entries=tuple(entries.values())[::-1])
