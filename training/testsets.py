"""The test sets given to prepare: kept beside what it prepared, so that later steps find them."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from summaries.engine.text import for_model
from training.errors import TrainingError
from training.work import Work, fresh, read_json


def check_kept_out(work: Work, names: Sequence[str]) -> None:
    """Raise TrainingError where the corpora were prepared with other tests than these."""
    report = work.report("prepare")
    before = read_json(report)["tests"] if report.exists() else names
    if sorted(before) != sorted(names):
        then, now = (", ".join(some) or "nothing" for some in (before, names))
        raise TrainingError(
            f"{work.sources.parent} was prepared to keep {then} out, and not {now}. Delete it to "
            "prepare again."
        )


def check_names(names: Sequence[str]) -> None:
    """Raise TrainingError for two test sets of one name: scores could not tell them apart."""
    for name, count in Counter(names).items():
        if count > 1:
            raise TrainingError(f"Two test sets are called {name}: rename the folder of one.")


def keep(work: Work, folders: Sequence[Path]) -> None:
    """Put the tests that are parallel texts beside the rest, their Arabic as models read it."""
    shutil.rmtree(work.tests, ignore_errors=True)
    for folder in folders:
        if (folder / "ar.txt").is_file() and (folder / "en.txt").is_file():
            with fresh(work.tests / folder.resolve().name) as kept:
                kept.mkdir()
                for path in (folder / "ar.txt", folder / "en.txt", *folder.glob("system-*.txt")):
                    text = path.read_text("utf-8-sig")
                    if path.name == "ar.txt":
                        lines = text.removesuffix("\n").split("\n")
                        text = "".join(f"{for_model(line)}\n" for line in lines)
                    (kept / path.name).write_text(text, "utf-8", newline="\n")
