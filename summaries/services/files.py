"""The Arabic text inside an uploaded file: plain text, a saved web page, or a Word document."""

import io
import zipfile
from collections.abc import Callable
from pathlib import PurePath

import docx
import trafilatura
from django.conf import settings
from django.utils.translation import gettext as _

from summaries.engine.errors import TextRejected
from summaries.engine.text import decode

# A Word file is a zip archive: a small one can unpack to gigabytes.
UNPACKED_MAX_BYTES = 50 * 1024 * 1024


def text_of_file(name: str, data: bytes) -> str:
    """Return the text of a .txt, .html or .docx file.

    Raises TextRejected, in words for the person who uploaded it, when it cannot be read.
    """
    reader = _READERS.get(PurePath(name).suffix.lower())
    if reader is None:
        raise TextRejected(
            _("Only .txt, .html and .docx files can be read. Paste the text instead.")
        )
    if len(data) > settings.UPLOAD_MAX_BYTES:
        raise TextRejected(
            _("The file is larger than %(size)d MB. Upload one article at a time.")
            % {"size": settings.UPLOAD_MAX_BYTES // 2**20}
        )
    return reader(data)


def _text_of_page(data: bytes) -> str:
    page = trafilatura.bare_extraction(
        data, include_comments=False, include_tables=False, with_metadata=True
    )
    if page is None or not page.text:
        raise TextRejected(_("No article was found in this page. Paste its text instead."))
    title = (page.title or "").strip()
    body = page.text.strip()
    return body if not title or body.startswith(title) else f"{title}\n\n{body}"


def _text_of_word(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > UNPACKED_MAX_BYTES:
                raise TextRejected(_("This Word file unpacks to something far too large."))
        document = docx.Document(io.BytesIO(data))
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise TextRejected(
            _("This is not a readable Word file. Save it again as .docx.")
        ) from error
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


_READERS: dict[str, Callable[[bytes], str]] = {
    ".txt": decode,
    ".html": _text_of_page,
    ".htm": _text_of_page,
    ".docx": _text_of_word,
}
