"""`manage.py transfer`: a newsroom moves to another database and back, and nothing is lost."""

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connections

from summaries.management.commands.transfer import connect
from summaries.models import Article, Brief, Topic
from summaries.services import search
from summaries.services.keeping import transfer
from tests.awkward import KEY, fill, fingerprints
from tests.factories import make_brief
from tests.newsroom import database_url

ELSEWHERE = "elsewhere"


@pytest.fixture
def other(django_db_setup, tmp_path):
    """Return the file of a second database, migrated and empty; `ELSEWHERE` is its alias."""
    path = Path(shutil.copy(django_db_setup, tmp_path / "other.sqlite3"))
    connect(ELSEWHERE, f"sqlite:///{path}")
    yield path
    connections[ELSEWHERE].close()
    del connections[ELSEWHERE]


def run_command(other: Path, *arguments: str) -> str:
    command = [sys.executable, "manage.py", "transfer", *arguments]
    env = os.environ | {"DATABASE_URL": f"sqlite:///{other}"}
    return subprocess.check_output(command, cwd=settings.BASE_DIR, env=env, text=True)


@pytest.mark.django_db(transaction=True)
def test_there_and_back_every_value_of_every_table_is_the_same(other):
    fill()
    brief = make_brief()
    before = fingerprints("default")
    rows = sum(count for count, _digest in before.values())

    said = run_command(other, "--from", database_url())
    assert f"{rows} rows were copied and compared." in said
    assert "summaries_article: 2" in said.splitlines()
    assert fingerprints(ELSEWHERE) == before

    connections[ELSEWHERE].close()
    call_command("flush", interactive=False, verbosity=0)
    call_command("transfer", old=f"sqlite:///{other}")
    assert fingerprints("default") == before
    # Keys go on after the old ones, and words are found again.
    assert User.objects.create_user("newcomer").pk > KEY
    word = brief.article.headline.split()[0]
    assert brief in Brief.objects.filter(search.matching(word))


@pytest.mark.django_db
def test_migrations_fill_only_the_tables_that_a_transfer_empties(other):
    filled = {m._meta.label for m in transfer.tables() if transfer._rows(m, ELSEWHERE).exists()}
    assert filled == transfer.SEEDED


def test_only_the_search_indexes_are_made_anew():
    left = set(apps.get_models(include_auto_created=True)) - set(transfer.tables())
    assert {model._meta.db_table for model in left} == {
        "summaries_search",
        "summaries_public_search",
    }


def damage(path: Path, *statements: str) -> None:
    """Write what the newsdesk never would."""
    database = sqlite3.connect(path)
    for statement in ("PRAGMA ignore_check_constraints = ON", *statements):
        database.execute(statement)
    database.commit()
    database.close()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("statement", "complaint"),
    [
        (
            "DELETE FROM django_migrations WHERE name = '0010_operations'",
            "not of one version. Run `manage.py migrate`",
        ),
        ("UPDATE summaries_job SET attempts = -1", "A row of summaries_job, one of the keys 4321"),
        ("UPDATE summaries_job SET brief_id = 99", "The old database is damaged"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_copied(other, statement, complaint):
    fill(ELSEWHERE)
    connections[ELSEWHERE].close()
    damage(other, statement)
    topics = set(Topic.objects.values_list("pk", flat=True))
    with pytest.raises(CommandError, match=complaint):
        call_command("transfer", old=f"sqlite:///{other}")
    assert not Article.objects.exists()
    assert set(Topic.objects.values_list("pk", flat=True)) == topics


@pytest.mark.django_db
def test_a_database_with_rows_of_its_own_is_refused(other):
    make_brief()
    with pytest.raises(CommandError, match="not empty: there are rows in"):
        call_command("transfer", old=f"sqlite:///{other}")


@pytest.mark.django_db
def test_a_copy_that_differs_is_taken_back(other, monkeypatch):
    fill(ELSEWHERE)
    connections[ELSEWHERE].close()
    insert = transfer._insert

    def forgetful(model, rows):
        for row in rows:
            if model is Article:
                row.headline = ""
        insert(model, rows)

    monkeypatch.setattr(transfer, "_insert", forgetful)
    with pytest.raises(CommandError, match="copy of summaries_article differs"):
        call_command("transfer", old=f"sqlite:///{other}")
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("address", "complaint"),
    [
        ("newsdesk.sqlite3", "is not the address of a database"),
        ("http://desk.example/", "is not the address of a database"),
        ("sqlite:////nowhere/db.sqlite3", "no file /nowhere/db.sqlite3"),
    ],
)
def test_an_address_of_nothing_is_refused(address, complaint):
    with pytest.raises(CommandError, match=complaint):
        connect(ELSEWHERE, address)
