"""On paper, from one laptop to a fleet: `python -m benchmarks.simulation`.

A day of news from an empty desk, with one burst of breaking news: for ten minutes twenty times as
many articles come. They are taken in one after the other by so many writers, then drafted, first
come, first served, by workers of one core each (`benchmarks.queueing`). What each step takes was
measured and stands in `benchmarks/service_times.toml` with the command that prints it; prices are
assumptions, in the same file. `--times FILE` takes another machine's.
"""

from __future__ import annotations

import argparse
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, log
from pathlib import Path
from random import Random

from benchmarks.queueing import Day, Served, quantile, serve

TIMES = Path(__file__).with_name("service_times.toml")
ARTICLES = (1_000, 100_000, 1_000_000)
# The 95th percentiles that workers are looked for: half an hour, ten and two minutes.
AIMS = (1_800.0, 600.0, 120.0)
READERS = 10_000_000
MAIL_WORKERS = (1, 4, 16, 64, 256)
DAYS_A_MONTH = 30.4
# How exactly workers are counted: the days differ by more.
COARSE = 0.02
_GB = 1e9


@dataclass(frozen=True)
class Times:
    """What each step takes, in seconds of one core, and what things cost; see the file."""

    sentences: float
    spread: float
    intake: float
    sentence: float
    shortest: float
    summary: float
    other: float
    claim: float
    letter: float
    delivery: float
    paced: float
    article_bytes: float
    core_month: float
    thousand_letters: float

    @classmethod
    def read(cls, file: Path) -> Times:
        """Read them from a file. Raises TypeError where one is missing, or one too many."""
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
        return cls(**{name: float(table["value"]) for name, table in tables.items()})

    def draft(self, random: Random) -> float:
        """Return the seconds of one draft: the longer the article, the longer it takes."""
        # A lognormal length with this mean.
        median = log(self.sentences) - self.spread**2 / 2
        count = max(1, round(random.lognormvariate(median, self.spread)))
        return count * self.sentence + self.summary + self.other

    @property
    def mean_draft(self) -> float:
        """Seconds of the average draft."""
        return self.sentences * self.sentence + self.summary + self.other

    @property
    def least_draft(self) -> float:
        """Seconds of the average draft with a summary as short as it may be."""
        return self.mean_draft - self.summary + self.shortest


@dataclass(frozen=True)
class Outcome:
    """A simulated day: seconds from coming in to the draft, sorted, and how long the queue was."""

    seconds: Sequence[float]
    in_burst: Sequence[float]
    longest_queue: int


class Desk:
    """A day's articles with what each takes, served by any number of writers and workers."""

    def __init__(self, articles_a_day: int, times: Times, seed: int = 8) -> None:
        random = Random(seed)
        self.day = Day(articles_a_day / 86_400)
        self.times = times
        self.arrived = list(self.day.arrivals(random))
        self.drafts = [times.draft(random) for _article in self.arrived]

    def taken_in(self, writers: int) -> Served:
        """Return when each article is stored, by so many writers at once."""
        return serve(self.arrived, [self.times.intake] * len(self.arrived), writers)

    def run(self, workers: int, writers: int) -> Outcome:
        """Return the day with so many of both."""
        drafted = serve(self.taken_in(writers).done, self.drafts, workers)
        pairs = list(zip(self.arrived, drafted.done, strict=True))
        return Outcome(
            sorted(done - came for came, done in pairs),
            sorted(done - came for came, done in pairs if self.day.in_burst(came)),
            drafted.longest_queue(),
        )

    def least_workers(self, aim: float, writers: int) -> int:
        """Return how few workers draft 95 of 100 articles within `aim` seconds, to one in fifty."""
        stored = self.taken_in(writers).done
        low, high = self.least_steady, ceil(self.burst_load) + 1
        while high - low > high * COARSE:
            middle = (low + high) // 2
            done = serve(stored, self.drafts, middle).done
            late = sum(end - came > aim for end, came in zip(done, self.arrived, strict=True))
            if late <= len(done) * 0.05:
                high = middle
            else:
                low = middle + 1
        return high

    @property
    def load(self) -> float:
        """How many cores outside the burst draft all the time."""
        return self.day.rate * self.times.mean_draft

    @property
    def burst_load(self) -> float:
        """How many cores would have to draft in the burst, for no queue to grow."""
        return self.load * self.day.times

    @property
    def least_steady(self) -> int:
        """How few workers have drafted a day's articles, the burst's among them, in a day."""
        return max(1, ceil(self.day.expected / self.day.length * self.times.mean_draft))

    @property
    def writers(self) -> int:
        """How many writers take the burst in as it comes."""
        return max(1, ceil(self.day.rate * self.day.times * self.times.intake))


def main() -> None:
    """Print the tables of drafts, of what breaks first, and of letters."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=Path, default=TIMES)
    parser.add_argument("--articles", type=int, nargs="+", default=ARTICLES)
    parser.add_argument("--readers", type=int, default=READERS)
    options = parser.parse_args()
    times = Times.read(options.times)
    desks = [Desk(count, times) for count in options.articles]
    print_drafts(desks, times)
    print_breaks(desks, times)
    print_letters(options.readers, times)


def print_drafts(desks: Sequence[Desk], times: Times) -> None:
    """Print how long a draft takes with how many workers, and what they cost."""
    least = times.least_draft / times.mean_draft
    print(f"\nTime to draft: {times.mean_draft:.1f} core seconds each, a burst ×20 of 10 minutes")
    print(f"(the shortest summaries, {times.shortest:.1f} s: workers and cost × {least:.2f})")
    columns = ("workers", "p50 s", "p95 s", "burst p95", "queue", "a month")
    print(f"{'articles a day':>16}" + "".join(f"{name:>11}" for name in columns))
    for desk in desks:
        aims = {desk.least_workers(aim, desk.writers) for aim in AIMS}
        for workers in sorted({desk.least_steady, *aims}):
            print_day(desk, workers, times)


def print_day(desk: Desk, workers: int, times: Times) -> None:
    """Print one line: a day with so many workers."""
    found = desk.run(workers, desk.writers)
    seconds = (
        quantile(found.seconds, 0.5),
        quantile(found.seconds, 0.95),
        quantile(found.in_burst, 0.95) if found.in_burst else 0.0,
    )
    print(
        f"{desk.day.rate * desk.day.length:16,.0f}{workers:11,}"
        + "".join(f"{one:11,.0f}" for one in seconds)
        + f"{found.longest_queue:11,}{workers * times.core_month:11,.0f}"
    )


def print_breaks(desks: Sequence[Desk], times: Times) -> None:
    """Print what each part has to carry, as a share of what one of it carries.

    A part breaks when it is asked for more than one carries: drafts of one worker, intake of the
    one writer that SQLite has, claims of one database.
    """
    print("\nShare of what one worker, one writer, one database carries: always / in the burst")
    columns = ("drafts", "intake", "claims", "GB a year", "breaks, in order")
    print(f"{'articles a day':>16}" + "".join(f"{name:>18}" for name in columns))
    for desk in desks:
        shares = {
            "drafts": desk.load,
            "intake": desk.day.rate * times.intake,
            # As many claims as drafts: in the burst workers, not articles, set their number.
            "claims": desk.day.rate * times.claim,
        }
        words = [f"{one:.3f} / {one * desk.day.times:.2f}" for one in shares.values()]
        year = desk.day.expected * 365 * times.article_bytes / _GB
        broken = ", ".join(broken_first(shares, desk.day.times)) or "nothing"
        print(
            f"{desk.day.rate * desk.day.length:16,.0f}"
            + "".join(f"{word:>18}" for word in words)
            + f"{year:18,.0f}{broken:>26}"
        )


def broken_first(shares: dict[str, float], burst: float) -> list[str]:
    """Return the parts that a burst asks for more than one carries, the first to break first."""
    broken = [name for name, share in shares.items() if share * burst > 1]
    return sorted(broken, key=shares.get, reverse=True)


def mailed(readers: int, workers: int, rate: float, times: Times) -> tuple[float, float, float]:
    """Return when half, 95 of 100 and all letters of an edition are out, in seconds.

    One process writes the deliveries, and workers send `rate` a second each meanwhile: letter
    number n goes out when both have come that far.
    """
    pace = min(1 / times.delivery, workers * rate)
    return 0.5 * readers / pace, 0.95 * readers / pace, readers / pace


def print_letters(readers: int, times: Times) -> None:
    """Print how long an edition takes to all readers, with and without the usual pace."""
    print(f"\nOne edition to {readers:,} readers: minutes until half, 95 % and all are out")
    paced = f"at {times.paced:.0f} a second each"
    print(f"{'workers':>10}{paced:>32}{'as fast as a core goes':>32}{'a month':>11}")
    for workers in MAIL_WORKERS:
        paces = (times.paced, 1 / times.letter)
        cells = [mailed(readers, workers, pace, times) for pace in paces]
        words = [" / ".join(f"{one / 60:,.0f}" for one in cell) for cell in cells]
        print(f"{workers:10}{words[0]:>32}{words[1]:>32}{workers * times.core_month:11,.0f}")
    cost = readers / 1_000 * times.thousand_letters * DAYS_A_MONTH
    print(f"A mail service for a letter a day each: {cost:,.0f} a month")


if __name__ == "__main__":
    main()
