"""The Arabic text inside an uploaded file: plain text, a saved page, a Word document or a PDF."""

from collections.abc import Callable
from pathlib import PurePath

from django.conf import settings
from django.utils.translation import gettext as _

from summaries.engine.errors import TextRejected
from summaries.engine.text import decode
from summaries.readers.documents import text_of_page, text_of_pdf, text_of_word

_READERS: dict[str, Callable[[bytes], str]] = {
    ".txt": decode,
    ".html": text_of_page,
    ".htm": text_of_page,
    ".docx": text_of_word,
    ".pdf": text_of_pdf,
}


def text_of_file(name: str, data: bytes) -> str:
    """Return the text of a .txt, .html, .docx or .pdf file.

    Raises TextRejected, in words for the person who uploaded it, when it cannot be read.
    """
    reader = _READERS.get(PurePath(name).suffix.lower())
    if reader is None:
        raise TextRejected(
            _("Only .txt, .html, .docx and .pdf files can be read. Paste the text instead.")
        )
    if len(data) > settings.UPLOAD_MAX_BYTES:
        raise TextRejected(
            _("The file is larger than %(size)d MB. Upload one article at a time.")
            % {"size": settings.UPLOAD_MAX_BYTES // 2**20}
        )
    return reader(data)
