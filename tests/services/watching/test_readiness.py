"""Whether a process can work, and in which words it says that it cannot."""

from pathlib import Path

import pytest
from celery import Celery
from django.db import OperationalError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from summaries.services.watching import readiness

pytestmark = pytest.mark.django_db

# Linux's device without room.
FULL = Path("/dev/full")


def test_all_is_well():
    found = readiness.look()
    assert [check.name for check in found] == [
        "database",
        "migrations",
        "media",
        "broker",
        "cache",
        "models",
    ]
    assert {check.wrong for check in found} == {""}
    assert readiness.is_ready(found)


def test_a_database_that_is_away_is_told_without_its_name(monkeypatch, caplog):
    def away():
        raise OperationalError('connection to "db.intern.example" as user "desk" failed')

    monkeypatch.setattr(connection, "cursor", away)
    monkeypatch.setattr(connection, "close", lambda: None)
    assert readiness.database() == (
        "The database does not answer, or refuses our name and password."
    )
    assert readiness.migrations() == "Whether migrations are missing cannot be seen."
    assert "db.intern.example" in caplog.text


def test_a_migration_that_is_missing_is_told_with_what_to_do():
    ((_app, newest),) = MigrationLoader(connection).graph.leaf_nodes("summaries")
    MigrationRecorder(connection).record_unapplied("summaries", newest)
    assert readiness.migrations() == "Migrations are missing (1): run manage.py migrate."


def test_a_folder_that_is_not_there_or_not_ours(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "nowhere"
    assert readiness.media() == (
        "Files cannot be written: the disk is full, or the folder is not ours."
    )


def test_a_disk_that_is_full(monkeypatch):
    with FULL.open("wb", buffering=0) as device:
        monkeypatch.setattr("tempfile.TemporaryFile", lambda **_facts: device)
        assert readiness.media().startswith("Files cannot be written")


@pytest.mark.parametrize(
    "url", ["redis://:secret@127.0.0.1:1/0", "amqp://desk:secret@127.0.0.1:1//"]
)
def test_a_broker_that_is_away(monkeypatch, url):
    monkeypatch.setenv("CELERY_BROKER_URL", url)
    monkeypatch.setattr(readiness, "current_app", Celery("elsewhere"))
    said = readiness.broker()
    assert said == "The broker does not answer: work waits until it does."
    found = readiness.look()
    assert readiness.is_ready(found), "pages are answered all the same"


def test_models_that_are_missing(settings, tmp_path):
    settings.ENGINE, settings.MODELS_DIR = "default", tmp_path
    assert readiness.models().startswith("Model files are missing")


def test_a_profile_that_nobody_knows(settings, tmp_path):
    settings.ENGINE = "default"
    settings.ACTIVE_PROFILE_FILE = tmp_path / "active"
    settings.ACTIVE_PROFILE_FILE.write_text("grand\n")
    assert readiness.models().startswith("Model files are missing")
