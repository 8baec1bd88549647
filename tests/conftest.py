"""The cast of the tests: one person of each role, somebody without any, and briefs."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from hypothesis import settings as hypothesis_settings

from summaries.checks import registry
from summaries.workflow import Role
from tests.factories import make_user

# Two busy cores are not a failure; what may not take long has a test of its own.
hypothesis_settings.register_profile("newsdesk", deadline=None)
hypothesis_settings.load_profile("newsdesk")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request):
    """Keep SQLite's test database in a file.

    In memory, the test, the live server and a worker thread would share one connection, and with
    it each other's transactions.
    """
    connection = connections["default"]
    if connection.vendor == "sqlite":
        worker = getattr(request.config, "workerinput", {}).get("workerid", "only")
        path = Path(settings.VAR_DIR) / f"test-{worker}.sqlite3"
        connection.settings_dict["TEST"]["NAME"] = str(path)


@pytest.fixture
def reporter(db):
    """Somebody who takes articles in and submits drafts."""
    return make_user(Role.REPORTER, "omar")


@pytest.fixture
def editor(db):
    """Somebody who checks drafts and returns them."""
    return make_user(Role.EDITOR, "huda")


@pytest.fixture
def publisher(db):
    """Somebody who decides what readers see."""
    return make_user(Role.PUBLISHER, "salma")


@pytest.fixture
def outsider(db):
    """Somebody with an account and no role on the desk."""
    return make_user(None, "nadia")


@pytest.fixture
def at_desk(client):
    """Sign a person in on the test client and return it."""

    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def checks(monkeypatch):
    """Have these checks instead of the desk's own: `checks(one, two, across=[three])`.

    Without any, nothing is found.
    """

    def only(*chosen, across=()):
        monkeypatch.setattr(registry, "CHECKS", tuple(chosen))
        monkeypatch.setattr(registry, "ARTICLE_CHECKS", tuple(across))

    only()
    return only


@pytest.fixture
def real_checks():
    """Have the desk's own checks, where a folder's tests go without."""
    return registry


def without_checks(request) -> None:
    """Find nothing, unless the test asks for `real_checks`.

    For folders whose tests write any English: what is found in it is no concern of theirs.
    """
    if "real_checks" not in request.fixturenames:
        request.getfixturevalue("checks")


@pytest.fixture
def bell(monkeypatch):
    """The jobs that were rung for, in order, instead of a broker."""
    rung: list[int] = []
    monkeypatch.setattr("summaries.services.jobs.ring_bell", rung.append)
    return rung
