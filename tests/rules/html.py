"""What a validator and an accessibility checker hold against a page, an email or a fragment.

After the HTML Standard, WCAG 2.2 (1.1.1, 1.3.1, 2.4.2, 2.4.6, 3.1.1, 3.1.2, 4.1.2) and the
newsroom's own rules: no script or style in the page, nothing from elsewhere, `lang` and `dir`.

    assert html.faults(page) == []
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import urlsplit

from tests.rules.html_content import HEADINGS, content_faults
from tests.rules.html_tree import Node, Tree

LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_OVERRIDE = re.compile("[\u202a-\u202e]")
_DATETIME = re.compile(
    r"\d{4}(-\d\d){0,2}|\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:?\d\d)?"
)
_BLOCKS = HEADINGS | frozenset("p li td th dd dt blockquote div figcaption caption summary".split())
_REFERENCES = ("aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "headers")
_LOADS = {
    "img": ("src", "srcset"), "script": ("src",), "iframe": ("src",), "source": ("src", "srcset"),
    "audio": ("src",), "video": ("src", "poster"), "embed": ("src",), "object": ("data",),
    "input": ("src",), "track": ("src",), "body": ("background",), "table": ("background",),
    "td": ("background",),
}  # fmt: skip
_LOADING_LINKS = {"stylesheet", "icon", "preload", "modulepreload", "manifest", "prefetch"}


def faults(page: str, *, own: str = "http://testserver") -> list[str]:
    """Return what is wrong with a whole page, whose site is `own`; nothing is."""
    tree = Tree(page)
    return [
        *tree.faults,
        *content_faults(tree.root),
        *_document(tree),
        *_common(tree.root),
        *_headings(tree.root),
        *_controls(tree.root),
        *_style_and_script(tree.root),
        *_loaded(tree.root, own),
    ]


def mail_faults(body: str) -> list[str]:
    """Return what is wrong with the HTML of an email.

    Styles stand in the elements, tables are for layout, nothing is loaded from anywhere, and as
    mail programs throw <html> and <body> away, text has `lang` and `dir` below them.
    """
    tree = Tree(body)
    return [
        *tree.faults,
        *content_faults(tree.root),
        *_document(tree),
        *_common(tree.root),
        *_mail_blocks(tree.root),
        *_mail_tables(tree.root),
        *(f"{node} is no good in an email" for node in tree.root.all("script", "form", "link")),
        *_loaded(tree.root, own=None),
    ]


def fragment_faults(content: str, *, own: str | None = None) -> list[str]:
    """Return what is wrong with HTML that stands in another document, as in a feed.

    Every address in it is absolute, every block has its language and direction.
    """
    tree = Tree(content)
    relative = [
        f"{node} has a relative address"
        for node in tree.root.all("a", "img")
        if not urlsplit(node.get("href") or node.get("src")).scheme
    ]
    return [
        *tree.faults,
        *content_faults(tree.root),
        *_common(tree.root),
        *_style_and_script(tree.root),
        *_mail_blocks(tree.root),
        *_loaded(tree.root, own),
        *relative,
    ]


def _document(tree: Tree) -> Iterator[str]:
    if tree.doctype.lower() != "doctype html":
        yield "the document type is not html"
    if [node.tag for node in tree.root.elements] != ["html"]:
        yield "there is not one <html>, and nothing beside it"
        return
    html = tree.root.elements[0]
    if [node.tag for node in html.elements] != ["head", "body"]:
        yield "<html> is not <head> and <body>"
    if not html.get("lang") or not html.get("dir"):
        yield "<html> has no lang or no dir"
    if len(list(html.all("title"))) != 1 or not next(html.all("title")).text.strip():
        yield "there is not one <title> with words"
    charsets = [node.get("charset").lower() for node in html.all("meta") if "charset" in node.attrs]
    if charsets != ["utf-8"]:
        yield "the character set is not declared once, as utf-8"
    yield from _head(html)


def _head(html: Node) -> Iterator[str]:
    named = Counter(node.get("name") for node in html.all("meta") if "name" in node.attrs)
    yield from (f"<meta name={name}> stands {n} times" for name, n in named.items() if n > 1)
    links = [(n.get("rel"), n.get("hreflang"), n.get("type")) for n in html.all("link")]
    if sum(rel == "canonical" for rel, *_rest in links) > 1:
        yield "there is more than one canonical address"
    languages = Counter(
        language for rel, language, kind in links if rel == "alternate" and not kind
    )
    yield from (f"alternate in {name} stands {n} times" for name, n in languages.items() if n > 1)


def _common(root: Node) -> Iterator[str]:
    """Yield what holds for every kind of document."""
    ids = Counter(node.attrs["id"] for node in root.all() if "id" in node.attrs)
    yield from (f"the id {name!r} stands {n} times" for name, n in ids.items() if n > 1)
    for node in root.all():
        yield from _about(node, ids)
        yield from _language(node)


def _about(node: Node, ids: Counter) -> Iterator[str]:
    if "id" in node.attrs and (not node.get("id") or re.search(r"\s", node.get("id"))):
        yield f"{node} has no good id: {node.get('id')!r}"
    if node.tag == "img" and "alt" not in node.attrs:
        yield f"{node} has no alt"
    if node.tag == "a" and "href" in node.attrs and not (_name(node) or node.is_pattern):
        yield f"{node} is a link without words"
    if node.tag == "time" and not _DATETIME.fullmatch(node.get("datetime") or node.text.strip()):
        yield f"{node} is no time: {node.get('datetime')!r}"
    if node.tag not in ("script", "style") and _CONTROL.search(node.own_text):
        yield f"{node} holds control characters"
    if _OVERRIDE.search(node.own_text + "".join(node.attrs.values())):
        yield f"{node} holds marks that override the direction of text"
    if node.is_pattern:
        return
    target = node.get("href")[1:] if node.get("href").startswith("#") else ""
    wanted = [target] if target else []
    wanted += [name for attribute in _REFERENCES for name in node.get(attribute).split()]
    yield from (
        f"{node} points at {name!r}, which is not there" for name in wanted if not ids[name]
    )


def _language(node: Node) -> Iterator[str]:
    if "lang" in node.attrs and not LANGUAGE_TAG.fullmatch(node.get("lang")):
        yield f"{node} has no language tag: {node.get('lang')!r}"
    if "dir" in node.attrs and node.get("dir") not in ("ltr", "rtl", "auto"):
        yield f"{node} has no direction: {node.get('dir')!r}"
    right = {"ar": "rtl", "en": "ltr"}.get(node.get("lang"))
    if right and node.tag in _BLOCKS | {"html", "section", "article", "ul", "ol", "table"}:
        found = node.inherited("dir")
        if found not in (right, "auto"):
            yield f"{node} is {node.get('lang')} and runs {found or 'nowhere'}"


def _headings(root: Node) -> Iterator[str]:
    levels = [int(node.tag[1]) for node in root.all(*HEADINGS)]
    if levels.count(1) != 1:
        yield f"there are {levels.count(1)} <h1>"
    for before, level in pairwise(levels):
        if level > before + 1:
            yield f"<h{level}> follows <h{before}>"
    yield from (f"{node} has no words" for node in root.all(*HEADINGS) if not _name(node))
    if len([node for node in root.all("main") if "hidden" not in node.attrs]) != 1:
        yield "there is not one <main>"


def _controls(root: Node) -> Iterator[str]:
    labels = {node.get("for") for node in root.all("label") if node.text.strip()}
    controls = {n.get("id") for n in root.all("input", "select", "textarea", "button", "output")}
    for node in root.all("label"):
        if "for" in node.attrs and node.get("for") not in controls:
            yield f"{node} is for {node.get('for')!r}, which is no control"
    for node in root.all("input", "select", "textarea"):
        if node.get("type") in ("hidden", "submit", "reset", "button"):
            continue
        wrapped = any(n.tag == "label" and n.text.strip() for n in node.ancestors())
        if not (wrapped or node.get("id") in labels - {""} or _name(node, text=False)):
            yield f"{node} {node.get('name')!r} has no label"
    yield from (
        f"{node} is a button without words" for node in root.all("button") if not _name(node)
    )


def _name(node: Node, *, text: bool = True) -> str:
    """Return what a screen reader calls an element."""
    words = node.text.strip() if text else ""
    pictures = "".join(image.get("alt") for image in node.all("img"))
    return words or pictures or node.get("aria-label") or node.get("aria-labelledby") or node.get(
        "title"
    )  # fmt: skip


def _style_and_script(root: Node) -> Iterator[str]:
    for node in root.all():
        if node.tag == "style" or "style" in node.attrs:
            yield f"{node} is styled in place"
        if node.tag == "script" and "src" not in node.attrs and "json" not in node.get("type"):
            yield f"{node} is a script in place"
        yield from (f"{node} has {name}" for name in node.attrs if re.fullmatch("on[a-z]+", name))
        if re.match(r"\s*(javascript|vbscript|data):", node.get("href") + node.get("action"), re.I):
            yield f"{node} leads into a script"


def _loaded(root: Node, own: str | None) -> Iterator[str]:
    """Yield what is loaded from other sites than `own` (None: from anywhere)."""
    for node in root.all():
        names = _LOADS.get(node.tag, ())
        if node.tag == "link" and _LOADING_LINKS & set(node.get("rel").split()):
            names = ("href",)
        found = [node.attrs[name] for name in names if node.attrs.get(name)]
        found += re.findall(r"url\(\s*['\"]?([^'\")]+)", node.get("style"))
        yield from (f"{node} loads {url}" for url in found if own is None or _foreign(url, own))


def _foreign(url: str, own: str) -> bool:
    parts = urlsplit(url)
    return bool(parts.netloc) and parts.netloc != urlsplit(own).netloc


def _mail_blocks(root: Node) -> Iterator[str]:
    for node in root.all(*_BLOCKS, "span", "a", "strong"):
        chain = [n for n in (node, *node.ancestors()) if n.tag not in ("html", "body", "head")]
        if not node.own_text or any(n.tag == "head" for n in node.ancestors()):
            continue
        yield from (
            f"{node} has no {name} around its text"
            for name in ("lang", "dir")
            if not any(name in n.attrs for n in chain)
        )


def _mail_tables(root: Node) -> Iterator[str]:
    for table in root.all("table"):
        if table.get("role") != "presentation" and not list(table.all("th")):
            yield f"{table} is for layout and does not say role=presentation"
