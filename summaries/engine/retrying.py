"""What every translator does around its model: split, attempt, retry what came out ill, join.

A sentence beyond the model's limit is split at clause marks. What is visibly wrong is attempted
again with other settings after everything else, and the best attempt is kept with the flags that
remain. `marian_base` and `chat` say how one attempt is made.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from summaries.engine.batching import combined, distinct, joined, split_long
from summaries.engine.degenerate import severity
from summaries.engine.types import Flag, Provenance, Translation, Wish, Wishes


@dataclass
class Part:
    """A sentence, or one piece of a sentence beyond the model's limit, with its best attempt."""

    sentence: int
    text: str
    wishes: Sequence[Wish] = ()
    best: Translation | None = None

    def keep(self, attempt: Translation) -> None:
        """Keep an attempt that is sounder than those before it."""
        if not self.best or severity(attempt.flags) < severity(self.best.flags):
            self.best = attempt


class RetryingTranslator(ABC):
    """A Translator but for the attempt itself.

    `decoding` are the model's settings of the first attempt, `retries` those of the next ones, each
    with words for its `str`. `prepare` strips what a model should not see (default:
    `engine.text.for_model`). The other arguments go into the provenance.
    """

    engine = ""

    def __init__(
        self,
        folder: Path,
        *,
        model: str,
        revision: str,
        quality: str,
        stand_in: bool,
        decoding: Any,
        retries: Sequence[Any],
        prepare: Callable[[str], str] | None,
    ) -> None:
        self.folder = Path(folder)
        self.decoding, self.retries = decoding, tuple(retries)
        self._prepare = prepare
        self.provenance = Provenance(model, revision, self.engine, str(decoding), quality, stand_in)

    def translate(
        self, sentences: Sequence[str], wishes: Wishes | None = None
    ) -> Iterator[tuple[int, Translation]]:
        """Yield `(index, translation)` for every sentence as its batch is done; see Translator."""
        waiting: dict[int, list[Part]] = {}
        for i, sentence in enumerate(sentences):
            waiting[i] = self._parts(i, sentence, (wishes or {}).get(i, ()))
            if not waiting[i]:
                yield i, Translation("", self.provenance)
        missing = {i: len(parts) for i, parts in waiting.items()}
        for part in self._translated([part for parts in waiting.values() for part in parts]):
            missing[part.sentence] -= 1
            if not missing[part.sentence]:
                done = [each.best for each in waiting[part.sentence] if each.best]
                yield part.sentence, joined(done)

    def alternatives(self, sentence: str, count: int) -> list[Translation]:
        """Return up to `count` different translations; see Translator.

        A sentence in several parts gets the n-th best of each part as its n-th best.
        """
        return combined([self._offers(part, count) for part in self._parts(0, sentence)])[:count]

    def _translated(self, parts: list[Part]) -> Iterator[Part]:
        """Yield each part once, with `best` set: sound ones at once, others after the retries."""
        for decoding in (self.decoding, *self.retries):
            unsound = []
            for part in self._attempted(parts, decoding):
                if part.best and part.best.flags:
                    unsound.append(part)
                else:
                    yield part
            parts = unsound
        yield from parts

    def _offers(self, part: Part, count: int) -> list[Translation]:
        """Return sound translations of a part: search after search, until there are enough."""
        found: list[Translation] = []
        for decoding in self._searches(count):
            if len(found) < count:
                found = distinct([*found, *self._hypotheses_of(part, decoding)])
        return found

    def _parts(self, sentence: int, text: str, wishes: Sequence[Wish] = ()) -> list[Part]:
        prepared = " ".join(self._for_model(text).split())
        pieces = split_long(prepared, self._count, self._longest) if prepared else []
        return [self._part(sentence, piece, wishes) for piece in pieces]

    def _part(self, sentence: int, text: str, wishes: Sequence[Wish]) -> Part:
        return Part(sentence, text, wishes)

    @cached_property
    def _for_model(self) -> Callable[[str], str]:
        if self._prepare:
            return self._prepare
        from summaries.engine.text import for_model

        return for_model

    def _written(
        self, text: str, decoding: Any, score: float | None, flags: tuple[Flag, ...]
    ) -> Translation:
        provenance = replace(self.provenance, decoding=str(decoding))
        return Translation(text, provenance, score, flags)

    @property
    @abstractmethod
    def _longest(self) -> int:
        """The most tokens of the source that one part may have."""

    @abstractmethod
    def _count(self, text: str) -> int:
        """Return how many tokens of the model a text takes."""

    @abstractmethod
    def _attempted(self, parts: list[Part], decoding: Any) -> Iterator[Part]:
        """Decode all parts once; yield each as its batch is done, the better attempt kept."""

    @abstractmethod
    def _searches(self, count: int) -> Sequence[Any]:
        """Return the settings of the searches that alternatives are taken from, best first."""

    @abstractmethod
    def _hypotheses_of(self, part: Part, decoding: Any) -> list[Translation]:
        """Return everything that one search finds for a part, flagged or not, best first."""
