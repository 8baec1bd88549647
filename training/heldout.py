"""Setting pairs apart: some to test with, some to validate with, the rest to learn from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from training.clean import words
from training.corpora import Source
from training.leaks import LeakIndex, key
from training.mono import Dropped

BEST = "A"  # the tier that pairs are set apart of


class Row(NamedTuple):
    """One clean pair and the file it is from."""

    source: Source
    arabic: str
    english: str

    @property
    def columns(self) -> tuple[str, str, str]:
        """What is written of it."""
        return self.source.name, self.arabic, self.english


@dataclass(frozen=True)
class Shares:
    """The shares of the best tier's pairs that are set apart, of `fewest` Arabic words or more."""

    test: float
    validation: float
    fewest: int

    def part(self, row: Row) -> str:
        """Return "test", "validation" or "", by the pair's own text.

        So the same pairs are set apart when the corpora grow.
        """
        if row.source.tier != BEST or words(row.arabic) < self.fewest:
            return ""
        place = fraction(row.arabic)
        if place < self.test:
            return "test"
        return "validation" if place < self.test + self.validation else ""


def fraction(text: str) -> float:
    """Return a place from 0 to 1 that depends on a text's words alone."""
    digest = hashlib.blake2b(key(text).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") / 2**64


def set_apart(
    rows: Iterable[Row], shares: Shares, leaks: LeakIndex, dropped: Dropped
) -> dict[str, list[Row]]:
    """Return the rows of each part. What is near to a row set apart is in no other part.

    `leaks` comes to know what was set apart.
    """
    parts: dict[str, list[Row]] = {"test": [], "validation": [], "": []}
    for row in rows:
        parts[shares.part(row)].append(row)
    for part, others in (("test", ("validation", "")), ("validation", ("",))):
        texts = (text for row in parts[part] for text in (row.arabic, row.english))
        leaks.add(f"held-out {part}", texts)
        for other in others:
            parts[other] = list(_without_leaks(parts[other], leaks, dropped))
    return parts


def leak(arabic: str, english: str, leaks: LeakIndex) -> str:
    """Return the reason to drop a pair of which either side is near to a test line, or ""."""
    test = leaks.find(arabic) or leaks.find(english)
    return f"leak: {test}" if test else ""


def _without_leaks(rows: Sequence[Row], leaks: LeakIndex, dropped: Dropped) -> Iterator[Row]:
    for row in rows:
        if reason := leak(row.arabic, row.english, leaks):
            dropped[row.source.name][reason] += 1
        else:
            yield row
