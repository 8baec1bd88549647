"""Compressed answers, unpacked piece by piece: no piece is larger than the room that is left."""

import zlib
from collections.abc import Iterator

from summaries.net import errors
from summaries.net.errors import FetchError, Kind

ACCEPTED = "gzip, deflate"
PIECE = 65_536
# Real servers send one member; a great many of them unpack to nothing and only cost time.
MAX_MEMBERS = 100

_GZIP = 16 + zlib.MAX_WBITS
_GZIP_MAGIC = b"\x1f\x8b"


class Plain:
    """An answer that is not compressed."""

    def unpack(self, data: bytes) -> Iterator[bytes]:
        """Yield the data itself."""
        yield data

    def is_whole(self) -> bool:
        """Say whether the data came to its end: plain data has no end of its own."""
        return True


class Deflated:
    """An answer in gzip (RFC 1952, several members too), zlib (RFC 1950) or raw deflate (1951).

    Servers that say "deflate" mean either of the last two.
    """

    def __init__(self, coding: str):
        self._gzip = coding != "deflate"
        self._members = 0
        self._inflate = None
        self._ended = False

    def unpack(self, data: bytes) -> Iterator[bytes]:
        """Yield what `data` unpacks to, at most PIECE bytes at a time. Raises zlib.error."""
        while data and not self._ended:
            if self._inflate is None:
                self._inflate = self._start(data)
            piece = self._inflate.decompress(data, PIECE)
            data = self._inflate.unconsumed_tail
            if self._inflate.eof:
                data = self._next_member(self._inflate.unused_data)
            yield piece

    def is_whole(self) -> bool:
        """Say whether the compressed data came to its end."""
        return self._ended or (self._inflate is None and self._members == 0)

    def _start(self, data: bytes):
        self._members += 1
        if self._members > MAX_MEMBERS:
            raise zlib.error("too many members")
        if self._gzip:
            return zlib.decompressobj(_GZIP)
        # RFC 1950: the method is 8, and a raw stream does not start that way in practice.
        return zlib.decompressobj(zlib.MAX_WBITS if data[0] & 0x0F == 8 else -zlib.MAX_WBITS)

    def _next_member(self, rest: bytes) -> bytes:
        """Return what is left to read: the next member, or nothing (padding is ignored)."""
        if self._gzip and rest.startswith(_GZIP_MAGIC):
            self._inflate = None
            return rest
        self._ended = True
        return b""


def unpacker(coding: str) -> Plain | Deflated:
    """Return what unpacks a Content-Encoding. Raises FetchError for one that was not asked for."""
    coding = coding.strip().lower()
    if coding in ("", "identity"):
        return Plain()
    if coding in ("gzip", "x-gzip", "deflate"):
        return Deflated(coding)
    raise FetchError(Kind.ENCODING, errors.UNKNOWN_CODING, coding=coding[:40])
