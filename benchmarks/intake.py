"""Taking 5,000 articles in: `python -m benchmarks.intake` (`--quick` for a look).

Each goes through the whole door in turn: the API (a request through the whole stack, each with a
token and an idempotency key), the command (`manage.py ingest`, of files), a source (what a fetch
stores once it has read the page). All end in one transaction that stores text and sentences, writes
the index of words and the one of likeness, places the article in its story, and asks for a draft.
SQLite; one article in ten is an edited copy of one before. `core ms` is the processor's time of one
article, at the beginning and at the end: what matters is that it does not grow.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from benchmarks.apart import asked, newsroom, ready

ARTICLES, QUICK = 5_000, 60
# Of all, how many come through each door.
SHARES = {"API": 0.8, "command": 0.1, "source": 0.1}
# How many of the first and of the last ones are compared.
EDGE = 0.1
# As in the news: 13 articles of NTREX-128 have 216.
SENTENCES = 16
COPIES = 0.1
_BATCH = 20


def main() -> None:
    """Take the articles in, in a newsroom of their own, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="a few articles")
    parser.add_argument("--articles", type=int)
    parser.add_argument("--take", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.take:
        print(json.dumps(taken(options.take)))
        return
    count = options.articles or (QUICK if options.quick else ARTICLES)
    with newsroom(LOG_LEVEL="ERROR") as environment:
        found = asked("benchmarks.intake", "--take", str(count), environment=environment)
    print_table(count, found)


def taken(count: int) -> dict:
    """Take so many articles in through the doors; return what each door took, and the bytes."""
    ready()
    texts, doors = written(count), doors_of_the_desk()
    found = {}
    for door, share in SHARES.items():
        found[door] = timed(doors[door], texts, round(count * share))
    from django.db import connection

    from summaries.models import Article, Job

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    size = (Path(os.environ["VAR_DIR"]) / "db.sqlite3").stat().st_size
    counts = {"articles": Article.objects.count(), "waiting": Job.objects.open().count()}
    return {"doors": found, "bytes": size / count, **counts}


def timed(take: Callable, texts: Iterator[str], count: int) -> dict:
    """Take `count` texts in; return articles a second, and the processor's ms at both ends."""
    spent, begun = [], time.perf_counter()
    while len(spent) < count:
        batch = [next(texts) for _one in range(min(_BATCH, count - len(spent)))]
        before = time.process_time()
        take(batch)
        spent += [(time.process_time() - before) / len(batch) * 1000] * len(batch)
    lasted = time.perf_counter() - begun
    edge = max(1, round(count * EDGE))
    ends = [statistics.fmean(spent[:edge]), statistics.fmean(spent[-edge:])]
    return {"count": count, "rate": count / lasted, "first": ends[0], "last": ends[1]}


def doors_of_the_desk() -> dict[str, Callable[[list[str]], None]]:
    """Return what takes a batch of texts in, by the name of the door."""
    from django.contrib.auth.models import Group, User

    from summaries.models import Source
    from summaries.services.people.accounts import ensure_roles

    ensure_roles()
    admin = User.objects.create_superuser("admin")
    admin.groups.add(Group.objects.get(name="admin"))
    source = Source.objects.create(name_en="Outlet")
    return {"API": by_api(admin), "command": by_command(), "source": by_source(source)}


def by_api(admin) -> Callable[[list[str]], None]:
    """Return what sends texts to the API, with a token that may."""
    from django.test import Client

    from summaries.models import ApiToken, Scope
    from summaries.services import tokens

    token, plain = tokens.issue(admin, "benchmark", admin, list(Scope))
    # Above what a token may be given: its limit is not what is measured.
    ApiToken.objects.filter(pk=token.pk).update(per_minute=1_000_000)
    client, bearer = Client(SERVER_NAME="localhost"), {"Authorization": f"Bearer {plain}"}

    def send(texts: list[str]) -> None:
        for text in texts:
            headers = bearer | {"Idempotency-Key": f"{hash(text)}"}
            given = {"text": text}
            answer = client.post("/api/v1/articles", given, "application/json", headers=headers)
            if answer.status_code != 201:
                raise RuntimeError(f"the API answered {answer.status_code}: {answer.content[:200]}")

    return send


def by_command() -> Callable[[list[str]], None]:
    """Return what takes texts in with `manage.py ingest`, from files."""
    from django.core.management import call_command

    folder = Path(os.environ["VAR_DIR"]) / "files"
    folder.mkdir()

    def ingest(texts: list[str]) -> None:
        files = [folder / f"{place}.txt" for place in range(len(texts))]
        for file, text in zip(files, texts, strict=True):
            file.write_text(text, encoding="utf-8")
        call_command("ingest", *map(str, files), stdout=io.StringIO())

    return ingest


def by_source(source) -> Callable[[list[str]], None]:
    """Return what stores texts as a fetch of a source does."""
    from summaries.models import Article
    from summaries.services import intake
    from summaries.services.articles import Facts

    def store(texts: list[str]) -> None:
        for text in texts:
            intake.receive(text, Facts(Article.Channel.SOURCE, source))

    return store


def written(count: int) -> Iterator[str]:
    """Yield made-up articles of SENTENCES sentences without an end, different from each other."""
    chance, recent, number = Random(count), [], 0
    while True:
        number += 1
        lines = [f"{_words(chance, 7)} {number}", *(_sentence(chance) for _ in range(SENTENCES))]
        if recent and chance.random() < COPIES:
            lines[: SENTENCES - 4] = chance.choice(recent)[: SENTENCES - 4]
        recent = [*recent[-50:], lines]
        yield "\n\n".join((lines[0], "\n".join(lines[1:])))


def _sentence(chance: Random) -> str:
    return f"قال {_words(chance, 6)} إن {chance.randrange(11, 9_000)} {_words(chance, 8)}."


def _words(chance: Random, count: int) -> str:
    from benchmarks.desk import arabic_word

    # As in a language: few words often, most of them seldom.
    return " ".join(arabic_word(int(6_000 * chance.random() ** 2)) for _word in range(count))


def print_table(count: int, found: dict) -> None:
    """Print what each door took, and what is stored."""
    columns = f"{'a second':>10}{'core ms':>10}{'at last':>9}{'ratio':>7}"
    print(f"\n{count:,} articles, SQLite{'count':>12}{columns}")
    for door, row in found["doors"].items():
        ratio = row["last"] / row["first"]
        print(
            f"  by {door:22}{row['count']:9,}{row['rate']:10.1f}"
            f"{row['first']:10.1f}{row['last']:9.1f}{ratio:7.2f}"
        )
    print(f"  stored {found['articles']:,}, waiting for a draft {found['waiting']:,}")
    print(f"  {found['bytes'] / 1000:.0f} kB an article in the database, indexes included")


if __name__ == "__main__":
    main()
