"""The article inside a saved web page or a Word document, read where it can do no harm.

Both formats can be made to take any amount of time and memory to parse. So each file is parsed in
a child process of its own with a limit on both, and whatever becomes of the child, the caller gets
the text or a refusal in plain words.
"""

from __future__ import annotations

import io
import json
import logging
import resource
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from summaries.engine.errors import TextRejected
from summaries.engine.text.intake import MAX_CHARACTERS

CPU_SECONDS = 5
WALL_SECONDS = 15  # includes waiting for a busy core
MEMORY_BYTES = 768 * 2**20
# A Word file is a zip archive: a small one can unpack to gigabytes.
UNPACKED_MAX_BYTES = 50 * 2**20

_ROOT = Path(__file__).parents[2]
_LOG = logging.getLogger(__name__)

_TOO_COMPLICATED = {
    "page": "This page is too complicated to read. Paste its text instead.",
    "word": "This Word file is too complicated to read. Paste its text instead.",
}
_NO_ARTICLE = "No article was found in this page. Paste its text instead."
_UNREADABLE = "This is not a readable Word file. Save it again as .docx."
_TOO_LARGE = "This Word file unpacks to something far too large. Paste its text instead."


def text_of_page(data: bytes) -> str:
    """Return the title and the article of an HTML page, without menus, tables and comments.

    At most 200,001 characters, one more than the desk takes. Raises TextRejected if no article is
    found or if reading takes too long or too much memory.
    """
    return _in_child("page", data)


def text_of_word(data: bytes) -> str:
    """Return the paragraphs and table rows of a .docx file (ECMA-376), one a line.

    At most 200,001 characters, one more than the desk takes. Raises TextRejected for damaged files
    and if reading takes too long or too much memory.
    """
    return _in_child("word", data)


def _in_child(kind: str, data: bytes) -> str:
    try:
        child = subprocess.run(
            [sys.executable, "-m", __name__, kind],
            input=data, capture_output=True, cwd=_ROOT, timeout=WALL_SECONDS, check=True,
        )  # fmt: skip
        answer = json.loads(child.stdout)
    except (subprocess.SubprocessError, ValueError) as error:
        said = (getattr(error, "stderr", None) or b"").decode(errors="replace")[-500:]
        _LOG.warning("Reading a %s of %d bytes failed: %s %s", kind, len(data), error, said)
        raise TextRejected(_TOO_COMPLICATED[kind]) from error
    if refusal := answer.get("refusal"):
        raise TextRejected(refusal)
    return answer["text"]


def main(kind: str) -> None:
    """Read a file from standard input; write {"text": …} or {"refusal": …} to standard output."""
    limit_this_process()
    try:
        answer = {"text": _READERS[kind](sys.stdin.buffer.read())[: MAX_CHARACTERS + 1]}
    except TextRejected as refusal:
        answer = {"refusal": str(refusal)}
    json.dump(answer, sys.stdout)


def limit_this_process() -> None:
    """Limit the processor time and the memory of the process that calls this, for good."""
    limits = {
        resource.RLIMIT_CPU: CPU_SECONDS,
        resource.RLIMIT_AS: MEMORY_BYTES,
        resource.RLIMIT_CORE: 0,
    }
    for kind, limit in limits.items():
        # Refused where a lower limit is in force already, and on macOS, which has no RLIMIT_AS.
        with suppress(ValueError):
            resource.setrlimit(kind, (limit, limit))


def _read_page(data: bytes) -> str:
    import trafilatura

    page = trafilatura.bare_extraction(
        data, include_comments=False, include_tables=False, with_metadata=True
    )
    if page is None or not page.text:
        raise TextRejected(_NO_ARTICLE)
    title = (page.title or "").strip()
    body = page.text.strip()
    return body if not title or body.startswith(title) else f"{title}\n\n{body}"


def _read_word(data: bytes) -> str:
    import docx

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > UNPACKED_MAX_BYTES:
                raise TextRejected(_TOO_LARGE)
        blocks = docx.Document(io.BytesIO(data)).iter_inner_content()
        return "\n".join(line for block in blocks for line in _lines_of(block))
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


_READERS: dict[str, Callable[[bytes], str]] = {"page": _read_page, "word": _read_word}

if __name__ == "__main__":
    main(*sys.argv[1:])
