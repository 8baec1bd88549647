"""Reading terms and sentence pairs from CSV, TBX-Basic (ISO 30042, both editions) and TMX 1.4b.

Files come from strangers: entities are refused, nothing is fetched, sizes are bounded.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from lxml import etree

from summaries.services import csv_files, texts, xml_files
from summaries.services.errors import Invalid
from summaries.services.term_changes import MAX_CHARACTERS, MAX_FORBIDDEN, Wording

TERM_COLUMNS = ("arabic", "english", "avoid", "note")
PAIR_COLUMNS = ("arabic", "english")
MAX_ROWS = 20_000
# Twenty an entry.
MAX_ELEMENTS = 20 * MAX_ROWS
SEPARATOR = "|"
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
    for line, found in csv_files.rows(data, TERM_COLUMNS, PAIR_COLUMNS):
        yield Row(line, _from_columns(found))


def _from_columns(found: dict[str, str]) -> Wording:
    avoid = tuple(part.strip() for part in found.get("avoid", "").split(SEPARATOR))
    return Wording(
        found.get("arabic", ""),
        found.get("english", ""),
        tuple(part for part in avoid if part),
        found.get("note", ""),
    )


def _parsed(data: bytes) -> etree._Element:
    try:
        return xml_files.parsed(data, MAX_ELEMENTS)
    except xml_files.TooMany as error:
        raise Invalid(_too_many()) from error


def _too_many() -> str:
    return _("This file has more than %(limit)d entries. Divide it, then bring in the parts.") % {
        "limit": MAX_ROWS
    }


def _named(root: etree._Element, *names: str) -> Iterator[etree._Element]:
    return (element for element in root.iter() if xml_files.name_of(element) in names)


def _language(element: etree._Element) -> str:
    return (element.get(_XML_LANG) or element.get("lang") or "").lower().partition("-")[0]


def _text(element: etree._Element) -> str:
    """Return the text of an element, without the codes of inline markup."""
    parts = [element.text or ""]
    for child in element:
        parts.append("" if xml_files.name_of(child) in (*_CODES, "") else _text(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _read_tbx(data: bytes) -> Iterator[Row]:
    for entry in _named(_parsed(data), "conceptEntry", "termEntry"):
        arabic, english, avoid = [], [], []
        for section in xml_files.within(entry, "langSec", "langSet"):
            for group in _groups(section):
                term = next((_text(found) for found in xml_files.within(group, "term")), "")
                if _language(section) == "ar":
                    arabic.append(term)
                elif _language(section) == "en":
                    (avoid if _is_deprecated(group) else english).append(term)
        note = next((_text(child) for child in xml_files.within(entry, "note", "descrip")), "")
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
    for group in xml_files.within(section, "termSec", "tig", "ntig"):
        yield next(xml_files.within(group, "termGrp"), group)


def _is_deprecated(group: etree._Element) -> bool:
    notes = (_text(note) for note in xml_files.within(group, "termNote", "administrativeStatus"))
    return any(note.startswith(("deprecated", "superseded")) for note in notes)


def _read_tmx(data: bytes) -> Iterator[Row]:
    for unit in _named(_parsed(data), "tu"):
        found: dict[str, str] = {}
        for variant in xml_files.within(unit, "tuv"):
            segment = next(xml_files.within(variant, "seg"), None)
            if segment is not None:
                found.setdefault(_language(variant), _text(segment))
        if "ar" in found and "en" in found:
            yield Row(unit.sourceline or 1, Wording(found["ar"], found["en"]))
