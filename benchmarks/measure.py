"""Measuring any Translator: sentences and target tokens a second, and peak memory."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from summaries.engine.types import Translator


@dataclass(frozen=True)
class Measurement:
    """One engine's figures. `peak_mb` is the process's own peak resident memory in MiB."""

    sentences_per_second: float
    tokens_per_second: float
    peak_mb: float
    texts: list[str]


def measure(
    translator: Translator,
    sentences: Sequence[str],
    count_tokens: Callable[[str], int] = lambda text: len(text.split()),
    at_least_seconds: float = 4.0,
) -> Measurement:
    """Translate `sentences` until `at_least_seconds` passed, and return the figures.

    A first sentence goes through before the clock starts: loading and converting are not counted.
    `count_tokens` gives the target tokens of one translation (words where nothing better is known).
    """
    list(translator.translate(sentences[:1]))
    rounds, start = 0, time.perf_counter()
    while not rounds or time.perf_counter() - start < at_least_seconds:
        found = dict(translator.translate(sentences))
        rounds += 1
    seconds = (time.perf_counter() - start) / rounds
    texts = [found[i].text for i in range(len(sentences))]
    tokens = sum(count_tokens(text) for text in texts)
    return Measurement(len(sentences) / seconds, tokens / seconds, peak_mb(), texts)


def peak_mb() -> float:
    """Return this process's peak resident memory in MiB.

    From /proc: `getrusage` would still count what the parent held when it started this process.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024
