"""A worker's log for machines: every line is JSON and says which task and job it is about."""

import json
import os
import subprocess
import sys
import time

import pytest
from django.conf import settings

SETUP = """
import django
django.setup()
from django.contrib.auth.models import Group, User
from summaries.services.people.accounts import ensure_roles
from summaries.services.intake import take_in
ensure_roles()
user = User.objects.create_user("reporter")
user.groups.add(Group.objects.get(name="reporter"))
text = "أعلن وزير النقل افتتاح الميناء الجديد. وقال إن العمل استغرق ثلاث سنوات."
take_in(user, text, channel="paste")
"""
# As the Procfile has it.
COMMAND = "-m celery --quiet --app newsdesk worker --queues nlp --pool prefork --loglevel warning"


@pytest.fixture
def env(migrated):
    """The environment of a newsroom of its own, with one article whose draft is asked for."""
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "newsdesk.settings",
        "VAR_DIR": str(migrated),
        "DATABASE_URL": f"sqlite:///{migrated / 'db.sqlite3'}",
        "CELERY_BROKER_URL": "filesystem://localhost",
        "ENGINE": "fake",
        "DEBUG": "1",
        "LOG_FORMAT": "json",
        "LOG_LEVEL": "INFO",
        # Celery's words about root, before there is a log. A container's tests often are root.
        "PYTHONWARNINGS": "ignore:You're running the worker",
    }
    subprocess.run([sys.executable, "-c", SETUP], cwd=settings.BASE_DIR, env=env, check=True)
    return env


def lines_until(process: subprocess.Popen, words: str) -> list[str]:
    lines, deadline = [], time.monotonic() + 60
    while time.monotonic() < deadline and not any(words in line for line in lines):
        lines.append(process.stdout.readline())
    return lines


def test_every_line_is_an_object_and_names_its_job(env):
    worker = subprocess.Popen(
        [sys.executable, *COMMAND.split()],
        cwd=settings.BASE_DIR,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        lines = lines_until(worker, "is done")
    finally:
        # What Celery says when it is told to stop never sees a log.
        worker.terminate()
        worker.communicate(timeout=30)
    said = [json.loads(line) for line in lines]
    (done,) = [one for one in said if one["message"] == "job 1 is done"]
    assert (done["task"], done["job"], done["level"]) == ("run_job", 1, "INFO")
    assert len(done["task_id"]) == 36
