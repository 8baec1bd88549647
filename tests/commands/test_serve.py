import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from datetime import timedelta

import psutil
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone

from summaries.management.commands import serve
from summaries.models import Article, Brief, Fetch, Job


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_a_taken_port_is_said_plainly():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CommandError, match=f"Port {port} cannot be used.*PORT={port + 1}"):
            call_command("serve", port=port)


def test_a_second_supervisor_of_the_same_data_is_refused():
    with (
        serve.open_lock(settings.VAR_DIR / "serve.lock"),
        pytest.raises(CommandError, match="running already"),
    ):
        call_command("serve", port=free_port())


@pytest.mark.parametrize("is_open", [True, False])
def test_the_mailbox_is_named_where_there_is_one(monkeypatch, is_open):
    monkeypatch.setattr("summaries.services.mailbox.is_open", lambda: is_open)
    words = serve.welcome_words(8001)
    assert ("http://127.0.0.1:8001/mailbox/" in words) == is_open
    assert "http://127.0.0.1:8001/desk/" in words


@pytest.mark.django_db
def test_work_left_claimed_by_a_stopped_worker_is_rung_for_at_once(monkeypatch):
    rung = []
    monkeypatch.setattr("summaries.services.jobs.ring_bell", rung.append)
    monkeypatch.setattr("summaries.services.jobs.sweep", lambda: rung.append("swept"))
    article = Article.objects.create(channel="paste", raw_text="نص", content_hash="0")
    job = Job.objects.create(
        brief=Brief.objects.create(article=article),
        state=Job.State.RUNNING,
        attempts=1,
        claim_token=Job.new_token(),
        lease_until=timezone.now() + timedelta(minutes=1),
    )
    serve.take_up_work()
    job.refresh_from_db()
    assert (job.state, job.attempts, job.claim_token) == (Job.State.QUEUED, 0, None)
    assert rung == ["swept"]


@pytest.mark.django_db
def test_fetches_left_claimed_by_a_stopped_worker_are_rung_for_at_once(monkeypatch):
    rung = []
    monkeypatch.setattr("summaries.services.sources.ledger.ring_bell", rung.append)
    fetch = Fetch.objects.create(
        kind=Fetch.Kind.ADDRESS,
        url="https://marfa.example/",
        host="marfa.example",
        state=Fetch.State.RUNNING,
        attempts=1,
        claim_token=Fetch.new_token(),
        lease_until=timezone.now() + timedelta(minutes=1),
    )
    serve.take_up_work()
    fetch.refresh_from_db()
    assert (fetch.state, fetch.attempts, fetch.claim_token) == (Fetch.State.QUEUED, 0, None)
    assert rung == [fetch.pk]


class Newsroom:
    """`manage.py serve` in a process of its own, on the fake engine."""

    def __init__(self, folder) -> None:
        self.port = free_port()
        self.output = folder / "output.txt"
        self.env = os.environ | {
            "DJANGO_SETTINGS_MODULE": "newsdesk.settings",
            "VAR_DIR": str(folder),
            "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
            "CELERY_BROKER_URL": "filesystem://localhost",
            "DEBUG": "1",
            "ENGINE": "fake",
            "LOG_LEVEL": "WARNING",
        }
        self.run("migrate", "--verbosity=0")
        self.passwords = dict(re.findall(r"^ +(\w+) +(\S{12})$", self.run("demo"), re.MULTILINE))

    def run(self, *arguments: str) -> str:
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(
            command, cwd=settings.BASE_DIR, env=self.env, check=True, text=True, capture_output=True
        ).stdout

    def start(self) -> subprocess.Popen:
        with self.output.open("w") as output:
            return subprocess.Popen(
                [sys.executable, "manage.py", "serve", "--port", str(self.port)],
                cwd=settings.BASE_DIR,
                env=self.env,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def wait_until_ready(self, process: subprocess.Popen, seconds: float = 60) -> None:
        deadline = time.monotonic() + seconds
        while "The newsdesk is running." not in self.output.read_text():
            if time.monotonic() > deadline or process.poll() is not None:
                pytest.fail(f"ended, or not ready after {seconds} s:\n{self.output.read_text()}")
            time.sleep(0.2)


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory):
    return Newsroom(tmp_path_factory.mktemp("newsroom"))


# The second start is on the data of the first, as a second `make run` is.
@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_starts_drafts_the_first_brief_and_stops_leaving_nothing_behind(newsroom, stop):
    assert len(newsroom.passwords) == 4
    process = newsroom.start()
    try:
        newsroom.wait_until_ready(process)
        assert "The first brief is ready." in newsroom.output.read_text()
        with urllib.request.urlopen(f"http://127.0.0.1:{newsroom.port}/", timeout=20) as front:
            assert front.status == 200
        family = psutil.Process(process.pid).children(recursive=True)
        assert len(family) >= 5
    finally:
        process.send_signal(stop)
        code = process.wait(timeout=30)
    assert code == 0
    assert "The newsdesk has stopped." in newsroom.output.read_text()
    assert [child for child in family if child.is_running()] == []
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(f"http://127.0.0.1:{newsroom.port}/", timeout=2)
