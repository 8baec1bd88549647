"""Clean the corpora, drop what must not be learnt, set test pairs apart.

Runs on the newsroom's own machine: a few minutes, in one go.
"""

from __future__ import annotations

import argparse
import logging
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from training import testsets
from training.clean import Limits, clean_pair, fault
from training.corpora import TIERS, Source, load_sources, read_pairs, refusal
from training.errors import TrainingError
from training.heldout import Row, Shares, fraction, leak, set_apart
from training.leaks import LeakIndex, key, read_test
from training.mono import Dropped, Sentences, by_worth
from training.recipe import Recipe, section
from training.work import Deadline, Work, write_json, write_rows

logger = logging.getLogger(__name__)

SCRIPTURE = "R"


@dataclass(frozen=True)
class Prepare:
    """The section [prepare].

    `limits`: see `clean.Limits`. `weights`: how often a pair of each tier is drawn, against the
    others. `accepted`: files whose licence a person looked into, and why they may be used.
    `scripture`: the largest share of scripture among all pairs. `test` and `validation`: shares of
    the best tier that are set apart, of pairs with at least `held_out_words` words. `mono`: tiers
    whose Arabic is labelled, too; `mono_words`: shortest and longest sentence to be labelled;
    `mono_lines`: how many of them at most.
    """

    limits: Mapping[str, Any]
    weights: Mapping[str, float]
    accepted: Mapping[str, str]
    scripture: float
    test: float
    validation: float
    held_out_words: int
    mono: str
    mono_words: tuple[int, int]
    mono_lines: int


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the folders this step reads."""
    parser.add_argument("--corpora", type=Path, required=True, help="folder with SOURCES.tsv")
    parser.add_argument(
        "--tests",
        type=Path,
        action="append",
        default=[],
        help="folder of a test set nothing of which may be learnt; once for each",
    )


def run(work: Work, recipe: Recipe, deadline: Deadline, options: argparse.Namespace) -> None:
    """Write pairs.tsv, test.tsv, validation.tsv, mono.tsv, sources.json and the tests."""
    names = [folder.resolve().name for folder in options.tests]
    if work.sources.exists():
        testsets.check_kept_out(work, names)
        logger.info(
            "The corpora are prepared: %s. Delete that folder to do it again.", work.sources
        )
        return
    started = time.monotonic()
    settings = section(Prepare, recipe.prepare, "prepare")
    testsets.check_names(names)
    preparation = Preparation(settings, options.corpora, _leaks(options.tests))
    preparation.write(work, recipe.seed)
    report = preparation.report() | {
        "tests": names,
        "seconds": round(time.monotonic() - started),
    }
    testsets.keep(work, options.tests)
    write_json(work.report("prepare"), report)
    write_json(work.sources, {"files": preparation.files()})


def _leaks(folders: Sequence[Path]) -> LeakIndex:
    if not folders:
        logger.warning("No --tests given: scores on a test set may measure memory.")
    leaks = LeakIndex()
    for folder in folders:
        leaks.add(folder.resolve().name, read_test(folder))
    return leaks


class Preparation:
    """The corpora on their way: what is kept, and of every file what was dropped and why."""

    def __init__(self, settings: Prepare, corpora: Path, leaks: LeakIndex) -> None:
        """Read and clean all pairs. Raises TrainingError when there is none."""
        self._settings = settings
        self._limits = section(Limits, settings.limits, "prepare.limits")
        self._leaks = leaks
        self._sources = load_sources(corpora)
        self._refused = {
            source.name: why
            for source in self._sources
            if (why := refusal(source, settings.accepted))
        }
        for name, why in self._refused.items():
            logger.info("%s is not used: %s", name, why)
        self._dropped: Dropped = defaultdict(Counter)
        rows = self._unique(self._clean_rows())
        shares = Shares(settings.test, settings.validation, settings.held_out_words)
        parts = set_apart(rows, shares, leaks, self._dropped)
        self.test, self.validation = parts["test"], parts["validation"]
        self.pairs = self._with_less_scripture(parts[""])
        self._to_label: Counter[str] = Counter()
        self._not_labelled: Dropped = defaultdict(Counter)
        if not self.pairs:
            raise TrainingError(f"No usable pairs in {corpora}: see which files SOURCES.tsv names.")

    def write(self, work: Work, seed: int) -> None:
        """Write the four files of rows."""
        write_rows(work.test, (row.columns for row in self.test))
        write_rows(work.validation, (row.columns for row in self.validation))
        write_rows(work.pairs, (row.columns for row in self.pairs))
        write_rows(work.mono, self._sentences(seed))

    def _usable(self, is_parallel: bool) -> list[Source]:
        return [
            source
            for source in self._sources
            if source.name not in self._refused and source.is_parallel == is_parallel
        ]

    def _clean_rows(self) -> Iterator[Row]:
        """Yield the pairs that pass the filters, the best tier first."""
        for source in sorted(self._usable(True), key=lambda one: TIERS.index(one.tier)):
            dropped = self._dropped[source.name]
            for pair in read_pairs(source, dropped):
                arabic, english = clean_pair(*pair)
                if reason := fault(arabic, english, self._limits) or leak(
                    arabic, english, self._leaks
                ):
                    dropped[reason] += 1
                else:
                    yield Row(source, arabic, english)
            logger.info("%s: %s", source.name, dict(dropped))

    def _unique(self, rows: Iterable[Row]) -> list[Row]:
        """Return the rows with one English for each Arabic: that of the best tier."""
        first: dict[str, Row] = {}
        for row in rows:
            kept = first.setdefault(key(row.arabic), row)
            if kept is not row:
                same = key(kept.english) == key(row.english)
                self._dropped[row.source.name]["same pair" if same else "same Arabic"] += 1
        return list(first.values())

    def _with_less_scripture(self, rows: Sequence[Row]) -> list[Row]:
        """Return the rows with no more scripture among them than its share."""
        scripture = [row for row in rows if row.source.tier == SCRIPTURE]
        share = self._settings.scripture
        most = int((len(rows) - len(scripture)) * share / (1 - share))
        left_out = set(sorted(scripture, key=lambda row: fraction(row.arabic))[most:])
        for row in left_out:
            self._dropped[row.source.name]["scripture's share"] += 1
        return [row for row in rows if row not in left_out]

    def _sentences(self, seed: int) -> Iterator[tuple[str, str]]:
        settings = self._settings
        pairs = [(r.source.name, r.arabic) for r in self.pairs if r.source.tier in settings.mono]
        paragraphs = by_worth(self._usable(False), pairs, seed, self._not_labelled)
        sentences = Sentences(settings.mono_words, self._limits, self._leaks, self._not_labelled)
        for name, sentence in islice(sentences.of(paragraphs), settings.mono_lines):
            self._to_label[name] += 1
            yield name, sentence

    def files(self) -> dict[str, dict[str, Any]]:
        """Return what there is to say of every file, for the sampling and the model card.

        `kept` are pairs to learn from, of a file without English sentences to be labelled.
        """
        kept = Counter(row.source.name for row in self.pairs)
        return {
            source.name: self._file(source, kept if source.is_parallel else self._to_label)
            for source in self._sources
        }

    def _file(self, source: Source, kept: Counter[str]) -> dict[str, Any]:
        dropped = self._dropped if source.is_parallel else self._not_labelled
        why = self._refused.get(source.name) or self._settings.accepted.get(source.name, "")
        return {
            "tier": source.tier,
            "licence": source.licence,
            "origin": source.origin,
            "domain": source.domain,
            "parallel": source.is_parallel,
            "weight": self._settings.weights.get(source.tier, 0.0),
            "kept": kept[source.name],
            "to_label": self._to_label[source.name],
            "dropped": dict(dropped.get(source.name, {})),
            "used": source.name not in self._refused,
            "why": why,
        }

    def report(self) -> dict[str, Any]:
        """Return the counts of everything together."""
        return {
            "pairs": len(self.pairs),
            "pairs_by_tier": Counter(row.source.tier for row in self.pairs),
            "test": len(self.test),
            "validation": len(self.validation),
            "mono": self._to_label.total(),
            "dropped": sum(self._dropped.values(), Counter()),
            "not_labelled": sum(self._not_labelled.values(), Counter()),
            "files_used": len(self._sources) - len(self._refused),
            "files_refused": len(self._refused),
        }
