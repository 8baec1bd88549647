"""Markup as plain text, with its paragraphs kept. Runs in the sandbox only (it imports lxml)."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from summaries.engine.text.normalise import Removals, clean_line

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_DROPPED = frozenset(
    "script style noscript template iframe object embed svg math form button select nav figcaption"
    " video audio head title".split()
)
_INLINE = frozenset(
    "a abbr b bdi bdo big cite code del dfn em font i img ins kbd label mark q s samp small span"
    " strike strong sub sup time tt u var wbr".split()
)
_MARKUP = re.compile(r"<[a-zA-Z/!]|&[#\w]{2,32};")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>|<!--.{0,5000}?-->", re.DOTALL)
_XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*>")
_LINE_END = re.compile(r"[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")


def tree_of(markup: str) -> HtmlElement | None:
    """Return the root of an HTML page or fragment; None where there is nothing in it."""
    from lxml import etree
    from lxml import html as lxml_html

    data = _XML_DECLARATION.sub("", markup).encode("utf-8", errors="replace")
    parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True)
    try:
        return lxml_html.document_fromstring(data, parser=parser) if data.strip() else None
    except etree.ParserError:
        return None


def line(text: str | None) -> str:
    """Return text as one clean line: no tags, no controls, entities resolved once."""
    if not text:
        return ""
    if _MARKUP.search(text):
        # Tags twice: some outlets escape them before they escape the whole.
        text = _TAG.sub(" ", html.unescape(_TAG.sub(" ", text)))
    return clean_line(text, Removals())


def plain_text(markup: str | None) -> str:
    """Return the text of an HTML fragment, one paragraph a line, without scripts and furniture.

    What has no markup is taken as text.
    """
    if not markup:
        return ""
    if not _MARKUP.search(markup):
        return _joined(_LINE_END.split(markup))
    root = tree_of(markup)
    return "" if root is None else _joined(paragraphs(root))


def paragraphs(root: HtmlElement) -> list[str]:
    """Return the text below an element, cut where a block begins or ends; lines may be blank."""
    lines, current = [], []

    def cut() -> None:
        lines.append("".join(current))
        current.clear()

    # By events: a tree nested ten thousand deep must not exhaust the stack.
    skipped = None
    for event, element in _walk(root):
        name = element.tag if isinstance(element.tag, str) else ""
        dropped = not name or name in _DROPPED
        if skipped is None:
            if name not in _INLINE:
                cut()
            if event == "start" and dropped:
                skipped = element
            elif event == "start":
                current.append(_LINE_END.sub(" ", element.text or ""))
        elif event == "end" and element is skipped:
            skipped = None
        if event == "end" and skipped is None and element is not root:
            current.append(_LINE_END.sub(" ", element.tail or ""))
    cut()
    return lines


def _walk(root: HtmlElement):
    from lxml import etree

    return etree.iterwalk(root, events=("start", "end", "comment", "pi"))


def _joined(lines: list[str]) -> str:
    return "\n".join(text for text in (clean_line(one, Removals()) for one in lines) if text)
