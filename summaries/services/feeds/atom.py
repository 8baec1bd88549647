"""Atom (RFC 4287). What was retracted leaves a tombstone (RFC 6721)."""

from django.conf import settings
from lxml import etree

from summaries.services.feeds.entries import TAGS, Entry, Feed, Removal, written

MEDIA_TYPE = "application/atom+xml"
ATOM = "http://www.w3.org/2005/Atom"
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def document(feed: Feed) -> bytes:
    """Return the feed as an Atom Feed Document in UTF-8."""
    spaces = {None: ATOM, "at": TOMBSTONES} if feed.removals else {None: ATOM}
    root = etree.Element(f"{{{ATOM}}}feed", {_LANGUAGE: TAGS[feed.language]}, nsmap=spaces)
    address = feed.address("atom")
    _add(root, "id", feed.id)
    _add(root, "title", feed.title)
    _add(root, "subtitle", feed.about)
    _add(root, "updated", written(feed.updated))
    _add(root, "link", rel="self", type=MEDIA_TYPE, href=address)
    _add(root, "link", rel="alternate", type="text/html", href=feed.page)
    json = feed.address("json")
    _add(root, "link", rel="alternate", type="application/feed+json", href=json)
    _author(root, feed)
    _add(root, "icon", f"{settings.SITE_URL}/favicon.ico")
    _add(root, "generator", "Newsdesk")
    for entry in feed.entries:
        _entry(root, entry)
    for removal in feed.removals:
        _removal(root, removal)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def _author(root: etree._Element, feed: Feed) -> None:
    author = _add(root, "author")
    _add(author, "name", feed.paper)
    _add(author, "uri", f"{settings.SITE_URL}/")


def _entry(root: etree._Element, entry: Entry) -> None:
    element = _add(root, "entry")
    _add(element, "id", entry.id)
    _add(element, "title", entry.title)
    _add(element, "published", written(entry.published))
    _add(element, "updated", written(entry.updated))
    _add(element, "link", rel="alternate", type="text/html", href=entry.url)
    if entry.original:
        _add(element, "link", rel="via", hreflang="ar", href=entry.original)
    if entry.topic:
        _add(element, "category", term=entry.story.brief.topic.slug, label=entry.topic)
    _add(element, "content", entry.html, type="html")


def _removal(root: etree._Element, removal: Removal) -> None:
    facts = {"ref": removal.id, "when": written(removal.when)}
    element = etree.SubElement(root, f"{{{TOMBSTONES}}}deleted-entry", facts)
    _add(element, "link", rel="alternate", type="text/html", href=removal.url)
    if removal.comment:
        etree.SubElement(element, f"{{{TOMBSTONES}}}comment").text = removal.comment


def _add(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    element.text = text or None
    return element
