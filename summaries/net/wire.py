"""One request over one new connection: connect to a checked address, TLS, HTTP/1.1, close.

h11 speaks the protocol without touching the network, so that every byte passes through `receive`
here, under the one deadline. Nothing is kept between requests: no cookies, no connections; proxies
of the environment and .netrc are never looked at.
"""

import ipaddress
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Self

import certifi
import h11

from summaries.net import errors
from summaries.net.addresses import Address
from summaries.net.deadline import Deadline
from summaries.net.errors import FetchError, Kind
from summaries.net.urls import Target

MAX_HEADER_BYTES = 65_536
MAX_HEADERS = 200
# Headers, chunk sizes and trailers together: chunks of one byte cost more time than they carry.
MAX_OVERHEAD = 500_000
# Answers of the kind "103 Early Hints" before the real one.
MAX_INTERIM_ANSWERS = 10
# Of each family, so that neither a dead IPv6 nor a dead IPv4 uses up the time.
MAX_ADDRESSES = 2
CHUNK = 65_536

# X509_V_ERR_… of OpenSSL: expired, not yet valid; self-signed or of an unknown authority; names.
_EXPIRED = {9, 10}
_UNTRUSTED = {18, 19, 20, 21}
_WRONG_NAME = {62, 64}


class Connection:
    """A connection to `target` at one of its checked addresses; a context manager."""

    def __init__(self, target: Target, addresses: list[Address], deadline: Deadline):
        self._target = target
        self._deadline = deadline
        self._received = self._content = 0
        self._http = h11.Connection(h11.CLIENT, max_incomplete_event_size=MAX_HEADER_BYTES)
        self._socket = self._connect(_few(addresses))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        self._socket.close()

    def protect(self, tls: ssl.SSLContext) -> None:
        """Start TLS; the certificate must be for the host of the target, whatever its address."""
        self._give_time()
        self._socket = tls.wrap_socket(self._socket, server_hostname=self._target.host)

    def request(self, headers: list[tuple[str, bytes]]) -> h11.Response:
        """Send a GET and return the head of the answer."""
        head = h11.Request(method="GET", target=self._target.path, headers=headers)
        self._give_time()
        self._socket.sendall(self._http.send(head) + self._http.send(h11.EndOfMessage()))
        for _ in range(MAX_INTERIM_ANSWERS):
            event = self._next_event()
            if isinstance(event, h11.Response):
                break
        else:
            raise self._too_much()
        if len(event.headers) > MAX_HEADERS:
            raise self._too_much()
        return event

    def body(self) -> Iterator[bytes]:
        """Yield the body as it arrives, still compressed."""
        while isinstance(event := self._next_event(), h11.Data):
            self._content += len(event.data)
            yield bytes(event.data)

    def _next_event(self) -> h11.Event:
        host = self._target.host
        try:
            while (event := self._http.next_event()) is h11.NEED_DATA:
                self._give_time()
                data = self._socket.recv(CHUNK)
                self._received += len(data)
                self._http.receive_data(data)
        except h11.RemoteProtocolError as error:
            raise self._in_words(error) from error
        if self._received - self._content > MAX_OVERHEAD:
            raise self._too_much()
        # A server that keeps sending never runs into the socket's own timeout.
        self._deadline.remaining(host)
        return event

    def _give_time(self) -> None:
        self._socket.settimeout(self._deadline.remaining(self._target.host))

    def _connect(self, addresses: list[Address]) -> socket.socket:
        *others, last = addresses
        for place, address in enumerate(others):
            left = self._deadline.remaining(self._target.host)
            # An address that does not answer must leave time for the next one.
            with suppress(OSError):
                return self._connect_to(address, left / (len(addresses) - place))
        return self._connect_to(last, self._deadline.remaining(self._target.host))

    def _connect_to(self, address: Address, seconds: float) -> socket.socket:
        family = socket.AF_INET if address.version == 4 else socket.AF_INET6
        connected = socket.socket(family, socket.SOCK_STREAM)
        try:
            connected.settimeout(seconds)
            connected.connect((str(address), self._target.port))
            self._compare_peer(connected, address)
        except BaseException:
            connected.close()
            raise
        return connected

    def _compare_peer(self, connected: socket.socket, address: Address) -> None:
        peer = connected.getpeername()[0]
        if ipaddress.ip_address(peer) != address:
            raise FetchError(
                Kind.ADDRESS, errors.MOVED_ADDRESS, host=self._target.host, address=peer
            )

    def _too_much(self) -> FetchError:
        return FetchError(Kind.TOO_LARGE, errors.TOO_MUCH_AROUND, host=self._target.host)

    def _in_words(self, error: h11.RemoteProtocolError) -> FetchError:
        # 431 is how h11 says that its buffer is full before the head was complete.
        if error.error_status_hint == 431:
            return self._too_much()
        _rest, closed = self._http.trailing_data
        template = errors.BROKEN_OFF if closed else errors.NOT_HTTP
        return FetchError(Kind.CONNECTION, template, temporary=closed, host=self._target.host)


def _few(addresses: list[Address]) -> list[Address]:
    """Return the first MAX_ADDRESSES of each family, in their order."""
    families = {4: [], 6: []}
    for address in addresses:
        families[address.version].append(address)
    kept = {*families[4][:MAX_ADDRESSES], *families[6][:MAX_ADDRESSES]}
    return [address for address in addresses if address in kept]


@cache
def trusted() -> ssl.SSLContext:
    """Return the TLS settings: this machine's authorities, or certifi's where it has none."""
    context = ssl.create_default_context()
    paths = ssl.get_default_verify_paths()
    if paths.cafile is None and not (paths.capath and any(Path(paths.capath).iterdir())):
        context.load_verify_locations(certifi.where())
    return context


@contextmanager
def in_words(host: str, deadline: Deadline) -> Iterator[None]:
    """Turn what sockets and TLS raise into FetchError."""
    try:
        yield
    except TimeoutError as error:
        raise deadline.passed(host) from error
    except ssl.SSLCertVerificationError as error:
        raise FetchError(Kind.TLS, _certificate_words(error), host=host) from error
    except ssl.SSLError as error:
        raise FetchError(Kind.TLS, errors.TLS_FAILED, temporary=True, host=host) from error
    except OSError as error:
        raise FetchError(Kind.CONNECTION, _words(error), temporary=True, host=host) from error


def _certificate_words(error: ssl.SSLCertVerificationError) -> str:
    code = error.verify_code
    if code in _EXPIRED:
        return errors.TLS_EXPIRED
    if code in _UNTRUSTED:
        return errors.TLS_SELF_SIGNED
    return errors.TLS_WRONG_NAME if code in _WRONG_NAME else errors.TLS_FAILED


def _words(error: OSError) -> str:
    if isinstance(error, ConnectionRefusedError):
        return errors.REFUSED
    broken = isinstance(error, ConnectionResetError | BrokenPipeError | ConnectionAbortedError)
    return errors.BROKEN_OFF if broken else errors.UNREACHABLE
