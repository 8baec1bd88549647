"""Let the tuned teacher translate Arabic lines for the student to learn from.

Sequence-level knowledge distillation (Kim and Rush 2016): the student is trained on the teacher's
own greedy translations, which are simpler to learn than what people write.
"""

from __future__ import annotations

import argparse
import logging
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from training.batches import padded
from training.errors import TrainingError
from training.prompting import Prompting, batches
from training.recipe import Recipe, section
from training.work import Deadline, Work, read_json, read_rows, write_json, write_rows

if TYPE_CHECKING:
    import torch

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Labelling:
    """The section [label]: see the comments in recipes/full.toml."""

    most_lines: int
    shard_lines: int
    batch_tokens: int
    reply_tokens: int
    reply_tokens_per_token: float


@dataclass(frozen=True)
class Reply:
    """A translation on one line; `whole` unless the limit cut it off."""

    text: str
    whole: bool


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add this step's options: there are none."""


def run(work: Work, recipe: Recipe, deadline: Deadline, options: argparse.Namespace) -> None:
    """Write the shards that are missing in `work.labels`. Raises TrainingError or Unfinished."""
    settings = section(Labelling, recipe.label, "label")
    shards = _shards(work, settings)
    missing = {path: lines for path, lines in shards.items() if not _is_done(path, lines)}
    if missing:
        teacher = Teacher(work.need(work.tuned, "tune"), settings)
        for path, lines in _progress(shards, missing):
            done = len(shards) - len(missing) + list(missing).index(path)
            deadline.check(f"{done} of {len(shards)} shards are labelled")
            start = time.monotonic()
            write_rows(path, _labelled(teacher, lines))
            _count(work, path, time.monotonic() - start)
    log.info("All %s shards are in %s.", len(shards), work.labels)


def translate(folder: Path, sentences: Sequence[str], recipe: Recipe) -> Iterator[tuple[int, str]]:
    """Yield `(index, translation)` by a teacher, tuned or not, in an order of its own.

    The sentences are as prepare leaves them. Raises TrainingError when the GPU is too small.
    """
    teacher = Teacher(folder, section(Labelling, recipe.label, "label"))
    for i, reply in teacher.translate(sentences):
        yield i, reply.text


class Teacher:
    """A causal language model that translates greedily, in batches of like length.

    `folder` is a plain transformers folder. On CUDA it computes in bfloat16.
    """

    def __init__(self, folder: Path, settings: Labelling) -> None:
        import torch
        from transformers import AutoModelForCausalLM

        cuda = torch.cuda.is_available()
        self._settings, self._most = settings, settings.batch_tokens
        self._prompting = Prompting.of(folder)
        dtype = torch.bfloat16 if cuda else torch.float32
        self._model: Any = AutoModelForCausalLM.from_pretrained(folder, dtype=dtype).eval()
        self._model.to("cuda" if cuda else "cpu")
        log.info("Translating on %s.", self._model.device)

    def translate(self, sentences: Sequence[str]) -> Iterator[tuple[int, Reply]]:
        """Yield `(index, reply)` for each sentence as its batch is done.

        A batch that does not fit the GPU is tried again at half its size, and all after it are of
        that size. Raises TrainingError when one sentence does not fit.
        """
        prompts = self._prompting.prompts(sentences)
        waiting = self._batches(prompts, range(len(prompts)))
        while waiting:
            batch = waiting.pop(0)
            replies = self._replies([prompts[i] for i in batch])
            if replies is None:
                self._halve(len(batch))
                rows = [i for rest in (batch, *waiting) for i in rest]
                waiting = self._batches(prompts, rows)
            else:
                yield from zip(batch, replies, strict=True)

    def _limit(self, prompt: Sequence[int]) -> int:
        """Return the tokens a reply may have: enough for every sound one, few for a loop."""
        settings = self._settings
        return settings.reply_tokens + int(settings.reply_tokens_per_token * len(prompt))

    def _batches(self, prompts: Sequence[Sequence[int]], rows: Iterable[int]) -> list[list[int]]:
        rows = list(rows)
        lengths = [len(prompts[i]) + self._limit(prompts[i]) for i in rows]
        return [[rows[i] for i in batch] for batch in batches(lengths, self._most)]

    def _halve(self, rows: int) -> None:
        import torch

        if rows == 1:
            raise TrainingError("The GPU's memory does not hold one sentence: use a larger one.")
        torch.cuda.empty_cache()
        self._most //= 2
        log.warning("The GPU's memory is full: batches are now of %s tokens.", self._most)

    def _replies(self, prompts: list[list[int]]) -> list[Reply] | None:
        """Return one reply a prompt, or None when the GPU's memory is full."""
        import torch

        try:
            generated = self._generated(prompts)
        except torch.OutOfMemoryError:
            return None
        return [Reply(*self._prompting.text(row)) for row in generated]

    def _generated(self, prompts: list[list[int]]) -> list[list[int]]:
        import torch

        tokens = _right_aligned(prompts, self._prompting.padding)
        mask = _right_aligned([[1] * len(prompt) for prompt in prompts], 0)
        with torch.inference_mode():
            full = self._model.generate(
                tokens.to(self._model.device),
                attention_mask=mask.to(self._model.device),
                max_new_tokens=max(map(self._limit, prompts)),
                do_sample=False,
                eos_token_id=self._prompting.end,
                pad_token_id=self._prompting.padding,
            )
        return full[:, tokens.shape[1] :].tolist()


def _right_aligned(rows: Sequence[list[int]], fill: int) -> torch.Tensor:
    """Return rows of tokens as one tensor [rows, longest], filled up before them with `fill`."""
    return padded([row[::-1] for row in rows], fill).flip(1)


def _shards(work: Work, settings: Labelling) -> dict[Path, list[str]]:
    """Return the Arabic lines of every shard by its path, in the order of mono.tsv."""
    lines = [row[1] for row in read_rows(work.need(work.mono, "prepare"))][: settings.most_lines]
    size = settings.shard_lines
    return {
        work.labels / f"{start // size:05}.tsv": lines[start : start + size]
        for start in range(0, len(lines), size)
    }


def _is_done(path: Path, lines: Sequence[str]) -> bool:
    """Return whether a shard is there. Raises TrainingError when it has other lines."""
    if not path.exists():
        return False
    if [row[0] for row in read_rows(path)] != list(lines):
        raise TrainingError(
            f"{path} was made from another mono.tsv or shard_lines. Delete {path.parent} to label "
            "again, or put the old ones back."
        )
    return True


def _progress(
    shards: dict[Path, list[str]], missing: dict[Path, list[str]]
) -> Iterator[tuple[Path, list[str]]]:
    from tqdm import tqdm

    total, left = (sum(map(len, part.values())) for part in (shards, missing))
    with tqdm(total=total, initial=total - left, unit="line", unit_scale=True) as bar:
        for path, lines in missing.items():
            yield path, lines
            bar.update(len(lines))


def _labelled(teacher: Teacher, lines: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    replies = dict(teacher.translate(lines))
    for i, line in enumerate(lines):
        yield line, replies[i].text, "whole" if replies[i].whole else "cut"


def _count(work: Work, shard: Path, seconds: float) -> None:
    """Add one shard to the report, so that it holds what all runs did together."""
    path = work.report("label")
    report = read_json(path) if path.exists() else {"lines": 0, "cut": 0, "seconds": 0.0}
    ends = [row[2] for row in read_rows(shard)]
    report["lines"] += len(ends)
    report["cut"] += ends.count("cut")
    report["seconds"] = round(report["seconds"] + seconds, 2)
    report["lines_per_second"] = round(report["lines"] / max(report["seconds"], 1e-9), 2)
    write_json(path, report)
