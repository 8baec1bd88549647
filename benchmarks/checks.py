"""Time of the fidelity checks on an article of forty sentences: `python -m benchmarks.checks`.

Milliseconds of processor time on one core; the first round, which loads the lists, is not counted.
Every round has texts of its own, so that no cache knows them. The summary's sentences are compared
with the whole article, as on the desk.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Sequence

from benchmarks.engine import PAIRS
from summaries.checks.base import Pair
from summaries.checks.registry import check_article, check_pair

SENTENCES, SUMMARY, ROUNDS = 40, 5, 15
LIMIT_MS = 300


def article(number: int) -> list[Pair]:
    """Return forty pairs of about 25 words, different for every number."""
    lines = [line.split("\t") for line in PAIRS.read_text(encoding="utf-8").splitlines()]
    pairs = []
    for place in range(SENTENCES):
        first, second = (lines[(2 * place + more) * 3 % len(lines)] for more in (0, 1))
        arabic, english = (f"{a} ({number}) {b}" for a, b in zip(first, second, strict=True))
        pairs.append(Pair(arabic, english))
    return pairs


def summary(pairs: Sequence[Pair]) -> list[Pair]:
    """Return five sentences of the English as a summary of the whole."""
    arabic, english = (
        "\n".join(getattr(pair, side) for pair in pairs) for side in ("arabic", "english")
    )
    return [
        Pair(arabic, pairs[n].english, is_summary=True, source_english=english, evidence=(n,))
        for n in range(0, SENTENCES, SENTENCES // SUMMARY)
    ]


def timed(work: Callable[[list[Pair]], object], rounds: int) -> float:
    """Return the median milliseconds of `work` on a new article each round."""
    spent = []
    for number in range(100, 101 + rounds):
        pairs = article(number)
        started = time.process_time()
        work(pairs)
        spent.append((time.process_time() - started) * 1000)
    return statistics.median(spent[1:])


def main() -> None:
    """Print both times."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    rounds = parser.parse_args().rounds
    whole = timed(check_article, rounds)
    alone = timed(lambda pairs: [check_pair(pair) for pair in summary(pairs)], rounds)
    print(f"\nFidelity checks, median ms on one core (aim: below {LIMIT_MS})")
    print(f"  {SENTENCES} sentences{whole:12.1f}")
    print(f"  {SUMMARY} of a summary{alone:9.1f}")


if __name__ == "__main__":
    main()
