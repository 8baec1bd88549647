"""What both MarianMT engines share: everything around the decode step.

Tokenising, batching, and choosing in a beam; `retrying` has the flow around it, `marian` the
engines themselves.
"""

from __future__ import annotations

import os
from abc import abstractmethod
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from summaries.engine.batching import token_batches
from summaries.engine.degenerate import find_flags
from summaries.engine.errors import TranslationFailed
from summaries.engine.marian_decoding import RETRIES, Decoded, Decoding
from summaries.engine.marian_vocabulary import MarianVocabulary
from summaries.engine.retrying import Part, RetryingTranslator
from summaries.engine.terms import are_met, most_fitting
from summaries.engine.threads import threads_per_process
from summaries.engine.types import Translation, Wish

# Target lengths the decoder may reach, in tokens. Few classes, and a batch holds one of them, so
# that a looping sentence stops early without its neighbours deciding where.
TARGET_LIMITS = (128, 256)
TARGET_PER_SOURCE = 3


@dataclass
class _Part(Part):
    """A part in the tokens of the model, and how long its translation may become."""

    tokens: list[str] = field(default_factory=list)
    limit: int = 0


class BaseMarianTranslator(RetryingTranslator):
    """Everything but the decode step. See MarianTranslator for the constructor's arguments."""

    def __init__(
        self,
        folder: Path,
        *,
        model: str,
        revision: str,
        quality: str = "",
        stand_in: bool = False,
        beam: int | None = None,
        decoding: Decoding | None = None,
        retries: Sequence[Decoding] = RETRIES,
        threads: int = 0,
        batch_tokens: int = 512,
        max_source_tokens: int = 0,
        prepare: Callable[[str], str] | None = None,
    ) -> None:
        super().__init__(
            folder,
            model=model,
            revision=revision,
            quality=quality,
            stand_in=stand_in,
            decoding=decoding or (Decoding(beam=beam) if beam else Decoding()),
            retries=retries,
            prepare=prepare,
        )
        self.threads = threads or threads_per_process()
        self.batch_tokens = batch_tokens
        self.max_source_tokens = max_source_tokens
        self._loaded: dict[int, Any] = {}

    @cached_property
    def vocabulary(self) -> MarianVocabulary:
        """The tokenizer of `folder`, loaded on first use. Raises ModelUnavailable."""
        return MarianVocabulary(self.folder)

    @property
    def _longest(self) -> int:
        most = self.vocabulary.max_tokens
        return min(self.max_source_tokens or most, most)

    def _count(self, text: str) -> int:
        return self.vocabulary.count(text)

    def _part(self, sentence: int, text: str, wishes: Sequence[Wish]) -> _Part:
        tokens = self.vocabulary.encode(text)
        limit = self._target_limit(len(tokens))
        return _Part(sentence, text, wishes, tokens=tokens, limit=limit)

    def _target_limit(self, source_tokens: int) -> int:
        wanted = source_tokens * TARGET_PER_SOURCE
        longest = self.vocabulary.max_tokens
        return min(next((n for n in TARGET_LIMITS if wanted <= n), longest), longest)

    def _searches(self, count: int) -> list[Decoding]:
        """Return wide beams. Many of a beam's hypotheses differ in case only: twice as wide."""
        searches = (self.decoding, *self.retries)
        return [replace(each, beam=max(each.beam, 2 * count)) for each in searches]

    def _hypotheses_of(self, part: _Part, decoding: Decoding) -> list[Translation]:
        with _errors_in_words():
            results = self._hypotheses(part.tokens, decoding.max_tokens or part.limit, decoding)
        return [self._made(part, result, decoding) for result in results]

    def _attempted(self, parts: list[_Part], decoding: Decoding) -> Iterator[_Part]:
        lengths = [len(part.tokens) for part in parts]
        limits = [decoding.max_tokens or part.limit for part in parts]
        batches = token_batches(lengths, self.batch_tokens, limits=limits, workers=self.threads)
        sources = [[parts[i].tokens for i in batch] for batch in batches]
        with _errors_in_words():
            results = self._decode(sources, [limits[batch[0]] for batch in batches], decoding)
            for batch, decoded in zip(batches, results, strict=True):
                for i, result in zip(batch, decoded, strict=True):
                    made = self._made(parts[i], result, decoding)
                    parts[i].keep(self._fitting(parts[i], made, decoding))
                    yield parts[i]

    def _fitting(self, part: _Part, made: Translation, decoding: Decoding) -> Translation:
        """Return what fits the part's wishes best of the beam that `made` is the first of.

        The others are decoded only where that one misses a wish.
        """
        if made.flags or are_met(part.wishes, made.text):
            return made
        results = self._hypotheses(part.tokens, decoding.max_tokens or part.limit, decoding)
        others = (self._made(part, result, decoding) for result in results)
        return most_fitting([made, *others], part.wishes)

    def _made(self, part: _Part, result: Decoded, decoding: Decoding) -> Translation:
        text = self.vocabulary.decode(result.tokens)
        finished = result.finished or decoding.max_tokens > 0
        flags = find_flags(part.text, text, finished=finished)
        return self._written(text, decoding, result.score, flags)

    def _model(self) -> Any:
        """Return the loaded model of this process.

        A model made before a fork hangs the child, so a child loads its own. The parent's stays
        referenced: destroying it here would wait for threads that do not exist in this process.
        """
        process = os.getpid()
        if process not in self._loaded:
            self._loaded[process] = self._load()
        return self._loaded[process]

    @abstractmethod
    def _load(self) -> Any:
        """Load the weights. Raises ModelUnavailable."""

    @abstractmethod
    def _decode(
        self, batches: list[list[list[str]]], limits: list[int], decoding: Decoding
    ) -> Iterator[list[Decoded]]:
        """Yield the results of each batch, in order. `limits` are target tokens per batch."""

    @abstractmethod
    def _hypotheses(self, source: list[str], limit: int, decoding: Decoding) -> list[Decoded]:
        """Return all of the beam's results for one source, best first."""


@contextmanager
def _errors_in_words() -> Iterator[None]:
    """Turn what the libraries raise into TranslationFailed."""
    try:
        yield
    except RuntimeError as error:
        raise TranslationFailed(
            f"The translation model stopped with an error ({error}). Try the job again."
        ) from error
