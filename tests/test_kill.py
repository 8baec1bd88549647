"""Work that survives: sixty jobs, the whole worker killed midway, nothing lost, nothing twice.

Everything is real: a Celery worker with its prefork children, its broker and database, the
scheduler, the tiny MarianMT, and SIGKILL to all of them at once.
"""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.newsroom import Newsroom

ROOT = Path(__file__).parent.parent
JOBS = 60
# Headline and three sentences; see `SETUP`.
SENTENCES_A_JOB = 4

SETUP = f"""
import django
django.setup()
from django.contrib.auth.models import Group, User
from summaries.services.people.accounts import ensure_roles
from summaries.services.intake import take_in
ensure_roles()
user = User.objects.create_user("reporter")
user.groups.add(Group.objects.get(name="reporter"))
for n in range({JOBS}):
    take_in(user, f'''وزير النقل يفتتح الميناء رقم {{n}}

أعلن وزير النقل، أمس الاثنين، افتتاح الميناء رقم {{n}} في المدينة.
وقال الوزير إن كلفة الميناء رقم {{n}} بلغت 120 مليون دولار.
وأضاف أن العمل في الميناء رقم {{n}} استغرق ثلاث سنوات.
''', channel="paste")
"""


class Desk:
    """A newsroom of its own in a folder: database, broker, worker and scheduler."""

    def __init__(self, newsroom: Newsroom, models: Path) -> None:
        self.folder, self.ask = newsroom.folder, newsroom.ask
        self.log = self.folder / "asked.log"
        self.env = newsroom.env | {
            "TINY_MODELS": str(models),
            "JOB_LEASE_SECONDS": "3",
            "JOB_RING_AGAIN_SECONDS": "3",
            "WORKER_PROCESSES": "2",
        }
        self.python("-c", SETUP)

    def python(self, *arguments: str) -> None:
        subprocess.run([sys.executable, *arguments], cwd=ROOT, env=self.env, check=True)

    def start_worker(self) -> subprocess.Popen:
        command = [
            "-m",
            "celery",
            "-A",
            "tests.killed_worker",
            "worker",
            "--beat",
            "-Q",
            "nlp,default",
        ]
        with (self.folder / "worker.log").open("a") as log:
            return subprocess.Popen(
                [sys.executable, *command, "--loglevel=INFO"],
                cwd=ROOT,
                env=self.env,
                stdout=log,
                stderr=subprocess.STDOUT,
                # A group of its own, so that one signal reaches parent, children and scheduler.
                start_new_session=True,
            )

    def count(self, question: str) -> int:
        return self.ask(question)[0][0]

    def asked(self) -> list[str]:
        """Every sentence the model was asked for, in order."""
        return self.log.read_text().splitlines()

    def kept(self) -> set[str]:
        """Every sentence whose translation is stored."""
        rows = self.ask("SELECT arabic FROM summaries_segment WHERE translated_at IS NOT NULL")
        return {arabic for (arabic,) in rows}

    def done(self) -> int:
        return self.count("SELECT COUNT(*) FROM summaries_job WHERE state = 'done'")

    def wait_until_done(self, jobs: int, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while self.done() < jobs:
            if time.monotonic() > deadline:
                log = (self.folder / "worker.log").read_text()[-4000:]
                pytest.fail(f"only {self.done()} of {jobs} jobs were done in {seconds} s\n{log}")
            time.sleep(0.1)

    def wait_until_midway(self, seconds: float) -> None:
        """Return when a worker has translated a part of an article."""
        deadline = time.monotonic() + seconds
        midway = (
            "SELECT COUNT(*) FROM summaries_job WHERE state = 'running' AND done BETWEEN 1 AND 2"
        )
        while not self.count(midway):
            assert time.monotonic() < deadline, "no job was seen midway"
            time.sleep(0.005)


def kill(worker: subprocess.Popen) -> None:
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()


def test_a_killed_worker_loses_nothing_and_does_nothing_twice(newsroom, model_cache):
    desk = Desk(newsroom, model_cache)
    worker = desk.start_worker()
    try:
        desk.wait_until_done(JOBS // 3, seconds=180)
        desk.wait_until_midway(seconds=20)
        kill(worker)
        finished_before = desk.done()
        asked_before = desk.asked()
        kept_before = desk.kept()
        in_hand = desk.count("SELECT COUNT(*) FROM summaries_job WHERE state = 'running'")
        assert finished_before < JOBS
        assert in_hand >= 1
        worker = desk.start_worker()
        desk.wait_until_done(JOBS, seconds=120)
    finally:
        kill(worker)

    lost = desk.count("SELECT COUNT(*) FROM summaries_segment WHERE translated_at IS NULL")
    assert lost == 0
    drafts = desk.count("SELECT COUNT(*) FROM summaries_brief WHERE status = 'draft'")
    assert drafts == JOBS
    # One version and one Event a brief: no job had its effect twice.
    assert desk.count("SELECT COUNT(*) FROM summaries_revision") == JOBS
    assert desk.count("SELECT COUNT(*) FROM summaries_event WHERE verb = 'drafted'") == JOBS
    asked = Counter(desk.asked())
    assert len(asked) == JOBS * SENTENCES_A_JOB
    assert not kept_before & set(desk.asked()[len(asked_before) :])
    # Only what a worker had in its hands at the very moment of the kill, and could not store any
    # more, was asked of the model again.
    again = {sentence for sentence, times in asked.items() if times > 1}
    assert again <= set(asked_before) - kept_before
    assert len(again) <= in_hand * SENTENCES_A_JOB
