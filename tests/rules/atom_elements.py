"""What RFC 4287 asks of each element of an Atom document by itself."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from urllib.parse import urlsplit

from lxml import etree

from tests.rules import html
from tests.rules.html import LANGUAGE_TAG

ATOM = "{http://www.w3.org/2005/Atom}"
XML = "{http://www.w3.org/XML/1998/namespace}"
_XHTML_DIV = "{http://www.w3.org/1999/xhtml}div"

# Of each element: what may stand in it, at least and at most how often.
_MANY = 10**6
CHILDREN = {
    "feed": {
        "author": (0, _MANY), "category": (0, _MANY), "contributor": (0, _MANY),
        "generator": (0, 1), "icon": (0, 1), "id": (1, 1), "link": (0, _MANY), "logo": (0, 1),
        "rights": (0, 1), "subtitle": (0, 1), "title": (1, 1), "updated": (1, 1),
        "entry": (0, _MANY),
    },
    "entry": {
        "author": (0, _MANY), "category": (0, _MANY), "content": (0, 1), "contributor": (0, _MANY),
        "id": (1, 1), "link": (0, _MANY), "published": (0, 1), "rights": (0, 1), "source": (0, 1),
        "summary": (0, 1), "title": (1, 1), "updated": (1, 1),
    },
    "author": {"name": (1, 1), "uri": (0, 1), "email": (0, 1)},
    "contributor": {"name": (1, 1), "uri": (0, 1), "email": (0, 1)},
}  # fmt: skip
_ATTRIBUTES = {
    "category": {"term", "scheme", "label"}, "content": {"type", "src"},
    "generator": {"uri", "version"},
    "link": {"href", "rel", "type", "hreflang", "title", "length"},
    "title": {"type"}, "subtitle": {"type"}, "summary": {"type"}, "rights": {"type"},
}  # fmt: skip
_TEXTS = ("title", "subtitle", "summary", "rights")
_IRIS = ("id", "icon", "logo", "uri")
_MOMENT = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)"
)  # RFC 3339, with the capitals that RFC 4287 (3.3) asks for
_MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+(\s*;.*)?")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
# RFC 4151.
_TAG_URI = re.compile(
    r"tag:([A-Za-z0-9.-]+|[\w.+-]+@[A-Za-z0-9.-]+),\d{4}(-\d\d(-\d\d)?)?:[\w.~!$&'()*+,;=:@/?%-]*"
)
_NO_IRI = re.compile(r"[\x00-\x20<>\"{}|\\^`\x7f]")


def is_iri(text: str) -> bool:
    """Say whether a text is an absolute IRI (RFC 3987), without what no IRI holds."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    if parts.scheme == "tag":
        return bool(_TAG_URI.fullmatch(text))
    has_place = bool(parts.netloc) or parts.scheme not in ("http", "https")
    return bool(parts.scheme) and has_place and not _NO_IRI.search(text)


def is_moment(text: str) -> bool:
    """Say whether a text is a date and time of RFC 3339, as RFC 4287 narrows it."""
    if not _MOMENT.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def is_of(element: etree._Element, space: str) -> bool:
    """Say whether a node is an element of this namespace."""
    return isinstance(element.tag, str) and element.tag.startswith(space)


def name_of(element: etree._Element) -> str:
    """Return its name without the namespace."""
    return etree.QName(element).localname


def place_of(element: etree._Element) -> str:
    """Return what to call it in a fault."""
    return f"<{name_of(element)}> in line {element.sourceline}"


def element_faults(element: etree._Element) -> Iterator[str]:
    """Yield what is wrong with one Atom element by itself."""
    name = name_of(element)
    stray = {key for key in element.attrib if not key.startswith("{")}
    stray -= _ATTRIBUTES.get(name, set())
    yield from (f"{place_of(element)} may not have {key}" for key in sorted(stray))
    language = element.get(f"{XML}lang")
    if language and not LANGUAGE_TAG.fullmatch(language):
        yield f"{place_of(element)} has no language tag: {language!r}"
    if name in CHILDREN:
        yield from child_faults(element, CHILDREN[name])
    if name in _RULES:
        yield from _RULES[name](element)
    elif name not in CHILDREN:
        yield f"{place_of(element)} is no element of Atom"


def child_faults(element: etree._Element, allowed: dict[str, tuple[int, int]]) -> Iterator[str]:
    """Yield what stands in it too often, too rarely, or at all."""
    counted = Counter(name_of(child) for child in element if is_of(child, ATOM))
    for name, (least, most) in allowed.items():
        if not least <= counted[name] <= most:
            yield f"{place_of(element)} has {counted[name]} {name}"
    yield from (
        f"{place_of(element)} may not hold {name}" for name in counted.keys() - allowed.keys()
    )
    if (element.text or "").strip():
        yield f"{place_of(element)} holds text of its own"


def text_faults(element: etree._Element) -> Iterator[str]:
    """Yield what is wrong with a text construct (3.1)."""
    kind = element.get("type", "text")
    if kind not in ("text", "html", "xhtml"):
        yield f"{place_of(element)} is a text of type {kind}"
    yield from _typed(element, kind)


def _typed(element: etree._Element, kind: str) -> Iterator[str]:
    children = [child for child in element if isinstance(child.tag, str)]
    if kind == "xhtml":
        if [child.tag for child in children] != [_XHTML_DIV]:
            yield f"{place_of(element)} does not hold one XHTML div"
    elif kind in ("text", "html") and children:
        yield f"{place_of(element)} is {kind} and holds elements"
    if kind == "html":
        found = html.fragment_faults(element.text or "")
        yield from (f"{place_of(element)}: {fault}" for fault in found)


def _content(element: etree._Element) -> Iterator[str]:
    """Yield what is wrong with content (4.1.3)."""
    kind = element.get("type", "text")
    known = kind in ("text", "html", "xhtml")
    source = element.get("src")
    if not known and (
        not _MEDIA_TYPE.fullmatch(kind) or kind.startswith(("multipart/", "message/"))
    ):
        yield f"{place_of(element)} is content of type {kind}"
    if source is not None and (not is_iri(source) or len(element) or (element.text or "").strip()):
        yield f"{place_of(element)} has a src and content, or no good src"
    if source is not None and "type" in element.attrib and known:
        yield f"{place_of(element)} has a src and the type {kind}"
    yield from _typed(element, kind)


def _link(element: etree._Element) -> Iterator[str]:
    """Yield what is wrong with a link (4.2.7)."""
    if not is_iri(element.get("href", "")):
        yield f"{place_of(element)} leads to no absolute IRI: {element.get('href')!r}"
    relation = element.get("rel", "alternate")
    if not re.fullmatch(r"[a-z][a-z0-9.-]*", relation) and not is_iri(relation):
        yield f"{place_of(element)} has no good rel: {relation!r}"
    if "type" in element.attrib and not _MEDIA_TYPE.fullmatch(element.get("type")):
        yield f"{place_of(element)} has no media type: {element.get('type')!r}"
    if "hreflang" in element.attrib and not LANGUAGE_TAG.fullmatch(element.get("hreflang")):
        yield f"{place_of(element)} has no language tag: {element.get('hreflang')!r}"
    if not element.get("length", "0").isdigit():
        yield f"{place_of(element)} has no good length"


def _category(element: etree._Element) -> Iterator[str]:
    if not element.get("term"):
        yield f"{place_of(element)} has no term"
    if "scheme" in element.attrib and not is_iri(element.get("scheme")):
        yield f"{place_of(element)} has no good scheme: {element.get('scheme')!r}"


def _iri(element: etree._Element) -> Iterator[str]:
    if not is_iri(element.text or ""):
        yield f"{place_of(element)} is no absolute IRI: {element.text!r}"


def _moment(element: etree._Element) -> Iterator[str]:
    if not is_moment(element.text or ""):
        yield f"{place_of(element)} is no date of RFC 3339: {element.text!r}"


def _words(element: etree._Element) -> Iterator[str]:
    if not (element.text or "").strip() or len(element):
        yield f"{place_of(element)} has no words, or elements"


def _email(element: etree._Element) -> Iterator[str]:
    if not _EMAIL.fullmatch(element.text or ""):
        yield f"{place_of(element)} is no email address: {element.text!r}"


_RULES: dict[str, Callable[[etree._Element], Iterator[str]]] = {
    **dict.fromkeys(_TEXTS, text_faults),
    **dict.fromkeys(_IRIS, _iri),
    **dict.fromkeys(("updated", "published"), _moment),
    **dict.fromkeys(("name", "generator"), _words),
    "content": _content,
    "link": _link,
    "category": _category,
    "email": _email,
    # What an entry was copied from holds what a feed holds, all of it optional.
    "source": lambda _element: iter(()),
}
