"""Who asks for what is done now: known without handing a request through every function."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field


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
