"""What grows with the archive: `python -m benchmarks.growth` (`--quick` for a look).

Archives of 1,000, 10,000 and 100,000 articles, each in a temporary SQLite database of its own.
Median milliseconds of the process's own processor time, which programs beside it do not blur, and
the ratio of the largest to the smallest. Pages go through the whole stack. `likeness, a new
article` is what clustering does with one: its fingerprint, looking up its keys, comparing with what
shares them (written articles are mixtures of `benchmarks.intake`'s). `a claim` is a worker that
takes the most urgent of so many waiting jobs: as many as there are articles, which is what a desk
looks like in the middle of breaking news. More of each: `benchmarks.queue`, `benchmarks.public`,
`benchmarks.likeness_speed`.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from itertools import islice
from random import Random

from benchmarks.apart import asked, newsroom, ready

SIZES, QUICK_SIZES = (1_000, 10_000, 100_000), (100, 1_000)
REQUESTS, QUICK_REQUESTS = 30, 5
# Fingerprints are mixtures of the words of so many written articles.
WRITTEN, DAYS = 200, 365
_BATCH = 1_000
DESK = {
    "queue, open": "/desk/",
    "queue, all": "/desk/?show=all",
    "queue, search": "/desk/?show=all&q=baba",
}
PUBLIC = {"front page": "public, front page", "brief": "public, a brief"}
PUBLIC |= {"search, in every brief": "public, search", "large topic": "public, a large topic"}


def main() -> None:
    """Measure each archive in a process of its own and print one table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="small archives, few requests")
    parser.add_argument("--size", type=int, action="append")
    parser.add_argument("--of", nargs=2, type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.of:
        print(json.dumps(measured(*options.of)))
        return
    sizes = options.size or (QUICK_SIZES if options.quick else SIZES)
    requests = QUICK_REQUESTS if options.quick else REQUESTS
    found = []
    for size in sizes:
        with newsroom(LOG_LEVEL="ERROR") as environment:
            one = ["--of", str(size), str(requests)]
            found.append(asked("benchmarks.growth", *one, environment=environment))
    print_table(sizes, found)


def measured(size: int, requests: int) -> dict[str, float]:
    """Build an archive of `size` articles; return the median ms of everything."""
    ready(pages=True)
    from benchmarks import public

    started = time.perf_counter()
    addresses = public.build(size)
    index_likeness(size)
    print(f"{size:,} articles in {time.perf_counter() - started:.0f} s", file=sys.stderr)
    asks = pages(addresses) | {"likeness, a new article": likeness(size)}
    # Last: what is written between two stages is of no other measurement.
    asks["a claim, as many wait"] = claims(size)
    return {name: median(ask, requests) for name, ask in asks.items()}


def median(ask: Callable[[], object], requests: int) -> float:
    """Return the median ms of the processor; the first time warms up and is not counted."""
    ask()
    spent = []
    for _request in range(requests):
        begun = time.process_time()
        ask()
        spent.append((time.process_time() - begun) * 1000)
    return statistics.median(spent)


def pages(addresses: dict[str, str]) -> dict[str, Callable]:
    """Return what asks for each page; the readers' are made anew each time."""
    from django.contrib.auth.models import User
    from django.test import Client

    editor, reader = Client(SERVER_NAME="localhost"), Client(SERVER_NAME="localhost")
    editor.force_login(User.objects.get(username="editor0"))
    asks = {name: _page(editor, address) for name, address in DESK.items()}
    for name, words in PUBLIC.items():
        address = addresses[name]
        asks[words] = _page(reader, f"{address}{'&' if '?' in address else '?'}fresh=1")
    return asks


def _page(client, address: str) -> Callable[[], None]:
    def ask() -> None:
        answer = client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answered {answer.status_code}")

    return ask


def index_likeness(size: int) -> None:
    """Put every article of the archive into the index of likeness, over a year's days."""
    from datetime import timedelta

    from django.utils import timezone

    from summaries.likeness import VERSION
    from summaries.models import Likeness, LikenessKey

    today, made = timezone.now().date(), mixtures(Random(size))
    for begin in range(1, size + 1, _BATCH):
        rows, keys = [], []
        for pk in range(begin, min(begin + _BATCH, size + 1)):
            day, one = today - timedelta(days=(size - pk) * DAYS // size), next(made)
            about = {"article_id": pk, "day": day}
            rows.append(
                Likeness(same_key=one.same_key, words=one.to_bytes(), version=VERSION, **about)
            )
            kinds = {LikenessKey.Kind.BAND: one.bands, LikenessKey.Kind.WORD: one.keywords}
            keys += [
                LikenessKey(key=key, kind=kind, **about)
                for kind, of_kind in kinds.items()
                for key in dict.fromkeys(of_kind)
            ]
        Likeness.objects.bulk_create(rows)
        LikenessKey.objects.bulk_create(keys, batch_size=_BATCH)


def mixtures(chance: Random) -> Iterator:
    """Yield fingerprints without an end: runs of words of written articles, mixed anew."""
    from benchmarks.intake import written
    from summaries.likeness import Fingerprint, fingerprint

    texts = [text.partition("\n\n") for text in islice(written(WRITTEN), WRITTEN)]
    prints = [fingerprint(headline, body) for headline, _gap, body in texts]
    runs = [one.body[at : at + 20] for one in prints for at in range(0, len(one.body) - 19, 20)]
    while True:
        body = sum(chance.sample(runs, 10), ())
        yield Fingerprint(
            f"{chance.getrandbits(256):064x}", chance.choice(prints).headline, body, frozenset()
        )


def likeness(size: int) -> Callable[[], None]:
    """Return what finds the articles that a new one is like."""
    from benchmarks.intake import written
    from summaries.likeness import fingerprint
    from summaries.models import Article
    from summaries.services import copies

    texts = written(size + 1)
    article = Article.objects.order_by("pk").last()

    def ask() -> None:
        headline, _gap, body = next(texts).partition("\n\n")
        copies.compared_with(article, fingerprint(headline, body))

    return ask


def claims(size: int) -> Callable[[], None]:
    """Have a job wait for every article; return what claims the most urgent one."""
    from summaries.models import Brief, Job
    from summaries.services import jobs

    briefs = Brief.objects.order_by("pk").values_list("pk", flat=True)[:size]
    Job.objects.bulk_create((Job(brief_id=pk) for pk in briefs), batch_size=_BATCH)
    last = Job.objects.order_by("pk").last().pk

    def ask() -> None:
        if jobs.answer(last) is None:
            raise RuntimeError("no job waits")

    return ask


def print_table(sizes: list[int], found: list[dict[str, float]]) -> None:
    """Print the medians side by side, and what the largest takes of what the smallest does."""
    head = "".join(f"{size:>12,}" for size in sizes)
    print(f"\n{'ms of the processor, articles:':32}{head}{'ratio':>8}")
    for name in found[0]:
        medians = [one[name] for one in found]
        cells = "".join(f"{one:12.1f}" for one in medians)
        print(f"{name:32}{cells}{medians[-1] / medians[0]:8.2f}")


if __name__ == "__main__":
    main()
