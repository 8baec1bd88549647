"""The whole database as one file, and such a file as the database: SQLite and PostgreSQL."""

import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.contrib.auth import get_user_model
from django.db import connection

from summaries.services.errors import Invalid

FILE = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
# All or nothing, and nothing of what a newer version made stays behind.
_EMPTY = "DROP SCHEMA public CASCADE; CREATE SCHEMA public"


def dump(path: Path) -> None:
    """Write the database, as it is at one moment, into a file; others may write meanwhile.

    Raises Invalid where pg_dump fails or is older than its server.
    """
    if connection.vendor == "sqlite":
        _copy_sqlite(connection.settings_dict["NAME"], path)
    else:
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={path}")


def load(path: Path) -> None:
    """Make the database what the file holds; raises Invalid, and changes nothing, if that fails."""
    connection.close()
    if connection.vendor == "sqlite":
        _copy_sqlite(path, connection.settings_dict["NAME"])
        return
    script = path.with_suffix(".sql")
    try:
        restore = ["pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(path)]
        _checked(restore, {})
        options = ("--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1")
        _run("psql", *options, f"--command={_EMPTY}", f"--file={script}")
    finally:
        script.unlink(missing_ok=True)


def has_accounts() -> bool:
    """Say whether somebody works with this database already."""
    user = get_user_model()
    return user._meta.db_table in connection.introspection.table_names() and user.objects.exists()


def _copy_sqlite(source: Path | str, target: Path | str) -> None:
    """Copy page by page: whole whatever else happens to the file, its log of changes included."""
    try:
        with (
            closing(sqlite3.connect(f"{Path(source).as_uri()}?mode=ro", uri=True)) as old,
            closing(sqlite3.connect(target, timeout=20)) as new,
        ):
            old.backup(new)
            if new.execute("PRAGMA quick_check").fetchone() != ("ok",):
                raise Invalid(f"The copy of {source} is damaged. Check the disk, and try again.")
    except sqlite3.Error as error:
        raise Invalid(
            f"{source} could not be copied: {error}. Stop everything that uses the database."
        ) from error


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
