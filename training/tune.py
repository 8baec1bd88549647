"""Tune the teacher on the pairs: all of its weights, loss on the English only.

Full fine-tuning, not LoRA (Hu et al. 2021): float32 weights, gradients and AdamW's moments of 1.8 G
parameters are 28 GB, which the machine has, and a teacher that must learn a language pair, not a
style, gains from all of its weights. Computation is bfloat16 on CUDA.
"""

from __future__ import annotations

import argparse
import logging
import math
import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from training.batches import IGNORED, Batches, Tensors, padded, plan, planned_trainer
from training.errors import TrainingError
from training.prompting import Prompting, batches
from training.recipe import Recipe, section
from training.stopping import train
from training.work import Deadline, Work, fresh, read_json, read_rows, write_json

if TYPE_CHECKING:
    from transformers import Trainer, TrainingArguments

log = logging.getLogger(__name__)
# One pair's tokens: before the translation, and the translation.
Example = tuple[list[int], list[int]]


@dataclass(frozen=True)
class Tuning:
    """The section [tune]: see the comments in recipes/full.toml."""

    tiers: Sequence[str]
    passes: float
    most_tokens: int
    batch_tokens: int
    accumulate: int
    learning_rate: float
    warmup: float
    weight_decay: float
    validate_every: int


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add this step's options: there are none."""


def run(work: Work, recipe: Recipe, deadline: Deadline, options: argparse.Namespace) -> None:
    """Write `work.tuned`. Raises TrainingError, or Unfinished with a checkpoint kept."""
    if work.tuned.exists():
        log.info("The tuned teacher is in %s.", work.tuned)
        return
    settings = section(Tuning, recipe.tune, "tune")
    prompting = Prompting.of(work.need(work.base, "teacher"))
    rows = list(read_rows(work.need(work.pairs, "prepare")))
    checks = list(read_rows(work.need(work.validation, "prepare")))
    training, validation = _examples(prompting, rows), _examples(prompting, checks)
    weights = _weights(work, settings, rows, training)
    if not any(weights):
        raise TrainingError("No pair is left to tune on: see [tune] tiers and most_tokens.")
    planned = plan(list(map(_length, training)), weights, settings.batch_tokens, recipe.seed)
    once = batches(list(map(_length, validation)), settings.batch_tokens)
    trainer = _trainer(
        work,
        settings,
        recipe.seed,
        Batches(planned, partial(batch, training, prompting.padding)),
        Batches(once, partial(batch, validation, prompting.padding)),
    )
    _train(trainer, deadline)
    losses = _losses(trainer)
    seen = Counter(rows[i][0] for rows_of_batch in planned for i in rows_of_batch)
    report = {"rows_by_file": seen, "steps": trainer.state.max_steps, "validation_loss": losses}
    # First the report: a run that is killed in between is made again, report and all.
    write_json(work.report("tune"), report | {"settings": dict(recipe.tune)})
    _save(work, trainer, prompting)


def file_weights(
    sources: Mapping[str, Any], files: set[str], tiers: Sequence[str]
) -> dict[str, float]:
    """Return how often a pair of each file is seen in a pass; 0 for tiers left out.

    `sources` is what prepare wrote to sources.json. Raises TrainingError for a file not in it.
    """
    known = sources["files"]
    if unknown := files - set(known):
        words = ", ".join(sorted(unknown))
        raise TrainingError(f"sources.json does not know {words}: run `prepare` again.")
    return {f: known[f]["weight"] if known[f]["tier"] in tiers else 0.0 for f in files}


def batch(examples: Sequence[Example], padding: int, rows: Sequence[int]) -> Tensors:
    """Return the examples of these numbers: input_ids, attention_mask, labels, [rows, longest]."""
    chosen = [examples[i] for i in rows]
    whole = [[*before, *reply] for before, reply in chosen]
    labels = [[*[IGNORED] * len(before), *reply] for before, reply in chosen]
    return {
        "input_ids": padded(whole, padding),
        "attention_mask": padded([[1] * len(row) for row in whole], 0),
        "labels": padded(labels, IGNORED),
    }


def _examples(prompting: Prompting, rows: Sequence[tuple[str, ...]]) -> list[Example]:
    prompts = prompting.prompts([arabic for _, arabic, _ in rows])
    return list(zip(prompts, prompting.replies([english for *_, english in rows]), strict=True))


def _length(example: Example) -> int:
    return len(example[0]) + len(example[1])


def _weights(
    work: Work, settings: Tuning, rows: Sequence[tuple[str, ...]], examples: Sequence[Example]
) -> list[float]:
    """Return how often each pair is seen: 0 for one that is too long, or of another tier."""
    files = [row[0] for row in rows]
    weights = file_weights(read_json(work.sources), set(files), settings.tiers)
    return [
        settings.passes * weights[file] if _length(example) <= settings.most_tokens else 0.0
        for file, example in zip(files, examples, strict=True)
    ]


def _trainer(
    work: Work, settings: Tuning, seed: int, training: Batches, validation: Batches
) -> Trainer:
    """Return a Trainer of the published teacher."""
    import torch
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(work.base, dtype=torch.float32)
    model.config.use_cache = False
    return planned_trainer(
        model=model,
        args=_arguments(work, settings, seed, len(training)),
        train_dataset=training,
        eval_dataset=validation,
    )


def _arguments(work: Work, settings: Tuning, seed: int, count: int) -> TrainingArguments:
    import torch
    from transformers import TrainingArguments

    steps = math.ceil(count / settings.accumulate)
    cuda = torch.cuda.is_available()
    return TrainingArguments(
        output_dir=str(work.tuning),
        num_train_epochs=1,
        per_device_train_batch_size=1,
        per_device_eval_batch_size=1,
        gradient_accumulation_steps=settings.accumulate,
        learning_rate=settings.learning_rate,
        lr_scheduler_type="cosine",
        warmup_steps=math.ceil(settings.warmup * steps),
        weight_decay=settings.weight_decay,
        bf16=cuda,
        use_cpu=not cuda,
        dataloader_pin_memory=cuda,
        eval_strategy="steps",
        eval_steps=settings.validate_every,
        eval_on_start=True,
        # Only the deadline saves: a checkpoint is 21 GB.
        save_strategy="no",
        save_total_limit=1,
        logging_steps=10,
        seed=seed,
        report_to="none",
        remove_unused_columns=False,
        prediction_loss_only=True,
    )


def _train(trainer: Trainer, deadline: Deadline) -> None:
    import torch

    try:
        train(trainer, deadline)
        trainer.evaluate()
    except torch.OutOfMemoryError as error:
        raise TrainingError(
            "The GPU's memory does not hold a batch. Lower batch_tokens in [tune] and raise "
            "accumulate as much; then run `tune` again."
        ) from error


def _losses(trainer: Trainer) -> list[float]:
    """Return the validation losses (nats a token), first to last. Raises TrainingError."""
    losses = [entry["eval_loss"] for entry in trainer.state.log_history if "eval_loss" in entry]
    if not losses[-1] < losses[0]:
        raise TrainingError(
            f"Tuning made the teacher no better: the validation loss went from {losses[0]:.3f} to "
            f"{losses[-1]:.3f}. Delete {trainer.args.output_dir} and lower learning_rate in [tune]."
        )
    return losses


def _save(work: Work, trainer: Trainer, prompting: Prompting) -> None:
    """Write the tuned teacher in bfloat16, half of it, and delete the checkpoints (21 GB each)."""
    import torch

    trainer.model.config.use_cache = True
    with fresh(work.tuned) as temporary:
        trainer.model.to(torch.bfloat16).save_pretrained(temporary)
        prompting.tokenizer.save_pretrained(temporary)
    shutil.rmtree(work.tuning, ignore_errors=True)
