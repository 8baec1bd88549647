"""Tune the teacher on the pairs: all of its weights, loss on the English only.

Full fine-tuning, not LoRA (Hu et al. 2021): float32 weights, gradients and AdamW's moments of 1.8 G
parameters are 28 GB, which the machine has, and a teacher that must learn a language pair, not a
style, gains from all of its weights. Computation is bfloat16 on CUDA.
"""

from __future__ import annotations

import argparse
import logging
import math
import random
import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from training.batches import IGNORED, padded
from training.errors import TrainingError
from training.prompting import Prompting, batches
from training.recipe import Recipe, section
from training.stopping import train
from training.work import Deadline, Work, fresh, read_json, read_rows, write_json

if TYPE_CHECKING:
    import torch
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
    save_every: int


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
    training = _examples(prompting, rows)
    lengths = list(map(_length, training))
    copies = _copies(work, settings, [row[0] for row in rows], lengths)
    plan = planned(lengths, copies, settings.batch_tokens, recipe.seed)
    if not plan:
        raise TrainingError("No pair is left to tune on: see [tune] tiers and most_tokens.")
    validation = _Batches.of(_examples(prompting, checks), settings.batch_tokens)
    batched = _Batches(training, plan)
    trainer = _trainer(work, settings, recipe.seed, prompting.padding, (batched, validation))
    _train(trainer, deadline)
    losses = _losses(trainer)
    _save(work, trainer, prompting)
    seen = Counter(rows[i][0] for batch in plan for i in batch)
    report = {"rows_by_file": seen, "steps": trainer.state.max_steps, "validation_loss": losses}
    write_json(work.report("tune"), report | {"settings": dict(recipe.tune)})


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


def planned(
    lengths: Sequence[int], copies: Sequence[float], most: int, seed: int
) -> list[list[int]]:
    """Return batches of row numbers (see prompting.batches) with every row `copies` times.

    A copy of 0.3 is there with that chance. No batch holds a row twice, since the copies are dealt
    out in rounds; the trainer shuffles the batches.
    """
    chance = random.Random(seed)
    found = []
    for done in range(math.ceil(max(copies, default=0))):
        rows = [row for row, count in enumerate(copies) if chance.random() < count - done]
        chance.shuffle(rows)
        found += [[rows[i] for i in b] for b in batches([lengths[row] for row in rows], most)]
    return found


def collated(examples: Sequence[Example], padding: int) -> dict[str, torch.Tensor]:
    """Return one batch for the model: input_ids, attention_mask and labels, [rows, longest]."""
    rows = [[*before, *reply] for before, reply in examples]
    labels = [[*[IGNORED] * len(before), *reply] for before, reply in examples]
    return {
        "input_ids": padded(rows, padding),
        "attention_mask": padded([[1] * len(row) for row in rows], 0),
        "labels": padded(labels, IGNORED),
    }


def _examples(prompting: Prompting, rows: Sequence[tuple[str, ...]]) -> list[Example]:
    prompts = prompting.prompts([arabic for _, arabic, _ in rows])
    return list(zip(prompts, prompting.replies([english for *_, english in rows]), strict=True))


def _length(example: Example) -> int:
    return len(example[0]) + len(example[1])


def _copies(
    work: Work, settings: Tuning, files: Sequence[str], lengths: Sequence[int]
) -> list[float]:
    """Return how often each pair is seen: 0 for one that is too long, or of another tier."""
    weights = file_weights(read_json(work.sources), set(files), settings.tiers)
    return [
        settings.passes * weights[file] if length <= settings.most_tokens else 0.0
        for file, length in zip(files, lengths, strict=True)
    ]


@dataclass(frozen=True)
class _Batches:
    """A dataset of whole batches: the trainer's own batch size is one of them."""

    examples: Sequence[Example]
    plan: Sequence[Sequence[int]]

    @classmethod
    def of(cls, examples: Sequence[Example], most: int) -> _Batches:
        """Return every example once, in batches of at most `most` tokens."""
        return cls(examples, batches(list(map(_length, examples)), most))

    def __len__(self) -> int:
        return len(self.plan)

    def __getitem__(self, number: int) -> list[Example]:
        return [self.examples[row] for row in self.plan[number]]


def _trainer(
    work: Work, settings: Tuning, seed: int, padding: int, data: tuple[_Batches, _Batches]
) -> Trainer:
    """Return a Trainer of the published teacher on `data`: for training, for validation."""
    import torch
    from transformers import AutoModelForCausalLM, Trainer

    training, validation = data
    model = AutoModelForCausalLM.from_pretrained(work.base, dtype=torch.float32)
    model.config.use_cache = False
    return Trainer(
        model,
        _arguments(work, settings, seed, len(training)),
        data_collator=lambda items: collated(items[0], padding),
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
        save_strategy="steps",
        save_steps=settings.save_every,
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
