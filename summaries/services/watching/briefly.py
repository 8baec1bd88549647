"""Answers that are kept for a moment: whoever asks often makes no work."""

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

Answer = TypeVar("Answer")


class Briefly(Generic[Answer]):
    """Calls a function at most once in so many seconds, and gives everybody else its answer.

    Several threads that ask at once wait for the one that calls.
    """

    def __init__(self, function: Callable[[], Answer], seconds: float) -> None:
        self._function = function
        self._seconds = seconds
        self._lock = threading.Lock()
        self._kept: tuple[float, Answer] | None = None

    def __call__(self) -> Answer:
        """Return the answer, a moment old at most. What the function raises is not kept."""
        with self._lock:
            if self._kept is None or time.monotonic() - self._kept[0] >= self._seconds:
                answer = self._function()
                self._kept = (time.monotonic(), answer)
            return self._kept[1]

    def forget(self) -> None:
        """Ask the function again the next time."""
        self._kept = None
