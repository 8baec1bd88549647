"""Addresses as people write them, read the way browsers do, before anything touches the network.

Numeric hosts follow the URL standard (url.spec.whatwg.org, "IPv4 parser"), names IDNA 2008 after
the mapping of UTS 46, percent-encoding RFC 3986.
"""

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urlsplit

import idna

from summaries.net import errors
from summaries.net.addresses import Address, forbidden_range
from summaries.net.errors import FetchError, Kind

DEFAULT_PORTS = {"http": 80, "https": 443}
MAX_URL = 2000

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_LABEL = re.compile(r"[a-z0-9_-]{1,63}")
_NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+")
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
# What may stand in a path (RFC 3986, 3.3), in a query also "?"; "%" because escapes are kept.
_PATH_SAFE = "/%:@!$&'()*+,;="
_QUERY_SAFE = _PATH_SAFE + "?"


@dataclass(frozen=True)
class Target:
    """One checked address, in the parts a request needs; `path` includes the query."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def pair(self) -> str:
        """The "host:port" an administrator may open for sources."""
        return f"{_bracketed(self.host)}:{self.port}"

    @property
    def authority(self) -> str:
        """The Host header: without the port where it is the scheme's own."""
        standard = self.port == DEFAULT_PORTS[self.scheme]
        return _bracketed(self.host) if standard else self.pair

    @property
    def url(self) -> str:
        """The address in its one normal form."""
        return f"{self.scheme}://{self.authority}{self.path}"


def check_url(url: str, allowed: Iterable[str] = ()) -> str:
    """Return the address in its normal form, or raise FetchError; touches no network.

    Refuses other schemes, other ports, credentials, and every spelling of an address that is not
    public; the "host:port" pairs of `allowed` are exempt. The normal form is stable and ASCII.
    """
    return read_url(url, opened(allowed)).url


def read_url(url: str, allowed: frozenset[str] = frozenset()) -> Target:
    """Return the checked parts of an address. `allowed` has been through `opened`."""
    # Escaping only makes it longer; a fragment, which is dropped, may be long.
    if len(url) > 10 * MAX_URL:
        raise FetchError(Kind.ADDRESS, errors.TOO_LONG, limit=MAX_URL)
    parts = _split(url.strip())
    if "@" in parts.netloc:
        raise FetchError(Kind.ADDRESS, errors.CREDENTIALS)
    host, port = _host_and_port(parts)
    path = _escaped(parts.path, _PATH_SAFE) or "/"
    if parts.query:
        path += "?" + _escaped(parts.query, _QUERY_SAFE)
    target = Target(parts.scheme, host, port, path)
    if len(target.url) > MAX_URL:
        raise FetchError(Kind.ADDRESS, errors.TOO_LONG, limit=MAX_URL)
    if target.pair not in allowed:
        _refuse_other_port(target)
        _refuse_loopback_name(target)
    if (address := literal(host)) is not None:
        refuse_forbidden(target, address, allowed)
    return target


def opened(pairs: Iterable[str]) -> frozenset[str]:
    """Return "host:port" pairs in their normal form. Raises ValueError for anything else."""
    return frozenset(map(_normal_pair, pairs))


def literal(host: str) -> Address | None:
    """Return the address that a normalised host spells out, None for a name."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def refuse_forbidden(target: Target, address: Address, allowed: frozenset[str]) -> None:
    """Raise FetchError unless `address` is public, or private and opened for this very target."""
    entry = forbidden_range(address)
    if entry is None or (entry.openable and target.pair in allowed):
        return
    if literal(target.host) is not None:
        template = errors.INSIDE if entry.openable else errors.NEVER
    else:
        template = errors.NOT_PUBLIC if entry.openable else errors.NEVER_OPEN
    raise FetchError(Kind.ADDRESS, template, host=target.host, address=address, pair=target.pair)


def _normal_pair(pair: str) -> str:
    host, colon, port = pair.strip().rpartition(":")
    if not (colon and port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        raise ValueError(f"Not a host:port pair: {pair!r}")
    try:
        return Target("http", _host(host), int(port), "/").pair
    except FetchError as error:
        raise ValueError(f"Not a host:port pair: {pair!r}") from error


def _split(url: str) -> SplitResult:
    found = _SCHEME.match(url)
    # "example.com:8080" has no scheme either, though its host reads like one.
    if found is None or "." in found[1] or found[1].lower() == "localhost":
        raise FetchError(Kind.SCHEME, errors.NO_SCHEME)
    if found[1].lower() not in DEFAULT_PORTS:
        raise FetchError(Kind.SCHEME, errors.BAD_SCHEME, scheme=found[0].lower())
    if _CONTROL.search(url):
        raise FetchError(Kind.ADDRESS, errors.BAD_ADDRESS)
    try:
        return urlsplit(url)
    except ValueError as error:
        raise FetchError(Kind.ADDRESS, errors.BAD_ADDRESS) from error


def _host_and_port(parts: SplitResult) -> tuple[str, int]:
    host, colon, port = parts.netloc.rpartition(":")
    if not colon or parts.netloc.endswith("]"):
        host, port = parts.netloc, ""
    if not host:
        raise FetchError(Kind.ADDRESS, errors.BAD_ADDRESS)
    host = _host(host)
    if port and not (
        port.isascii() and port.isdigit() and len(port) <= 5 and 0 < int(port) < 65536
    ):
        raise FetchError(Kind.ADDRESS, errors.BAD_ADDRESS)
    return host, int(port) if port else DEFAULT_PORTS[parts.scheme]


def _host(host: str) -> str:
    """Return a host in lower-case ASCII: a name, or an address in its shortest usual form."""
    if host.startswith("["):
        return _ipv6(host)
    try:
        mapped = idna.uts46_remap(host, std3_rules=False).removesuffix(".")
        labels = [_ascii_label(label) for label in mapped.split(".")]
    except idna.IDNAError as error:
        raise FetchError(Kind.ADDRESS, errors.BAD_HOST, host=host) from error
    if _NUMBER.fullmatch(labels[-1]):
        return _ipv4(host, labels)
    name = ".".join(labels)
    if len(name) > 253:
        raise FetchError(Kind.ADDRESS, errors.BAD_HOST, host=host)
    return name


def _ascii_label(label: str) -> str:
    if not label.isascii():
        return idna.alabel(label).decode("ascii")
    if not _LABEL.fullmatch(label):
        raise idna.IDNAError("not a host label")
    return label


def _ipv4(host: str, labels: list[str]) -> str:
    """Read "127.1", "2130706433", "0177.0.0.1" and "0x7f.1" as a browser does."""
    if len(labels) > 4 or not all(_NUMBER.fullmatch(label) for label in labels):
        raise FetchError(Kind.ADDRESS, errors.BAD_HOST, host=host)
    try:
        *bytes_, rest = [_number(label) for label in labels]
    except ValueError as error:
        raise FetchError(Kind.ADDRESS, errors.BAD_HOST, host=host) from error
    if any(byte > 255 for byte in bytes_) or rest >= 256 ** (4 - len(bytes_)):
        raise FetchError(Kind.ADDRESS, errors.BAD_HOST, host=host)
    value = sum(byte << (8 * (3 - place)) for place, byte in enumerate(bytes_)) + rest
    return str(ipaddress.IPv4Address(value))


def _number(text: str) -> int:
    if text.startswith("0x"):
        return int(text[2:] or "0", 16)
    return int(text, 8) if len(text) > 1 and text.startswith("0") else int(text)


def _ipv6(host: str) -> str:
    # A zone id ("%eth0") is only meaningful inside this machine's own network: refused.
    try:
        if not host.endswith("]") or "%" in host:
            raise ValueError("no plain IPv6 address")
        return str(ipaddress.IPv6Address(host[1:-1]))
    except ValueError as error:
        raise FetchError(Kind.ADDRESS, errors.BAD_HOST, host=host) from error


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _escaped(text: str, safe: str) -> str:
    """Percent-encode what needs it; escapes that are already there stay as they are."""
    return quote(_STRAY_PERCENT.sub("%25", text), safe=safe, errors="replace")


def _refuse_other_port(target: Target) -> None:
    if target.port not in DEFAULT_PORTS.values():
        raise FetchError(Kind.PORT, errors.BAD_PORT, port=target.port, pair=target.pair)


def _refuse_loopback_name(target: Target) -> None:
    # RFC 6761, 6.3: these names always mean this machine, whatever a resolver says.
    if target.host == "localhost" or target.host.endswith(".localhost"):
        raise FetchError(Kind.ADDRESS, errors.INSIDE, host=target.host, pair=target.pair)
