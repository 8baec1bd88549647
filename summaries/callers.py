"""Who asks for what is done now: known without handing a request through every function."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from ipaddress import ip_address

from django.conf import settings

# Some proxies name the port, too.
_WITH_PORT = re.compile(r"\[(?P<v6>[^\]]*)\](:\d+)?|(?P<v4>[\d.]+):\d+", re.ASCII)


@dataclass(frozen=True)
class Caller:
    """Where a request came from. Commands and workers have neither address nor browser."""

    address: str | None = None
    agent: str = ""
    request: object = field(default=None, repr=False)

    @property
    def is_a_request(self) -> bool:
        """Say whether a browser or a program asks, and not a command or a worker."""
        return self.request is not None

    @property
    def person(self):
        """Return the user who is signed in with the request, or None."""
        user = getattr(self.request, "user", None)
        return user if user is not None and user.is_authenticated else None

    @property
    def session_key(self) -> str:
        """Return the key of the session that the request came with, or an empty text."""
        session = getattr(self.request, "session", None)
        return (session.session_key or "") if session is not None else ""


NOBODY = Caller()
_caller: ContextVar[Caller] = ContextVar("caller", default=NOBODY)


def current() -> Caller:
    """Return who asks now."""
    return _caller.get()


@contextmanager
def calling(caller: Caller) -> Iterator[None]:
    """Have everything within done for `caller`."""
    token = _caller.set(caller)
    try:
        yield
    finally:
        _caller.reset(token)


def client_address(request) -> str:
    """Return the address of the client; behind a proxy, the last one in X-Forwarded-For.

    The proxy itself wrote the last one; those before it the client may have made up. Where it
    cannot be read nobody is known: the proxy's own address would pass for one that is trusted.
    """
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR")
    if forwarded is None or not settings.BEHIND_PROXY:
        return request.META.get("REMOTE_ADDR", "")
    last = forwarded.rpartition(",")[2].strip()
    with_port = _WITH_PORT.fullmatch(last)
    try:
        return str(ip_address(with_port["v6"] or with_port["v4"] if with_port else last))
    except ValueError:
        return ""
