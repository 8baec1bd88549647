"""Runs the whole newsdesk on one machine: every line of the Procfile under one supervisor."""

import fcntl
import os
import socket
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from honcho.environ import parse_procfile
from honcho.manager import SYSTEM_PRINTER_NAME, Manager
from honcho.printer import Printer

from summaries.models import Job
from summaries.services import jobs, mailbox
from summaries.services.mailing import deliveries
from summaries.services.sources import bells

HOST = "127.0.0.1"
WELCOME = """
  The newsdesk is running.
    The desk      http://{host}:{port}/desk/    sign in as reporter, editor, publisher or admin
    The briefs    http://{host}:{port}/         what readers see
{mailbox}  Passwords were shown when the accounts were made; `make passwords` makes new ones.
  Ctrl-C stops everything. Nothing is lost: work under way goes on at the next start.
"""
MAILBOX = """\
    The mailbox   http://{host}:{port}/mailbox/ every email, kept here instead of being sent
"""


class WorkPrinter(Printer):
    """Shows what the processes say, without the supervisor's own talk of signals and pids."""

    stopping = False

    def write(self, message) -> None:
        """Print a line of a process, until they are told to stop."""
        if message.name != SYSTEM_PRINTER_NAME and not self.stopping:
            super().write(message)


class Supervisor(Manager):
    """Honcho's manager, which says that it stops instead of relaying every process's farewell."""

    def terminate(self) -> None:
        """Ask every process to end; honcho kills after five seconds."""
        if not self._printer.stopping:
            print("\nStopping …", flush=True)
        self._printer.stopping = True
        super().terminate()


class Command(BaseCommand):
    """`manage.py serve`: web, workers and scheduler, until Ctrl-C."""

    help = "Run web, workers and scheduler under one supervisor (see the Procfile)."

    def add_arguments(self, parser) -> None:
        """Take the port of the web server."""
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *, port: int, **options) -> None:
        """Start everything, say when the first brief is ready, and stop everything on a signal."""
        with open_lock(settings.VAR_DIR / "serve.lock"):
            refuse_taken_port(port)
            take_up_work()
            manager = supervisor(port)
            threading.Thread(target=self.welcome, args=(port,), daemon=True).start()
            manager.loop()
        # A signal is how this command is meant to end; anything else is a process that died.
        if manager.returncode not in (130, 143):
            raise CommandError("A part of the newsdesk stopped; its last words are above.")
        self.stdout.write("The newsdesk has stopped.")

    def welcome(self, port: int) -> None:
        """Wait for the site and the first brief, then say where to click."""
        with closing(connection):
            if wait_for_port(port):
                self.show(wait_for_first_brief(self.show))
                self.stdout.write(welcome_words(port))

    def show(self, text: str) -> None:
        """Rewrite the progress line on a terminal; elsewhere print what is new."""
        if sys.stdout.isatty():
            self.stdout.write(f"\r\033[K{text}", ending="")
            self.stdout.flush()
        elif text:
            self.stdout.write(text)


def welcome_words(port: int) -> str:
    """Return where to click; the mailbox is there where emails are not really sent."""
    place = {"host": HOST, "port": port}
    return WELCOME.format(**place, mailbox=MAILBOX.format(**place) if mailbox.is_open() else "")


def open_lock(path: Path):
    """Return the open lock file; raise CommandError where another supervisor holds it."""
    lock = path.open("a")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        raise CommandError("This newsdesk is running already, in another terminal.") from None
    return lock


def refuse_taken_port(port: int) -> None:
    """Raise CommandError, before anything starts, where something else listens on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise CommandError(
                f"Port {port} cannot be used: {error.strerror.lower()}. "
                f"Choose another one: make run PORT={port + 1}"
            ) from error


def take_up_work() -> None:
    """Give back what a stopped worker left claimed, so that it does not wait for its lease."""
    jobs.take_up()
    jobs.sweep()
    bells.take_up()
    deliveries.take_up()


def supervisor(port: int) -> Supervisor:
    """Return a honcho manager with every process of the Procfile."""
    env = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOST": HOST,
        "PORT": str(port),
        "SITE_URL": os.environ.get("SITE_URL", f"http://localhost:{port}"),
        "PYTHONUNBUFFERED": "1",
        # Celery's ten lines about root are for servers; a demo in a container often is root.
        "PYTHONWARNINGS": "ignore:You're running the worker",
    }
    manager = Supervisor(WorkPrinter(sys.stdout))
    procfile = parse_procfile((settings.BASE_DIR / "Procfile").read_text())
    for name, command in procfile.processes.items():
        manager.add_process(name, command, env=env, cwd=str(settings.BASE_DIR))
    return manager


def wait_for_port(port: int, seconds: float = 60) -> bool:
    """Wait until the web server answers; False when it does not."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return True
        time.sleep(0.2)
    return False


def wait_for_first_brief(show: Callable[[str], None]) -> str:
    """Show the progress of the oldest job until it ends; return how it ended, in words."""
    last = ""
    while (job := Job.objects.order_by("pk").first()) and job.is_open:
        text = progress_of(job)
        if text != last:
            show(text)
            last = text
        time.sleep(0.5)
    if job and job.state == Job.State.FAILED:
        return f"  The first brief could not be drafted: {job.error}"
    return "  The first brief is ready." if job else ""


def progress_of(job: Job) -> str:
    """Return one line on how far an open job is."""
    if job.state == Job.State.QUEUED:
        return "  First brief: waiting for its worker"
    return f"  First brief: {job.get_stage_display().lower()} {job.done}/{job.total}"
