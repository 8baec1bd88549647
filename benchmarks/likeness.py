"""Precision and recall of near-duplicates: `python -m benchmarks.likeness ARTICLES...`.

ARTICLES are files or folders of `benchmarks.likeness_articles` that stay outside the project.
Reprints are made of them by `benchmarks.likeness_edits`. Reports of one event, and the pairs that
merely look like it, are real pairs that were read and labelled: `likeness_pairs.tsv` has digests
of their texts and the half they are of, so they are found only where ARTICLES has those texts. Half
of everything is for developing (`--part dev`); tune nothing on the other half, `--part test`.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from random import Random
from zlib import crc32

from benchmarks.likeness_articles import Article, read
from benchmarks.likeness_edits import REPRINTS, refilled, respelled
from benchmarks.memory_index import MemoryIndex
from summaries.likeness import Fingerprint, Relation, fingerprint, relation

PAIRS = Path(__file__).with_name("likeness_pairs.tsv")
MADE = 150  # articles that each edit is made of
FORM_NUMBERS = 5  # in the first hundred words of a form letter
ACCEPTED = {
    "same": {Relation.SAME},
    "reprint": {Relation.REPRINT, Relation.SAME},
    "related": {Relation.RELATED, Relation.REPRINT},
    "unrelated": {Relation.UNRELATED},
}
# The classes of which a verdict is right. Some edits leave the text as it was.
RIGHT = {
    "same": {"same", "reprint"},
    "reprint": {"reprint", "same", "related"},
    "related": {"related", "reprint", "same"},
    "unrelated": {"unrelated"},
}

Pair = tuple[str, str, Article, Article]  # class, kind, and the two


def main() -> None:
    """Print what became of every kind of pair, precision and recall, and what the index finds."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", nargs="+", type=Path)
    parser.add_argument("--part", choices=("dev", "test"), default="test")
    arguments = parser.parse_args()
    articles = read(arguments.articles)
    part = [one for one in articles if _part(one.digest) == arguments.part]
    pairs = [*made(part), *labelled(articles, arguments.part), *strangers(part)]
    print(f"{len(articles):,} articles; part “{arguments.part}”: {len(pairs):,} pairs")
    report(judged(pairs))
    print_found(articles, [pair for pair in pairs if pair[1] not in ("strangers", "refilled")])


def _part(digest: str) -> str:
    return ("dev", "test")[crc32(digest.encode()) % 2]


def made(part: list[Article]) -> Iterator[Pair]:
    """Yield articles with what the edits make of them."""
    random = Random(5)
    for article in random.sample(part, min(MADE, len(part))):
        yield "same", "respelled", article, respelled(article, random.choice(part), random)
        for name, edit in REPRINTS.items():
            yield "reprint", name, article, edit(article, random.choice(part), random)
    for article in part:
        if sum(word.isdigit() for word in article.text.split()[:100]) >= FORM_NUMBERS:
            yield "unrelated", "refilled", article, refilled(article, article, random)


def labelled(articles: list[Article], part: str) -> Iterator[Pair]:
    """Yield the pairs that were read: of one event, or of two that look alike."""
    known = {one.digest: one for one in articles}
    for line in PAIRS.read_text(encoding="ascii").splitlines():
        first, second, label, half = line.split("\t")
        if first in known and second in known and half == part:
            yield label, f"real, {label}", known[first], known[second]


def strangers(part: list[Article]) -> Iterator[Pair]:
    """Yield articles drawn at random."""
    random = Random(6)
    for _ in range(5 * MADE):
        yield "unrelated", "strangers", *random.sample(part, 2)


def judged(pairs: Iterable[Pair]) -> Counter[tuple[str, str, Relation]]:
    """Count the verdicts by class and kind."""
    counts: Counter[tuple[str, str, Relation]] = Counter()
    for label, kind, one, other in pairs:
        counts[label, kind, relation(_print(one), _print(other)).relation] += 1
    return counts


def _print(article: Article) -> Fingerprint:
    return fingerprint(article.headline, article.text)


def report(counts: Counter[tuple[str, str, Relation]]) -> None:
    """Print the verdicts of each kind, then precision and recall of each class.

    Strangers are left out of precision: there could be any number of them.
    """
    print(f"\n{'pairs':34}" + "".join(f"{verdict:>11}" for verdict in Relation))
    for label, kind in dict.fromkeys((label, kind) for label, kind, _ in sorted(counts)):
        row = "".join(f"{counts[label, kind, verdict]:11}" for verdict in Relation)
        print(f"{label:12}{kind:22}{row}")
    print(f"\n{'class':12}{'pairs':>8}{'recall':>10}{'precision':>11}")
    for label in ACCEPTED:
        mine = sum(n for (one, _, _), n in counts.items() if one == label)
        found = sum(
            n
            for (one, _, verdict), n in counts.items()
            if verdict in ACCEPTED[one] and one == label
        )
        print(
            f"{label:12}{mine:8}{found / mine if mine else 0:10.1%}{_precision(counts, label):>11}"
        )


def _precision(counts: Counter[tuple[str, str, Relation]], verdict: str) -> str:
    """Return how many verdicts are right; that a reprint tells the same event is."""
    given = {
        label: sum(
            n for (one, kind, said), n in counts.items()
            if (one, said) == (label, verdict) and kind != "strangers"
        )
        for label in ACCEPTED
    }  # fmt: skip
    right = sum(n for label, n in given.items() if label in RIGHT[verdict])
    return f"{right / sum(given.values()):.1%}" if any(given.values()) else "-"


def print_found(articles: list[Article], pairs: list[Pair]) -> None:
    """Print how many second articles of pairs find the first among all articles of one day."""
    today = date(2026, 1, 1)
    index, ids = MemoryIndex(), {}
    for number, article in enumerate(articles):
        ids[article] = number
        index.add(number, _print(article), today)
    asked, found = Counter(), Counter()
    for label, kind, one, other in pairs:
        if label != "unrelated":
            asked[kind] += 1
            found[kind] += ids[one] in index.candidates(_print(other), today)
    print(f"\nFound by the index among {len(index):,} articles of one day")
    for kind, times in asked.items():
        print(f"  {kind:22}{found[kind] / times:8.1%} of {times}")


if __name__ == "__main__":
    main()
