"""The guarded client: http and https to public servers, checked at every step, ended in time.

What it checks and why it is built this way: docs/decisions/0010-one-guarded-way-out.md.
"""

import re
import ssl
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import urljoin

import h11

from summaries.net import errors
from summaries.net.addresses import Address
from summaries.net.coding import ACCEPTED, Deflated, Plain, unpacker
from summaries.net.deadline import Deadline
from summaries.net.errors import FetchError, Kind, bad_status
from summaries.net.headers import lower_case, retry_after, sendable
from summaries.net.lookup import Ask, addresses_of, system_addresses
from summaries.net.types import Policy, Response
from summaries.net.urls import (
    Target,
    check_url,
    literal,
    opened,
    read_url,
    refuse_forbidden,
)
from summaries.net.wire import Connection, in_words, trusted

__all__ = ["Client", "Onward", "Policy", "Response", "check_url"]

ACCEPT = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, "
    "text/html;q=0.8, */*;q=0.5"
)
# Is told what a redirect leads to, with a client for what may be reached from there; raises
# FetchError to refuse it.
Onward = Callable[["Client", str], None]
USUAL = Policy()
REDIRECTS = frozenset({301, 302, 303, 307, 308})
PERMANENT = frozenset({301, 308})
MAX_CONTENT_TYPE = 255
# 206 was not asked for, 204 and 205 have nothing to read.
CONTENT = frozenset({200, 203})


@dataclass(frozen=True)
class _Answer:
    """The answer of one server, redirects not followed; the body is empty unless it is content."""

    status: int
    headers: dict[str, str]
    location: bytes
    body: bytes


def anywhere(client: "Client", url: str) -> None:
    """Refuse no redirect."""


class Client:
    """Fetches addresses under a policy. Keeps no state: one client may serve many threads."""

    def __init__(
        self,
        policy: Policy = USUAL,
        *,
        ask: Ask = system_addresses,
        tls: Callable[[], ssl.SSLContext] | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ):
        self.policy = policy
        self._ask = ask
        self._tls = tls or trusted
        self._now = now

    def within(self, pairs: Iterable[str]) -> "Client":
        """Return the same client for fewer of the opened "host:port" pairs: only those named."""
        policy = replace(self.policy, allowed=self.policy.allowed & opened(pairs))
        return Client(policy, ask=self._ask, tls=self._tls, now=self._now)

    def get(
        self,
        url: str,
        *,
        etag: str = "",
        last_modified: str = "",
        accept: str = ACCEPT,
        onward: Onward = anywhere,
    ) -> Response:
        """Fetch an address, following redirects; each of them is checked like the first.

        `etag` and `last_modified` are those of an earlier response: if nothing changed since, the
        response says `not_modified`. `onward` is told each redirect before it is followed. Raises
        FetchError, and nothing else of its own, for whatever the address or a server does.
        """
        headers = self._headers(etag, last_modified, accept or ACCEPT)
        deadline = Deadline(self.policy.deadline)
        target = read_url(url, self.policy.allowed)
        answer = self._ask_once(target, headers, deadline)
        seen, permanent, client = [target.url], True, self
        while answer.status in REDIRECTS:
            permanent = permanent and answer.status in PERMANENT
            if target.pair not in client.policy.allowed:
                # A public server must not lead into what was opened for an inner source.
                client = client.within(())
            with _led_on():
                target = client._next(target, answer, seen)
                onward(client, target.url)
                seen.append(target.url)
                answer = client._ask_once(target, headers, deadline)
        conditional = {"if-none-match", "if-modified-since"} & dict(headers).keys()
        if answer.status not in CONTENT and not (answer.status == 304 and conditional):
            raise bad_status(
                answer.status, retry_after(answer.headers.get("retry-after", ""), self._now())
            )
        return _response(target, answer, permanent and len(seen) > 1)

    def _headers(self, etag: str, last_modified: str, accept: str) -> list[tuple[str, bytes]]:
        wanted = {
            "user-agent": self.policy.user_agent,
            "accept": accept,
            "accept-encoding": ACCEPTED,
            "connection": "close",
            "if-none-match": etag,
            "if-modified-since": last_modified,
        }
        # What a server once sent as its ETag comes back here: a line break must not end the header.
        return [(name, text.encode("latin-1")) for name, text in wanted.items() if sendable(text)]

    def _ask_once(
        self, target: Target, headers: list[tuple[str, bytes]], deadline: Deadline
    ) -> _Answer:
        addresses = self._addresses(target, deadline)
        host = [("host", target.authority.encode("ascii"))]
        with (
            in_words(target.host, deadline),
            Connection(target, addresses, deadline) as connection,
        ):
            if target.scheme == "https":
                connection.protect(self._tls())
            head = connection.request(host + headers)
            return self._read(target, head, connection.body())

    def _addresses(self, target: Target, deadline: Deadline) -> list[Address]:
        """Return the addresses to connect to. One that is forbidden refuses the whole name."""
        found = [literal(target.host)]
        if found == [None]:
            found = addresses_of(target.host, target.port, deadline, self._ask)
        for address in found:
            refuse_forbidden(target, address, self.policy.allowed)
        return found

    def _next(self, target: Target, answer: _Answer, seen: list[str]) -> Target:
        if not answer.location:
            raise FetchError(Kind.REDIRECTS, errors.NO_LOCATION)
        try:
            url = urljoin(target.url, _location(answer.location))
        except ValueError as error:
            raise FetchError(Kind.ADDRESS, errors.BAD_ADDRESS) from error
        onward = read_url(url, self.policy.allowed)
        if (target.scheme, onward.scheme) == ("https", "http"):
            raise FetchError(Kind.SCHEME, errors.DOWNGRADE, url=onward.url)
        if onward.url in seen:
            raise FetchError(Kind.REDIRECTS, errors.REDIRECT_LOOP, url=onward.url)
        if len(seen) > self.policy.max_redirects:
            limit = self.policy.max_redirects
            raise FetchError(Kind.REDIRECTS, errors.TOO_MANY_REDIRECTS, limit=limit)
        return onward

    def _read(self, target: Target, head: h11.Response, chunks: Iterator[bytes]) -> _Answer:
        headers = lower_case(head.headers)
        body = b""
        if head.status_code in CONTENT:
            if int(headers.get("content-length", 0)) > self.policy.max_bytes:
                raise self._too_large()
            body = self._unpacked(target, unpacker(headers.get("content-encoding", "")), chunks)
        location = dict(head.headers).get(b"location", b"")
        return _Answer(head.status_code, headers, location, body)

    def _unpacked(self, target: Target, unpack: Plain | Deflated, chunks: Iterator[bytes]) -> bytes:
        body, received = bytearray(), 0
        try:
            for chunk in chunks:
                received += len(chunk)
                for piece in unpack.unpack(chunk):
                    body += piece
                    # `received` too: compressed data may unpack to nothing without an end.
                    if max(len(body), received) > self.policy.max_bytes:
                        raise self._too_large()
        except zlib.error as error:
            raise _damaged(target) from error
        if not unpack.is_whole():
            raise _damaged(target)
        return bytes(body)

    def _too_large(self) -> FetchError:
        return FetchError(Kind.TOO_LARGE, errors.TOO_LARGE, limit=self.policy.max_bytes)


@contextmanager
def _led_on() -> Iterator[None]:
    """Say of a place that a redirect leads to that it is closed, and not how to open it."""
    try:
        yield
    except FetchError as error:
        if error.template not in errors.OPENABLE:
            raise
        facts = error.values | {"temporary": error.temporary}
        raise FetchError(error.kind, errors.LED_INSIDE, **facts) from error


def _location(value: bytes) -> str:
    # Servers send Arabic paths in UTF-8 although a header should be ASCII; other bytes are kept.
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return re.sub(rb"[\x80-\xff]", lambda byte: b"%%%02X" % byte[0][0], value).decode("ascii")


def _damaged(target: Target) -> FetchError:
    return FetchError(Kind.ENCODING, errors.BAD_CODING, temporary=True, host=target.host)


def _response(target: Target, answer: _Answer, moved_for_good: bool) -> Response:
    content_type = answer.headers.get("content-type", "")
    return Response(
        url=target.url,
        status=answer.status,
        headers=answer.headers,
        body=answer.body,
        content_type=content_type.partition(";")[0].strip().lower()[:MAX_CONTENT_TYPE],
        not_modified=answer.status == 304,
        permanent_url=target.url if moved_for_good else "",
    )
