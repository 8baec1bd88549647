"""A listing page read as a feed: the links whose address matches a pattern."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from summaries.readers import records, sandbox
from summaries.readers.addresses import absolute, item_url, same_site
from summaries.readers.charsets import text_of
from summaries.readers.errors import NotAFeed
from summaries.readers.feed_entries import LONGEST_TITLE
from summaries.readers.markup import line, tree_of
from summaries.readers.types import MAX_ENTRIES, Entry, Feed

_TOO_COMPLICATED = "This page is too complicated to read. Choose another listing page."
_NO_PAGE = "This address answers with something that is no web page. Check the address."
_NO_LINKS = (
    "No link on this page matches the pattern. Open the page, copy the address of an article, and "
    "put * where addresses of articles differ."
)


def read_listing(body: bytes, *, url: str, link_pattern: str, content_type: str = "") -> Feed:
    """Return the links of a page that match a pattern, in their order, each once.

    `link_pattern` has one pattern a line, in which * stands for anything: "/news/*" is compared
    with the path (and query) of links to the same site, "https://other.example/*" with whole
    addresses. Without a pattern every link to the same site counts. The entries have no text and
    no dates. Raises NotAFeed when nothing matches or the page cannot be read.
    """
    told = {"url": url, "link_pattern": link_pattern, "content_type": content_type}
    try:
        answer = sandbox.read("listing", body, **told)
    except sandbox.ReadingFailed as error:
        raise NotAFeed(_TOO_COMPLICATED) from error
    if refusal := answer.get("refusal"):
        raise NotAFeed(refusal)
    return records.feed_from(answer["read"])


def parse(body: bytes, *, url: str, link_pattern: str, content_type: str = "") -> Feed:
    """Do what `read_listing` does, in this process: for the sandbox and for tests."""
    root = tree_of(text_of(body, content_type))
    if root is None or root.find(".//a") is None:
        raise NotAFeed(_NO_PAGE)
    title, base = line(root.findtext(".//title")), _base(root, url)
    patterns = [pattern for each in link_pattern.splitlines() if (pattern := each.strip())]
    titles: dict[str, str] = {}
    for address, text in _links(root, base):
        if address not in titles and not _wanted(address, url, patterns):
            continue
        # A picture, a headline and «read more» often lead to one place.
        titles[address] = max(titles.get(address, ""), text, key=len)
    if not titles:
        raise NotAFeed(_NO_LINKS)
    links = list(titles.items())[:MAX_ENTRIES]
    return Feed(
        format="page",
        title=title[:LONGEST_TITLE],
        entries=tuple(Entry(guid=link, url=link, title=text) for link, text in links),
        language=(root.get("lang") or "").strip()[:20],
        truncated=len(titles) > MAX_ENTRIES,
        site_url=item_url(url),
    )


def _base(root, url: str) -> str:
    base = root.find(".//base[@href]")
    return (base is not None and absolute(base.get("href"), url)) or url


def _links(root, base: str) -> Iterator[tuple[str, str]]:
    for link in root.iter("a"):
        if address := item_url(link.get("href") or "", base):
            picture = link.find(".//img[@alt]")
            alternative = picture.get("alt") if picture is not None else ""
            text = line(" ".join(link.itertext())) or line(link.get("title") or alternative)
            yield address, text[:LONGEST_TITLE]


def _wanted(address: str, page: str, patterns: list[str]) -> bool:
    parts = urlsplit(address)
    if item_url(page) == address:
        return False
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    near = same_site(address, page)
    if not patterns:
        return near
    return any(
        matches(address, pattern) if "://" in pattern else near and matches(path, pattern)
        for pattern in patterns
    )


def matches(text: str, pattern: str) -> bool:
    """Tell whether `text` is what a pattern describes; in linear time, however many the *."""
    first, *others = pattern.split("*")
    if not others:
        return text == first
    *middle, last = others
    if not text.startswith(first) or not text.endswith(last):
        return False
    place, end = len(first), len(text) - len(last)
    for part in middle:
        if (found := text.find(part, place, end)) < 0:
            return False
        place = found + len(part)
    return place <= end
