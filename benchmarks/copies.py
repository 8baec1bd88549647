"""Time of placing an article among 100,000: `python -m benchmarks.copies ARTICLES...`.

ARTICLES as for `benchmarks.likeness`. What `benchmarks.likeness_speed` measures on tables of its
own is measured here on the site's, through its services: `copies.place`, and `intake.receive` as a
whole. The stored articles are mixtures of real ones, a tenth of them near-identical texts of one
source and day. In a temporary SQLite database, where the figures are CPU time of the process, or in
an empty one: `--database postgres://…`.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from statistics import median

SIZE, ADDED, DAYS = 100_000, 100, 365
# All articles of the hostile source, and those that are added, are of this day.
DAY = datetime(2026, 1, 15, 12, tzinfo=UTC)
POOL, _BATCH = 2000, 1000
INSERT = (
    "INSERT INTO summaries_likenesskey (key, kind, day, article_id) VALUES (%s, %s, %s, %s)"
)  # fmt: skip


def main() -> None:
    """Measure in a process of its own, whose settings name the database."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", nargs="+", type=Path)
    parser.add_argument("--size", type=int, default=SIZE)
    parser.add_argument("--database", default="")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.here:
        measure(arguments.articles, arguments.size)
        return
    with tempfile.TemporaryDirectory(prefix="newsdesk-bench-") as folder:
        environment = os.environ | {"VAR_DIR": folder, "DEBUG": "1", "LOG_LEVEL": "ERROR"}
        database = arguments.database or f"sqlite:///{folder}/db.sqlite3"
        environment["DATABASE_URL"] = database
        subprocess.run([sys.executable, "-m", __spec__.name, *sys.argv[1:], "--here"],
                       env=environment, check=True)  # fmt: skip


def measure(paths: list[Path], size: int) -> None:
    """Fill the database and print the times of adding articles of each kind."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdesk.settings")
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from benchmarks.likeness_articles import read
    from benchmarks.likeness_speed import NEW

    settings.DEBUG = False  # or every query is logged
    call_command("migrate", verbosity=0)
    articles, random = read(paths), Random(11)
    started = time.perf_counter()
    fill(articles, size, random)
    print(f"{size:,} articles in {time.perf_counter() - started:.0f} s")
    print(f"{'':20}{'place p50':>10}{'p95':>8}{'receive p50':>13}{'p95':>8}{'in stories':>12}")
    for name, make in NEW.items():
        rows = [added(make(articles, random), number) for number in range(ADDED)]
        placed, received, joined = zip(*rows, strict=True)
        times = "".join(f"{median(t):11.1f}{nearly_most(t):8.1f}" for t in (placed, received))
        print(f"{name:20}{times}{sum(joined):12}")


def nearly_most(times) -> float:
    """Return the 95th percentile."""
    return sorted(times)[int(len(times) * 0.95)]


def fill(articles: list, size: int, random: Random) -> None:
    """Store `size` articles with their briefs and fingerprints.

    Fingerprints are of POOL mixtures, in turn; but for the hostile source's, each article has bands
    of its own, as texts that are no copies of each other have.
    """
    from benchmarks.likeness_speed import mixtures
    from summaries.likeness import fingerprint

    prints = [fingerprint(one.headline, one.text) for one in articles]
    pool = list(islice(mixtures(prints, random), POOL))
    stored = [one.to_bytes() for one in pool]
    for start in range(1, size + 1, _BATCH):
        numbers = range(start, min(start + _BATCH, size + 1))
        days = {n: day_of(n, size) for n in numbers}
        rows = [row for n in numbers for row in keys(n, pool[n % POOL], days[n], random)]
        write(days, {n: stored[n % POOL] for n in numbers}, rows)
    move_sequences(size)


def day_of(number: int, size: int) -> datetime:
    """Return the day of an article: of every tenth the hostile source's (see `mixtures`)."""
    if number % 10 == 0:
        return DAY
    return DAY + timedelta(days=number * DAYS / size - DAYS / 2)


def keys(number: int, made, day: datetime, random: Random) -> Iterator[tuple]:
    """Yield the rows of the index of one article."""
    bands = made.bands if number % 10 == 0 else [random.getrandbits(63) for _ in made.bands]
    for kind, found in ((1, bands), (2, made.keywords)):
        for key in found:
            yield key, kind, day.date(), number


def write(days: dict[int, datetime], stored: dict[int, bytes], rows: list[tuple]) -> None:
    """Store one batch: articles, briefs, fingerprints, rows of the index."""
    from django.db import connection, transaction

    from summaries.likeness import VERSION
    from summaries.models import Article, Brief, Likeness

    with transaction.atomic(), connection.cursor() as cursor:
        Article.objects.bulk_create(
            Article(pk=n, channel="source", raw_text="", content_hash=f"{n:064}", published_at=day)
            for n, day in days.items()
        )
        Brief.objects.bulk_create(Brief(pk=n, article_id=n) for n in days)
        Likeness.objects.bulk_create(
            Likeness(
                article_id=n, same_key=f"{n:064}", words=words, version=VERSION, day=days[n].date()
            )
            for n, words in stored.items()
        )
        cursor.executemany(INSERT, rows)


def move_sequences(size: int) -> None:
    """Have PostgreSQL number new rows after those that were given a number."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for table in ("summaries_article", "summaries_brief"):
            cursor.execute(f"SELECT setval('{table}_id_seq', {size})")


def added(article, number: int) -> tuple[float, float, bool]:
    """Receive an article; return the milliseconds of its placing and of all, and if it joined."""
    from django.db import connection

    from summaries.services import copies, intake

    # SQLite works inside this process: its own time is not blurred by other programs.
    clock = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    place, spent = copies.place, []

    def timed(brief):
        started = clock()
        place(brief)
        spent.append((clock() - started) * 1000)

    intake.copies.place = timed
    try:
        started = clock()
        text = f"{article.headline}\n\n{article.text}\n{number} {started}"
        facts = intake.Facts("source", url=f"https://bench.example/{started}", published_at=DAY)
        brief = intake.receive(text, facts).brief
        whole = (clock() - started) * 1000
    finally:
        intake.copies.place = place
    return spent[0], whole, brief.story_id is not None


if __name__ == "__main__":
    main()
