"""The whole database as one file, and such a file as the database: SQLite and PostgreSQL."""

import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import OperationalError, connection, transaction

from summaries.services.errors import Invalid

FILE = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
# How long a restore waits for somebody who uses the database, where nobody should.
_PATIENCE_SECONDS = 20
# PostgreSQL keeps a database's tables in schemas: ours are in `public`, those of a database that is
# being restored in one beside it.
_OURS = "--schema=public"
_BESIDE, _REPLACED = "restored", "replaced"
_DROP_BESIDE = f"DROP SCHEMA IF EXISTS {_BESIDE} CASCADE"


def _moved(old: str, new: str) -> str:
    """Return the SQL that moves the tables of this role from one schema to another.

    A table takes its indexes and sequences along. The schemas themselves stay, with the rights that
    others have in them and the extensions of whoever runs the server.
    """
    return f"""
        DO $$ DECLARE name text; BEGIN
        FOR name IN SELECT tablename FROM pg_catalog.pg_tables
            WHERE schemaname = '{old}' AND tableowner = current_user
        LOOP EXECUTE format('ALTER TABLE {old}.%I SET SCHEMA {new}', name); END LOOP;
        END $$;"""


# A dump names `public` in every line, so the old tables make room while it is read; all or nothing.
_MAKE_ROOM = f"{_DROP_BESIDE}; CREATE SCHEMA {_REPLACED}; {_moved('public', _REPLACED)}"
_GO_BACK = f"""
    CREATE SCHEMA {_BESIDE}; {_moved("public", _BESIDE)}
    {_moved(_REPLACED, "public")} DROP SCHEMA {_REPLACED}"""
_TAKE_PLACE = f"""
    CREATE SCHEMA {_REPLACED}; {_moved("public", _REPLACED)} DROP SCHEMA {_REPLACED} CASCADE;
    {_moved(_BESIDE, "public")} DROP SCHEMA {_BESIDE}"""


def dump(path: Path) -> None:
    """Write the database, as it is at one moment, into a file; others may write meanwhile.

    Raises Invalid where pg_dump fails or is older than its server.
    """
    if connection.vendor == "sqlite":
        _copy_sqlite(connection.settings_dict["NAME"], path)
    else:
        options = ("--format=custom", "--no-owner", "--no-privileges", _OURS)
        _run("pg_dump", *options, f"--file={path}")


@contextmanager
def replaced_by(path: Path) -> Iterator[None]:
    """Make the database what the file holds, and what is done to that within this context.

    Within, it stands beside the database, where nobody else looks; then it takes its place in one
    step. Raises Invalid where it cannot be loaded; after any error the database is as it was.
    """
    beside = {"sqlite": _beside_sqlite, "postgresql": _beside_postgresql}[connection.vendor]
    with beside(path):
        yield


@contextmanager
def _beside_sqlite(path: Path) -> Iterator[None]:
    place = Path(connection.settings_dict["NAME"]).resolve()
    with TemporaryDirectory(dir=place.parent, prefix=f".{_BESIDE}-") as folder:
        beside = Path(folder) / place.name
        # Nobody writes into a backup, and it may lie where nobody can.
        _copy_sqlite(path, beside, how="immutable=1")
        with _connected(NAME=str(beside)):
            yield
        _copy_sqlite(beside, place)


@contextmanager
def _beside_postgresql(path: Path) -> Iterator[None]:
    _load_beside(path)
    try:
        options = connection.settings_dict["OPTIONS"]
        with _connected(OPTIONS=options | {"options": f"-c search_path={_BESIDE}"}):
            yield
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"{_patience()}; {_TAKE_PLACE}")
    except OperationalError as error:
        raise Invalid(f"{str(error).strip()}. Stop everything that uses the database.") from error
    finally:
        with connection.cursor() as cursor:
            cursor.execute(_DROP_BESIDE)


def _load_beside(path: Path) -> None:
    # Several times the size of the dump: /tmp may be memory.
    with TemporaryDirectory(dir=settings.VAR_DIR, prefix=f".{_BESIDE}-") as folder:
        script = Path(folder) / "database.sql"
        restore = ("pg_restore", "--no-owner", "--no-privileges", _OURS, f"--file={script}")
        _checked([*restore, str(path)], {})
        options = ("--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1")
        make_room = f"{_patience()}; {_MAKE_ROOM}"
        steps = (f"--command={make_room}", f"--file={script}", f"--command={_GO_BACK}")
        _run("psql", *options, *steps)


def _patience() -> str:
    return f"SET LOCAL lock_timeout = '{_PATIENCE_SECONDS}s'"


@contextmanager
def _connected(**changed) -> Iterator[None]:
    """Have the connection lead elsewhere for a while."""
    before = connection.settings_dict
    connection.close()
    connection.settings_dict = before | changed
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict = before


def has_accounts() -> bool:
    """Say whether somebody works with this database already."""
    user = get_user_model()
    return user._meta.db_table in connection.introspection.table_names() and user.objects.exists()


def others() -> int:
    """Return how many other connections this role has to the database; SQLite cannot tell."""
    if connection.vendor == "sqlite":
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND usename = current_user AND pid <> pg_backend_pid()"
        )
        return cursor.fetchone()[0]


def _copy_sqlite(source: Path | str, target: Path | str, how: str = "mode=ro") -> None:
    """Copy page by page: whole whatever else happens to the file, its log of changes included."""
    try:
        with (
            closing(sqlite3.connect(f"{Path(source).resolve().as_uri()}?{how}", uri=True)) as old,
            closing(sqlite3.connect(target, timeout=_PATIENCE_SECONDS)) as new,
        ):
            old.backup(new, progress=_refuse_if_busy)
            if new.execute("PRAGMA quick_check").fetchone() != ("ok",):
                raise Invalid(f"The copy of {source} is damaged. Check the disk, and try again.")
    except sqlite3.Error as error:
        raise Invalid(
            f"{source} could not be copied: {error}. Stop everything that uses the database."
        ) from error


def _refuse_if_busy(status: int, _left: int, _pages: int) -> None:
    """Raise once patience is at an end; `backup` itself would ask again for ever."""
    if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        raise sqlite3.OperationalError("somebody else uses the database")


def _run(program: str, *options: str) -> None:
    """Run a program of PostgreSQL on the database of the settings; Invalid when it fails."""
    command, secrets = connection.client.settings_to_cmd_args_env(connection.settings_dict, [])
    *place, name = command[1:]
    _checked([program, *options, *place, f"--dbname={name}"], secrets or {})


def _checked(command: list[str], environment: dict[str, str]) -> None:
    try:
        subprocess.run(
            command, env=os.environ | environment, check=True, text=True, capture_output=True
        )
    except FileNotFoundError as error:
        raise Invalid(
            f"{command[0]} is missing. On Debian: sudo apt-get install postgresql-client"
        ) from error
    except subprocess.CalledProcessError as error:
        raise Invalid(f"{command[0]} failed: {error.stderr.strip()[-500:]}") from error
