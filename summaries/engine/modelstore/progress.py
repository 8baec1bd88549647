"""How far a pull has come, reported to whoever asked for it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

WATCH_SECONDS = 0.5


@dataclass(frozen=True)
class Progress:
    """One report. `done` and `total` are bytes; `total` 0 means that the length is not known."""

    model: str
    step: str
    done: int = 0
    total: int = 0


Report = Callable[[Progress], None]


def ignore(progress: Progress) -> None:
    """Take a report and do nothing with it."""


@contextmanager
def watched(folder: Path, report: Report, model: str, step: str, total: int) -> Iterator[None]:
    """Report the growth of `folder` while the body fills it."""
    finished = threading.Event()

    def watch() -> None:
        while not finished.wait(WATCH_SECONDS):
            report(Progress(model, step, min(folder_size(folder), total), total))

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield
    finally:
        finished.set()
        thread.join()


def folder_size(folder: Path) -> int:
    """Return the bytes of all files below `folder`, some of which may vanish meanwhile."""
    size = 0
    for path in folder.rglob("*"):
        try:
            size += path.stat().st_size if path.is_file() else 0
        except FileNotFoundError:
            continue
    return size
