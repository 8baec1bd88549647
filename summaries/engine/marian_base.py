"""What both MarianMT engines share: everything around the decode step.

Tokenising, splitting, batching, recognising degenerate output and retrying it; `marian` has the
engines themselves.
"""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from summaries.engine.batching import combined, distinct, joined, split_long, token_batches
from summaries.engine.degenerate import find_flags, severity
from summaries.engine.errors import TranslationFailed
from summaries.engine.marian_decoding import RETRIES, Decoded, Decoding
from summaries.engine.marian_vocabulary import MarianVocabulary
from summaries.engine.terms import are_met, most_fitting
from summaries.engine.threads import threads_per_process
from summaries.engine.types import Provenance, Translation, Wish, Wishes

# Target lengths the decoder may reach, in tokens. Few classes, and a batch holds one of them, so
# that a looping sentence stops early without its neighbours deciding where.
TARGET_LIMITS = (128, 256)
TARGET_PER_SOURCE = 3


@dataclass
class _Part:
    """A sentence, or one piece of a sentence beyond the model's limit."""

    sentence: int
    text: str
    tokens: list[str]
    limit: int
    wishes: Sequence[Wish] = ()
    best: Translation | None = None


@dataclass
class _Assembly:
    """The parts of one sentence, in order; complete when every part has its translation."""

    missing: int
    parts: list[_Part] = field(default_factory=list)


class BaseMarianTranslator(ABC):
    """Everything but the decode step. See MarianTranslator for the constructor's arguments."""

    engine = ""

    def __init__(
        self,
        folder: Path,
        *,
        model: str,
        revision: str,
        quality: str = "",
        stand_in: bool = False,
        beam: int = 4,
        decoding: Decoding | None = None,
        retries: Sequence[Decoding] = RETRIES,
        threads: int = 0,
        batch_tokens: int = 512,
        max_source_tokens: int = 0,
        prepare: Callable[[str], str] | None = None,
    ) -> None:
        self.folder = Path(folder)
        self.decoding = decoding or Decoding(beam=beam)
        self.retries = tuple(retries)
        self.threads = threads or threads_per_process()
        self.batch_tokens = batch_tokens
        self.max_source_tokens = max_source_tokens
        self._prepare = prepare
        self._loaded: dict[int, Any] = {}
        self.provenance = Provenance(
            model, revision, self.engine, str(self.decoding), quality, stand_in
        )

    def translate(
        self, sentences: Sequence[str], wishes: Wishes | None = None
    ) -> Iterator[tuple[int, Translation]]:
        """Yield `(index, translation)` for every sentence as its batch is done; see Translator.

        Sentences that come out degenerate are decoded again with the `retries` settings after all
        others; the best attempt is kept with the flags that remain.
        """
        assemblies: dict[int, _Assembly] = {}
        for i, sentence in enumerate(sentences):
            parts = self._parts(i, sentence, (wishes or {}).get(i, ()))
            assemblies[i] = _Assembly(len(parts), parts)
            if not parts:
                yield i, Translation("", self.provenance)
        for part in self._translated([p for a in assemblies.values() for p in a.parts]):
            assembly = assemblies[part.sentence]
            assembly.missing -= 1
            if not assembly.missing:
                yield part.sentence, joined([p.best for p in assembly.parts if p.best])

    def alternatives(self, sentence: str, count: int) -> list[Translation]:
        """Return up to `count` different translations from a wide beam; see Translator.

        A sentence in several parts gets the n-th best of each part as its n-th best.
        """
        parts = self._parts(0, sentence)
        return combined([self._offers(part, count) for part in parts])[:count]

    def _offers(self, part: _Part, count: int) -> list[Translation]:
        """Return sound translations of a part; the `retries` settings fill up too few."""
        found: list[Translation] = []
        for decoding in (self.decoding, *self.retries):
            if len(found) < count:
                # Many hypotheses of a beam differ in case only: it is twice as wide as needed.
                wide = replace(decoding, beam=max(decoding.beam, 2 * count))
                with _errors_in_words():
                    results = self._hypotheses(part.tokens, wide.max_tokens or part.limit, wide)
                found = distinct([*found, *(self._made(part, r, wide) for r in results)])
        return found

    def _parts(self, sentence: int, text: str, wishes: Sequence[Wish] = ()) -> list[_Part]:
        prepared = self._for_model(text).strip()
        if not prepared:
            return []
        vocabulary = self.vocabulary
        longest = min(self.max_source_tokens or vocabulary.max_tokens, vocabulary.max_tokens)
        parts = []
        for piece in split_long(prepared, vocabulary.count, longest):
            tokens = vocabulary.encode(piece)
            limit = self._target_limit(len(tokens))
            parts.append(_Part(sentence, piece, tokens, limit, wishes))
        return parts

    @cached_property
    def vocabulary(self) -> MarianVocabulary:
        """The tokenizer of `folder`, loaded on first use. Raises ModelUnavailable."""
        return MarianVocabulary(self.folder)

    @cached_property
    def _for_model(self) -> Callable[[str], str]:
        if self._prepare:
            return self._prepare
        from summaries.engine.text import for_model

        return for_model

    def _target_limit(self, source_tokens: int) -> int:
        wanted = source_tokens * TARGET_PER_SOURCE
        longest = self.vocabulary.max_tokens
        return min(next((n for n in TARGET_LIMITS if wanted <= n), longest), longest)

    def _translated(self, parts: list[_Part]) -> Iterator[_Part]:
        """Yield each part once, with `best` set; degenerate ones last, after the retries."""
        for decoding in (self.decoding, *self.retries):
            degenerate = []
            for part in self._attempt(parts, decoding):
                if part.best and part.best.flags:
                    degenerate.append(part)
                else:
                    yield part
            parts = degenerate
        yield from parts

    def _attempt(self, parts: list[_Part], decoding: Decoding) -> Iterator[_Part]:
        """Decode all parts once and yield them as batches finish, keeping the better attempt."""
        lengths = [len(part.tokens) for part in parts]
        limits = [decoding.max_tokens or part.limit for part in parts]
        batches = token_batches(lengths, self.batch_tokens, limits=limits, workers=self.threads)
        sources = [[parts[i].tokens for i in batch] for batch in batches]
        with _errors_in_words():
            results = self._decode(sources, [limits[batch[0]] for batch in batches], decoding)
            for batch, decoded in zip(batches, results, strict=True):
                for i, result in zip(batch, decoded, strict=True):
                    made = self._fitting(parts[i], self._made(parts[i], result, decoding), decoding)
                    parts[i].best = _better(parts[i].best, made)
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
        provenance = replace(self.provenance, decoding=str(decoding))
        return Translation(text, provenance, result.score, flags)

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


def _better(earlier: Translation | None, attempt: Translation) -> Translation:
    if earlier and severity(earlier.flags) <= severity(attempt.flags):
        return earlier
    return attempt


@contextmanager
def _errors_in_words() -> Iterator[None]:
    """Turn what the libraries raise into TranslationFailed."""
    try:
        yield
    except RuntimeError as error:
        raise TranslationFailed(
            f"The translation model stopped with an error ({error}). Try the job again."
        ) from error
