"""Average the student's last checkpoints: the mean of weights along one run scores higher than the
last of them (Junczys-Dowmunt, Dwojak and Sennrich 2016)."""

from __future__ import annotations

import argparse
import logging
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from summaries.engine.disk import sha256
from training import vocabulary
from training.errors import TrainingError
from training.marian import generation_config
from training.recipe import Recipe, section
from training.stopping import step_of, whole_checkpoints
from training.student import Settings
from training.work import Deadline, Work, fresh, read_json, write_json

if TYPE_CHECKING:
    import torch

log = logging.getLogger(__name__)
WEIGHTS = "model.safetensors"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take nothing more than every step does."""


def run(work: Work, recipe: Recipe, deadline: Deadline, options: argparse.Namespace) -> None:
    """Write the mean of the last checkpoints there are, also of a run that is not at its end."""
    if work.student.is_dir() and not work.checkpoints.is_dir():
        log.info("The average is there, and was made elsewhere: %s", work.student)
        return
    wanted = section(Settings, recipe.student, "student").checkpoints
    chosen = last_checkpoints(work.need(work.checkpoints, "student"), wanted)
    steps, report = [step_of(path) for path in chosen], work.report("average")
    made_of = {"steps": steps, "last": sha256(chosen[-1] / WEIGHTS)}
    if work.student.is_dir() and report.is_file() and read_json(report) == made_of:
        log.info("The average of the steps %s is there: %s", steps, work.student)
        return
    shutil.rmtree(work.student, ignore_errors=True)
    with fresh(work.student) as folder:
        _save(folder, chosen)
        for name in vocabulary.FILES:
            shutil.copyfile(work.need(work.vocabulary / name, "vocabulary"), folder / name)
    log.info("averaged the checkpoints of the steps %s", steps)
    write_json(report, made_of)


def last_checkpoints(folder: Path, count: int) -> list[Path]:
    """Return the newest `count` checkpoints, oldest first. Raises TrainingError for none."""
    whole = whole_checkpoints(folder)
    if not whole:
        raise TrainingError(f"{folder} holds no checkpoint: run `python -m training student`.")
    return whole[-count:]


def mean(files: Sequence[Path]) -> dict[str, torch.Tensor]:
    """Return the mean of the tensors of several safetensors files, computed in float32."""
    from safetensors.torch import load_file

    total = {name: tensor.float() for name, tensor in load_file(files[0]).items()}
    for path in files[1:]:
        for name, tensor in load_file(path).items():
            total[name] += tensor.float()
    return {name: tensor / len(files) for name, tensor in total.items()}


def _save(folder: Path, checkpoints: Sequence[Path]) -> None:
    """Write the mean as a model in float16: it is what ships, so it is what is measured."""
    from transformers import MarianMTModel

    model = MarianMTModel.from_pretrained(checkpoints[-1], local_files_only=True)
    averaged = mean([path / WEIGHTS for path in checkpoints])
    # Tied copies and the fixed positions are not in the files.
    _, unexpected = model.load_state_dict(averaged, strict=False)
    if unexpected:
        raise TrainingError(f"{checkpoints[-1]} holds weights of another model: {unexpected}")
    model.generation_config = generation_config(model.config)
    model.half().save_pretrained(folder)
