"""The faults in what the newsdesk stands on: files, disk, broker, database, clock."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import time
from pathlib import Path

from tests.chaos.desk import ROOT, Desk
from tests.chaos.fault import Fault
from tests.chaos.services import kill_postgresql, kill_redis, start

AWAY_SECONDS = 6.0
BLOCK = bytes(64 * 1024)


def with_model(desk: Desk) -> None:
    """Install the tiny model, and have the worker run it."""
    desk.app = "tests.chaos.tiny"
    desk.env["MODELS_DIR"] = str(desk.folder / "models")
    desk.env["PYTHONPATH"] = str(ROOT)
    desk.python("-m", "tests.chaos.tiny")


def model(desk: Desk) -> str:
    """Cut the weights and their prepared copy in half; pull them again, as the desk says."""
    models = desk.folder / "models"
    for file in [*models.rglob("model.safetensors"), *models.rglob("model.bin")]:
        os.truncate(file, file.stat().st_size // 2)
    # What a worker has in memory serves it on: the next one reads the files.
    desk.kill_and_restart("nlp")
    desk.wait_until(lambda: desk.jobs()["failed"] >= 2, 60, "drafts that fail")
    desk.kill("nlp")
    said = desk.ask("SELECT error FROM summaries_job WHERE state = 'failed'")[0][0]
    stopped = desk.stopped()
    desk.python("-m", "tests.chaos.tiny", "repair")
    desk.start("nlp")
    return f"{stopped} stopped: “{said}”"


def no_mount() -> str:
    """Say why no disk of its own can be had."""
    return "" if os.geteuid() == 0 else "only root mounts a small disk"


def disk(desk: Desk) -> str:
    """Fill the disk to the last byte through the media folder; free it again."""
    filler = desk.folder / "media" / "filler"
    with filler.open("wb", buffering=0) as file:
        deadline = time.monotonic() + AWAY_SECONDS
        while time.monotonic() < deadline:
            fill(file)
            time.sleep(0.05)
    said = desk.complaint()
    filler.unlink()
    return said + desk.revive()


def fill(file) -> None:
    """Write until the disk takes nothing more; what others freed meanwhile is taken too."""
    for block in (BLOCK, BLOCK[:4096]):
        try:
            while True:
                file.write(block)
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise


def redis(desk: Desk) -> str:
    """Kill the broker, delete what it kept, start it empty."""
    kill_redis(desk)
    time.sleep(AWAY_SECONDS)
    said = desk.complaint()
    start(desk, "redis")
    return said + desk.revive()


def postgresql(desk: Desk) -> str:
    """Kill the database server under its connections; start it again."""
    kill_postgresql(desk)
    time.sleep(AWAY_SECONDS)
    said = desk.complaint()
    start(desk, "postgresql")
    return said + desk.revive()


def no_clock() -> str:
    """Say what is missing for a clock that can be set."""
    return (
        "" if shutil.which("cc") else "needs a C compiler (Debian: apt-get install gcc libc6-dev)"
    )


def with_clock(desk: Desk) -> None:
    """Give all processes a clock that a file sets; what counts seconds goes on as it was."""
    library, source = desk.folder / "clock.so", Path(__file__).with_name("clock.c")
    subprocess.run(["cc", "-O2", "-shared", "-fPIC", "-o", library, source], check=True)
    set_clock(desk, 0)
    desk.env |= {"LD_PRELOAD": str(library), "NEWSDESK_CLOCK": str(desk.folder / "clock")}


def set_clock(desk: Desk, hours: int) -> None:
    """Set the clock of all processes, in one step."""
    fresh = desk.folder / "clock.new"
    fresh.write_text(f"{hours * 3600}\n")
    fresh.replace(desk.folder / "clock")


def ahead(desk: Desk) -> str:
    """Set the clock ahead: every lease is over at once."""
    set_clock(desk, 2)
    return desk.complaint()


def back(desk: Desk) -> str:
    """Set the clock back, and kill the worker: its lease ends two hours from now."""
    set_clock(desk, -2)
    desk.kill_and_restart("nlp")
    return desk.complaint()


FAULTS = (
    Fault("a model's files truncated", model, before=with_model),
    Fault("disk full where media, database and broker lie", disk, disk=48, lacks=no_mount),
    Fault("SIGKILL of Redis, all it held lost", redis, services=True),
    Fault("SIGKILL of PostgreSQL", postgresql, services=True),
    Fault("the clock jumps two hours ahead", ahead, before=with_clock, lacks=no_clock),
    Fault(
        "the clock jumps two hours back, a worker killed", back, before=with_clock, lacks=no_clock
    ),
)
