"""One fault from the first article to the account."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.chaos import account, services
from tests.chaos.desk import Desk, NotReached
from tests.chaos.fault import Fault
from tests.chaos.load import Sender
from tests.chaos.table import Row

LINES = ("web", "nlp", "default", "beat")
# The fault strikes when so many of a hundred articles are drafted.
STRIKES_AT = 25
EDITION_SECONDS = 20
# A busy machine takes a minute to load a model; where all is well it is not waited for.
CALM_SECONDS = 300


def struck(fault: Fault, folder: Path, articles: int) -> Row:
    """Set a newsroom up, strike it under load, wait for its rest, and draw its account."""
    with newsroom(fault, folder) as desk:
        token = desk.python("-m", "tests.chaos.filled", str(fault.readers), str(EDITION_SECONDS))
        sender = Sender(desk.address, token, articles)
        try:
            return _struck(fault, desk, sender, articles)
        finally:
            sender.stop()
            desk.end()


def _struck(fault: Fault, desk: Desk, sender: Sender, articles: int) -> Row:
    fault.before(desk)
    for line in (*LINES, "mail") if fault.readers else LINES:
        desk.start(line)
    sender.start()
    midway = articles * STRIKES_AT // 100
    desk.wait_until(lambda: is_midway(desk, midway), 120, "an article half drafted")
    met, begun = under_way(desk, sender, articles), time.monotonic()
    said = fault.strike(desk) or "ready"
    try:
        desk.wait_until(lambda: is_calm(fault, desk, sender), CALM_SECONDS, "rest")
        calm = time.monotonic() - begun
    except NotReached as error:
        calm, said = None, f"{said}; {error}: {desk.jobs()}"
    found = drawn(fault, desk, sender)
    said += f"; then {len(found.drafted)} drafts, {desk.stopped()} stopped"
    if found.doubled:
        said += f"; twice: {dict(found.doubled)}"
    engines = "PostgreSQL, Redis" if fault.services else "SQLite, a folder"
    missing = articles - len(sender.accepted)
    lost, doubled = found.lost + missing, found.doubled.total()
    return Row(fault.title, engines, met, lost, doubled, calm, said)


def is_midway(desk: Desk, drafted: int) -> bool:
    """Say whether so many articles are drafted and another one is begun."""
    jobs = desk.jobs()
    return jobs["done"] >= drafted and jobs["running"] > 0


def is_calm(fault: Fault, desk: Desk, sender: Sender) -> bool:
    """Say whether all is sent and confirmed, nothing waits, and every reader has a letter."""
    jobs = desk.jobs()
    is_idle = not sender.is_alive() and not jobs["queued"] and not jobs["running"]
    return is_idle and len(set(letters(desk))) >= fault.readers


def under_way(desk: Desk, sender: Sender, articles: int) -> str:
    """Return in words what the fault meets."""
    done, running, queued, _failed = desk.jobs().values()
    to_come = articles - len(sender.accepted)
    return f"{done} done, {running} running, {queued} waiting, {to_come} to come"


def drawn(fault: Fault, desk: Desk, sender: Sender) -> account.Account:
    """Draw the account once all is still."""
    readers = [f"reader{number}@inbox.example" for number in range(fault.readers)]
    return account.drawn(desk.ask, sender.accepted, readers, letters(desk))


def letters(desk: Desk) -> list[str]:
    """Return the reader of each email that went out."""
    files = (desk.folder / "mail").glob("*.log")
    texts = (file.read_text(encoding="utf-8", errors="replace") for file in files)
    return [
        each for text in texts for each in re.findall(r"^To: (\S+@inbox\.example)$", text, re.M)
    ]


@contextmanager
def newsroom(fault: Fault, folder: Path) -> Iterator[Desk]:
    """Give an empty newsroom on the engines and the disk that the fault is about."""
    folder.mkdir()
    with ExitStack() as stack:
        if fault.disk:
            stack.enter_context(small_disk(folder, fault.disk))
        if not fault.services:
            yield Desk(folder, f"sqlite:///{folder}/db.sqlite3", "filesystem://localhost")
            return
        place = folder.with_name(f"{folder.name}-services")
        found = stack.enter_context(services.started(place))
        database, broker = found["DATABASE_URL"], found["CELERY_BROKER_URL"]
        desk = Desk(folder, database, broker, CACHE_URL=found["CACHE_URL"])
        desk.services = place
        yield desk


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[None]:
    """Make the folder a disk of its own; only root may."""
    size = f"size={megabytes}m,mode=700"
    subprocess.run(["mount", "-t", "tmpfs", "-o", size, "newsdesk", folder], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)
