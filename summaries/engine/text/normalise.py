"""Three views of an Arabic text: as stored, as the model reads it, and as matching compares it.

`clean_line` is the only one whose result is kept; the other two are derived from it on the fly.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
# C0 and C1 controls other than the whitespace ones, the byte order mark, the zero-width space.
CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufeff\u200b]")
TASHKEEL = re.compile(
    "[\u0610-\u061a\u064b-\u0652\u0656-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed]"
)
_HAMZA_MARKS = re.compile("[\u0653-\u0655]")
TATWEEL = "\u0640"
MOST_MARKS = 8  # on one letter; Arabic writing needs three

_WHITESPACE = re.compile(r"\s+")
_ZERO_WIDTH = re.compile("[\u200c-\u200f\u061c\u2060]")
_PRESENTATION_FORMS = re.compile("[\ufb50-\ufd3d\ufd50-\ufdff\ufe70-\ufefe]+")
# The tatweel of the year mark «هـ» is its spelling, not decoration.
_DECORATIVE_TATWEEL = re.compile(rf"(?<!\w)(ه){TATWEEL}+(?!\w)|{TATWEEL}")
_REPEATED_COMMA = re.compile(r"([،؛])(?:\s*\1)+")

# Where too many marks may stand in a row. No mark is a word character but the two halfwidth
# voicing marks of Japanese, which become combining marks under NFKC.
_MAYBE_MARKS = re.compile(rf"(?:[^\w\s]|[\uff9e\uff9f]){{{MOST_MARKS + 1},}}")

_DIGITS = {ord(c): str(i % 10) for i, c in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")}
_DIGITS |= {ord("٫"): ".", ord("٬"): ",", ord("٪"): "%"}
_PLAIN_MARKS = {ord(c): '"' for c in "«»“”„‟″〝〞"} | {ord(c): "'" for c in "‘’‚‛′‹›"}
_PLAIN_MARKS |= {ord("…"): "...", 0xFD3E: "(", 0xFD3F: ")"}
_FOLDED_LETTERS = str.maketrans("أإآٱىؤئةیک", "اااايويهيك")


@dataclass
class Removals:
    """How many characters of each unwanted kind cleaning has taken out so far."""

    bidi: int = 0
    controls: int = 0
    marks: int = 0

    def notices(self) -> tuple[str, ...]:
        """Return one plain sentence for each kind of character that was removed."""
        counted = (
            (self.bidi, "invisible text-direction control"),
            (self.controls, "invisible control character"),
            (self.marks, "surplus accent or vowel mark"),
        )
        return tuple(
            f"{n} {what}{'s were' if n > 1 else ' was'} removed from the pasted text."
            for n, what in counted
            if n
        )


def clean_line(line: str, removals: Removals) -> str:
    """Return one line as it is stored: NFC, single spaces, no bidi or control characters.

    Tashkeel, tatweel, ZWNJ, LRM, RLM and ALM stay, because the outlet wrote them, but no more than
    MOST_MARKS marks in a row. What is taken out is counted in `removals`. A line of nothing
    visible comes back empty.
    """
    line, bidi = BIDI_CONTROLS.subn("", line)
    line, controls = CONTROLS.subn("", line)
    limited = limit_marks(line)
    removals.bidi += bidi
    removals.controls += controls
    removals.marks += len(line) - len(limited)
    visible = _ZERO_WIDTH.sub("", line).strip()
    return collapse_whitespace(normalised("NFC", limited)) if visible else ""


def normalised(form: Literal["NFC", "NFKC"], text: str) -> str:
    """Return `text` in a Unicode normalisation form, with at most MOST_MARKS marks in a row.

    Time is linear in the length of the result. `unicodedata.normalize` alone sorts a run of marks
    (UAX #15, canonical ordering) in quadratic time and lets no other thread run meanwhile.
    """
    # Some marks decompose into two, so the result is limited as well; that keeps it idempotent.
    return limit_marks(unicodedata.normalize(form, limit_marks(text)))


def limit_marks(text: str) -> str:
    """Return `text` with no more than MOST_MARKS combining marks in a row."""
    if not _MAYBE_MARKS.search(text):
        return text
    marks = "".join(filter(_is_mark, set(text)))
    return re.sub(rf"([{marks}]{{{MOST_MARKS}}})[{marks}]+", r"\1", text) if marks else text


@lru_cache(maxsize=4096)
def _is_mark(char: str) -> bool:
    return char in "\uff9e\uff9f" or unicodedata.category(char)[0] == "M"


def collapse_whitespace(text: str) -> str:
    """Return `text` stripped, with every run of whitespace (NBSP too) turned into one space."""
    return _WHITESPACE.sub(" ", text).strip()


def strip_marks(text: str) -> str:
    """Return `text` without tashkeel and without any tatweel."""
    return TASHKEEL.sub("", text).replace(TATWEEL, "")


def for_model(text: str) -> str:
    """Return `text` as a translation model should read it; never stored or shown.

    Without tashkeel, decorative tatweel and invisible marks; presentation forms as plain letters;
    plain quotation marks, Latin digits and single commas, which models copy more faithfully.
    """
    text = _PRESENTATION_FORMS.sub(lambda m: unicodedata.normalize("NFKC", m[0]), text)
    text = _ZERO_WIDTH.sub("", BIDI_CONTROLS.sub("", CONTROLS.sub("", text)))
    text = _DECORATIVE_TATWEEL.sub(lambda m: "هـ" if m[1] else "", TASHKEEL.sub("", text))
    # Last, because a letter and a mark may have stood apart until here.
    text = normalised("NFC", text)
    text = text.translate(_DIGITS).translate(_PLAIN_MARKS)
    return collapse_whitespace(_REPEATED_COMMA.sub(r"\1", text))


def for_reuse(text: str) -> str:
    """Return `text` as it must be the same for a translation of it to be taken over unseen.

    NFC, without decorative tatweel and invisible marks, with Latin digits and single spaces: what
    never changes the meaning. Idempotent.
    """
    text = _ZERO_WIDTH.sub("", BIDI_CONTROLS.sub("", CONTROLS.sub("", text)))
    text = _DECORATIVE_TATWEEL.sub(lambda m: "هـ" if m[1] else "", text)
    return collapse_whitespace(normalised("NFC", text).translate(_DIGITS))


def for_matching(text: str) -> str:
    """Return `text` folded so that spellings of the same word compare equal.

    NFKC and case folding; alef, hamza carriers, ta marbuta, alef maqsura and the Persian kaf and
    yeh folded to their plain letters; tashkeel, tatweel and invisible marks gone; Latin digits.
    Idempotent.
    """
    text = normalised("NFKC", normalised("NFKC", text).casefold())
    text = _ZERO_WIDTH.sub("", BIDI_CONTROLS.sub("", CONTROLS.sub("", text)))
    text = _HAMZA_MARKS.sub("", strip_marks(text)).translate(_DIGITS).translate(_FOLDED_LETTERS)
    return collapse_whitespace(normalised("NFKC", text))
