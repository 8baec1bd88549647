"""The text layer of a PDF, by PDFium. Runs in the sandbox only.

A PDF places glyphs and knows no words, lines or direction. Text extractors guess the order of
Arabic from the order in which glyphs were drawn, which differs between producers; here it is
worked out from where they stand (`pdf_lines`).
"""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import Any

from summaries.engine.errors import TextRejected
from summaries.engine.text.intake import MAX_CHARACTERS
from summaries.engine.text.normalise import Removals, clean_line
from summaries.readers.pdf_lines import Glyph, Line, lines_of, paragraphs_of

_MOST_PAGES = 200
_MOST_GLYPHS = MAX_CHARACTERS + 1
_FOLIO = re.compile(r"[\d٠-٩\s/|-]{1,12}|(?:صفحة|page)\s[\d٠-٩]+.{0,12}", re.IGNORECASE)
_PRESENTATION = re.compile("[\ufb00-\ufb06\ufb50-\ufdff\ufe70-\ufefc]+")

_UNREADABLE = "This is not a readable PDF. Save it again, or paste its text instead."
_LOCKED = "This PDF is locked with a password. Open it, copy the article's text and paste that."
_PICTURES = (
    "This PDF holds pictures of text, not text. Open it in a program that recognises text, or "
    "paste the article instead."
)


def text_of(data: bytes) -> str:
    """Return the text of a PDF, one paragraph a line. Raises TextRejected, in plain words."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise TextRejected(_LOCKED if "assword" in str(error) else _UNREADABLE) from error
    pages = [lines_of(glyphs) for glyphs in _pages(document)]
    if not any(pages):
        raise TextRejected(_PICTURES)
    repeated = _repeated(pages)
    kept = [[line for line in page if not _is_furniture(line, repeated)] for page in pages]
    cleaned = (_clean(text) for text in paragraphs_of(kept))
    return "\n".join(filter(None, cleaned))


def _pages(document: Any) -> Iterator[list[Glyph]]:
    """Yield the glyphs of each page, up to as many as the desk takes characters."""
    import pypdfium2

    left = _MOST_GLYPHS
    for number in range(min(len(document), _MOST_PAGES)):
        if left <= 0:
            return
        try:
            page = document[number]
            glyphs = list(_glyphs(page.get_textpage(), left))
        except pypdfium2.PdfiumError as error:
            raise TextRejected(_UNREADABLE) from error
        left -= len(glyphs)
        yield glyphs


def _glyphs(textpage: Any, most: int) -> Iterator[Glyph]:
    import pypdfium2.raw as pdfium

    x, y = ctypes.c_double(), ctypes.c_double()
    box = pdfium.FS_RECTF()
    for n in range(min(textpage.count_chars(), most)):
        code = pdfium.FPDFText_GetUnicode(textpage, n)
        if code < 0x20 or 0xD800 <= code < 0xE000:  # line ends, and halves of characters
            continue
        pdfium.FPDFText_GetCharOrigin(textpage, n, x, y)
        # The loose box is as wide as the pen moves, so that letters of a word touch.
        pdfium.FPDFText_GetLooseCharBox(textpage, n, box)
        height = max(box.top - box.bottom, 1.0)
        yield Glyph(chr(code), box.left, box.right, x.value, y.value, height)


def _repeated(pages: list[list[Line]]) -> set[str]:
    """Return what stands on most pages of a longer document: running heads and feet."""
    counts = Counter(text for page in pages for text in {_numberless(line) for line in page})
    return {text for text, count in counts.items() if count >= max(3, len(pages) // 2)}


def _is_furniture(line: Line, repeated: set[str]) -> bool:
    return bool(_FOLIO.fullmatch(line.text.strip())) or _numberless(line) in repeated


def _numberless(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text.strip())


def _clean(text: str) -> str:
    letters = _PRESENTATION.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    return clean_line(letters, Removals())
