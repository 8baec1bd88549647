"""Drafts by one worker and by two: `python -m benchmarks.drafting` (`--quick` for a look).

Real Celery workers on the file system's broker and SQLite; each process has one thread, so that two
of them are two cores. The translator has the architecture of opus-mt-ar-en with random weights and
writes LENGTH tokens a sentence (a sentence of news has about as many); with `--summaries shortest`
or `longest` the summary is of distilbart-cnn-12-6, also random, as short or as long as it may be,
else of the fake engine. Articles are of the length that is usual (see `service_times.toml`).
`--quick` takes the tiny MarianMT. Printed are drafts a minute by the clock and, for each stage,
seconds of the clock and of the processor: those of the processor are what
`benchmarks/service_times.toml` asks for.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.apart import asked, newsroom, ready

ARTICLES, WORKERS, LENGTH = 24, (1, 2), 32
# Of three sentences each, and a headline.
PARAGRAPHS = 5
QUICK_ARTICLES = 4
SECONDS_AT_MOST = 3600


def main() -> None:
    """Measure each number of workers in a newsroom of its own and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="few articles, the tiny model")
    parser.add_argument("--summaries", choices=("shortest", "longest"), help="of distilbart's size")
    parser.add_argument("--weights", type=Path, help="keep the random weights here")
    parser.add_argument("--articles", type=int)
    parser.add_argument("--fill", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--found", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.fill:
        fill(options.fill)
    elif options.found:
        print(json.dumps(found()))
    else:
        articles = options.articles or (QUICK_ARTICLES if options.quick else ARTICLES)
        print_table(articles, [measured(n, articles, options) for n in WORKERS])


def measured(workers: int, articles: int, options: argparse.Namespace) -> dict:
    """Have so many workers draft the articles; return the seconds and the stages' times."""
    weights = {} if options.quick else {"BENCH_TRANSLATOR": "opus"}
    weights |= {"BENCH_SUMMARIZER": "distilbart"} if options.summaries else {}
    more = {"WORKER_PROCESSES": str(workers), "ENGINE_THREADS": "1", "OMP_NUM_THREADS": "1"}
    more["BENCH_SUMMARIES"] = options.summaries or ""
    # Who measures in a container often is root.
    more["PYTHONWARNINGS"] = "ignore:You.re running the worker"
    with newsroom(**more, **weights, LOG_LEVEL="ERROR") as environment:
        folder = (options.weights or Path(environment["VAR_DIR"]) / "weights").resolve()
        environment["BENCH_WEIGHTS"] = str(folder)
        prepare(folder, set(weights.values()))
        # One more for each process: its first loads the model and is not counted.
        asked("benchmarks.drafting", "--fill", str(articles + workers), environment=environment)
        seconds = drafted(environment, articles, workers)
        stages = asked("benchmarks.drafting", "--found", environment=environment)
    return {"workers": workers, "seconds": seconds, "stages": stages}


def prepare(folder: Path, models: set[str]) -> None:
    """Write the random weights that are not there from an earlier run."""
    for model in models:
        if not (folder / model / "model.safetensors").exists():
            command = [sys.executable, "-m", "benchmarks.random_weights", model]
            subprocess.run([*command, str(folder / model)], check=True, stderr=subprocess.DEVNULL)


def fill(articles: int) -> None:
    """Take articles in, each with a job that waits."""
    ready()
    from django.contrib.auth.models import Group, User

    from benchmarks.review import article
    from summaries.services import intake
    from summaries.services.people.accounts import ensure_roles

    ensure_roles()
    editor = User.objects.create(username="editor")
    editor.groups.add(Group.objects.get(name="editor"))
    for number in range(articles):
        intake.take_in(editor, article(number, PARAGRAPHS), channel="paste")
    print(articles)


def drafted(environment: dict[str, str], articles: int, workers: int) -> float:
    """Run the workers until all is drafted; return the seconds from when all were warm."""
    import sqlite3

    command = [sys.executable, "-m", "celery", "--quiet", "--app", "benchmarks.drafting_worker"]
    command += ["worker", "--queues", "nlp", "--loglevel", "error"]
    process = subprocess.Popen(command, env=environment)
    database = sqlite3.connect(Path(environment["VAR_DIR"]) / "db.sqlite3", timeout=20)
    try:
        wait_for(database, workers, process)
        begun = time.monotonic()
        wait_for(database, articles + workers, process)
        return time.monotonic() - begun
    finally:
        process.terminate()
        process.wait(60)
        database.close()


def wait_for(database, drafts: int, process: subprocess.Popen) -> None:
    """Wait until so many are drafted. Raises RuntimeError where that will not be."""
    question = "SELECT count(*) FROM summaries_job WHERE state = 'done'"
    deadline = time.monotonic() + SECONDS_AT_MOST
    while database.execute(question).fetchone()[0] < drafts:
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError("the workers stopped, or take too long")
        time.sleep(0.05)


def found() -> dict[str, list]:
    """Return, for each stage, the median seconds a job and a sentence, and of the processor."""
    ready()
    from summaries.models import StageTime

    spent: dict[int, dict[str, float]] = {}
    file = Path(os.environ["VAR_DIR"]) / "processor.log"
    for line in file.read_text(encoding="utf-8").splitlines():
        job, stage, seconds = line.split()
        spent.setdefault(int(job), {})[stage] = float(seconds)
    stages: dict[str, list] = {}
    for row in StageTime.objects.order_by("pk"):
        cpu = spent[row.job_id][row.stage]
        stages.setdefault(row.stage, []).append((row.seconds, cpu, row.amount))
    # The first of each process loaded the model.
    return {
        stage: medians(rows[int(os.environ["WORKER_PROCESSES"]) :])
        for stage, rows in stages.items()
    }


def medians(rows: list[tuple[float, float, int]]) -> list[float]:
    """Return the median seconds by the clock, of the processor, and of the processor a unit."""
    return [
        statistics.median(clock for clock, _cpu, _amount in rows),
        statistics.median(cpu for _clock, cpu, _amount in rows),
        statistics.median(cpu / amount for _clock, cpu, amount in rows),
    ]


def print_table(articles: int, rows: list[dict]) -> None:
    """Print throughput and stages side by side."""
    print(f"\n{articles} articles of {3 * PARAGRAPHS + 1} sentences{'drafts/min':>14}{'ratio':>8}")
    first = articles / rows[0]["seconds"]
    for row in rows:
        rate = articles / row["seconds"]
        print(f"  {row['workers']} worker processes{'':7}{rate * 60:14.1f}{rate / first:8.2f}")
    print(
        f"\n{'median seconds a stage':26}{'workers':>9}{'clock':>9}{'core':>9}{'core a unit':>13}"
    )
    for row in rows:
        for stage, (clock, cpu, unit) in row["stages"].items():
            print(f"  {stage:24}{row['workers']:9}{clock:9.2f}{cpu:9.2f}{unit:13.4f}")


if __name__ == "__main__":
    main()
