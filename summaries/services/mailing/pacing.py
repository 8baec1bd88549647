"""Keeping to what the mail server takes of us."""

import time
from collections.abc import Callable

# A worker that is told to go does not sleep longer.
_SLICE_SECONDS = 0.2


class Pace:
    """So many messages a second, evenly; 0 is no limit."""

    def __init__(self, per_second: float) -> None:
        self._gap = 1 / per_second if per_second > 0 else 0.0
        self._free_at = time.monotonic()

    def wait(self, *, until: float, stopped: Callable[[], bool] = lambda: False) -> bool:
        """Wait for the turn of the next message; False where it would come after `until`.

        `until` is a moment of the monotonic clock. A wait that is `stopped` ends with False too.
        """
        if max(self._free_at, time.monotonic()) >= until:
            return False
        while (left := self._free_at - time.monotonic()) > 0:
            if stopped():
                return False
            time.sleep(min(left, _SLICE_SECONDS))
        return True

    def spend(self) -> None:
        """Note that a message goes out now."""
        self._free_at = max(self._free_at, time.monotonic()) + self._gap
