"""Which pairs a training step sees: weighted draws, batches of like lengths, all planned ahead.

The whole run is one list of batches, so a run that is resumed goes on with the next one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from training.errors import TrainingError

if TYPE_CHECKING:
    import torch

# A label that the loss leaves out (torch's default).
IGNORED = -100
Ids = Sequence[int]


@dataclass(frozen=True)
class Examples:
    """Pairs as token ids, each ending with </s>; `weights` is how often an epoch takes each."""

    sources: Sequence[Ids]
    targets: Sequence[Ids]
    weights: Sequence[float]

    def __len__(self) -> int:
        return len(self.sources)


class Batches:
    """A map-style dataset of whole batches: item i is what step i trains on, as tensors."""

    def __init__(self, examples: Examples, plan: Sequence[np.ndarray], pad: int) -> None:
        self.examples, self.plan, self.pad = examples, plan, pad

    def __len__(self) -> int:
        return len(self.plan)

    def __getitem__(self, step: int) -> dict[str, torch.Tensor]:
        rows = self.plan[step]
        sources = [self.examples.sources[i] for i in rows]
        return tensors(sources, [self.examples.targets[i] for i in rows], self.pad)


def tensors(sources: Sequence[Ids], targets: Sequence[Ids], pad: int) -> dict[str, torch.Tensor]:
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


def plan(examples: Examples, tokens: int, steps: int, seed: int) -> list[np.ndarray]:
    """Return `steps` batches of indices, epoch after epoch; none pads to over `tokens` a side.

    Raises TrainingError where no example has a weight.
    """
    rng = np.random.default_rng(seed)
    sides = zip(examples.sources, examples.targets, strict=True)
    widths = np.array([max(map(len, pair)) for pair in sides])
    weights = np.asarray(examples.weights, dtype=float)
    if not weights.any():
        raise TrainingError("No pair has a weight: there is nothing to train on.")
    planned: list[np.ndarray] = []
    while len(planned) < steps:
        planned += _epoch(widths, weights, tokens, rng)
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
