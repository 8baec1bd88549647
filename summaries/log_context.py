"""What the lines of the log are about: the request and who asked, the task and its job.

Known without handing it through every function; `newsdesk.logs` prints it.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType

Fact = str | int | Callable[[], str | int | None]
_facts: ContextVar[Mapping[str, Fact]] = ContextVar("facts", default=MappingProxyType({}))


@contextmanager
def about(**facts: Fact) -> Iterator[None]:
    """Say in every line that is written in this block what it is about: `about(job=12)`.

    A fact that is not known yet may be a function; it is asked when a line is written, and None
    says nothing.
    """
    before = _facts.set({**_facts.get(), **facts})
    try:
        yield
    finally:
        _facts.reset(before)


def begin(**facts: Fact) -> None:
    """Say what every following line of this thread is about, and forget what the last ones were."""
    _facts.set(facts)


def known() -> dict[str, str | int]:
    """Return what the line that is written now is about."""
    asked = ((name, fact() if callable(fact) else fact) for name, fact in _facts.get().items())
    return {name: fact for name, fact in asked if fact is not None}
