"""Which pairs a training step sees: weighted draws, batches of like lengths, all planned ahead.

The whole run is one list of batches, so a run that is resumed goes on with the next one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from training.errors import TrainingError

if TYPE_CHECKING:
    import torch
    from transformers import Trainer

# A label that the loss leaves out (torch's default).
IGNORED = -100
Ids = Sequence[int]
Rows = Sequence[int]
Tensors = dict[str, "torch.Tensor"]


@dataclass(frozen=True)
class Examples:
    """Pairs as token ids, each ending with </s>; `weights` is how often an epoch takes each."""

    sources: Sequence[Ids]
    targets: Sequence[Ids]
    weights: Sequence[float]

    def __len__(self) -> int:
        return len(self.sources)

    @property
    def widths(self) -> list[int]:
        """The tokens of the longer side of each pair."""
        sides = zip(self.sources, self.targets, strict=True)
        return [max(map(len, pair)) for pair in sides]

    def batch(self, pad: int, rows: Rows) -> Tensors:
        """Return the pairs of these numbers as a batch for a MarianMT."""
        return tensors([self.sources[i] for i in rows], [self.targets[i] for i in rows], pad)


@dataclass(frozen=True)
class Batches:
    """A map-style dataset of whole batches: item i is what step i trains on, as tensors."""

    plan: Sequence[Rows]
    make: Callable[[Rows], Tensors]

    def __len__(self) -> int:
        return len(self.plan)

    def __getitem__(self, step: int) -> Tensors:
        return self.make(self.plan[step])


def planned_trainer(**options: Any) -> Trainer:
    """Return a Trainer on `Batches`, which it takes in the order they were planned in."""
    from torch.utils.data import SequentialSampler
    from transformers import Trainer

    class PlannedTrainer(Trainer):
        def _get_train_sampler(self, train_dataset=None):
            return SequentialSampler(train_dataset or self.train_dataset)

    return PlannedTrainer(data_collator=_only, **options)


def _only(items: list[Tensors]) -> Tensors:
    """Return the one item that a batch of the Trainer has: it is a whole batch already."""
    [batch] = items
    return batch


def tensors(sources: Sequence[Ids], targets: Sequence[Ids], pad: int) -> Tensors:
    """Return a MarianMT batch [rows, tokens]; the decoder reads each target shifted by <pad>."""
    source, target = padded(sources, pad), padded(targets, IGNORED)
    shifted = target.new_full(target.shape, pad)
    shifted[:, 1:] = target[:, :-1].masked_fill(target[:, :-1] == IGNORED, pad)
    mask = (source != pad).long()
    return {
        "input_ids": source,
        "attention_mask": mask,
        "decoder_input_ids": shifted,
        "labels": target,
    }


def padded(rows: Sequence[Ids], fill: int) -> torch.Tensor:
    """Return rows of unequal length as one tensor [rows, longest], filled up with `fill`."""
    import torch

    table = np.full((len(rows), max(map(len, rows))), fill, dtype=np.int64)
    for line, row in zip(table, rows, strict=True):
        line[: len(row)] = row
    return torch.from_numpy(table)


def plan(
    widths: Sequence[int],
    weights: Sequence[float],
    tokens: int,
    seed: int,
    steps: int | None = None,
) -> list[np.ndarray]:
    """Return batches of row numbers: one epoch, or as many as `steps` batches take.

    An epoch takes each row as often as its weight says; no batch is padded to over `tokens`, but
    for a row that is longer. Raises TrainingError where no row has a weight.
    """
    rng = np.random.default_rng(seed)
    wide, often = np.asarray(widths), np.asarray(weights, dtype=float)
    if not often.any():
        raise TrainingError("No pair has a weight: there is nothing to train on.")
    planned = _epoch(wide, often, tokens, rng)
    while len(planned) < (steps or 0):
        planned += _epoch(wide, often, tokens, rng)
    return planned[:steps]


def _epoch(
    widths: np.ndarray, weights: np.ndarray, tokens: int, rng: np.random.Generator
) -> list[np.ndarray]:
    """Return one epoch's batches in random order: a weight of 1.3 is one draw or two."""
    times = np.floor(weights + rng.random(len(weights))).astype(int)
    drawn = np.repeat(np.arange(len(weights)), times)
    # The noise makes other neighbours each epoch; neighbours of one length waste no padding.
    order = drawn[np.argsort(widths[drawn] + 2 * rng.random(len(drawn)))]
    batches = _cut(order, widths, tokens)
    rng.shuffle(batches)
    return batches


def _cut(order: np.ndarray, widths: np.ndarray, tokens: int) -> list[np.ndarray]:
    """Cut an order of growing width where one more row would pad the batch beyond `tokens`."""
    cuts, start, widest = [], 0, 0
    for position, index in enumerate(order):
        widest = max(widest, widths[index])
        if position > start and widest * (position - start + 1) > tokens:
            cuts.append(position)
            start, widest = position, widths[index]
    return [batch for batch in np.split(order, cuts) if len(batch)]
