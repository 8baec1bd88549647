"""How a Trainer's run ends in time and goes on: a checkpoint is saved when the time is used up."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from training.work import Deadline

if TYPE_CHECKING:
    from transformers import Trainer, TrainerCallback

log = logging.getLogger(__name__)


def stopper(deadline: Deadline) -> TrainerCallback:
    """Return a callback that stops and saves after the first step past the `deadline`."""
    from transformers import TrainerCallback

    class Stopper(TrainerCallback):
        def on_step_end(self, args, state, control, **rest):
            if deadline.is_over and state.global_step < state.max_steps:
                control.should_save = control.should_training_stop = True
            return control

    return Stopper()


def train(trainer: Trainer, deadline: Deadline) -> None:
    """Train to the end, from the newest whole checkpoint in the trainer's output folder.

    Raises Unfinished, with the steps done, when the `deadline` came first; a checkpoint holds them.
    """
    folder = Path(trainer.args.output_dir)
    _drop_halves(folder)
    trainer.add_callback(stopper(deadline))
    log.info("Training on %s.", trainer.args.device)
    newest = next(reversed(whole_checkpoints(folder)), None)
    trainer.train(resume_from_checkpoint=str(newest) if newest else None)
    state = trainer.state
    if state.global_step < state.max_steps:
        deadline.check(f"{state.global_step} of {state.max_steps} steps are done and saved")


def whole_checkpoints(folder: Path) -> list[Path]:
    """Return the checkpoints in a Trainer's output folder, oldest first, without one cut off.

    Trainer writes its own state last: a checkpoint without it was being written when the run was
    killed.
    """
    found = [path.parent for path in folder.glob("checkpoint-*/trainer_state.json")]
    return sorted(found, key=step_of)


def step_of(checkpoint: Path) -> int:
    """Return the step that a checkpoint was written after."""
    return int(checkpoint.name.rsplit("-", 1)[1])


def _drop_halves(folder: Path) -> None:
    for path in set(folder.glob("checkpoint-*")) - set(whole_checkpoints(folder)):
        log.warning("%s was cut off while it was written, so it is deleted.", path)
        shutil.rmtree(path)
