"""Models for tests and demonstrations: deterministic, quick, and able to fail on demand."""

from __future__ import annotations

import hashlib
import os
import re
import time
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from summaries.engine import english
from summaries.engine.errors import EngineError, SummaryFailed, TranslationFailed
from summaries.engine.terms import most_fitting
from summaries.engine.types import Flag, Provenance, Translation, Wishes

_PROVENANCE = Provenance(
    model="fake", revision="0", engine="fake", quality="not measured: a test double", stand_in=True
)

_CANDIDATES = 4
_PHRASES = (
    ("Farmers", "Teachers", "Engineers", "Fishermen", "Nurses", "Drivers", "Students", "Bakers"),
    ("praised", "opened", "repaired", "refused", "discussed", "measured", "painted", "rented"),
    ("the harbour", "a new bridge", "old wells", "the morning bus", "wooden boats", "a library"),
    ("before dawn", "near the valley", "without delay", "after the rain", "in the market"),
)


class _Failing:
    """Fails for chosen inputs, a chosen number of times each (-1: for ever)."""

    def __init__(self, fail_on: Collection[int | str], times: int, *, permanent: bool) -> None:
        self._fail_on = set(fail_on)
        self._times = times
        self._permanent = permanent
        self._failed: Counter[int | str] = Counter()

    def check(self, index: int, text: str, error: type[EngineError]) -> None:
        """Raise `error` if this input is to fail and has not yet failed often enough."""
        key = index if index in self._fail_on else text
        if key in self._fail_on and (self._times < 0 or self._failed[key] < self._times):
            self._failed[key] += 1
            raised = error("The model was told to fail on this text. Try again.")
            raised.permanent = self._permanent
            raise raised


def fake_english(arabic: str) -> str:
    """Return a traceable English stand-in for an Arabic sentence: its hash, and its numbers.

    The same sentence always gives the same text, and different sentences different ones, so that a
    test can follow a sentence through the whole job.
    """
    digest = hashlib.sha256(arabic.encode()).digest()
    # Letters only: a hash with digits would give the guard numbers that no source has.
    trace = "".join(chr(ord("a") + byte % 26) for byte in digest[:8])
    subject, verb, thing, place = (
        table[byte % len(table)] for table, byte in zip(_PHRASES, digest[8:], strict=False)
    )
    numbers = [str(int(run)) for run in re.findall(r"\d+", arabic)]
    tail = f" and named {', '.join(numbers)}" if numbers else ""
    return f"EN[{trace}] {subject} {verb} {thing} {place}{tail}."


class FakeTranslator:
    """A `Translator` that needs no model.

    `fail_on` holds indexes or whole sentences that raise TranslationFailed, `fail_times` times
    each (-1: always), `permanent` or not. `delay_s` is slept before every sentence. `flags` are put
    on sentences by their text. `calls` records every sentence asked for; `log`, if given, gets a
    line per translated sentence, written at once, so that another process can count them after this
    one was killed.
    """

    def __init__(
        self,
        *,
        fail_on: Collection[int | str] = (),
        fail_times: int = 1,
        permanent: bool = False,
        delay_s: float = 0.0,
        flags: dict[str, tuple[Flag, ...]] | None = None,
        log: Path | None = None,
    ) -> None:
        self.provenance = _PROVENANCE
        self.calls: list[str] = []
        self._failing = _Failing(fail_on, fail_times, permanent=permanent)
        self._delay_s = delay_s
        self._flags = flags or {}
        self._log = log

    def translate(
        self, sentences: Sequence[str], wishes: Wishes | None = None
    ) -> Iterator[tuple[int, Translation]]:
        """Yield the stand-ins one by one in order; see `Translator.translate`.

        With wishes it has a few candidates, those of `alternatives`.
        """
        for index, sentence in enumerate(sentences):
            time.sleep(self._delay_s)
            self._failing.check(index, sentence, TranslationFailed)
            self.calls.append(sentence)
            self._record(sentence)
            flags = self._flags.get(sentence, ())
            wished = (wishes or {}).get(index, ())
            candidates = self._variants(sentence, _CANDIDATES if wished else 1)
            yield index, replace(most_fitting(candidates, wished), flags=flags)

    def alternatives(self, sentence: str, count: int) -> list[Translation]:
        """Return `count` stand-ins, what `translate` gives first; see `Translator`."""
        time.sleep(self._delay_s)
        self._failing.check(0, sentence, TranslationFailed)
        return self._variants(sentence, count)

    def _variants(self, sentence: str, count: int) -> list[Translation]:
        # Tatweel lengthens a word and changes nothing else: another text with the same numbers.
        variants = (sentence + "\u0640" * n for n in range(count))
        return [
            Translation(fake_english(variant), self.provenance, -0.5 - n / 10)
            for n, variant in enumerate(variants)
        ]

    def _record(self, sentence: str) -> None:
        if self._log is None:
            return
        line = sentence.replace("\n", " ") + "\n"
        # One unbuffered append: lines of several processes never mix, and survive a SIGKILL.
        handle = os.open(self._log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        try:
            os.write(handle, line.encode())
        finally:
            os.close(handle)


class FakeSummaryModel:
    """A `SummaryModel` that takes the first sentences of the text, and others for more candidates.

    `texts` and `titles` replace what it writes, to show the summarizer candidates with invented
    facts. `fail_on` holds texts, or the numbers of calls counted from 0, that raise SummaryFailed.
    """

    def __init__(
        self,
        *,
        texts: Sequence[str] | None = None,
        titles: Sequence[str] | None = None,
        max_source_tokens: int = 1024,
        fail_on: Collection[int | str] = (),
        fail_times: int = 1,
        permanent: bool = False,
        delay_s: float = 0.0,
    ) -> None:
        self.provenance = _PROVENANCE
        self.max_source_tokens = max_source_tokens
        self.calls: list[str] = []
        self._texts = texts
        self._titles = titles
        self._failing = _Failing(fail_on, fail_times, permanent=permanent)
        self._delay_s = delay_s

    def count_tokens(self, text: str) -> int:
        """Count words."""
        return len(text.split())

    def summaries(self, text: str, count: int) -> list[str]:
        """Return runs of three sentences, the first from the start of the text."""
        time.sleep(self._delay_s)
        self._failing.check(len(self.calls), text, SummaryFailed)
        self.calls.append(text)
        if self._texts is not None:
            return list(self._texts[:count])
        found = english.sentences(text)
        starts = range(0, max(1, min(count, len(found) - 2)))
        return [english.joined(found[start : start + 3]) for start in starts]

    def headlines(self, text: str, count: int) -> list[str]:
        """Return the first sentences of the text."""
        if self._titles is not None:
            return list(self._titles[:count])
        return list(english.sentences(text)[:count])
