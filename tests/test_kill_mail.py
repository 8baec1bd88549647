"""Mail that survives: workers killed in the middle of a mailing, then others; nobody goes without.

Everything is real: a Celery worker with its prefork children, its broker and database, the
scheduler, an SMTP server, and SIGKILL to all of them while the server has a message
that it did not confirm yet.
"""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections import defaultdict
from contextlib import contextmanager
from email import message_from_bytes
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from tests.newsroom import Newsroom

ROOT = Path(__file__).parent.parent
READERS = 200
# So long the server thinks about each message: a kill finds some in its hands.
THINKS_SECONDS = 0.02

SETUP = f"""
import django
django.setup()
from django.db import transaction
from django.utils import timezone
from summaries.services.mailing import mailings
from summaries.workflow import Status
from tests.factories import make_brief, make_edition, make_subscriber
edition = make_edition(None, make_brief(Status.PUBLISHED))
with transaction.atomic():
    for n in range({READERS}):
        make_subscriber(f"reader{{n}}@inbox.example", hour=0)
    mailings.open_daily(edition)
"""


class Inboxes:
    """What arrived, by address; `at` is called once, with the message that makes so many."""

    def __init__(self, calls: int, at) -> None:
        self.got: dict[str, list[str]] = defaultdict(list)
        self._calls, self._at = calls, at

    async def handle_DATA(self, server, session, envelope) -> str:
        """Keep the Message-ID, and take the time of a server."""
        message = message_from_bytes(envelope.content)
        for address in envelope.rcpt_tos:
            self.got[address].append(message["Message-ID"])
        self._calls -= 1
        if self._calls == 0:
            self._at()
        await asyncio.sleep(THINKS_SECONDS)
        return "250 OK"


@contextmanager
def mail_server(inboxes: Inboxes):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    server = Controller(inboxes, hostname="127.0.0.1", port=port)
    server.start()
    try:
        yield port
    finally:
        server.stop()


class Desk:
    """A newsroom of its own in a folder: database, broker, worker and scheduler."""

    def __init__(self, newsroom: Newsroom) -> None:
        self.folder, self.ask = newsroom.folder, newsroom.ask
        self.worker: subprocess.Popen | None = None
        self.env = newsroom.env | {
            "LOG_LEVEL": "INFO",
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": "127.0.0.1",
            "MAIL_PER_SECOND": "0",
            "MAIL_LEASE_SECONDS": "2",
        }
        self.python("-c", SETUP)

    def python(self, *arguments: str) -> None:
        subprocess.run([sys.executable, *arguments], cwd=ROOT, env=self.env, check=True)

    @contextmanager
    def running(self, port: int, pool: str = "prefork -c 2"):
        """Run workers with their scheduler; kill what is left of them at the end."""
        command = f"celery -A newsdesk worker --beat -Q mail,default --pool {pool}"
        with (self.folder / "worker.log").open("a") as log:
            self.worker = subprocess.Popen(
                [sys.executable, "-m", *command.split()],
                cwd=ROOT,
                env=self.env | {"EMAIL_PORT": str(port)},
                stdout=log,
                stderr=subprocess.STDOUT,
                # A group of its own, so that one signal reaches everything in it.
                start_new_session=True,
            )
        try:
            yield
        finally:
            self.kill()
            self.worker.wait()

    def kill(self) -> None:
        if self.worker.poll() is None:
            os.killpg(self.worker.pid, signal.SIGKILL)

    def stop(self) -> None:
        self.worker.terminate()

    def addresses(self, state: str) -> set[str]:
        rows = self.ask(
            "SELECT email FROM summaries_delivery d JOIN summaries_subscriber s "
            f"ON s.id = d.subscriber_id WHERE d.state = '{state}'"
        )
        return {email for (email,) in rows}

    def wait_until(self, reached, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while not reached():
            if time.monotonic() > deadline:
                log = (self.folder / "worker.log").read_text()[-4000:]
                states = self.ask("SELECT state, count(*) FROM summaries_delivery GROUP BY 1")
                pytest.fail(f"not reached in {seconds} s: {states}\n{log}")
            time.sleep(0.05)


def test_killed_mail_workers_leave_nobody_without_mail_and_nobody_with_two(newsroom):
    desk = Desk(newsroom)
    inboxes = Inboxes(READERS // 3, at=desk.kill)
    with mail_server(inboxes) as port:
        with desk.running(port):
            desk.wait_until(lambda: desk.worker.poll() is not None, seconds=120)
        in_hand, finished = desk.addresses("running"), desk.addresses("done")
        # The message that the server had and never confirmed to anybody.
        assert in_hand
        assert 0 < len(finished) < READERS // 3
        with desk.running(port):
            desk.wait_until(lambda: len(desk.addresses("done")) == READERS, seconds=120)

    assert len(inboxes.got) == READERS
    twice = {address for address, ids in inboxes.got.items() if len(ids) > 1}
    # Only what was in a worker's hands came again, under the Message-ID it had before.
    assert twice
    assert twice <= in_hand
    assert all(len(inboxes.got[address]) == 2 for address in twice)
    assert all(len(set(ids)) == 1 for ids in inboxes.got.values())


def test_a_stopped_mail_worker_leaves_nothing_in_doubt(newsroom):
    desk = Desk(newsroom)
    inboxes = Inboxes(READERS // 4, at=desk.stop)
    with mail_server(inboxes) as port, desk.running(port, pool="solo"):
        desk.wait_until(lambda: desk.worker.poll() is not None, seconds=120)
    assert desk.addresses("running") == set()
    assert desk.addresses("done") == set(inboxes.got)
    assert READERS // 4 <= len(inboxes.got) < READERS
    assert all(len(ids) == 1 for ids in inboxes.got.values())
