"""Arabic sentences and their English to measure on, from a folder or a tab-separated file."""

from __future__ import annotations

import lzma
from dataclasses import dataclass
from pathlib import Path

REFERENCE = "reference"


@dataclass(frozen=True)
class Data:
    """Arabic sentences and their English by its maker's name."""

    arabic: list[str]
    english: dict[str, list[str]]


def read_folder(folder: Path) -> Data:
    """Return the sentences of a folder. Raises OSError, ValueError for unequal files."""
    english = {REFERENCE: _lines(folder / "en.txt")}
    for path in sorted(folder.glob("system-*.txt")):
        english[path.stem.removeprefix("system-")] = _lines(path)
    return _checked(Data(_lines(folder / "ar.txt"), english))


def read_corpus(path: Path) -> Data:
    """Return the pairs of a tab-separated file (Arabic, English), plain or .xz."""
    opened = lzma.open if path.suffix == ".xz" else open
    with opened(path, "rt", encoding="utf-8", newline="\n") as file:
        rows = [line.rstrip("\n").split("\t") for line in file]
    pairs = [(row[0], row[1]) for row in rows if len(row) > 1]
    return Data([ar for ar, _ in pairs], {REFERENCE: [en for _, en in pairs]})


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").removesuffix("\n").split("\n")


def _checked(data: Data) -> Data:
    for name, lines in data.english.items():
        if len(lines) != len(data.arabic):
            raise ValueError(f"{name} has {len(lines)} lines, the Arabic {len(data.arabic)}.")
    return data
