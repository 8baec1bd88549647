"""The corpora: which files there are, which of them may be used, and their rows.

A folder of corpora holds SOURCES.tsv, one line a file, and beside it the files it names, packed
with xz: `parallel/*.tsv.xz` (Arabic, tab, English) and `mono/*.txt.xz` (one sentence a line).
"""

from __future__ import annotations

import csv
import lzma
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from training.errors import TrainingError

TIERS = "ABCTR"
COLUMNS = ("file", "origin", "licence", "domain", "quality_note")

_ARABIC_LETTER = re.compile(r"[\u0621-\u064a]")
_TIER = re.compile(rf"\s*\[([{TIERS}])\]")
_OPEN = re.compile(
    r"\bCC0\b|\bCC[ -]BY([ -]SA)?[ -]\d|\bMIT\b|\bBSD\b|\bApache\b|\b[AL]?GPL|\bMPL\b|\bUnlicense\b"
    r"|\bpublic domain\b|\bUnicode\b",
    re.IGNORECASE,
)
# Words that say: somebody else's terms hold, or which file is under which licence is not known.
_DOUBT = re.compile(
    r"\b(unstated|not stated|not analysed|unknown|respective authors|per (package|repo)|mostly"
    r"|terms|permission|non-?commercial|N[CD])\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Source:
    """One line of SOURCES.tsv. `name` is its path without `.xz`; `tier` is "" for plain text."""

    name: str
    path: Path
    origin: str
    licence: str
    domain: str
    tier: str

    @property
    def is_parallel(self) -> bool:
        """Whether its rows are pairs."""
        return self.name.endswith(".tsv")

    @property
    def is_arabic(self) -> bool:
        """Whether it holds Arabic: plain text is told by its first lines."""
        return self.is_parallel or _is_mostly_arabic(islice(read_lines(self, Counter()), 100))


def _is_mostly_arabic(lines: Iterable[str]) -> bool:
    text = "".join(lines)
    letters = sum(map(str.isalpha, text))
    return 2 * len(_ARABIC_LETTER.findall(text)) > letters


def load_sources(folder: Path) -> list[Source]:
    """Return what SOURCES.tsv lists, in its order.

    Raises TrainingError when it is missing, lacks a column, or gives a parallel file no tier.
    """
    path = folder / "SOURCES.tsv"
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t"))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise TrainingError(f"The list of corpora {path} cannot be read: {error}") from error
    return [_source(folder, path, row) for row in rows]


def _source(folder: Path, listing: Path, row: Mapping[str, str | None]) -> Source:
    if missing := [column for column in COLUMNS if row.get(column) is None]:
        raise TrainingError(f"A line of {listing} lacks {', '.join(missing)}: {row.get('file')}")
    name = row["file"].removesuffix(".xz")
    tier = _TIER.match(row["quality_note"])
    if name.endswith(".tsv") and not tier:
        raise TrainingError(f"{listing} gives {name} no quality tier, such as [A].")
    return Source(
        name,
        folder / row["file"],
        row["origin"],
        row["licence"],
        row["domain"],
        tier[1] if tier else "",
    )


def refusal(source: Source, accepted: Mapping[str, str]) -> str:
    """Return why a file may not be used, "" if it may.

    Weights that are given away rest on texts that were: a file needs a licence that is known to be
    open, stated without doubt, unless a person looked and `accepted` it by name, with the reason.
    """
    if source.name in accepted:
        return ""
    if doubt := _DOUBT.search(source.licence):
        return f"licence in doubt (“{doubt[0]}”)"
    if not _OPEN.search(source.licence):
        return "no licence that is known to be open"
    return "" if source.is_arabic else "no Arabic: there is nothing in it to translate"


def read_pairs(source: Source, dropped: Counter[str]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of a file as they stand; broken rows are counted in `dropped`."""
    for line in read_lines(source, dropped):
        arabic, tab, english = line.partition("\t")
        if tab and "\t" not in english:
            yield arabic, english
        else:
            dropped["wrong columns"] += 1


def read_lines(source: Source, dropped: Counter[str]) -> Iterator[str]:
    """Yield the lines of a packed file; those that are no UTF-8 are counted in `dropped`.

    Raises TrainingError when the file is missing or damaged.
    """
    try:
        with lzma.open(source.path) as file:
            for data in file:
                try:
                    yield data.decode("utf-8").rstrip("\r\n")
                except UnicodeDecodeError:
                    dropped["bad UTF-8"] += 1
    except (OSError, EOFError, lzma.LZMAError) as error:
        raise TrainingError(f"{source.path} cannot be read: {error}. Fetch it again.") from error
