"""Whether a student reads its source at all: its loss with true sources and with wrong ones.

A decoder that learns English without looking at the Arabic has a falling loss like any other, and
writes fluent nonsense. With the sources of a batch exchanged, its loss stays the same; that of a
student whose cross-attention works rises.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from training.errors import TrainingError
from training.work import read_json, write_json

if TYPE_CHECKING:
    from torch import Tensor
    from transformers import MarianMTModel, TrainerCallback

log = logging.getLogger(__name__)
Batch = dict[str, "Tensor"]


@dataclass(frozen=True)
class Losses:
    """Cross-entropy in nats a target token, with the right sources and with another pair's."""

    true: float
    shuffled: float

    @property
    def gap(self) -> float:
        """What the source is worth to the student, in nats a token: 0 where it is ignored."""
        return self.shuffled - self.true


@dataclass(frozen=True)
class Patience:
    """Look every `every` steps; from step `steps` on, less than `gap` nats ends the run."""

    every: int
    steps: int
    gap: float


def losses(model: MarianMTModel, batches: Iterable[Batch]) -> Losses:
    """Return the losses over batches of two rows or more, each row's source changed for the next's.

    The batches hold pairs of like lengths, so a wrong source gives itself away by its words alone.
    """
    import torch

    training = model.training
    model.eval()
    sums, tokens = [0.0, 0.0], 0
    with torch.no_grad():
        for batch in batches:
            here = {name: tensor.to(model.device) for name, tensor in batch.items()}
            wrong = {n: here[n].roll(1, 0) for n in ("input_ids", "attention_mask")}
            sums[0] += _summed(model, here)
            sums[1] += _summed(model, here | wrong)
            tokens += int((here["labels"] >= 0).sum())
    model.train(training)
    return Losses(sums[0] / tokens, sums[1] / tokens)


def _summed(model: MarianMTModel, batch: Batch) -> float:
    from torch.nn.functional import cross_entropy

    labels = batch["labels"]
    logits = model(**{name: tensor for name, tensor in batch.items() if name != "labels"}).logits
    return cross_entropy(logits.flatten(0, 1).float(), labels.flatten(), reduction="sum").item()


def watch(batches: list[Batch], patience: Patience, report: Path) -> TrainerCallback:
    """Return a callback that logs the losses, keeps them in `report`, and ends a blind run.

    A run that ends so raises TrainingError, so that nobody waits for a student that will never
    translate.
    """
    from transformers import TrainerCallback

    class Watch(TrainerCallback):
        def on_step_end(self, args, state, control, model=None, **rest):
            if state.global_step % patience.every and state.global_step < state.max_steps:
                return
            found = losses(model, batches)
            _keep(report, state.global_step, found)
            if state.global_step >= patience.steps and found.gap < patience.gap:
                raise TrainingError(_blind(state.global_step, found, patience))

    return Watch()


def _keep(report: Path, step: int, found: Losses) -> None:
    """Log the losses and put them behind those of the steps before; a resumed run repeats some."""
    log.info(
        "step %d: validation loss %.3f, with shuffled sources %.3f (the source is worth %.3f)",
        step,
        found.true,
        found.shuffled,
        found.gap,
    )
    earlier = read_json(report) if report.is_file() else []
    kept = [entry for entry in earlier if entry["step"] < step]
    write_json(report, [*kept, {"step": step, **asdict(found)}])


def _blind(step: int, found: Losses, patience: Patience) -> str:
    return (
        f"The student ignores its source: at step {step} another sentence's source makes its loss "
        f"only {found.gap:.3f} worse ({found.true:.3f}, then {found.shuffled:.3f}), where "
        f"{patience.gap:g} is expected. Delete its checkpoints and start again with a longer "
        "warm_up, a lower learning_rate or more text; more steps do not help."
    )
