"""Glyphs on a page as lines and paragraphs in logical order.

The order in which a line was drawn tells nothing, so its glyphs are sorted by place, from right
to left, and what runs the other way (numbers, Latin words) is turned back: the Unicode
bidirectional algorithm (UAX #9) in reverse.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

_ARABIC = re.compile("[\u0620-\u064a\u066e-\u06d3\ufb50-\ufdff\ufe70-\ufefc]")
# Latin from its first to its last letter or figure; a number with its inner points (UAX #9, W4).
_LEFT_TO_RIGHT = re.compile(
    r"(?:\d[\d.,:/]*)?[A-Za-z\u00c0-\u024f](?:[^\u0600-\u06ff\ufb50-\ufdff\ufe70-\ufefc«»()\[\]]*"
    r"[A-Za-z0-9\u00c0-\u024f])?|[\d٠-٩۰-۹]+(?:[.,:/٫٬][\d٠-٩۰-۹]+)*"
)
_MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")
_OPENS = re.compile(r"(?:^|\s)[(\[«](?=\S)|(?<=\S)[)\]»](?=[\s.،؛:]|$)")
_SENTENCE_END = re.compile(r"[.!?؟…:][»\")\]]*\s*$")
_ALEFS = "اأإآٱ"

_SAME_LINE = 0.7  # of the glyph's height, between baselines
_WORD_GAP = 0.15
_LEAST_GAP = 0.08  # where the line is known to have a space
# A vowelled letter may come with the box of its sign, narrower than itself by about this.
_HIDDEN_WIDTH = 0.3
_PARAGRAPH_GAP = 1.35  # of the usual distance of lines
_SHORT_LINE = 0.85  # of the width of the column
_OTHER_SIZE = 1.15


@dataclass(frozen=True)
class Glyph:
    """A character with the left and right of its box, its origin and its height, in points."""

    char: str
    left: float
    right: float
    x: float
    y: float
    height: float

    @property
    def is_mark(self) -> bool:
        """Tell whether this is a vowel sign, drawn over or under a letter."""
        return unicodedata.category(self.char) == "Mn"


@dataclass(frozen=True)
class Line:
    """A line of text in logical order, and where it stands."""

    text: str
    left: float
    right: float
    y: float
    height: float


@dataclass
class _Unit:
    """What was drawn in one place: a letter, or a ligature of several, with its marks."""

    text: str
    left: float
    right: float
    height: float
    marks: str = ""
    place: float = 0.0
    is_shrunken: bool = False

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


def lines_of(glyphs: Iterable[Glyph]) -> list[Line]:
    """Return the lines of a page, from its top down."""
    glyphs = list(glyphs)
    rows = _rows([glyph for glyph in glyphs if not glyph.is_mark])
    units = [(row, found) for row in rows if (found := _units(row))]
    _attach([glyph for glyph in glyphs if glyph.is_mark], units)
    return [_line(row, each) for row, each in units]


def _rows(letters: list[Glyph]) -> list[list[Glyph]]:
    """Return the letters of each line, top down; those a little raised or lowered with the rest.

    Producers draw a vowelled letter where its vowel sign is, above the line.
    """
    levels: dict[float, list[Glyph]] = {}
    for glyph in letters:
        levels.setdefault(round(glyph.y), []).append(glyph)
    rows: list[list[Glyph]] = []
    for level in sorted(levels.values(), key=len, reverse=True):
        row = min(rows, key=lambda row: abs(row[0].y - level[0].y), default=None)
        if row and abs(row[0].y - level[0].y) < _SAME_LINE * row[0].height:
            row.extend(level)
        else:
            rows.append(level)
    return sorted(rows, key=lambda row: -row[0].y)


def _units(row: list[Glyph]) -> list[_Unit]:
    """Return the letters of a row from left to right; glyphs in the same place as one."""
    places: dict[float, _Unit] = {}
    for glyph in (glyph for glyph in row if not glyph.char.isspace()):
        place = round(glyph.x, 1)
        if unit := places.get(place):
            unit.text = _ligature(unit.text, glyph.char)
            unit.left, unit.right = min(unit.left, glyph.left), max(unit.right, glyph.right)
        else:
            places[place] = _Unit(glyph.char, glyph.left, glyph.right, glyph.height, place=place)
    return sorted(places.values(), key=lambda unit: unit.middle)


def _ligature(text: str, char: str) -> str:
    if char == text[-1]:
        return text  # drawn twice, to look bold
    return char + text if char == "ل" and text in _ALEFS else text + char


def _attach(marks: list[Glyph], units: list[tuple[list[Glyph], list[_Unit]]]) -> None:
    """Give each mark to the letter it stands over or under."""
    for mark in marks:
        near = [each for row, each in units if abs(row[0].y - mark.y) < row[0].height]
        middle = (mark.left + mark.right) / 2
        letters = [unit for each in near for unit in each if _ARABIC.match(unit.text)]
        if letters:
            unit = min(letters, key=lambda unit: abs(unit.middle - middle))
            unit.marks += mark.char
            unit.is_shrunken |= unit.place == round(mark.x, 1)


def _line(row: list[Glyph], units: list[_Unit]) -> Line:
    height = median(glyph.height for glyph in row)
    spaces = sum(glyph.char.isspace() for glyph in row)
    text = "".join(unit.text for unit in units)
    if _ARABIC.search(text):
        text = _logical(_spaced(units, spaces, height)[::-1])
    else:
        text = "".join(unit.text + unit.marks for unit in _spaced(units, spaces, height))
    return Line(text, units[0].left, units[-1].right, row[0].y, height)


def _spaced(units: list[_Unit], spaces: int, height: float) -> list[_Unit]:
    """Return units with spaces among them, in the widest gaps.

    How many spaces a line has PDFium knows, if the producer wrote any; it misplaces them.
    """
    gaps = [
        right.left - left.right - _HIDDEN_WIDTH * height * (left.is_shrunken + right.is_shrunken)
        for left, right in pairwise(units)
    ]
    ranked = sorted(gaps, reverse=True)
    least = ranked[min(spaces, len(ranked)) - 1] if spaces and ranked else _WORD_GAP * height
    least = max(least, _LEAST_GAP * height)
    spaced = units[:1]
    for gap, unit in zip(gaps, units[1:], strict=True):
        spaced += [_Unit(" ", unit.left, unit.left, height), unit] if gap >= least else [unit]
    return spaced


def _logical(turned: list[_Unit]) -> str:
    """Return a line, given from right to left, in logical order."""
    # One character for each unit, so that places in the text are places in the list.
    text = "".join(unit.text[0] for unit in turned)
    for found in _LEFT_TO_RIGHT.finditer(text):
        start, end = found.span()
        turned[start:end] = turned[start:end][::-1]
    return _brackets("".join(unit.text + unit.marks for unit in turned))


def _brackets(text: str) -> str:
    """Return text with its brackets the right way round: producers name the shape or the sense."""
    mirrored = text.translate(_MIRRORED)
    return mirrored if len(_OPENS.findall(mirrored)) > len(_OPENS.findall(text)) else text


def paragraphs_of(pages: list[list[Line]]) -> Iterator[str]:
    """Yield the paragraphs of a document: lines joined that follow on one another."""
    lines = [line for page in pages for line in page]
    if not lines:
        return
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    gaps = [a.y - b.y for a, b in pairwise(lines) if 0 < a.y - b.y < 4 * a.height]
    usual = median(gaps) if gaps else 0.0
    current = [lines[0].text]
    for above, line in pairwise(lines):
        if _ends(above, line, usual, right - left):
            yield " ".join(current)
            current = []
        current.append(line.text)
    yield " ".join(current)


def _ends(line: Line, below: Line, gap: float, width: float) -> bool:
    """Tell whether a paragraph ends with `line`."""
    if max(line.height, below.height) > _OTHER_SIZE * min(line.height, below.height):
        return True
    if line.y <= below.y:  # the next page or column
        return bool(_SENTENCE_END.search(line.text))
    if line.y - below.y > _PARAGRAPH_GAP * gap:
        return True
    short = line.right - line.left < _SHORT_LINE * width
    return short and bool(_SENTENCE_END.search(line.text))
