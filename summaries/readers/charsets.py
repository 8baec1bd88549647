"""The text of a document whose declared encoding may be anything, true or not.

Standards have the HTTP header overrule the document (RFC 7303, HTML 13.2.3); Arabic sites break
them daily: windows-1256 declared as UTF-8 or not at all, UTF-8 declared as windows-1256, and both
in one feed. Bytes tell the truth better: Arabic in windows-1256 is never valid UTF-8, and in the
wrong single-byte encoding its commonest pair of letters, «ال», disappears.
"""

from __future__ import annotations

import codecs
import re
from contextlib import suppress

from summaries.engine.text.intake import decode_leniently
from summaries.engine.text.normalise import CONTROLS

_SAMPLE = 200_000
_DECLARED = re.compile(rb"""(?:encoding|charset)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
# Tried before, or true of any text that was not found to be UTF-8.
_SAYS_NOTHING = frozenset("utf-8 ascii utf-16 utf-16-le utf-16-be utf-32".split())
_BYTES_TO_TEXT = re.compile(
    r"(?:cp|iso8859-|koi8-|mac-|gb|big5|euc_|shift_jis)\w*"
)  # and none of the codecs that unpack or escape
_ARABIC = ("cp1256", "iso8859-6")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
)
# What XML 1.0 (2.2) does not allow, beyond the controls.
_LOST = re.compile("[\x0b\x0c\x1c-\x1f\ud800-\udfff\ufffe\uffff]")
_TAG_OR_LINE = re.compile(rb"([<>\n])")


def text_of(data: bytes, content_type: str = "") -> str:
    """Return bytes as text without control characters: what gives readable Arabic, or is declared.

    A byte order mark wins, then valid UTF-8, then the most readable of the declared encodings,
    windows-1256 and ISO 8859-6. Where UTF-8 and one of these are mixed, each stretch between tags
    and line ends is read for itself.
    """
    return _LOST.sub("", CONTROLS.sub("", _decoded(data, content_type)))


def _decoded(data: bytes, content_type: str) -> str:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data.decode(name, errors="replace")
    try:
        return data.decode()
    except UnicodeDecodeError:
        single_byte = _most_readable(data, content_type)
    pieces = (decode_leniently(piece, single_byte) for piece in _TAG_OR_LINE.split(data))
    return "".join(pieces)


def _most_readable(data: bytes, content_type: str) -> str:
    """Return the encoding in which the bytes that are no UTF-8 hold most «ال»."""
    other = b" ".join(piece for piece in _TAG_OR_LINE.split(data[:_SAMPLE]) if not _is_utf8(piece))
    names = [*_declared(data, content_type), *_ARABIC]
    return max(names, key=lambda name: other.decode(name, errors="replace").count("ال"))


def _is_utf8(piece: bytes) -> bool:
    try:
        piece.decode()
    except UnicodeDecodeError:
        return False
    return True


def _declared(data: bytes, content_type: str) -> list[str]:
    """Return the declared encodings that exist and say something, the HTTP header's first."""
    names = _CHARSET.findall(content_type)
    names += [name.decode("ascii") for name in _DECLARED.findall(data[:2_000])]
    known = [_codec(name) for name in names]
    return [name for name in known if name and name not in _SAYS_NOTHING]


def _codec(name: str) -> str:
    """Return Python's name of a text encoding, or "" for what is none."""
    with suppress(LookupError, ValueError):
        name = codecs.lookup(name).name
        return name if _BYTES_TO_TEXT.fullmatch(name) else ""
    return ""
