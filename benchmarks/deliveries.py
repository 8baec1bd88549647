"""A mailing to a local SMTP server: rate and memory: `python -m benchmarks.deliveries`.

The newsroom lives in a temporary SQLite database, the server (aiosmtpd, which throws every message
away) in a process of its own. The edition has eight briefs; readers differ in language and topics.
Everything is as in a worker: claims, letters, intents and outcomes, one connection a round, with no
limit on the pace. Beside the rate by the clock stands the one by the sending process's own CPU
time, which another program on the machine does not blur. Memory is resident, of the sending
process: the highest until then.
"""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass

READERS = 20_000
MARKS = (1_000, 10_000, 20_000)
BRIEFS = 8
LANGUAGES = ("both", "both", "both", "en", "ar")
# Every third reader chose topics, one of a few sets.
TOPIC_SETS = 12


def main() -> None:
    """Print how long the fan-out took, then rate and memory at each mark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readers", type=int, default=READERS)
    parser.add_argument("--database", help="instead of SQLite in a temporary folder (an URL)")
    parser.add_argument("--sink", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--send", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.sink:
        swallow(arguments.sink)
    elif arguments.send:
        measure(arguments.readers)
    else:
        with sink() as port, tempfile.TemporaryDirectory(prefix="newsdesk-bench-") as folder:
            environment = environment_of(folder, port, arguments.database)
            command = [sys.executable, "-m", "benchmarks.deliveries", "--send"]
            command += ["--readers", str(arguments.readers)]
            subprocess.run(command, env=environment, check=True)


def environment_of(folder: str, port: int, database: str | None) -> dict[str, str]:
    """Return the environment of a newsroom that lives in a folder and mails to a port."""
    return os.environ | {
        "VAR_DIR": folder,
        "DEBUG": "1",
        "LOG_LEVEL": "WARNING",
        "DATABASE_URL": database or f"sqlite:///{folder}/db.sqlite3",
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(port),
        "MAIL_PER_SECOND": "0",
    }


@contextmanager
def sink():
    """Run the mail server in a process of its own; gives its port."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "benchmarks.deliveries", "--sink", str(port)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        process.stdout.readline()  # it listens
        yield port
    finally:
        process.stdin.close()
        process.wait(10)


def swallow(port: int) -> None:
    """Take every message until standard input ends."""
    from aiosmtpd.controller import Controller
    from aiosmtpd.handlers import Sink

    server = Controller(Sink(), hostname="127.0.0.1", port=port)
    server.start()
    print("listening", flush=True)
    sys.stdin.read()
    server.stop()


def measure(readers: int) -> None:
    """Send an edition to so many readers and print the figures."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdesk.settings")
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.DEBUG = False  # or every query is kept
    call_command("migrate", verbosity=0)
    mailing = build(readers)
    from benchmarks.measure import peak_mb
    from summaries.services.mailing import fanout, progress

    started = time.perf_counter()
    while not mailing.fanned_out_at:
        fanout.go_on(batches=10)
        mailing.refresh_from_db()
    print(f"deliveries of {readers:,} written in {time.perf_counter() - started:.1f} s")
    print(f"{'sent':>8}{'a second':>10}{'a CPU second':>14}{'peak MiB':>10}")
    print(f"{0:8,}{'':24}{peak_mb():10.0f}")
    send(readers, peak_mb)
    found = progress.of(mailing)
    print(f"done {found.done:,}, cancelled {found.cancelled:,}, failed {found.failed:,}")
    print(f"letters {mailing.letters.count():,}")


def send(readers: int, peak_mb) -> None:
    """Send in rounds; at each mark print the rates since the last one, and the memory."""
    from summaries.services.mailing import sending

    marks = [mark for mark in MARKS if mark <= readers] or [readers]
    original = sending.Round._send
    moments = [Moment.now(0)]
    sent = 0

    def counted(self, *arguments) -> None:
        nonlocal sent
        original(self, *arguments)
        sent += 1
        if sent in marks:
            moments.append(Moment.now(sent))
            print(f"{sent:8,}{moments[-1].rates(moments[-2])}{peak_mb():10.0f}", flush=True)

    sending.Round._send = counted
    while sending.work():
        pass
    print(f"{'in all':>8}{Moment.now(sent).rates(moments[0])}{peak_mb():10.0f}")


@dataclass(frozen=True)
class Moment:
    """How many were sent, and what the clock and the process's CPU time showed."""

    sent: int
    clock: float
    cpu: float

    @classmethod
    def now(cls, sent: int) -> Moment:
        """Return this moment."""
        return cls(sent, time.perf_counter(), time.process_time())

    def rates(self, before: Moment) -> str:
        """Return messages a second, and a CPU second, since then, as two columns."""
        sent = self.sent - before.sent
        return f"{sent / (self.clock - before.clock):10.0f}{sent / (self.cpu - before.cpu):14.0f}"


def build(readers: int):
    """Store an edition and its readers; return the mailing."""
    from django.utils import timezone

    from summaries.models import Subscriber, Topic
    from summaries.services.mailing import mailings
    from summaries.workflow import Status
    from tests.factories import make_brief, make_edition

    # Each has a brief, so that everybody gets a letter.
    topics = list(Topic.objects.order_by("pk")[:BRIEFS])
    briefs = [make_brief(Status.PUBLISHED) for _ in range(BRIEFS)]
    for place, brief in enumerate(briefs):
        brief.topic = topics[place % len(topics)]
        brief.save()
    people = Subscriber.objects.bulk_create(
        [
            Subscriber(
                email=f"reader{n}@inbox.example",
                state=Subscriber.State.ACTIVE,
                language=LANGUAGES[n % len(LANGUAGES)],
                speaks="ar" if n % 4 == 0 else "en",
                hour=0,
                link_key=f"{n:032x}",
                confirmed_at=timezone.now(),
            )
            for n in range(readers)
        ],
        batch_size=1_000,
    )
    chosen = Subscriber.topics.through
    chosen.objects.bulk_create(
        [
            chosen(subscriber_id=one.pk, topic_id=topics[(n // 3 + k) % len(topics)].pk)
            for n, one in enumerate(people)
            if n % 3 == 0
            for k in range(1 + n // 3 % TOPIC_SETS % 4)
        ],
        batch_size=1_000,
    )
    return mailings.open_daily(make_edition(None, *briefs))


if __name__ == "__main__":
    main()
