"""XML files of strangers: entities are refused, nothing is fetched, sizes are bounded."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from lxml import etree

from summaries.services.errors import Invalid

# Twice as deep as the formats that people bring go.
MAX_DEPTH = 32
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class TooMany(Invalid):
    """The file holds more elements than files of its kind do."""


def parsed(data: bytes, most: int) -> etree._Element:
    """Return the root of an XML file of at most `most` elements.

    Raises TooMany for more, Invalid in words for whatever else is no sound, safe XML.
    """
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, recover=False
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Invalid(
            _("This file is not sound XML, from line %(line)d on. Export it again, as UTF-8.")
            % {"line": error.lineno or 1}
        ) from error
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _entity in declared.iterentities()):
        raise Invalid(_("This file declares entities, which is not safe to read. Export it again."))
    _require_bounds(root, most)
    return root


def _require_bounds(root: etree._Element, most: int) -> None:
    depth = elements = 0
    for event, _element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        elements += event == "start"
        if depth > MAX_DEPTH:
            raise Invalid(
                _("The entries of this file stand too deep within each other. Export it again.")
            )
        if elements > most:
            raise TooMany(_("This file has far too many entries. Divide it."))


def name_of(element: etree._Element) -> str:
    """Return the name of an element without its namespace, "" for a comment."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def within(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Yield the children of these names; those further down are somebody else's."""
    return (child for child in element if name_of(child) in names)


def sendable(text: str) -> str:
    """Return a text without the characters that XML cannot hold."""
    return _NOT_XML.sub("", text)
