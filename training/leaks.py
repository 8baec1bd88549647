"""Keeping test lines out of what is learnt from, or the scores would measure memory.

A line leaks when it says what a test line says, shares eight words in a row with one, or, being
short, differs from a short one by a word. Compared are folded words, so neither spelling nor
punctuation hides a copy.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from summaries.engine.text import for_matching
from training.errors import TrainingError

RUN = 8  # words in a row
FEWEST = 5  # words of a short line for which one other word is no coincidence

_WORD = re.compile(r"\w+")
# ar.txt, en.txt, article.ar.txt, newstest.en, arb_Arab.devtest
_TEST_FILE = re.compile(r"(?:.*[.\-_])?(?:ar|en)(?:\.txt)?|(?:arb_Arab|eng_Latn)\..+")


class LeakIndex:
    """Test lines of both languages, by the name of their test set."""

    def __init__(self) -> None:
        self._lines: dict[str, str] = {}
        self._runs: dict[str, str] = {}
        self._near: dict[frozenset[str], str] = {}

    def add(self, test: str, lines: Iterable[str]) -> None:
        """Take in the lines of a test set called `test`."""
        for line in lines:
            words = _words(line)
            if words:
                self._lines.setdefault(" ".join(words), test)
            for run in _runs(words):
                self._runs.setdefault(run, test)
            for some in _nearly(words):
                self._near.setdefault(some, test)

    def find(self, line: str) -> str:
        """Return the name of the test set a line leaks from, "" if it is clean."""
        words = _words(line)
        if name := self._lines.get(" ".join(words)):
            return name
        if name := next(filter(None, map(self._runs.get, _runs(words))), ""):
            return name
        return next(filter(None, map(self._near.get, _nearly(words))), "")


def read_test(folder: Path) -> list[str]:
    """Return the lines of a test set: of every file in `folder` named for Arabic or English.

    Raises TrainingError when there is none.
    """
    files = sorted(path for path in folder.glob("*") if _TEST_FILE.fullmatch(path.name))
    lines = [line for path in files for line in path.read_text("utf-8-sig").splitlines()]
    if not lines:
        raise TrainingError(
            f"{folder} holds no test lines: name its files ar.txt and en.txt, or *.ar.txt and "
            "*.en.txt."
        )
    return lines


def key(text: str) -> str:
    """Return the folded words of a text: the same for two texts that say the same."""
    return " ".join(_words(text))


def _words(text: str) -> list[str]:
    return _WORD.findall(for_matching(text))


def _runs(words: Sequence[str]) -> Iterator[str]:
    return (" ".join(words[start : start + RUN]) for start in range(len(words) - RUN + 1))


def _nearly(words: Sequence[str]) -> Iterator[frozenset[str]]:
    """Yield the words of a short line, and what is left of them without each."""
    if FEWEST <= len(words) <= RUN:
        every = frozenset(words)
        yield every
        yield from (every - {word} for word in every)
