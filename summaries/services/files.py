"""The Arabic text inside an uploaded file: plain text, a saved web page, or a Word document."""

from collections.abc import Callable
from pathlib import PurePath

from django.conf import settings
from django.utils.translation import gettext as _

from summaries.engine.documents import text_of_page, text_of_word
from summaries.engine.errors import TextRejected
from summaries.engine.text import decode

_READERS: dict[str, Callable[[bytes], str]] = {
    ".txt": decode,
    ".html": text_of_page,
    ".htm": text_of_page,
    ".docx": text_of_word,
}


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
