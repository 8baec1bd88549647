"""Time of adding an article to 100,000: `python -m benchmarks.likeness_speed ARTICLES...`.

ARTICLES as for `benchmarks.likeness`. The stored ones are new mixtures of their sentences; a tenth
is near-identical text of one hostile source, all of one day, and a quarter ends in one of three
boilerplates. The tables and the queries are those of the site, in an SQLite file of their own with
the site's settings (write-ahead log, NORMAL). Times are the process's own CPU milliseconds, which
other programs do not blur; "by the wall" is what a clock on the wall shows.
"""

from __future__ import annotations

import argparse
import sqlite3
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from random import Random
from statistics import median

from benchmarks.likeness_articles import Article, read
from benchmarks.likeness_edits import mixed, replaced
from benchmarks.measure import peak_mb
from summaries.likeness import (
    MOST_OF_A_KEY,
    WINDOW,
    Fingerprint,
    Relation,
    candidates,
    fingerprint,
    relation,
)

SIZE, ADDED, DAYS = 100_000, 200, 365
SENTENCES = 10
ATTACK_WORDS = 200
TABLES = """
CREATE TABLE likeness (article INTEGER PRIMARY KEY, same_key TEXT, day TEXT, words BLOB);
CREATE INDEX likeness_same ON likeness (same_key);
CREATE TABLE likeness_key (
    id INTEGER PRIMARY KEY, key INTEGER, kind INTEGER, day TEXT, article INTEGER
);
CREATE INDEX likeness_key_day ON likeness_key (key, day, article);
CREATE INDEX likeness_key_article ON likeness_key (article);
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
"""
SAME = "SELECT article FROM likeness WHERE same_key = ? ORDER BY article LIMIT 1"
BAND = f"""SELECT article FROM likeness_key WHERE key = ?
    ORDER BY day DESC, article DESC LIMIT {MOST_OF_A_KEY}"""
WORD = f"""SELECT article FROM likeness_key WHERE key = ? AND day BETWEEN ? AND ?
    ORDER BY day DESC, article DESC LIMIT {MOST_OF_A_KEY}"""


def main() -> None:
    """Build the index, add articles of each kind and print the times."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", nargs="+", type=Path)
    parser.add_argument("--size", type=int, default=SIZE)
    arguments = parser.parse_args()
    articles = read(arguments.articles)
    random = Random(11)
    with tempfile.TemporaryDirectory(prefix="newsdesk-bench-") as folder:
        file = Path(folder) / "index.sqlite3"
        base = sqlite3.connect(file, isolation_level=None)
        base.executescript(TABLES)
        seconds = fill(base, articles, arguments.size, random)
        size = file.stat().st_size
        print(f"{arguments.size:,} articles in {seconds:.0f} s, {size / 1e6:.0f} MB,")
        print(f"{size / arguments.size:.0f} bytes an article")
        for name, make in NEW.items():
            times = [added(base, make(articles, random), n) for n in range(ADDED)]
            print_times(name, times)
    print(f"peak memory {peak_mb():.0f} MB")


def fill(base: sqlite3.Connection, articles: list[Article], size: int, random: Random) -> float:
    """Store `size` mixtures of the articles; return the seconds it took."""
    prints = [fingerprint(one.headline, one.text) for one in articles]
    started = time.perf_counter()
    base.execute("BEGIN")
    for number, found in zip(range(size), mixtures(prints, random), strict=False):
        hostile = number % 10 == 0
        store(base, number, found, DAYS // 2 if hostile else number * DAYS // size)
    base.execute("COMMIT")
    base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return time.perf_counter() - started


def mixtures(prints: Sequence[Fingerprint], random: Random) -> Iterator[Fingerprint]:
    """Yield new fingerprints from runs of words of several; every tenth is nearly one text."""
    runs = [one.body[at : at + 20] for one in prints for at in range(0, len(one.body) - 19, 20)]
    closings = [sum(random.sample(runs, 3), ()) for _ in range(3)]
    attack = next(one for one in prints if len(one.body) > ATTACK_WORDS + 20)
    number = 0
    while True:
        head = random.choice(prints).headline
        body = sum(random.sample(runs, SENTENCES), ())
        if number % 4 == 1:
            body += random.choice(closings)
        if number % 10 == 0:
            at = random.randrange(len(attack.body))
            head = attack.headline
            body = (*attack.body[:at], random.getrandbits(29) << 3 | 3, *attack.body[at:])
        yield Fingerprint(f"{random.getrandbits(256):064x}", head, body, frozenset())
        number += 1


def store(base: sqlite3.Connection, number: int, found: Fingerprint, day: int) -> None:
    """Insert an article's rows."""
    text = f"{day:05}"
    row = (number, found.same_key, text, found.to_bytes())
    base.execute("INSERT INTO likeness VALUES (?, ?, ?, ?)", row)
    rows = [(key, 1, text, number) for key in found.bands]
    rows += [(key, 2, text, number) for key in found.keywords]
    base.executemany("INSERT INTO likeness_key (key, kind, day, article) VALUES (?, ?, ?, ?)", rows)


def added(base: sqlite3.Connection, article: Article, turn: int) -> dict[str, float]:
    """Add an article as the site does; return the milliseconds of each step."""
    day = DAYS // 2
    wall, clock = time.perf_counter(), [time.process_time()]
    mine = fingerprint(article.headline, article.text)
    keys = mine.bands, mine.keywords
    clock.append(time.process_time())
    base.execute("BEGIN IMMEDIATE")
    base.execute(SAME, (mine.same_key,)).fetchone()
    window = f"{day - WINDOW.days:05}", f"{day + WINDOW.days:05}"
    found = {key: [one for (one,) in base.execute(BAND, (key,))] for key in keys[0]}
    found |= {key: [one for (one,) in base.execute(WORD, (key, *window))] for key in keys[1]}
    ids = candidates(found)
    marks = ", ".join("?" * len(ids))
    stored = base.execute(f"SELECT words FROM likeness WHERE article IN ({marks})", ids).fetchall()
    clock.append(time.process_time())
    verdicts = [relation(mine, Fingerprint.from_bytes(words)) for (words,) in stored]
    clock.append(time.process_time())
    number = base.execute("SELECT max(article) + 1 FROM likeness").fetchone()[0]
    store(base, number, mine, day)
    base.execute("COMMIT")
    clock.append(time.process_time())
    wall = (time.perf_counter() - wall) * 1000
    steps = ("fingerprint", "look up", "compare", "store")
    spent = [(after - before) * 1000 for before, after in pairwise(clock)]
    met = sum(verdict.relation is not Relation.UNRELATED for verdict in verdicts)
    return {
        **dict(zip(steps, spent, strict=True)),
        "all": sum(spent),
        "by the wall": wall,
        "met": met,
    }


def mixture(articles: list[Article], random: Random) -> Article:
    """Return an article of SENTENCES sentences of several: new to the index."""
    sentences = [random.choice(random.choice(articles).sentences) for _ in range(SENTENCES)]
    return Article(random.choice(articles).headline, tuple(sentences))


def reprint(articles: list[Article], random: Random) -> Article:
    """Return an edited real article; the first one of each kind is new, the others may not be."""
    return mixed(random.choice(articles[:20]), random.choice(articles), random)


def hostile(articles: list[Article], random: Random) -> Article:
    """Return one more text of the hostile source."""
    attack = next(one for one in articles if len(one.text.split()) > ATTACK_WORDS + 20)
    return replaced(attack, random.choice(articles), random, share=0.01)


def long(articles: list[Article], random: Random) -> Article:
    """Return an article of ten thousand words."""
    sentences = [random.choice(random.choice(articles).sentences) for _ in range(400)]
    return Article(random.choice(articles).headline, tuple(sentences))


NEW = {"new": mixture, "reprints of 20": reprint, "hostile": hostile, "400 sentences": long}


def print_times(name: str, times: list[dict[str, float]]) -> None:
    """Print the median and the 95th percentile of each step."""
    print(f"\n{name:20}{'p50 ms':>10}{'p95 ms':>10}")
    for step in times[0]:
        ordered = sorted(one[step] for one in times)
        print(f"  {step:18}{median(ordered):10.1f}{ordered[int(len(ordered) * 0.95)]:10.1f}")


if __name__ == "__main__":
    main()
