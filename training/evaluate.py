"""Score student, teacher and stand-in on the tests given to prepare, and on the pairs set apart.

Each system's translations are kept under `translated/`, so those made on another machine are scored
here without its model.
"""

from __future__ import annotations

import argparse
import hashlib
import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from benchmarks.pairs import REFERENCE, Data, read_folder
from training import label, scoring
from training.errors import TrainingError
from training.recipe import Recipe, section
from training.scoring import STAND_IN, STUDENT
from training.work import Deadline, Work, read_json, read_rows, write_json

log = logging.getLogger(__name__)
TEACHER, BASE = "teacher", "base"
HELD_OUT = "held-out"
Results = Iterable[tuple[int, str]]


@dataclass(frozen=True)
class Settings:
    """The section [evaluate]: how many lines of a test the slow systems translate (0: all)."""

    teacher_lines: int
    stand_in_lines: int


@dataclass(frozen=True)
class Benchmark:
    """A test set: Arabic lines, their reference, and what other systems made of them."""

    name: str
    data: Data

    @property
    def reference(self) -> list[str]:
        """The human English, line by line."""
        return self.data.english[REFERENCE]

    @property
    def others(self) -> dict[str, list[str]]:
        """The output of systems that came with the test set, by name."""
        return {name: lines for name, lines in self.data.english.items() if name != REFERENCE}


@dataclass(frozen=True)
class System:
    """Something that translates: yields (index, English) for sentences, in any order.

    `lines` is how many lines of a test it is given, 0 for all.
    """

    name: str
    revision: str
    lines: int
    translate: Callable[[Sequence[str]], Results]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take what to translate with."""
    parser.add_argument(
        "--systems",
        nargs="*",
        choices=(STUDENT, TEACHER, BASE, STAND_IN),
        default=[STUDENT],
        help="what translates now; translations that are there already are scored as well",
    )
    parser.add_argument("--models", type=Path, help="the newsdesk's models, for the stand-in")
    parser.add_argument("--profile", default="starter", help="the stand-in's profile")


def run(work: Work, recipe: Recipe, deadline: Deadline, options: argparse.Namespace) -> None:
    """Translate what is not translated yet, then score everything and print a table."""
    settings = section(Settings, recipe.evaluate, "evaluate")
    folders = sorted(work.tests.glob("*"))
    tests = [test for test in (*map(_folder, folders), _held_out(work)) if test.reference]
    systems = [_system(name, work, recipe, settings, options) for name in options.systems]
    rounds = list(product(systems, tests))
    for done, (system, test) in enumerate(rounds):
        deadline.check(f"{done} of {len(rounds)} translations of a test set are made")
        _translate(work, system, test)
    tables = {test.name: _scored(work, test) for test in tests}
    verdict = scoring.verdict(tables)
    write_json(work.scores, {"tests": tables, "verdict": verdict})
    print(scoring.markdown(tables), verdict["words"], sep="\n\n")


def _folder(path: Path) -> Benchmark:
    try:
        return Benchmark(path.name, read_folder(path))
    except (OSError, ValueError) as error:
        raise TrainingError(f"The test set {path} cannot be read: {error}") from error


def _held_out(work: Work) -> Benchmark:
    rows = list(read_rows(work.need(work.test, "prepare")))
    return Benchmark(
        HELD_OUT, Data([row[1] for row in rows], {REFERENCE: [row[2] for row in rows]})
    )


def _system(
    name: str, work: Work, recipe: Recipe, settings: Settings, options: argparse.Namespace
) -> System:
    if name == STUDENT:
        student = _student(work)
        return System(STUDENT, student.provenance.revision, 0, _newsdesk(student))
    if name == STAND_IN:
        other = _stand_in(options)
        lines = settings.stand_in_lines
        return System(STAND_IN, other.provenance.revision, lines, _newsdesk(other))
    folder = work.need(*((work.tuned, "tune") if name == TEACHER else (work.base, "teacher")))

    def translate(sentences: Sequence[str]) -> Results:
        return label.translate(folder, sentences, recipe)

    return System(name, _revision(folder), settings.teacher_lines, translate)


def _revision(folder: Path) -> str:
    """Return what tells a model from the same step's of another run: the sum of its weights."""
    from summaries.engine.disk import sha256

    return sha256(folder / "model.safetensors")


def _student(work: Work) -> Any:
    """Return the student as the newsdesk runs it: CTranslate2 in int8, retries and all."""
    from summaries.engine.marian import MarianTranslator

    folder = work.need(work.student, "average")
    cache = work.root / "converted"
    return MarianTranslator(folder, cache=cache, model=STUDENT, revision=_revision(folder))


def _stand_in(options: argparse.Namespace) -> Any:
    """Return the newsdesk's stand-in from its models folder. Raises TrainingError."""
    from summaries.engine.errors import ModelUnavailable
    from summaries.engine.modelstore import ModelStore, Registry

    if not options.models:
        raise TrainingError("Say with --models where the newsdesk's models are.")
    try:
        return ModelStore(options.models, Registry.load()).build_translator(options.profile)
    except ModelUnavailable as error:
        raise TrainingError(f"The stand-in cannot be used: {error}") from error


def _newsdesk(translator: Any) -> Callable[[Sequence[str]], Results]:
    """Return a newsdesk translator as a System translates."""

    def translate(sentences: Sequence[str]) -> Iterator[tuple[int, str]]:
        for index, made in translator.translate(sentences):
            yield index, made.text

    return translate


def _translate(work: Work, system: System, test: Benchmark) -> None:
    """Keep a system's translations of a test and the seconds they took, unless they are there."""
    from tqdm import tqdm

    path = _kept(work, test) / f"{system.name}.json"
    source = test.data.arabic[: system.lines or None]
    made_of = [system.revision, hashlib.sha256("\n".join(source).encode()).hexdigest()]
    if path.is_file() and read_json(path)["of"] == made_of:
        log.info("%s has translated %s already: %s", system.name, test.name, path)
        return
    for _ in system.translate(source[:1]):  # loads the model, which is not the speed asked for
        pass
    english, began = [""] * len(source), time.monotonic()
    named = f"{system.name}, {test.name}"
    for index, text in tqdm(system.translate(source), named, total=len(source), unit="line"):
        english[index] = " ".join(text.split())
    seconds = time.monotonic() - began
    write_json(path, {"english": english, "seconds": seconds, "of": made_of})


def _kept(work: Work, test: Benchmark) -> Path:
    return work.root / "translated" / test.name


def _scored(work: Work, test: Benchmark) -> dict[str, scoring.Scores]:
    """Return the scores of every system whose lines are kept or came with the test, by name."""
    kept = {path.stem: read_json(path) for path in sorted(_kept(work, test).glob("*.json"))}
    outputs = {name: made["english"] for name, made in kept.items()} | test.others
    found = scoring.scored(outputs, test.reference)
    for name, score in found.items():
        made = kept.get(name.split(",")[0])
        if made and len(made["english"]) == score["lines"]:
            score["sentences_per_second"] = score["lines"] / made["seconds"]
    return found
