"""PostgreSQL and Redis of a newsroom: started through `scripts/services.py`, killed by hand."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.chaos.desk import ROOT, Desk

PROGRAM = "scripts/services.py"
# Of the children of a killed PostgreSQL, to notice it.
CHILDREN_SECONDS = 20.0


@contextmanager
def started(place: Path) -> Iterator[dict[str, str]]:
    """Start both in a folder, on ports of their own; give their addresses as settings."""
    control(place, "start", "--postgres-port", "0", "--redis-port", "0")
    try:
        lines = (place / "env").read_text().splitlines()
        yield dict(line.split("=", 1) for line in lines)
    finally:
        control(place, "stop")


def start(desk: Desk, name: str) -> None:
    """Start one of them again."""
    control(desk.services, "start", name)


def control(place: Path, *arguments: str) -> None:
    """Call the program that starts and stops them."""
    command = [sys.executable, PROGRAM, *arguments, "--folder", str(place)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)


def kill_redis(desk: Desk) -> None:
    """Kill Redis and delete what it wrote."""
    folder = data(desk) / "redis"
    pid = int((folder / "redis.pid").read_text())
    os.kill(pid, signal.SIGKILL)
    wait_until_gone(pid)
    shutil.rmtree(folder / "appendonlydir", ignore_errors=True)


def kill_postgresql(desk: Desk) -> None:
    """Kill PostgreSQL's first process; its children end when they notice."""
    folder = data(desk) / "postgresql"
    pid = int((folder / "postmaster.pid").read_text().splitlines()[0])
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    for each in (pid, *map(int, children)):
        with suppress(ProcessLookupError):
            os.kill(each, signal.SIGKILL)
    for each in (pid, *map(int, children)):
        wait_until_gone(each)


def data(desk: Desk) -> Path:
    """Return where they keep their data: root's is where their user can reach it."""
    moved = desk.services / "data-is-at"
    return Path(moved.read_text()) if moved.exists() else desk.services / "data"


def wait_until_gone(pid: int) -> None:
    """Wait for the end of a process that is not ours to wait for."""
    deadline = time.monotonic() + CHILDREN_SECONDS
    while time.monotonic() < deadline:
        status = Path(f"/proc/{pid}/stat")
        if not status.exists() or status.read_text().rpartition(")")[2].split()[0] == "Z":
            return
        time.sleep(0.05)
    raise TimeoutError(f"process {pid} does not end")
