"""The queue's server time with few and with many articles: `python -m benchmarks.queue`.

Each desk lives in a temporary SQLite database of its own and is asked through the whole stack:
middleware, session, view, template. Figures are median milliseconds of the server process's own
CPU time, which another program on the machine does not blur (SQLite works inside that process).
What matters is the ratio of the large desk to the small one; it is in brackets where the small
desk fills less of the page, because then most of the difference is the rows that are written out.
Two mixes, see `benchmarks.desk`: an archive, and a desk where everything is open.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

SIZES = {"archive": (1_000, 100_000), "open": (1_000, 20_000)}
REQUESTS = 40


def main() -> None:
    """Print one table a mix."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=REQUESTS)
    parser.add_argument("--mix", choices=SIZES, action="append")
    parser.add_argument("--desk", nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.desk:
        json.dump(
            measured(int(arguments.desk[0]), arguments.desk[1], arguments.requests), sys.stdout
        )
        return
    for mix in arguments.mix or SIZES:
        small, large = (in_process(size, mix, arguments.requests) for size in SIZES[mix])
        print_table(mix, SIZES[mix], small, large)


def in_process(size: int, mix: str, requests: int) -> dict[str, list]:
    """Measure one desk in a process and a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="newsdesk-bench-") as folder:
        environment = os.environ | {"VAR_DIR": folder, "DEBUG": "1", "LOG_LEVEL": "WARNING"}
        environment["DATABASE_URL"] = f"sqlite:///{folder}/db.sqlite3"
        command = [sys.executable, "-m", "benchmarks.queue", "--desk", str(size), mix]
        command += ["--requests", str(requests)]
        done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE)
    return json.loads(done.stdout)


def measured(size: int, mix: str, requests: int) -> dict[str, list]:
    """Build a desk in the configured database; return rows and median ms of each request."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdesk.settings")
    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client
    from django.test.utils import setup_test_environment, teardown_test_environment

    from benchmarks import desk

    settings.DEBUG = False  # or every query is logged
    setup_test_environment(debug=False)  # responses know their context
    call_command("migrate", verbosity=0)
    started = time.perf_counter()
    editor = desk.build(size, mix)
    print(f"{size:,} briefs in {time.perf_counter() - started:.0f} s", file=sys.stderr)
    client = Client(SERVER_NAME="localhost")
    client.force_login(editor)
    addresses = questions(size, desk)
    # The first round warms caches and is not counted.
    rows = {name: listed(client, address) for name, address in addresses.items()}
    teardown_test_environment()  # and from now on they cost what they cost
    return {
        name: [rows[name], statistics.median(timed(client, address) for _ in range(requests))]
        for name, address in addresses.items()
    }


def questions(size: int, desk) -> dict[str, str]:
    """Return what is asked, by name: the query string of the queue."""
    from summaries.forms.queue import TABS

    common, rare = desk.COMMON_WORD, desk.RARE_WORD
    return {
        **{f"tab {name}": f"show={name}" for name in TABS},
        "open, oldest": "sort=oldest",
        "open, waiting longest": "sort=waiting",
        "all, waiting longest": "show=all&sort=waiting",
        "open, over 1 day": "age=24",
        "open, large source": "source=1",
        "open, small source": f"source={desk.SOURCES}",
        "published, large source": "show=live&source=1",
        "published, small source": f"show=live&source={desk.SOURCES}",
        "open, topic and owner": "topic=3&owner=2",
        "all, topic and owner": "show=all&topic=3&owner=2",
        "open, common word": f"q={common}",
        "open, rare Arabic word": f"q={rare}",
        "all, common word": f"show=all&q={common}",
        "all, two words, one begun": f"show=all&q={common}+bab",
        "all, rare Arabic word": f"show=all&q={rare}",
        "published, half way": f"show=live&after={size // 2}",
        "published, last page": f"show=live&after={40}",
        "all, source, word, half way": f"show=all&source=2&q={common}&after={size // 2}",
    }


def listed(client, query: str) -> int:
    """Return how many briefs the page lists. Raises RuntimeError when there is no page."""
    response = client.get(f"/desk/?{query}")
    if response.status_code != 200:
        raise RuntimeError(f"/desk/?{query} answered {response.status_code}")
    return len(response.context["page"].briefs)


def timed(client, query: str) -> float:
    """Return the milliseconds of CPU time that one page took."""
    started = time.process_time()
    client.get(f"/desk/?{query}")
    return (time.process_time() - started) * 1000


def print_table(mix: str, sizes: tuple[int, int], small: dict, large: dict) -> None:
    """Print rows and medians side by side with their ratio."""
    print(f"\n{mix}: rows of the page and server time, median ms")
    print(f"{'':30}{sizes[0]:>15,}{sizes[1]:>15,}{'ratio':>10}")
    for name, (few, fast) in small.items():
        many, slow = large[name]
        ratio = f"{slow / fast:.2f}" if few == many else f"({slow / fast:.2f})"
        print(f"{name:30}{few:6}{fast:9.1f}{many:6}{slow:9.1f}{ratio:>10}")


if __name__ == "__main__":
    main()
