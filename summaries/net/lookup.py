"""Name lookups that end in time: `getaddrinfo` itself knows no timeout."""

import ipaddress
import os
import socket
import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue

from summaries.net import errors
from summaries.net.addresses import Address
from summaries.net.deadline import Deadline
from summaries.net.errors import FetchError, Kind

# (host, port) to the addresses, as text; blocks, raises OSError.
Ask = Callable[[str, int], list[str]]

# A lookup that was given up on keeps its thread until the system's resolver returns.
MAX_LOOKUPS = 32
_slots = threading.BoundedSemaphore(MAX_LOOKUPS)


def _renew_slots() -> None:
    # Threads do not survive a fork, so neither may the slots they held.
    global _slots
    _slots = threading.BoundedSemaphore(MAX_LOOKUPS)


os.register_at_fork(after_in_child=_renew_slots)


def system_addresses(host: str, port: int) -> list[str]:
    """Return what the system's resolver says, in its order (RFC 6724), each address once."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def addresses_of(host: str, port: int, deadline: Deadline, ask: Ask) -> list[Address]:
    """Ask for the addresses of a name. Raises FetchError (kinds dns and timeout)."""
    slots = _slots
    if not slots.acquire(timeout=deadline.remaining(host)):
        raise _slow(host)
    answers: SimpleQueue[list[str] | OSError] = SimpleQueue()

    def work() -> None:
        try:
            answers.put(ask(host, port))
        except (OSError, UnicodeError) as error:
            answers.put(error if isinstance(error, OSError) else socket.gaierror(str(error)))
        finally:
            slots.release()

    # A daemon, so that a resolver that hangs does not keep the process from ending.
    threading.Thread(target=work, name=f"lookup of {host}", daemon=True).start()
    try:
        answer = answers.get(timeout=deadline.remaining(host))
    except Empty as error:
        raise _slow(host) from error
    if isinstance(answer, OSError) or not answer:
        raise _failed(host, answer)
    try:
        return [_read(text) for text in answer]
    except ValueError as error:
        raise _failed(host, socket.gaierror(str(error))) from error


def _read(text: str) -> Address:
    """Read an address. "fe80::1%eth0": what is behind the sign only says which network card."""
    address = ipaddress.ip_address(text)
    return ipaddress.IPv6Address(int(address)) if address.version == 6 else address


def _slow(host: str) -> FetchError:
    return FetchError(Kind.DNS, errors.DNS_SLOW, temporary=True, host=host)


def _failed(host: str, answer: OSError | list[str]) -> FetchError:
    unknown = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}
    if not answer or getattr(answer, "errno", None) in unknown:
        return FetchError(Kind.DNS, errors.NO_SUCH_HOST, host=host)
    return FetchError(Kind.DNS, errors.DNS_FAILED, temporary=True, host=host)
