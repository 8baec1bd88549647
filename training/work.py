"""The work folder of one run: where each step leaves its result for the next, and for how long.

A result appears under its name in one rename, so a step finds a whole file or none.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from training.errors import TrainingError, Unfinished


class Work:
    """Paths under one folder. A step reads those of the steps before it and writes its own."""

    def __init__(self, root: Path) -> None:
        self.root = Path(root)

    # prepare: columns of pairs.tsv, test.tsv and validation.tsv are source file, Arabic, English;
    # of mono.tsv source file, Arabic.
    pairs = property(lambda self: self.root / "prepared" / "pairs.tsv")
    validation = property(lambda self: self.root / "prepared" / "validation.tsv")
    test = property(lambda self: self.root / "prepared" / "test.tsv")
    mono = property(lambda self: self.root / "prepared" / "mono.tsv")
    sources = property(lambda self: self.root / "prepared" / "sources.json")
    # Folders with ar.txt, en.txt and system-*.txt: what may not be learnt, to be scored on.
    tests = property(lambda self: self.root / "prepared" / "tests")
    # teacher and tune: plain transformers folders.
    base = property(lambda self: self.root / "teacher" / "base")
    tuning = property(lambda self: self.root / "teacher" / "checkpoints")
    tuned = property(lambda self: self.root / "teacher" / "tuned")
    # label: shards 00000.tsv, 00001.tsv …; columns are Arabic, English, "whole" or "cut".
    labels = property(lambda self: self.root / "labels")
    # filter: columns are Arabic, English.
    filtered = property(lambda self: self.root / "filtered" / "labels.tsv")
    # vocabulary: source.spm, target.spm, vocab.json, tokenizer_config.json.
    vocabulary = property(lambda self: self.root / "vocabulary")
    # student and average: plain transformers folders with the vocabulary's files.
    checkpoints = property(lambda self: self.root / "student" / "checkpoints")
    student = property(lambda self: self.root / "student" / "averaged")
    # export and evaluate.
    weights = property(lambda self: self.root / "weights")
    scores = property(lambda self: self.root / "scores.json")

    def report(self, step: str) -> Path:
        """Return where a step writes its counts, for the model card."""
        return self.root / "reports" / f"{step}.json"

    def need(self, path: Path, step: str) -> Path:
        """Return `path`. Raises TrainingError when the step that makes it was not run."""
        if not path.exists():
            raise TrainingError(f"{path} is missing: run `python -m training {step}` first.")
        return path


class Deadline:
    """The time one run of a step may take. `minutes` 0: as long as it does."""

    def __init__(self, minutes: float = 0) -> None:
        self._end = time.monotonic() + 60 * minutes if minutes else float("inf")

    @property
    def is_over(self) -> bool:
        """Whether the time is used up."""
        return time.monotonic() >= self._end

    def check(self, done: str) -> None:
        """Raise Unfinished, with what is `done` in words, when the time is used up."""
        if self.is_over:
            raise Unfinished(f"{done}. The time given is over: run the same step again.")


@contextmanager
def fresh(path: Path) -> Iterator[Path]:
    """Give a temporary path that becomes `path` (a file or a folder) when the body succeeds.

    What the body left behind otherwise is deleted.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        yield temporary
        temporary.replace(path)
    finally:
        if temporary.is_dir():
            shutil.rmtree(temporary)
        temporary.unlink(missing_ok=True)


def write_rows(path: Path, rows: Iterable[tuple[str, ...]]) -> int:
    """Write tab-separated rows in one step and return how many. No field holds a tab or newline."""
    count = 0
    with fresh(path) as temporary, temporary.open("w", encoding="utf-8", newline="\n") as file:
        for row in rows:
            file.write("\t".join(row) + "\n")
            count += 1
    return count


def read_rows(path: Path) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a tab-separated file without quoting."""
    with path.open(encoding="utf-8", newline="\n") as file:
        for line in file:
            yield tuple(line.removesuffix("\n").split("\t"))


def write_json(path: Path, data: Any) -> None:
    """Write JSON a person can read, in one step."""
    with fresh(path) as temporary:
        text = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True)
        temporary.write_text(text + "\n", encoding="utf-8")


def read_json(path: Path) -> Any:
    """Return what `write_json` wrote."""
    return json.loads(path.read_text(encoding="utf-8"))
