"""The Celery application of the kill test: the newsdesk's own, translating with the tiny MarianMT.

Every sentence the model is asked for is written to a log first, in a way that survives SIGKILL, and
results are handed over slowly, so that a kill finds an article half translated.
"""

import os
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from newsdesk.celery import app
from summaries import wiring
from summaries.engine.fake import FakeSummaryModel
from summaries.engine.types import Translation, Translator
from tests.tiny import tiny_translator

__all__ = ["app"]

FOLDER = Path(os.environ["VAR_DIR"])
MODELS = Path(os.environ["TINY_MODELS"])
PAUSE_SECONDS = 0.05


class LoggedTranslator:
    """A translator that notes what it is asked for."""

    def __init__(self, translator: Translator, log: Path) -> None:
        self.provenance = translator.provenance
        self._translator = translator
        self._log = log

    def translate(self, sentences: Sequence[str]) -> Iterator[tuple[int, Translation]]:
        """Note the sentences and pass them on; see `Translator.translate`."""
        # One unbuffered append, so that lines of several processes never mix.
        handle = os.open(self._log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        os.write(handle, "".join(f"{sentence}\n" for sentence in sentences).encode())
        os.close(handle)
        for result in self._translator.translate(sentences):
            yield result
            time.sleep(PAUSE_SECONDS)


def build_engine(profile: str | None = None) -> wiring.Engine:
    """Build the engine under test in the worker process that asks for it."""
    translator = LoggedTranslator(tiny_translator(MODELS), FOLDER / "asked.log")
    return wiring.Engine("tiny", translator, FakeSummaryModel())


wiring.build_engine = build_engine
