"""What a page says of itself in its head, in JSON-LD and around its article. For the sandbox."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from summaries.readers.addresses import item_url, same_site
from summaries.readers.dates import moment_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_DATES = (
    "article:published_time og:published_time datepublished article:published dc.date.issued "
    "dc.date dcterms.created date pubdate publishdate publish-date sailthru.date parsely-pub-date"
).split()
_LD_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]{4,60})"')
_LD_PAID = re.compile(r'"isAccessibleForFree"\s*:\s*"?false', re.IGNORECASE)
_DATE_PLACES = (
    "//*[contains(@class,'date') or contains(@class,'time') or contains(@class,'publish')"
    " or contains(@itemprop,'datePublished')]"
)
_MOST_PLACES = 30


@dataclass(frozen=True)
class Facts:
    """What was declared, checked: `canonical_url` is of the same site as the page, or ""."""

    published_at: datetime | None
    canonical_url: str
    language: str
    for_subscribers: bool


def of(root: HtmlElement, url: str) -> Facts:
    """Return the facts that a page declares. `url` is where it came from, "" if unknown."""
    told = _metas(root)
    data = " ".join(
        (script.text or "")[:200_000]
        for script in root.iter("script")
        if "ld+json" in (script.get("type") or "")
    )
    dates = (moment for text in _dates(root, told, data) if (moment := moment_of(text)))
    return Facts(
        published_at=next(dates, None),
        canonical_url=_canonical(root, told, url),
        language=_language(root, told),
        for_subscribers=bool(_LD_PAID.search(data)),
    )


def _metas(root: HtmlElement) -> dict[str, str]:
    told: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        told.setdefault(name.strip().lower(), (meta.get("content") or "").strip())
    return told


def _dates(root: HtmlElement, told: dict[str, str], data: str) -> Iterator[str]:
    """Yield where a page may say when it was published, the surest first."""
    yield from (told[name] for name in _DATES if name in told)
    yield from _LD_DATE.findall(data)[:1]
    first = root.find(".//time[@datetime]")
    yield first.get("datetime") if first is not None else ""
    for place in root.xpath(_DATE_PLACES)[:_MOST_PLACES]:
        text = " ".join(place.itertext())
        yield text if len(text) < 200 else ""


def _canonical(root: HtmlElement, told: dict[str, str], url: str) -> str:
    links = root.xpath("//link[translate(@rel,'CANOIL','canoil')='canonical']/@href")
    for given in (*links[:1], told.get("og:url", "")):
        address = item_url(given, url)
        # Some sites name their front page on every page.
        front = urlsplit(address).path in ("", "/") and not urlsplit(address).query
        if address and same_site(address, url) and (not front or address == item_url(url)):
            return address
    return ""


def _language(root: HtmlElement, told: dict[str, str]) -> str:
    code = root.get("lang") or told.get("og:locale") or told.get("language") or ""
    code = code.strip().replace("_", "-")
    return code if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,3}", code) else ""
