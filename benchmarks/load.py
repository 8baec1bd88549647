"""Pages under fifty clients at once: `python -m benchmarks.load` (`--quick` for a look).

Gunicorn with the command line of the Procfile, in production's settings, over loopback, on SQLite.
Every client keeps its connection and asks again as soon as it has its answer: the site is as busy
as it can be, and an answer takes the longer the more clients there are. Clients of the desk are
fifty people who are signed in. `core ms` is what the web processes had of the processor for an
answer: programs beside them blur the clock, not this. The clients run on the same cores, so the
rates are too low rather than too high.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from benchmarks.apart import asked, newsroom, ready
from benchmarks.queueing import quantile

CLIENTS, SECONDS, SIZE = 50, 15.0, 1_000
QUICK_SECONDS, QUICK_SIZE = 3.0, 100
ROOT = Path(__file__).parent.parent
# Processes and threads each; the first is the Procfile's.
SHAPES = ((1, 4), (1, 16), (2, 4))
TIMEOUT_SECONDS = 60


@dataclass
class Tally:
    """What clients were answered: seconds of each answer, and how many were no answer."""

    seconds: list[float] = field(default_factory=list)
    errors: int = 0


def main() -> None:
    """Measure every shape of the web server on every kind of page and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="a small site, a few seconds")
    parser.add_argument("--clients", type=int, default=CLIENTS)
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--size", type=int, help="briefs of the site")
    parser.add_argument("--build", nargs=2, type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.build:
        print(json.dumps(build(*options.build)))
        return
    size = options.size or (QUICK_SIZE if options.quick else SIZE)
    seconds = options.seconds or (QUICK_SECONDS if options.quick else SECONDS)
    with newsroom(LOG_LEVEL="ERROR") as environment:
        made = ["--build", str(size), str(options.clients)]
        site = asked("benchmarks.load", *made, environment=environment)
        print(f"\n{options.clients} clients, {size:,} briefs, {os.cpu_count()} cores, SQLite")
        columns = ("p50 ms", "p95 ms", "p99 ms", "a second", "core ms", "errors")
        print(f"{'':34}" + "".join(f"{name:>10}" for name in columns))
        for shape in SHAPES:
            measure(shape, site, seconds, environment)


def build(size: int, people: int) -> dict:
    """Make a site of `size` briefs and sign `people` in; return addresses and cookies."""
    ready(pages=True)
    from django.contrib.auth.models import Group, User
    from django.test import Client

    from benchmarks import public, review

    pages = public.build(size)
    _editor, brief = review.make_desk()
    cookies = []
    for number in range(people):
        person = User.objects.create(username=f"client{number}")
        person.groups.add(Group.objects.get(name="editor"))
        client = Client()
        client.force_login(person)
        cookies.append("; ".join(f"{c.key}={c.value}" for c in client.cookies.values()))
    kept = ["front page", "brief", "archive", "month", "large topic", "corrections"]
    return {
        "cookies": cookies,
        "scenes": {
            "readers, kept pages": [pages[name] for name in kept],
            "readers, searches": ["/search/?q=minister", "/search/?q=port+number"],
            "desk, queue": ["/desk/", "/desk/?show=all", "/desk/?sort=oldest"],
            "desk, a brief of 40 sentences": [f"/desk/briefs/{brief.pk}/"],
        },
    }


def measure(shape: tuple[int, int], site: dict, seconds: float, environment: dict) -> None:
    """Start the web server in this shape, ask it for each scene, and print a line for each."""
    processes, threads = shape
    print(f"{processes} process{'es' if processes > 1 else ''} of {threads} threads")
    with web_server(processes, threads, environment) as (port, pid):
        for name, addresses in site["scenes"].items():
            cookies = site["cookies"] if name.startswith("desk") else [""] * len(site["cookies"])
            asked_by_all(port, addresses, cookies, min(1.0, seconds))  # warm
            before = processor_seconds(pid)
            begun = time.monotonic()
            tally = asked_by_all(port, addresses, cookies, seconds)
            lasted = time.monotonic() - begun
            print_line(name, tally, lasted, processor_seconds(pid) - before)


@contextmanager
def web_server(processes: int, threads: int, environment: dict[str, str]):
    """Run gunicorn as the Procfile has it, in this shape; give its port and process."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    lines = (ROOT / "Procfile").read_text(encoding="utf-8").splitlines()
    line = next(one for one in lines if one.startswith("web: ")).removeprefix("web: ")
    # What is said twice holds as it is said last.
    command = ["sh", "-c", f"{line} --workers {processes} --threads {threads}"]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = environment | {"HOST": "127.0.0.1", "PORT": str(port), "PATH": path}
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        wait_for(port, process)
        yield port, process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def wait_for(port: int, process: subprocess.Popen) -> None:
    """Wait until the server answers. Raises RuntimeError where it does not."""
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/healthz")
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the web server does not answer")


def asked_by_all(port: int, addresses: list[str], cookies: list[str], seconds: float) -> Tally:
    """Have a client with each cookie ask for the addresses in random order, for so long."""
    tallies = [Tally() for _cookie in cookies]
    until = time.monotonic() + seconds
    threads = [
        threading.Thread(target=client, args=(port, addresses, cookie, until, tally, number))
        for number, (cookie, tally) in enumerate(zip(cookies, tallies, strict=True))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times = sorted(second for tally in tallies for second in tally.seconds)
    return Tally(times, sum(tally.errors for tally in tallies))


def client(port, addresses, cookie: str, until: float, tally: Tally, seed: int) -> None:
    """Ask for one address after another; whatever is not 200 is an error."""
    chance = random.Random(seed)
    connection = HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_SECONDS)
    headers = {"Cookie": cookie} if cookie else {}
    while (begun := time.monotonic()) < until:
        try:
            connection.request("GET", chance.choice(addresses), headers=headers)
            answer = connection.getresponse()
            answer.read()
        except (HTTPException, OSError):
            # A server that keeps no connection idle for long may close it under a request.
            tally.errors += 1
            connection.close()
            continue
        tally.errors += answer.status != 200
        tally.seconds.append(time.monotonic() - begun)
    connection.close()


def processor_seconds(parent: int) -> float:
    """Return what the server's processes have had of the processor until now."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it ended meanwhile
        if parent in (int(fields[1]), int(stat.parent.name)):
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def print_line(name: str, tally: Tally, lasted: float, processor: float) -> None:
    """Print the figures of one kind of page."""
    count = len(tally.seconds)
    if not count:
        print(f"  {name:32}  no answer in time, {tally.errors} errors")
        return
    quantiles = (f"{quantile(tally.seconds, share) * 1000:10.0f}" for share in (0.5, 0.95, 0.99))
    rest = f"{count / lasted:10.0f}{processor * 1000 / count:10.1f}{tally.errors:10}"
    print(f"  {name:32}{''.join(quantiles)}{rest}", flush=True)


if __name__ == "__main__":
    main()
