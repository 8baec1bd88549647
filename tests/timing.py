"""How long work takes a processor, measured so that a busy machine does not decide a test."""

import time
from collections.abc import Callable


def cpu_seconds(work: Callable[[], object], runs: int = 3, *, limit: float = 0) -> float:
    """Return the least processor time that a run of `work` took this process.

    Noise only ever adds: the least of several runs is nearest to the truth. `work` that remembers
    what it has done needs another input each time, or `runs=1`. A run below `limit` is the last:
    more of them could only be less.
    """
    least = float("inf")
    for _ in range(runs):
        least = min(least, _cpu_seconds(work))
        if least < limit:
            break
    return least


def _cpu_seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started
