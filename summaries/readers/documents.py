"""The article inside a saved web page, a Word document or a PDF."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from summaries.engine.errors import TextRejected
from summaries.engine.text.intake import MAX_CHARACTERS
from summaries.readers import pages, pdf, sandbox

# A Word file is a zip archive: a small one can unpack to gigabytes.
UNPACKED_MAX_BYTES = 50 * 2**20

_TOO_COMPLICATED = {
    "page": "This page is too complicated to read. Paste its text instead.",
    "word": "This Word file is too complicated to read. Paste its text instead.",
    "pdf": "This PDF is too complicated to read. Paste its text instead.",
}
_UNREADABLE = "This is not a readable Word file. Save it again as .docx."
_TOO_LARGE = "This Word file unpacks to something far too large. Paste its text instead."


def text_of_page(data: bytes) -> str:
    """Return the title and the article of an HTML page, without menus, tables and comments.

    At most 200,001 characters, one more than the desk takes. Raises TextRejected if no article is
    found or if reading takes too long or too much memory.
    """
    return _text("page", data)


def text_of_word(data: bytes) -> str:
    """Return the paragraphs and table rows of a .docx file (ECMA-376), one a line.

    At most 200,001 characters, one more than the desk takes. Raises TextRejected for damaged files
    and if reading takes too long or too much memory.
    """
    return _text("word", data)


def text_of_pdf(data: bytes) -> str:
    """Return the text layer of a PDF (ISO 32000), in reading order, one paragraph a line.

    At most 200,001 characters, one more than the desk takes. Raises TextRejected for damaged and
    locked files, for scans without a text layer, and if reading takes too long or too much memory.
    """
    return _text("pdf", data)


def _text(kind: str, data: bytes) -> str:
    try:
        answer = sandbox.read(kind, data)
    except sandbox.ReadingFailed as error:
        raise TextRejected(_TOO_COMPLICATED[kind]) from error
    if refusal := answer.get("refusal"):
        raise TextRejected(refusal)
    return answer["read"]


def parse_page(data: bytes) -> str:
    """Do what `text_of_page` does, in this process: for the sandbox and for tests."""
    page = pages.parse(data, url="")
    return f"{page.title}\n\n{page.text}".strip()[: MAX_CHARACTERS + 1]


def parse_word(data: bytes) -> str:
    """Do what `text_of_word` does, in this process: for the sandbox and for tests."""
    import docx

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > UNPACKED_MAX_BYTES:
                raise TextRejected(_TOO_LARGE)
        blocks = docx.Document(io.BytesIO(data)).iter_inner_content()
        text = "\n".join(line for block in blocks for line in _lines_of(block))
        return text[: MAX_CHARACTERS + 1]
    except (TextRejected, MemoryError):
        raise
    # Damage comes out as whatever zipfile, zlib, lxml or python-docx stumbled over.
    except Exception as error:
        raise TextRejected(_UNREADABLE) from error


def _lines_of(block: Any) -> list[str]:
    """Return the text of a paragraph, or of a table with one line for each row."""
    if not hasattr(block, "rows"):
        return [block.text]
    # A merged cell comes once for every column it spans.
    rows = (dict.fromkeys(cell.text.strip() for cell in row.cells) for row in block.rows)
    return [" ".join(" ".join(row).split()) for row in rows]


def parse_pdf(data: bytes) -> str:
    """Do what `text_of_pdf` does, in this process: for the sandbox and for tests."""
    return pdf.text_of(data)[: MAX_CHARACTERS + 1]
