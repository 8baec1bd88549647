"""What a fault is: a function that breaks a newsroom, and what it needs for that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.chaos.desk import Desk


@dataclass(frozen=True)
class Fault:
    """One fault: `strike` breaks a newsroom, has it mended, and returns what was said meanwhile.

    `readers` get an edition in the middle of it, which needs the worker for mail too. `services`
    runs it on PostgreSQL and Redis, `disk` on a disk of so many MB of its own. `before` is called
    with the newsroom before its processes start; `lacks` says what this machine has not for it.
    """

    title: str
    strike: Callable[[Desk], str]
    services: bool = False
    readers: int = 0
    disk: int = 0
    before: Callable[[Desk], None] = lambda _desk: None
    lacks: Callable[[], str] = lambda: ""

    @property
    def name(self) -> str:
        """How the command line calls it."""
        return self.strike.__name__
