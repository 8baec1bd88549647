"""How a Trainer's run ends in time: it saves a checkpoint when the time given is used up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from training.work import Deadline

if TYPE_CHECKING:
    from transformers import Trainer, TrainerCallback


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
    """Train to the end, from the newest checkpoint in the trainer's output folder if there is one.

    Raises Unfinished, with the steps done, when the `deadline` came first; a checkpoint holds them.
    """
    from transformers.trainer_utils import get_last_checkpoint

    trainer.add_callback(stopper(deadline))
    trainer.train(resume_from_checkpoint=get_last_checkpoint(trainer.args.output_dir))
    state = trainer.state
    if state.global_step < state.max_steps:
        deadline.check(f"{state.global_step} of {state.max_steps} steps are done and saved")
