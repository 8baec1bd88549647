"""The cast of the tests: one person of each role, somebody without any, and briefs."""

import gc
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, connections
from hypothesis import settings as hypothesis_settings

from summaries.checks import registry
from summaries.workflow import Role
from tests.factories import make_user
from tests.newsroom import Newsroom, keep_fresh, own_broker, own_database
from tests.scheduling import FileAfterFile

# Two busy cores are not a failure; what may not take long has a test of its own.
hypothesis_settings.register_profile("newsdesk", deadline=None)
hypothesis_settings.load_profile("newsdesk")


# What a test of the database asks for, itself or through others.
DATABASE = {"db", "transactional_db", "live_server", "django_db_setup"}


def pytest_addoption(parser):
    """Add the option of the second run, on other engines than the first."""
    parser.addoption(
        "--only-database",
        action="store_true",
        help="run what touches the database; the rest is the same on every engine",
    )


def pytest_collection_modifyitems(config, items):
    """Leave out what `--only-database` does not want."""
    if not config.getoption("--only-database"):
        return
    other = [item for item in items if not touches_database(item)]
    config.hook.pytest_deselected(items=other)
    items[:] = [item for item in items if touches_database(item)]


def touches_database(item) -> bool:
    """Say whether a test uses the database, by its mark or its fixtures."""
    return bool(item.get_closest_marker("django_db") or DATABASE & set(item.fixturenames))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Share the tests out by files (`--dist loadfile`) and keep their order."""
    return FileAfterFile(config, log) if config.getvalue("dist") == "loadfile" else None


def pytest_collection_finish(session):
    """Spare the garbage collector thousands of tests that live to the end."""
    gc.freeze()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request):
    """Give each process of the run a test database of its own, and keep SQLite's in a file.

    In memory, the test, the live server and a worker thread would share one connection, and with
    it each other's transactions.
    """
    connection = connections["default"]
    worker = getattr(request.config, "workerinput", {}).get("workerid", "only")
    if connection.vendor == "sqlite":
        name = str(Path(settings.VAR_DIR) / f"test-{worker}.sqlite3")
    else:
        name = f"test_{connection.settings_dict['NAME']}_{worker}"
    connection.settings_dict["TEST"]["NAME"] = name


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, tmp_path_factory):
    """Make the tests' database; return a copy of it in SQLite before any test wrote into it."""
    path = tmp_path_factory.mktemp("migrated") / "db.sqlite3"
    if connection.vendor == "sqlite":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(path)])
    else:
        command = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
        env = os.environ | {"DATABASE_URL": f"sqlite:///{path}"}
        subprocess.run(command, cwd=settings.BASE_DIR, env=env, check=True)
        with django_db_blocker.unblock():
            keep_fresh()
    return path


@pytest.fixture
def newsroom(migrated, worker_id):
    """A newsroom for processes of its own, on the run's kind of database and broker."""
    number = int(worker_id.removeprefix("gw")) if worker_id != "master" else 0
    with own_database(migrated / "db.sqlite3") as database:
        yield Newsroom(migrated, database, own_broker(number))


@pytest.fixture
def migrated(db, django_db_setup, tmp_path):
    """The folder of a newsroom whose database is made, for processes that open it themselves."""
    shutil.copy(django_db_setup, tmp_path / "db.sqlite3")
    return tmp_path


@pytest.fixture(scope="session")
def model_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return one folder of converted models for the whole run, shared by parallel processes."""
    base = tmp_path_factory.getbasetemp()
    root = base.parent if base.name.startswith("popen-") else base
    return root / "converted-models"


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
