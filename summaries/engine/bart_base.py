"""What both BART engines share: settings, tokenizer, candidates and headlines."""

from __future__ import annotations

import json
import os
from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from summaries.engine import english
from summaries.engine.errors import ModelUnavailable, SummaryFailed
from summaries.engine.threads import threads_per_process
from summaries.engine.types import Provenance

# Nucleus sampling for the candidates beyond the beam (Holtzman et al. 2020), cool enough to stay
# close to the source.
TOP_P, TEMPERATURE = 0.9, 0.7
_SEED = 20
# A headline of at most 110 characters is about 28 tokens of BART's vocabulary.
_HEADLINE_TOKENS = (6, 32)
_SPECIAL_TOKENS = 2


@dataclass(frozen=True)
class SummaryDecoding:
    """How to decode; lengths are generated tokens, without <s> but with </s>."""

    beam: int = 4
    min_tokens: int = 56
    max_tokens: int = 142
    length_penalty: float = 2.0
    no_repeat_ngram: int = 3
    sampling_seed: int | None = None

    def __str__(self) -> str:
        return (
            f"beam {self.beam}, {self.min_tokens} to {self.max_tokens} tokens, length penalty"
            f" {self.length_penalty:g}, no repeated {self.no_repeat_ngram}-grams"
        )

    @classmethod
    def of_checkpoint(cls, folder: Path) -> SummaryDecoding:
        """Read the settings that a checkpoint was tuned with; what it does not say is CNN/DM's.

        transformers counts the start token and <s> into its lengths, this class does not.
        """
        config = read_config(folder)
        told = config.get("task_specific_params", {}).get("summarization", {}) | config
        return cls(
            beam=told.get("num_beams") or cls.beam,
            min_tokens=max(1, (told.get("min_length") or cls.min_tokens + 2) - 2),
            max_tokens=max(2, (told.get("max_length") or cls.max_tokens + 2) - 2),
            length_penalty=told.get("length_penalty", cls.length_penalty),
            no_repeat_ngram=told.get("no_repeat_ngram_size", cls.no_repeat_ngram),
        )


def read_config(folder: Path) -> dict[str, Any]:
    """Return config.json with generation_config.json over it. Raises ModelUnavailable."""
    try:
        config = {} | json.loads((folder / "config.json").read_text(encoding="utf-8"))
        generation = folder / "generation_config.json"
        if generation.exists():
            config |= json.loads(generation.read_text(encoding="utf-8"))
    except (OSError, ValueError, TypeError) as error:  # TypeError: JSON, but no object
        raise ModelUnavailable(
            f"The summary model in {folder} has no readable config.json. "
            "Pull the model again: manage.py models pull"
        ) from error
    return config


class BaseBartSummarizer(ABC):
    """Everything but the decode step. See BartSummarizer for the constructor's arguments."""

    engine = ""

    def __init__(
        self,
        folder: Path,
        *,
        model: str,
        revision: str,
        quality: str = "",
        stand_in: bool = False,
        decoding: SummaryDecoding | None = None,
        threads: int = 0,
    ) -> None:
        self.folder = Path(folder)
        self.decoding = decoding or SummaryDecoding.of_checkpoint(self.folder)
        self.threads = threads or threads_per_process()
        positions = read_config(self.folder).get("max_position_embeddings", 1024)
        self.max_source_tokens = positions - _SPECIAL_TOKENS
        self.provenance = Provenance(
            model, revision, self.engine, str(self.decoding), quality, stand_in
        )
        self._loaded: dict[int, Any] = {}
        self._latest: tuple[str, list[str]] = ("", [])

    @cached_property
    def tokenizer(self) -> Any:
        """The checkpoint's byte-level BPE tokenizer. Raises ModelUnavailable."""
        from transformers import BartTokenizerFast

        try:
            return BartTokenizerFast.from_pretrained(str(self.folder), local_files_only=True)
        except Exception as error:  # transformers raises OSError, ValueError and its own kinds
            raise ModelUnavailable(
                f"The tokenizer of the summary model in {self.folder} cannot be read ({error}). "
                "Pull the model again: manage.py models pull"
            ) from error

    def count_tokens(self, text: str) -> int:
        """Return the number of BPE tokens of a text, without <s> and </s>."""
        return len(self.tokenizer.encode(text, add_special_tokens=False))

    def summaries(self, text: str, count: int) -> list[str]:
        """Return up to `count` different summaries: the beam's best first, then samples.

        Beam hypotheses differ in few words, samples in whole sentences: half of each gives the
        guard something to choose from.
        """
        from_beam = (count + 1) // 2
        found = self._texts(text, self.decoding, from_beam)
        for number in range(count - from_beam):
            sampling = replace(self.decoding, beam=1, sampling_seed=_SEED + number)
            found += self._texts(text, sampling, 1)
        found = list(dict.fromkeys(found))
        self._latest = (text, found)
        return found

    def headlines(self, text: str, count: int) -> list[str]:
        """Return up to `count` headlines: short summaries that end, then first sentences.

        The CNN/DM checkpoints write highlights, so a short one reads like a headline.
        """
        low, high = _HEADLINE_TOKENS
        short = replace(self.decoding, min_tokens=low, max_tokens=high, length_penalty=1.0)
        found = [h for h in self._texts(text, short, min(count, 2)) if english.is_finished(h)]
        known, summaries = self._latest
        for summary in summaries if known == text else self._texts(text, self.decoding, 1):
            found += english.sentences(summary)[:1]
        return list(dict.fromkeys(english.sentences(h)[0] for h in found if h))[:count]

    def _texts(self, text: str, decoding: SummaryDecoding, count: int) -> list[str]:
        ids = self.tokenizer.encode(
            text, truncation=True, max_length=self.max_source_tokens + _SPECIAL_TOKENS
        )
        decoding = replace(decoding, beam=max(decoding.beam, count))
        try:
            outputs = self._decode(ids, decoding, count)
        except RuntimeError as error:
            raise SummaryFailed(
                f"The summary model stopped with an error ({error}). Try the job again."
            ) from error
        texts = (self.tokenizer.decode(out, skip_special_tokens=True) for out in outputs)
        return [found for found in (" ".join(text.split()) for text in texts) if found]

    def _model(self) -> Any:
        """Return the model of this process: one made before a fork would hang the child."""
        process = os.getpid()
        if process not in self._loaded:
            self._loaded[process] = self._load()
        return self._loaded[process]

    @abstractmethod
    def _load(self) -> Any:
        """Load the weights. Raises ModelUnavailable."""

    @abstractmethod
    def _decode(self, ids: list[int], decoding: SummaryDecoding, count: int) -> list[list[int]]:
        """Return `count` outputs as token ids, best first, for one source with <s> and </s>."""
