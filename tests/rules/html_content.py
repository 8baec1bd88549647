"""Which elements may stand in which: the content models of the HTML Standard."""

from collections.abc import Iterator

from tests.rules.html_tree import Node

PHRASING = frozenset(
    "a abbr area audio b bdi bdo br button canvas cite code data datalist del dfn em embed i "
    "iframe img input ins kbd label link map mark math meta meter noscript object output picture "
    "progress q ruby s samp script select slot small span strong sub sup svg template textarea "
    "time u var video wbr".split()
)
FLOW = PHRASING | frozenset(
    "address article aside blockquote details dialog div dl fieldset figure footer form h1 h2 h3 "
    "h4 h5 h6 header hgroup hr main menu nav ol p pre search section table ul".split()
)
_PARTS = frozenset(
    "html head body title base style li dt dd caption colgroup col thead tbody tfoot tr td th "
    "option optgroup summary legend figcaption source track param rt rp".split()
)
# They hold what the element around them may hold.
_TRANSPARENT = frozenset("a ins del map noscript object video audio canvas slot".split())
HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
_PHRASING_ONLY = HEADINGS | frozenset(
    "p pre abbr b bdi bdo button cite code data dfn em i kbd label mark meter output progress q s "
    "samp small span strong sub sup time u var".split()
)
_TEXT_ONLY = frozenset({"title", "option", "textarea", "script", "style"})
_CHILDREN = {
    "ul": {"li", "script", "template"},
    "ol": {"li", "script", "template"},
    "menu": {"li", "script", "template"},
    "dl": {"dt", "dd", "div", "script", "template"},
    "table": {"caption", "colgroup", "thead", "tbody", "tfoot", "tr"},
    "thead": {"tr"},
    "tbody": {"tr"},
    "tfoot": {"tr"},
    "tr": {"td", "th"},
    "colgroup": {"col", "template"},
    "select": {"option", "optgroup", "hr"},
    "optgroup": {"option"},
    "datalist": {"option"},
    "html": {"head", "body"},
    "head": {"title", "meta", "link", "base", "style", "script", "noscript", "template"},
}
_PARENTS = {
    "li": {"ul", "ol", "menu"},
    "dt": {"dl", "div"},
    "dd": {"dl", "div"},
    "td": {"tr"},
    "th": {"tr"},
    "tr": {"table", "thead", "tbody", "tfoot"},
    "option": {"select", "optgroup", "datalist"},
    "summary": {"details"},
    "legend": {"fieldset"},
    "figcaption": {"figure"},
    "caption": {"table"},
}
_FIRST = {"details": "summary", "fieldset": "legend"}
_NEVER_IN = {
    "a": {"a", "button"},
    "button": {"a", "button", "label"},
    "input": {"a", "button"},
    "select": {"a", "button"},
    "textarea": {"a", "button"},
    "details": {"a", "button"},
    "label": {"label", "button", "a"},
    "form": {"form"},
    "header": {"header", "footer"},
    "footer": {"header", "footer"},
    "main": {"article", "aside", "footer", "header", "nav", "main"},
}


def content_faults(root: Node) -> Iterator[str]:
    """Yield what stands where it may not."""
    for node in root.all():
        if any(around.tag in ("svg", "math") for around in node.ancestors()):
            continue
        yield from _about(node)


def _about(node: Node) -> Iterator[str]:
    parent = _holder(node)
    if node.tag not in FLOW | _PARTS:
        yield f"{node} is no element of HTML"
    if parent.tag in _PHRASING_ONLY and node.tag not in PHRASING:
        yield f"{node} may not stand in <{parent.tag}>"
    if parent.tag in _TEXT_ONLY:
        yield f"<{parent.tag}> holds text only, not {node}"
    allowed = _CHILDREN.get(node.parent.tag)
    if allowed is not None and node.tag not in allowed:
        yield f"{node} may not stand directly in <{node.parent.tag}>"
    if node.tag in _PARENTS and node.parent.tag not in _PARENTS[node.tag] | {""}:
        yield f"{node} stands outside of <{'>, <'.join(sorted(_PARENTS[node.tag]))}>"
    if allowed is None and node.tag in _PARTS - set(_PARENTS) and parent.tag in FLOW:
        yield f"{node} may not stand in <{parent.tag}>"
    yield from _inside(node)


def _inside(node: Node) -> Iterator[str]:
    around = {n.tag for n in node.ancestors()} & _NEVER_IN.get(node.tag, set())
    if around and not (node.tag == "input" and node.get("type") == "hidden"):
        yield f"{node} may not stand within <{'>, <'.join(sorted(around))}>"
    if node.tag in _CHILDREN and node.own_text:
        yield f"{node} may not hold text of its own: {node.own_text[:40]}"
    first = _FIRST.get(node.tag)
    places = [n for n, child in enumerate(node.elements) if child.tag == first]
    if node.tag == "details" and places != [0]:
        yield f"{node} begins with one <summary>"
    if node.tag == "fieldset" and places not in ([], [0]):
        yield f"the <legend> of {node} comes first"


def _holder(node: Node) -> Node:
    """Return the element whose rules hold for `node`: transparent ones have none of their own."""
    return next(n for n in node.ancestors() if n.tag not in _TRANSPARENT)
