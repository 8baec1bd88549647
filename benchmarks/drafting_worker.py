"""The Celery application of `benchmarks.drafting`: the newsdesk's own, with measured engines.

What the processor spent on each stage goes into a file, a line a stage: other programs on the
machine blur the clock, not this.
"""

import os
import time
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from benchmarks.drafting import LENGTH
from newsdesk.celery import app
from summaries import wiring
from summaries.engine import english
from summaries.engine.bart import BartSummarizer
from summaries.engine.fake import FakeSummaryModel
from summaries.engine.marian import MarianTranslator
from summaries.engine.marian_decoding import Decoding
from tests.tiny import tiny_translator

__all__ = ["app"]

FOLDER, WEIGHTS = Path(os.environ["VAR_DIR"]), Path(os.environ["BENCH_WEIGHTS"])
NAMES = {"revision": "benchmark", "threads": 1}
# BART's vocabulary has about four tokens for three English words.
TOKENS_A_WORD = 4 / 3


class RandomSummarizer(BartSummarizer):
    """Reads and writes as many tokens as the real one does, then says what the article begins with.

    It writes as few or as many as the real one may: random weights never end by themselves.

    So the factual guard finds nothing to drop, and nothing is written twice.
    """

    def count_tokens(self, text: str) -> int:
        """Return about how many tokens the real vocabulary has for a text."""
        return round(len(text.split()) * TOKENS_A_WORD)

    def _texts(self, text: str, decoding, count: int) -> list[str]:
        read = min(self.count_tokens(text), self.max_source_tokens)
        ids = [self.tokenizer.bos_token_id, *range(4, 4 + read), self.tokenizer.eos_token_id]
        is_short = os.environ["BENCH_SUMMARIES"] == "shortest"
        length = decoding.min_tokens if is_short else decoding.max_tokens
        fixed = {"min_tokens": length, "max_tokens": length, "beam": max(decoding.beam, count)}
        self._decode(ids, replace(decoding, **fixed), count)
        return [" ".join(english.sentences(text)[place : place + 3]) for place in range(count)]


def build_engine(profile: str | None = None) -> wiring.Engine:
    """Build the engine under test in the worker process that asks for it, which is measured."""
    # Not above: an application has no models before it is set up.
    from summaries.services import stage_times

    stage_times.measured = with_processor(stage_times.measured)
    return wiring.Engine("benchmark", translator(), summarizer())


def translator():
    """Return the translator of the run."""
    cache = WEIGHTS / f"converted-{os.getpid()}"
    model = os.environ.get("BENCH_TRANSLATOR")
    if not model:
        return tiny_translator(cache)
    # Random weights never end a sentence by themselves, and are never sure of it.
    fixed = {"decoding": Decoding(min_tokens=LENGTH, max_tokens=LENGTH), "retries": ()}
    return MarianTranslator(
        WEIGHTS / model, cache=WEIGHTS / "converted", model=model, **NAMES, **fixed
    )


def summarizer():
    """Return the summary model of the run."""
    model = os.environ.get("BENCH_SUMMARIZER")
    if not model:
        return FakeSummaryModel()
    return RandomSummarizer(WEIGHTS / model, cache=WEIGHTS / "converted", model=model, **NAMES)


def with_processor(measured):
    """Return a measure of stages that also notes what the processor spent."""

    @contextmanager
    def noted(claim, stage, model=""):
        begun = time.process_time()
        with measured(claim, stage, model) as doing:
            yield doing
        with (FOLDER / "processor.log").open("a") as log:
            log.write(f"{claim.job_id} {stage} {time.process_time() - begun}\n")

    return noted


wiring.build_engine = build_engine
