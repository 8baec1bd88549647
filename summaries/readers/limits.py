"""What one document may cost, and how the process that reads it is held to that."""

from __future__ import annotations

import resource
import signal
from contextlib import suppress

CPU_SECONDS = 5
WALL_SECONDS = 15  # includes waiting for a busy core
MEMORY_BYTES = 768 * 2**20
# For one process that asks; others wait. All documents together cost this, times the processes.
AT_ONCE = 2
# Of the answer. A feed of 5 MB gives less than 15 MB, were each of its bytes an Arabic letter
# that JSON spells with six.
ANSWER_MAX_BYTES = 32 * 2**20

START_SECONDS = 60  # for the server to load the parsers, on a busy machine
IDLE_SECONDS = 600  # after which the server leaves, and its memory is free
STARTED = b"+"


def limit_this_process() -> None:
    """Hold the process that calls this to its share, for good.

    The kernel ends it after CPU_SECONDS of processor time or WALL_SECONDS in all. It has
    MEMORY_BYTES, and can open neither files nor connections, write no file and start no process.
    """
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(WALL_SECONDS)
    limits = {
        resource.RLIMIT_CPU: CPU_SECONDS,
        resource.RLIMIT_AS: MEMORY_BYTES,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NPROC: 0,
        resource.RLIMIT_NOFILE: 0,
    }
    for kind, limit in limits.items():
        # Refused where a lower limit is in force already, and on macOS, which has no RLIMIT_AS.
        with suppress(ValueError):
            resource.setrlimit(kind, (limit, limit))
