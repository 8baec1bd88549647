"""A strict reader of HTML: what the author wrote, not what a browser would make of it."""

from collections.abc import Iterator
from html.parser import HTMLParser

VOID = frozenset(
    "area base br col embed hr img input link meta source track wbr".split()
)  # fmt: skip
# Inside these, elements close themselves as in XML.
_FOREIGN = frozenset({"svg", "math"})


class Node:
    """An element: its tag, its attributes, its children (elements and texts) and its line."""

    def __init__(self, tag: str, attrs: dict[str, str], parent: "Node | None", line: int) -> None:
        self.tag, self.attrs, self.parent, self.line = tag, attrs, parent, line
        self.children: list[Node | str] = []

    def __str__(self) -> str:
        return f"<{self.tag}> in line {self.line}"

    def get(self, name: str, default: str = "") -> str:
        """Return the value of an attribute."""
        return self.attrs.get(name, default)

    @property
    def elements(self) -> list["Node"]:
        """The children that are elements."""
        return [child for child in self.children if isinstance(child, Node)]

    @property
    def text(self) -> str:
        """All text in it."""
        return "".join(c.text if isinstance(c, Node) else c for c in self.children)

    @property
    def own_text(self) -> str:
        """The text that stands directly in it."""
        return "".join(c for c in self.children if isinstance(c, str)).strip()

    def ancestors(self) -> Iterator["Node"]:
        """Yield what it stands in, from the inside out."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    def all(self, *tags: str) -> Iterator["Node"]:
        """Yield the elements of these tags in it (of every tag without one), in their order."""
        for child in self.elements:
            if not tags or child.tag in tags:
                yield child
            yield from child.all(*tags)

    @property
    def is_pattern(self) -> bool:
        """Whether a script fills it in before anybody meets it."""
        return any(node.tag == "template" for node in self.ancestors())

    def inherited(self, name: str) -> str:
        """Return an attribute of the nearest element that has it, itself included."""
        return next((n.attrs[name] for n in (self, *self.ancestors()) if name in n.attrs), "")


class Tree(HTMLParser):
    """The elements of a document under `root`, and what is wrong with its marks in `faults`.

    Every element that can be closed has to be: the end tags that HTML lets one leave out are, in
    documents that templates write, forgotten ones.
    """

    def __init__(self, document: str) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self._open = Node("", {}, None, 0)
        self.doctype = ""
        self.faults: list[str] = []
        self.feed(document)
        self.close()
        while self._open is not self.root:
            self.faults.append(f"{self._open} is never closed")
            self._open = self._open.parent

    def handle_decl(self, decl: str) -> None:
        """Note the document type."""
        self.doctype = decl
        if self.root.children:
            self.faults.append("the document type is not the first thing")

    def handle_starttag(self, tag: str, attrs: list) -> None:
        """Open an element."""
        line = self.getpos()[0]
        names = [name for name, _value in attrs]
        twice = {name for name in names if names.count(name) > 1}
        if twice:
            self.faults.append(f"<{tag}> in line {line} has {', '.join(sorted(twice))} twice")
        node = Node(tag, {name: value or "" for name, value in attrs}, self._open, line)
        self._open.children.append(node)
        if tag not in VOID:
            self._open = node

    def handle_startendtag(self, tag: str, attrs: list) -> None:
        """Take an element that closes itself: of HTML proper only the void ones may."""
        self.handle_starttag(tag, attrs)
        if tag in VOID:
            return
        if not any(node.tag in _FOREIGN for node in (self._open, *self._open.ancestors())):
            self.faults.append(f"{self._open} does not close itself in HTML")
        self._open = self._open.parent

    def handle_endtag(self, tag: str) -> None:
        """Close the innermost element, which has to be this one."""
        if tag in VOID or tag not in {self._open.tag, *(n.tag for n in self._open.ancestors())}:
            self.faults.append(f"</{tag}> in line {self.getpos()[0]} closes nothing")
            return
        while self._open.tag != tag:
            self.faults.append(f"{self._open} is not closed before </{tag}>")
            self._open = self._open.parent
        self._open = self._open.parent

    def handle_data(self, data: str) -> None:
        """Add text."""
        if self._open is not self.root:
            self._open.children.append(data)
        elif data.strip():
            self.faults.append(f"text outside of every element: {data.strip()[:40]}")
            self.root.children.append(data)
