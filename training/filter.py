"""Drop labels that are visibly wrong, before the student learns them.

Runs on the newsroom's own machine, because it asks the desk's own fidelity checks, which need no
right answer: numbers, dates, names and debris. Shard by shard, so it goes on where it was stopped.
"""

from __future__ import annotations

import argparse
import logging
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from summaries.checks.base import Pair, Severity
from summaries.checks.registry import OFF, check_pair
from summaries.engine.degenerate import find_flags
from summaries.engine.disk import sha256
from training.clean import clean_english, is_in, lengths_differ
from training.errors import TrainingError
from training.recipe import Recipe, section
from training.work import Deadline, Work, fresh, read_json, read_rows, write_json, write_rows

logger = logging.getLogger(__name__)

KEPT = "kept"


@dataclass(frozen=True)
class Filter:
    """The section [filter].

    `english_per_arabic` and `slack`: see `clean.Limits`, and `language_words`. `checks_off`: names
    of checks whose blocking findings do not matter. `processes`: how many shards at a time.
    """

    english_per_arabic: tuple[float, float]
    slack: int
    language_words: int
    checks_off: Sequence[str]
    processes: int


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add nothing: the labels are in the work folder."""


def run(work: Work, recipe: Recipe, deadline: Deadline, options: argparse.Namespace) -> None:
    """Filter the shards that are not yet, then put them all together.

    Raises TrainingError when there are no shards, Unfinished when the time is over.
    """
    settings = section(Filter, recipe.filter, "filter")
    work.need(work.labels, "label")
    shards = sorted(work.labels.glob("*.tsv"))
    if not shards:
        raise TrainingError(f"{work.labels} holds no labels: run `python -m training label` first.")
    parts = [_Part.of(work, shard) for shard in shards]
    if work.filtered.exists() and _made_of(work) == [part.digest for part in parts]:
        logger.info("All %d shards are filtered: %s", len(shards), work.filtered)
        return
    waiting = [part for part in parts if not part.is_done]
    _filter_all(waiting, len(shards), settings, deadline)
    _join(parts, work)


@dataclass(frozen=True)
class _Part:
    """A shard and what became of it; `digest`, its sha256, tells it from one labelled again."""

    shard: Path
    digest: str
    kept: Path

    @classmethod
    def of(cls, work: Work, shard: Path) -> _Part:
        return cls(shard, sha256(shard), work.filtered.parent / "parts" / shard.name)

    @property
    def counts(self) -> Path:
        return self.kept.with_suffix(".json")

    @property
    def is_done(self) -> bool:
        return self.counts.exists() and read_json(self.counts)["shard"] == self.digest


def _made_of(work: Work) -> list[str]:
    """Return the sums of the shards that the filtered labels were made of, as far as known."""
    report = work.report("filter")
    return read_json(report)["shards"] if report.exists() else []


def _filter_all(
    waiting: Sequence[_Part], shards: int, settings: Filter, deadline: Deadline
) -> None:
    """Filter the waiting shards, `settings.processes` at a time, until the time is over."""
    done = shards - len(waiting)
    with ExitStack() as stack:
        apply = map
        if settings.processes > 1:
            apply = stack.enter_context(ProcessPoolExecutor(settings.processes)).map
        step = settings.processes
        for start in range(0, len(waiting), step):
            deadline.check(f"{done + start} of {shards} shards are filtered")
            for counts in apply(partial(filter_shard, settings), waiting[start : start + step]):
                logger.info("%s", counts)


def filter_shard(settings: Filter, part: _Part) -> dict[str, float]:
    """Write the good labels of a shard, and its counts beside them; return the counts."""
    started = time.monotonic()
    counts: Counter[str] = Counter()
    write_rows(part.kept, _good(part.shard, settings, counts))
    result = {**counts, "seconds": round(time.monotonic() - started, 2)}
    write_json(part.counts, {"shard": part.digest, "counts": result})
    return result


def _good(shard: Path, settings: Filter, counts: Counter[str]) -> Iterator[tuple[str, str]]:
    for row in read_rows(shard):
        if len(row) != 3:
            raise TrainingError(f"{shard} has a row of {len(row)} columns: delete it, label again.")
        arabic, english, end = row
        english = clean_english(english)
        reason = fault(arabic, english, settings, is_whole=end == "whole")
        counts[reason or KEPT] += 1
        if not reason:
            yield arabic, english


def fault(arabic: str, english: str, settings: Filter, *, is_whole: bool) -> str:
    """Return why the label `english` of `arabic` must not be learnt, "" if it may.

    The first that applies: what the desk calls degenerate, an odd length, another language, then
    the name of the first check with a blocking finding.
    """
    if flags := find_flags(arabic, english, finished=is_whole):
        return str(flags[0])
    if lengths_differ(arabic, english, settings.english_per_arabic, settings.slack):
        return "lengths differ"
    if not is_in("en", english, settings.language_words):
        return "other language"
    findings = check_pair(Pair(arabic, english), dict.fromkeys(settings.checks_off, OFF))
    blocking = (one.check for one in findings if one.severity is Severity.BLOCKING)
    return next((f"check: {name}" for name in blocking), "")


def _join(parts: Sequence[_Part], work: Work) -> None:
    """Write the parts as one file, and what was counted."""
    with fresh(work.filtered) as temporary, temporary.open("wb") as file:
        for part in parts:
            file.write(part.kept.read_bytes())
    counts: Counter[str] = Counter()
    for part in parts:
        counts.update(read_json(part.counts)["counts"])
    write_json(work.report("filter"), _report(counts) | {"shards": [one.digest for one in parts]})


def _report(counts: Mapping[str, float]) -> dict[str, object]:
    reasons = {name: count for name, count in counts.items() if name not in (KEPT, "seconds")}
    lines = counts[KEPT] + sum(reasons.values())
    return {
        "lines": lines,
        "kept": counts[KEPT],
        "dropped": reasons,
        "lines_per_process_second": round(lines / max(counts["seconds"], 0.01)),
    }
