"""How many threads a process may use, and holding the native libraries to it.

CTranslate2, torch and OpenMP each start a thread per core of the machine unless told otherwise; two
worker processes doing so lose most of their speed. So threads × processes stays at or below the
cores, and OpenMP gets one thread.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

CGROUP_QUOTA = Path("/sys/fs/cgroup/cpu.max")
_OPENMP_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def available_cores() -> int:
    """Return the cores this process may really use: affinity mask and container quota."""
    affinity = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    try:
        quota, period = CGROUP_QUOTA.read_text(encoding="ascii").split()
    except (OSError, ValueError):  # no cgroup v2 here: only the affinity counts
        return affinity
    if quota == "max":
        return affinity
    return max(1, min(affinity, int(quota) // int(period)))


def threads_per_process(processes: int = 1) -> int:
    """Return how many model threads each of `processes` workers may run."""
    return max(1, available_cores() // max(1, processes))


def pin_threads() -> None:
    """Hold OpenMP and BLAS to one thread each in this process and its children.

    Call it before torch, numpy or ctranslate2 load: they read these variables once. A value the
    operator has set stays. The engines ask for their parallelism explicitly.
    """
    for name in _OPENMP_VARIABLES:
        os.environ.setdefault(name, "1")
    # The tokenizers library deadlocks in forked children when it runs its own threads.
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
