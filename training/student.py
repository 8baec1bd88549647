"""Train the student on the teacher's labels and the real pairs.

Sequence-level knowledge distillation (Kim and Rush 2016): a small model learns a teacher's output
more easily than people's. Post-norm transformers fail silently where the learning rate rises too
soon (Liu et al. 2020), so warm-up is long and `attention` watches that sources are read.
"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from training import attention, stopping
from training.batches import Batches, Examples, plan, planned_trainer
from training.errors import TrainingError
from training.marian import Shape, new_model
from training.recipe import Recipe, section
from training.vocabulary import PAD, SOURCE, TARGET, Tokenizer
from training.work import Deadline, Work, read_json, read_rows, write_json

if TYPE_CHECKING:
    from transformers import MarianMTModel, Trainer

log = logging.getLogger(__name__)
_CHUNK = 10_000
Rows = Iterable[tuple[str, str, float]]


@dataclass(frozen=True)
class Settings:
    """The section [student]; see recipes/full.toml for what each number means."""

    width: int
    feed_forward: int
    heads: int
    encoder_layers: int
    decoder_layers: int
    dropout: float
    max_tokens: int
    label_weight: float
    batch_tokens: int
    steps: int
    warm_up: int
    learning_rate: float
    label_smoothing: float
    save_every: int
    checkpoints: int
    watch_every: int
    patience: int
    gap: float

    def shape(self, vocabulary: int) -> Shape:
        """Return the model's shape for a vocabulary of so many tokens."""
        sizes = (self.width, self.feed_forward, self.heads)
        layers = (self.encoder_layers, self.decoder_layers)
        return Shape(vocabulary, *sizes, *layers, self.dropout, self.max_tokens)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take nothing more than every step does."""


def run(work: Work, recipe: Recipe, deadline: Deadline, options: argparse.Namespace) -> None:
    """Train, from the last checkpoint where there is one.

    Raises Unfinished at the deadline, and TrainingError for a student that ignores its source.
    """
    settings = section(Settings, recipe.student, "student")
    if settings.steps in map(stopping.step_of, stopping.whole_checkpoints(work.checkpoints)):
        log.info("The student has made its %d steps: %s", settings.steps, work.checkpoints)
        return
    tokenizer = Tokenizer(work.need(work.vocabulary, "vocabulary"))
    examples = _encoded(_training_rows(work, settings), tokenizer, settings.max_tokens)
    trainer = _trainer(work, settings, recipe.seed, tokenizer, examples)
    _report(work, trainer.model, examples)
    stopping.train(trainer, deadline)


def _training_rows(work: Work, settings: Settings) -> Iterator[tuple[str, str, float]]:
    """Yield Arabic, English and weight: every label, and the pairs of each file by its weight."""
    for arabic, english in read_rows(work.need(work.filtered, "filter")):
        yield arabic, english, settings.label_weight
    files = read_json(work.need(work.sources, "prepare"))["files"]
    for name, arabic, english in read_rows(work.need(work.pairs, "prepare")):
        yield arabic, english, files[name]["weight"]


def _encoded(rows: Rows, tokenizer: Tokenizer, longest: int) -> Examples:
    """Return the rows as token ids; those with more than `longest` tokens are left out."""
    kept: tuple[list, list, list] = ([], [], [])
    texts = list(rows)
    for start in range(0, len(texts), _CHUNK):
        chunk = texts[start : start + _CHUNK]
        sources = tokenizer.encode(SOURCE, [row[0] for row in chunk])
        targets = tokenizer.encode(TARGET, [row[1] for row in chunk])
        for source, target, row in zip(sources, targets, chunk, strict=True):
            if max(len(source), len(target)) <= longest:
                # Arrays take a tenth of the memory of lists of numbers.
                kept[0].append(np.array(source, dtype=np.int32))
                kept[1].append(np.array(target, dtype=np.int32))
                kept[2].append(row[2])
    if not kept[0]:
        raise TrainingError(f"No pair of at most {longest} tokens a side: nothing to train on.")
    return Examples(*kept)


def _validation(work: Work, settings: Settings, tokenizer: Tokenizer) -> list[dict]:
    """Return the pairs set apart for validation as batches of two rows or more."""
    rows = read_rows(work.need(work.validation, "prepare"))
    examples = _encoded(((ar, en, 1.0) for _, ar, en in rows), tokenizer, settings.max_tokens)
    pad = tokenizer.ids[PAD]
    order = sorted(range(len(examples)), key=lambda i: len(examples.targets[i]))
    groups = [order[i : i + 32] for i in range(0, len(order), 32)]
    batches = [examples.batch(pad, group) for group in groups if len(group) > 1]
    if not batches:
        raise TrainingError(f"{work.validation} holds too few pairs to watch the student by.")
    return batches


def _trainer(
    work: Work, settings: Settings, seed: int, tokenizer: Tokenizer, examples: Examples
) -> Trainer:
    from transformers import set_seed

    set_seed(seed)
    sizes = examples.widths, examples.weights, settings.batch_tokens
    planned = plan(*sizes, seed, settings.steps)
    patience = attention.Patience(settings.watch_every, settings.patience, settings.gap)
    batches = _validation(work, settings, tokenizer)
    return planned_trainer(
        model=new_model(settings.shape(len(tokenizer.ids))),
        args=_arguments(work, settings, seed),
        train_dataset=Batches(planned, partial(examples.batch, tokenizer.ids[PAD])),
        callbacks=[attention.watch(batches, patience, work.report("attention"))],
    )


def _arguments(work: Work, settings: Settings, seed: int):
    import torch
    from transformers import TrainingArguments

    cuda = torch.cuda.is_available()
    return TrainingArguments(
        output_dir=str(work.checkpoints),
        max_steps=settings.steps,
        per_device_train_batch_size=1,
        learning_rate=settings.learning_rate,
        lr_scheduler_type="inverse_sqrt",
        warmup_steps=settings.warm_up,
        adam_beta2=0.98,
        adam_epsilon=1e-9,
        weight_decay=0.0,
        max_grad_norm=1.0,
        label_smoothing_factor=settings.label_smoothing,
        bf16=cuda,
        use_cpu=not cuda,
        dataloader_pin_memory=cuda,
        # Padding the next batches takes as long as a step of a fast GPU.
        dataloader_num_workers=2 if cuda else 0,
        remove_unused_columns=False,
        save_strategy="steps",
        save_steps=settings.save_every,
        save_total_limit=settings.checkpoints,
        logging_steps=settings.watch_every,
        report_to="none",
        seed=seed,
    )


def _report(work: Work, model: MarianMTModel, examples: Examples) -> None:
    counts = {
        "parameters": sum(weight.numel() for weight in model.parameters()),
        "pairs": len(examples),
        "target_tokens": sum(map(len, examples.targets)),
    }
    log.info("%(parameters)d parameters, %(pairs)d pairs, %(target_tokens)d target tokens", counts)
    write_json(work.report("student"), counts)
