"""The items of an RSS or Atom feed, read by feedparser. Runs in the sandbox only."""

from __future__ import annotations

import calendar
import hashlib
import io
import re
from datetime import UTC, datetime
from typing import Any, Literal

from summaries.engine.text.intake import MAX_CHARACTERS
from summaries.readers.addresses import item_url
from summaries.readers.dates import moment_of
from summaries.readers.long_feeds import cut, newest
from summaries.readers.markup import line, plain_text
from summaries.readers.types import Entry, Feed

LONGEST_TITLE = 500
LONGEST_NAME = 200
_LONGEST_GUID = 400
_WHOLE_ARABIC = 600  # letters; teasers of Arabic outlets have 100 to 400
_WHOLE_PARAGRAPHS = 3
# Of a short piece of news whose feed has an element for the whole text.
_SHORT_WHOLE_ARABIC = 150
_ENDS = re.compile(r"[.!؟?][»”\")]*\s*$")
_ARABIC_LETTER = re.compile(r"[\u0620-\u063f\u0641-\u064a]")
_CUT_OFF = re.compile(
    r"(?:…|\.\.\.|\[[^\]]{0,20}\]|(?:اقرأ|إقرأ|اقرا|قراءة|لقراءة|تابع|للمزيد|المزيد|التفاصيل"
    r"|read more|continue reading)[^\n.]{0,80})\W*$",
    re.IGNORECASE,
)
_DECLARATION = "<?xml version='1.0' encoding='utf-8'?>\n"


def parse(xml: str, url: str) -> Feed | None:
    """Return the feed in a document that begins with its root element; None if it holds none."""
    import feedparser

    xml, truncated = cut(xml)
    # Bytes in a stream: a string it would take for an address, and bytes for the name of a file.
    found = feedparser.parse(
        io.BytesIO((_DECLARATION + xml).encode()),
        # Without the feed's own address, against which it would resolve GUIDs as well as links: a
        # feed that moves would be full of new items.
        response_headers={"content-type": "application/xml; charset=utf-8"},
        resolve_relative_uris=False,
        sanitize_html=False,
    )
    if not found.version and not found.entries:
        return None
    head, (items, more) = found.feed, newest(found.entries, _date)
    return Feed(
        format=_format(found.version),
        title=line(head.get("title"))[:LONGEST_TITLE],
        entries=tuple(entry for each in items if (entry := _entry(each, url))),
        language=_language(head.get("language")),
        truncated=truncated or more,
        site_url=item_url(_text(head.get("link")), url),
    )


def _date(item: Any) -> datetime | None:
    return _moment(item, "published") or _moment(item, "updated") or _moment(item, "created")


def _format(version: str) -> Literal["rss", "atom"]:
    return "atom" if version.startswith("atom") else "rss"


def _entry(item: Any, base: str) -> Entry | None:
    """Return one item; None for an item of neither title nor text nor address."""
    contents = [_text(content.get("value")) for content in item.get("content", ())]
    return entry_of(
        guid=_text(item.get("id")),
        url=item_url(_text(item.get("link")), base),
        title=_text(item.get("title")),
        contents=contents,
        summary=_text(item.get("summary")),
        published_at=_date(item),
        updated_at=_moment(item, "updated"),
        byline=_author(item),
        language=_language((item.get("title_detail") or {}).get("language")),
    )


def entry_of(
    *, guid: str, title: str, contents: list[str], summary: str, byline: str = "", **known: Any
) -> Entry | None:
    """Return an item of any format from its parts, which may hold markup; None for an empty one.

    `contents` are what the feed calls its content; the longest of them and `summary` is its text.
    """
    texts = [plain_text(markup) for markup in contents]
    text = max([*texts, plain_text(summary)], key=len)
    title = line(title)[:LONGEST_TITLE]
    if not (title or text or known["url"]):
        return None
    date = known["published_at"].isoformat() if known["published_at"] else ""
    return Entry(
        guid=_identity(guid, known["url"], title + date or text),
        title=title,
        text=text[: MAX_CHARACTERS + 1],
        is_whole=is_whole(text, is_content=text in texts),
        byline=line(byline)[:LONGEST_NAME],
        **known,
    )


def is_whole(text: str, *, is_content: bool = False) -> bool:
    """Judge whether an item's text is the whole article: paragraphs, enough Arabic, not cut off.

    What the feed itself calls content may be shorter, where it ends like a sentence.
    """
    if text.count("\n") + 1 < _WHOLE_PARAGRAPHS or _CUT_OFF.search(text[-200:]):
        return False
    is_news = is_content and _ENDS.search(text[-20:])
    enough = _SHORT_WHOLE_ARABIC if is_news else _WHOLE_ARABIC
    return len(_ARABIC_LETTER.findall(text)) > enough


def _identity(guid: str, url: str, otherwise: str) -> str:
    """Return what tells an item from others: its GUID, its address or a hash of what it says."""
    told = "".join(guid.split()) or url
    if told and len(told) <= _LONGEST_GUID:
        return told
    return "sha256:" + hashlib.sha256((told or otherwise).encode()).hexdigest()


def _moment(item: Any, name: str) -> datetime | None:
    # Past feedparser's own `get`, which answers with the date of publication for that of change.
    if parsed := dict.get(item, f"{name}_parsed"):
        try:
            return datetime.fromtimestamp(calendar.timegm(parsed), UTC)
        except (ValueError, OverflowError, OSError):
            return None
    return moment_of(_text(dict.get(item, name)))


def _author(item: Any) -> str:
    """Return the author's name: RSS wants an address there, "desk@outlet.example (Name)"."""
    name = _text((item.get("author_detail") or {}).get("name")) or _text(item.get("author"))
    return "" if "@" in name else name


def _language(code: Any) -> str:
    code = _text(code).strip().replace("_", "-")
    return code if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,3}", code) else ""


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
