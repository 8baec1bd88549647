"""One span of time for a whole fetch, however many steps and servers it takes."""

import time

from summaries.net import errors
from summaries.net.errors import FetchError, Kind


class Deadline:
    """The end of a fetch: every blocking step is given what remains, never more."""

    def __init__(self, seconds: float):
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    def remaining(self, host: str) -> float:
        """Return the seconds left, more than 0; raises FetchError when `host` has used them up."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise self.passed(host)
        return left

    def passed(self, host: str) -> FetchError:
        """Return the error for a fetch that took too long at `host`."""
        return FetchError(
            Kind.TIMEOUT,
            errors.TIMED_OUT,
            temporary=True,
            host=host,
            seconds=f"{self.seconds:g}",
        )
