"""A newsroom of its own for processes that a test starts: folder, database and broker.

On the pair that the run is about: a SQLite file and a folder, or a PostgreSQL database and a number
of Redis's.
"""

import os
import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import redis
from django.db import connection

# The numbers before these are the run's own.
_FIRST_NUMBER = 2


class Newsroom:
    """Where it lies, what its processes have in their environment, and what its database says."""

    def __init__(self, folder: Path, database: str, broker: str) -> None:
        self.folder, self._database = folder, database
        self.env = os.environ | {
            "DJANGO_SETTINGS_MODULE": "newsdesk.settings",
            "VAR_DIR": str(folder),
            "DATABASE_URL": database,
            "CELERY_BROKER_URL": broker,
            "DEBUG": "1",
        }

    def ask(self, question: str) -> list[tuple]:
        """Return the rows of a question in SQL, as it stands at this moment."""
        if self._database.startswith("sqlite"):
            path = self._database.removeprefix("sqlite:///")
            with closing(sqlite3.connect(path, timeout=20)) as database:
                return database.execute(question).fetchall()
        with psycopg.connect(self._database) as database:
            return database.execute(question).fetchall()


def database_url(name: str = "") -> str:
    """Return the address of the tests' database, or of the one of this name on its server."""
    facts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{name or facts['NAME']}"
    place = f"{facts['USER']}:{facts['PASSWORD']}@{facts['HOST']}:{facts['PORT']}"
    return f"postgres://{place}/{name or facts['NAME']}"


@contextmanager
def own_database(migrated: Path):
    """Make a migrated database beside the run's, in the folder or on its server; give its address.

    `migrated` is the SQLite file of one.
    """
    if connection.vendor == "sqlite":
        yield f"sqlite:///{migrated}"
        return
    name = f"{connection.settings_dict['NAME']}_newsroom"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{fresh_name()}"')
    try:
        yield database_url(name)
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def fresh_name() -> str:
    """Return the name of PostgreSQL's copy of the tests' database before any test wrote into it."""
    return f"{connection.settings_dict['NAME']}_fresh"


def keep_fresh() -> None:
    """Make that copy; nobody may be connected to the tests' database meanwhile."""
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{fresh_name()}" WITH (FORCE)')
        copied = connection.settings_dict["NAME"]
        cursor.execute(f'CREATE DATABASE "{fresh_name()}" TEMPLATE "{copied}"')


def own_broker(worker: int) -> str:
    """Return the address of an empty broker: a folder in VAR_DIR, or a number of Redis's."""
    shared = os.environ["CELERY_BROKER_URL"]
    if not shared.startswith("redis"):
        return shared
    address = f"{shared.rpartition('/')[0]}/{_FIRST_NUMBER + worker}"
    with closing(redis.Redis.from_url(address)) as server:
        server.flushdb()
    return address
