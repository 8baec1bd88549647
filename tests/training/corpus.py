"""Small corpora as the recipe reads them, written by us."""

from __future__ import annotations

import csv
import lzma
from collections.abc import Iterable
from pathlib import Path

COLUMNS = (
    "file",
    "pairs_or_lines",
    "ar_or_en_words",
    "origin",
    "licence",
    "domain",
    "quality_note",
)


def source_row(file: str, *, licence: str = "MIT", domain: str = "news", tier: str = "A") -> dict:
    """Return a line of SOURCES.tsv; tier "" gives none."""
    note = f"[{tier}] human" if tier else "clean"
    values = (file, "1", "2", f"github example/{file}", licence, domain, note)
    return dict(zip(COLUMNS, values, strict=True))


def write_sources(folder: Path, rows: Iterable[dict]) -> None:
    """Write SOURCES.tsv."""
    with (folder / "SOURCES.tsv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, delimiter="\t", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def write_packed(path: Path, lines: Iterable[str | bytes]) -> None:
    """Write lines packed with xz; bytes as they are."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with lzma.open(path, "wb") as file:
        for line in lines:
            file.write((line if isinstance(line, bytes) else line.encode()) + b"\n")
