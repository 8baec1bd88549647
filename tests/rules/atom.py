"""What a validator holds against an Atom feed: RFC 4287, with the tombstones of RFC 6721.

Each rule is a MUST that a document can break, or a SHOULD that readers rely on (a link to itself).

    assert atom.faults(response.content) == []
"""

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from tests.rules.atom_elements import (
    ATOM,
    CHILDREN,
    XML,
    child_faults,
    element_faults,
    is_iri,
    is_moment,
    is_of,
    name_of,
    place_of,
    text_faults,
)

TOMBSTONES = "{http://purl.org/atompub/tombstones/1.0}"


def faults(document: bytes) -> list[str]:
    """Return what is wrong with an Atom Feed Document; nothing is."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(document, parser)
    except etree.XMLSyntaxError as error:
        return [f"not well-formed: {error}"]
    if root.tag != f"{ATOM}feed":
        return [f"the root is {root.tag}"]
    found = [*_feed(root), *_entries(root), *_tombstones(root)]
    for element in root.iter():
        if is_of(element, ATOM):
            found += element_faults(element)
    return found


def _feed(root: etree._Element) -> Iterator[str]:
    if not root.get(f"{XML}lang"):
        yield "the feed does not say its language"
    if not any(link.get("rel") == "self" for link in root.findall(f"{ATOM}link")):
        yield "the feed has no link to itself"
    entries = root.findall(f"{ATOM}entry")
    authorless = [entry for entry in entries if entry.find(f"{ATOM}author") is None]
    if root.find(f"{ATOM}author") is None and (authorless or not entries):
        yield "neither the feed nor each of its entries has an author"
    ids = Counter(entry.findtext(f"{ATOM}id") for entry in entries)
    ids[root.findtext(f"{ATOM}id")] += 1
    yield from (f"the id {name} stands {n} times" for name, n in ids.items() if n > 1)
    yield from _alternates(root)


def _entries(root: etree._Element) -> Iterator[str]:
    for entry in root.findall(f"{ATOM}entry"):
        content = entry.find(f"{ATOM}content")
        links = {link.get("rel", "alternate") for link in entry.findall(f"{ATOM}link")}
        if content is None and "alternate" not in links:
            yield f"{place_of(entry)} has neither content nor a link to it"
        if content is not None and content.get("src") and entry.find(f"{ATOM}summary") is None:
            yield f"{place_of(entry)} has content elsewhere and no summary"
        yield from _alternates(entry)


def _alternates(element: etree._Element) -> Iterator[str]:
    """Yield alternates of the same type and language (RFC 4287, 4.1.1 and 4.1.2)."""
    kinds = Counter(
        (link.get("type"), link.get("hreflang"))
        for link in element.findall(f"{ATOM}link")
        if link.get("rel", "alternate") == "alternate"
    )
    yield from (
        f"{place_of(element)} has {n} alternates {kind}" for kind, n in kinds.items() if n > 1
    )


def _tombstones(root: etree._Element) -> Iterator[str]:
    """Yield what is wrong with deleted entries (RFC 6721)."""
    present = {entry.findtext(f"{ATOM}id") for entry in root.findall(f"{ATOM}entry")}
    seen = Counter()
    for element in root.iter(f"{TOMBSTONES}*"):
        if name_of(element) == "deleted-entry":
            reference, when = element.get("ref", ""), element.get("when", "")
            seen[reference, when] += 1
            if element.getparent() is not root:
                yield f"{place_of(element)} stands outside of the feed"
            if not is_iri(reference) or not is_moment(when):
                yield f"{place_of(element)} has no good ref or when: {reference!r}, {when!r}"
            if reference in present:
                yield f"{reference} is deleted and there at once"
        elif name_of(element) == "comment":
            yield from text_faults(element)
        elif name_of(element) == "by":
            yield from child_faults(element, CHILDREN["author"])
        else:
            yield f"{place_of(element)} is no element of RFC 6721"
    yield from (f"{which} is deleted {n} times" for which, n in seen.items() if n > 1)
