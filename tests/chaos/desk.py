"""A newsroom of real processes: those of the Procfile, in a folder of their own."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import psycopg

from tests.newsroom import Newsroom

ROOT = Path(__file__).parents[2]
# Of a supervisor, before it starts again what died (systemd's RestartSec).
RESTART_SECONDS = 1.0
SETTINGS = {
    "ENGINE": "fake",
    "FAKE_ENGINE_DELAY_SECONDS": "0.1",
    "JOB_LEASE_SECONDS": "6",
    "JOB_RING_AGAIN_SECONDS": "6",
    "JOB_RETRY_DELAY_SECONDS": "2",
    "MAIL_LEASE_SECONDS": "10",
    "LOG_LEVEL": "INFO",
}
UNDER_WAY = """
SELECT sum(CASE WHEN state = 'done' THEN 1 ELSE 0 END),
       sum(CASE WHEN state = 'running' THEN 1 ELSE 0 END),
       sum(CASE WHEN state = 'queued' THEN 1 ELSE 0 END),
       sum(CASE WHEN state = 'failed' THEN 1 ELSE 0 END)
FROM summaries_job
"""


class NotReached(Exception):
    """Something did not come about in time."""


class Desk:
    """The processes of a newsroom, and what its database, its probe and its logs say."""

    app = "newsdesk"

    def __init__(self, folder: Path, database: str, broker: str, **settings: str) -> None:
        self.folder, self.port, self.services = folder, free_port(), folder
        self.address = f"http://127.0.0.1:{self.port}"
        self._newsroom = Newsroom(folder, database, broker)
        own = {
            "PORT": str(self.port),
            # What a killed process leaves there goes with the rest.
            "TMPDIR": str(folder.parent),
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        }
        self.env = self._newsroom.env | SETTINGS | own | settings
        # A folder per process is what a machine has that runs no tests.
        self.env.pop("PROMETHEUS_MULTIPROC_DIR", None)
        self.running: dict[str, subprocess.Popen] = {}

    def python(self, *arguments: str) -> str:
        """Run Python to its end in this newsroom; return what it printed."""
        command = [sys.executable, *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=self.env, check=True, stdout=subprocess.PIPE, text=True
        )
        return done.stdout.strip()

    def ask(self, question: str) -> list[tuple]:
        """Return the rows of a question in SQL, as it stands at this moment."""
        return self._newsroom.ask(question)

    def start(self, line: str, instance: str = "", **more: str) -> None:
        """Start a line of the Procfile; `instance` tells two of one line apart."""
        with self.log(line + instance).open("ab") as log:
            self.running[line + instance] = subprocess.Popen(
                ["bash", "-c", self._command(line)],
                cwd=ROOT,
                env=self.env | {"INSTANCE": instance} | more,
                stdout=log,
                stderr=subprocess.STDOUT,
                # A group of its own: one signal reaches a worker and its children.
                start_new_session=True,
            )
        if line == "web":
            self.wait_until(lambda: self.probe() is not None, 60, "the web server answers")

    def _command(self, line: str) -> str:
        """Return the Procfile's command; models are run by the application of the fault."""
        command = procfile()[line]
        return command.replace("--app newsdesk", f"--app {self.app}") if line == "nlp" else command

    def kill(self, name: str) -> None:
        """Send SIGKILL to a process and all its children."""
        process = self.running.pop(name)
        # What died by itself may have left children.
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def kill_and_restart(self, line: str, instance: str = "") -> None:
        """Kill a process, and start it again as a supervisor does."""
        self.kill(line + instance)
        time.sleep(RESTART_SECONDS)
        self.start(line, instance)

    def revive(self) -> str:
        """Start again what died by itself; return which, in words."""
        dead = [name for name, process in self.running.items() if process.poll() is not None]
        for name in dead:
            self.kill_and_restart(name)
        return f" (died and were started again: {', '.join(dead)})" if dead else ""

    def end(self) -> None:
        """Kill what still runs."""
        for name in list(self.running):
            self.kill(name)

    def log(self, name: str) -> Path:
        """Return the file that a process writes what it says into."""
        return self.folder.parent / f"{self.folder.name}-{name}.log"

    def jobs(self) -> dict[str, int]:
        """Return how many jobs are done, running, queued and failed."""
        counts = (int(count or 0) for count in self.ask(UNDER_WAY)[0])
        return dict(zip(("done", "running", "queued", "failed"), counts, strict=True))

    def stopped(self) -> int:
        """Return how many briefs the queue shows as stopped: they wait for a person."""
        return self.ask("SELECT count(*) FROM summaries_brief WHERE stopped")[0][0]

    def probe(self) -> dict | None:
        """Return what /readyz says; None where nothing answers."""
        try:
            with urlopen(f"{self.address}/readyz", timeout=15) as answer:
                return json.load(answer)
        except HTTPError as error:
            return json.load(error)
        except (URLError, OSError, ValueError):
            return None

    def complaint(self) -> str:
        """Return in words what /readyz and readers find wrong: "" where nothing is."""
        said = self.probe()
        if said is None:
            return "no answer"
        words = [words for words in said["checks"].values() if words != "ok"]
        if said["ready"] and not self.is_read():
            words.append("The front page is broken.")
        return " ".join(words)

    def is_read(self) -> bool:
        """Say whether readers get the front page."""
        try:
            with urlopen(self.address, timeout=15) as answer:
                return answer.status == 200
        except (URLError, OSError):
            return False

    def wait_until(self, reached: Callable[[], object], seconds: float, what: str) -> None:
        """Wait for something; raise NotReached with the words for it when it takes too long."""
        deadline = time.monotonic() + seconds
        while not quietly(reached):
            if time.monotonic() > deadline:
                raise NotReached(f"not reached in {seconds:.0f} s: {what}")
            time.sleep(0.1)


def quietly(reached: Callable[[], object]) -> object:
    """Ask something of a newsroom whose database may be away at this moment: then it is not so."""
    try:
        return reached()
    except (psycopg.OperationalError, sqlite3.OperationalError):
        return False


def procfile() -> dict[str, str]:
    """Return the commands of the Procfile by their names."""
    lines = (ROOT / "Procfile").read_text().splitlines()
    return dict(re.split(r":\s*", line, maxsplit=1) for line in lines if line.strip())


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]
