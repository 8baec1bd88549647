"""Reading terms and sentence pairs from CSV, TBX-Basic (ISO 30042, both editions) and TMX 1.4b.

Files come from strangers: entities are refused, nothing is fetched, sizes are bounded.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from lxml import etree

from summaries.services import texts
from summaries.services.errors import Invalid
from summaries.services.term_changes import MAX_CHARACTERS, MAX_FORBIDDEN, Wording

TERM_COLUMNS = ("arabic", "english", "avoid", "note")
PAIR_COLUMNS = ("arabic", "english")
MAX_ROWS = 20_000
# Twenty an entry, and twice as deep as the formats go.
MAX_ELEMENTS, MAX_DEPTH = 20 * MAX_ROWS, 32
SEPARATOR = "|"
# What `exports` puts before a formula.
_GUARDED = re.compile(r"^'(?=[=+\-@\t\r])")
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# Inline markup of TMX: the content of these is code, not text.
_CODES = frozenset({"bpt", "ept", "ph", "it", "ut"})


@dataclass(frozen=True)
class Row:
    """One entry of a file and the line it begins on; a term, or a pair of sentences."""

    line: int
    wording: Wording


def read(name: str, data: bytes) -> list[Row]:
    """Read a CSV, TBX or TMX file by its name's ending; raise Invalid in words for what is none."""
    ending = name.lower().rpartition(".")[2]
    readers = {"csv": _read_csv, "tbx": _read_tbx, "xml": _read_tbx, "tmx": _read_tmx}
    if ending not in readers:
        raise Invalid(_("Choose a file that ends in .csv, .tbx or .tmx."))
    if not data.strip():
        raise Invalid(_("This file is empty."))
    rows = []
    for row in readers[ending](data):
        rows.append(row)
        if len(rows) > MAX_ROWS:
            raise Invalid(_too_many())
    if not rows:
        raise Invalid(_("No Arabic with its English was found in this file."))
    return rows


def _read_csv(data: bytes) -> Iterator[Row]:
    lines = io.StringIO(_decoded(data), newline="")
    first = lines.readline()
    lines.seek(0)
    delimiter = max(",;\t", key=first.count)
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        columns = [name.strip().lower() for name in next(rows, [])]
        if not {"arabic", "english"} <= set(columns):
            raise Invalid(
                _("The first line must name the columns: %(names)s.")
                % {"names": ", ".join(TERM_COLUMNS)}
            )
        _require_once(columns)
        start = rows.line_num + 1
        for cells in rows:
            if any(cell.strip() for cell in cells):
                found = dict(zip(columns, map(_unguarded, cells), strict=False))
                yield Row(start, _from_columns(found))
            start = rows.line_num + 1
    except csv.Error as error:
        raise Invalid(
            _("Line %(line)d of this file is not CSV: %(error)s.")
            % {"line": rows.line_num, "error": error}
        ) from error


def _require_once(columns: list[str]) -> None:
    if twice := next((name for name in TERM_COLUMNS if columns.count(name) > 1), ""):
        raise Invalid(
            _("The column “%(name)s” stands twice in the first line. Keep one of them.")
            % {"name": twice}
        )


def _from_columns(found: dict[str, str]) -> Wording:
    avoid = tuple(part.strip() for part in found.get("avoid", "").split(SEPARATOR))
    return Wording(
        found.get("arabic", ""),
        found.get("english", ""),
        tuple(part for part in avoid if part),
        found.get("note", ""),
    )


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in data:
        raise Invalid(_not_utf8("UTF-16"))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid(_not_utf8("Windows-1256")) from error


def _not_utf8(guess: str) -> str:
    return _(
        "This file is not in UTF-8; it looks like %(guess)s. Save it again as “CSV UTF-8”, then "
        "bring that in."
    ) % {"guess": guess}


def _parsed(data: bytes) -> etree._Element:
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
    _require_bounds(root)
    return root


def _require_bounds(root: etree._Element) -> None:
    """Raise Invalid for more elements, or more of them within each other, than such files have."""
    depth = elements = 0
    for event, _element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        elements += event == "start"
        if depth > MAX_DEPTH:
            raise Invalid(
                _("The entries of this file stand too deep within each other. Export it again.")
            )
        if elements > MAX_ELEMENTS:
            raise Invalid(_too_many())


def _too_many() -> str:
    return _("This file has more than %(limit)d entries. Divide it, then bring in the parts.") % {
        "limit": MAX_ROWS
    }


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _named(root: etree._Element, *names: str) -> Iterator[etree._Element]:
    return (element for element in root.iter() if _name(element) in names)


def _within(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Yield the children of these names; those further down are somebody else's."""
    return (child for child in element if _name(child) in names)


def _language(element: etree._Element) -> str:
    return (element.get(_XML_LANG) or element.get("lang") or "").lower().partition("-")[0]


def _text(element: etree._Element) -> str:
    """Return the text of an element, without the codes of inline markup."""
    parts = [element.text or ""]
    for child in element:
        parts.append("" if _name(child) in (*_CODES, "") else _text(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _read_tbx(data: bytes) -> Iterator[Row]:
    for entry in _named(_parsed(data), "conceptEntry", "termEntry"):
        arabic, english, avoid = [], [], []
        for section in _within(entry, "langSec", "langSet"):
            for group in _groups(section):
                term = next((_text(found) for found in _within(group, "term")), "")
                if _language(section) == "ar":
                    arabic.append(term)
                elif _language(section) == "en":
                    (avoid if _is_deprecated(group) else english).append(term)
        note = next((_text(child) for child in _within(entry, "note", "descrip")), "")
        shared = _bounded(next(iter(english), ""), avoid, note)
        for term in arabic:
            yield Row(entry.sourceline or 1, Wording(term, *shared))


def _bounded(english: str, avoid: list[str], note: str) -> tuple[str, tuple[str, ...], str]:
    """Return what all Arabic terms of an entry share, cleaned here and not once for each of them.

    What is too long or too many stays so, even without a space at its end, to be refused.
    """
    english, *avoid = (texts.one_line(one)[: MAX_CHARACTERS + 2] for one in (english, *avoid))
    forbidden = tuple(dict.fromkeys(avoid))[: MAX_FORBIDDEN + 1]
    return english, forbidden, texts.lines(note)[: texts.MAX_NOTE_CHARACTERS + 2]


def _groups(section: etree._Element) -> Iterator[etree._Element]:
    """Yield what holds each term of a language with its notes."""
    for group in _within(section, "termSec", "tig", "ntig"):
        yield next(_within(group, "termGrp"), group)


def _is_deprecated(group: etree._Element) -> bool:
    notes = (_text(note) for note in _within(group, "termNote", "administrativeStatus"))
    return any(note.startswith(("deprecated", "superseded")) for note in notes)


def _read_tmx(data: bytes) -> Iterator[Row]:
    for unit in _named(_parsed(data), "tu"):
        found: dict[str, str] = {}
        for variant in _within(unit, "tuv"):
            segment = next(_within(variant, "seg"), None)
            if segment is not None:
                found.setdefault(_language(variant), _text(segment))
        if "ar" in found and "en" in found:
            yield Row(unit.sourceline or 1, Wording(found["ar"], found["en"]))


def _unguarded(cell: str) -> str:
    return _GUARDED.sub("", cell)
