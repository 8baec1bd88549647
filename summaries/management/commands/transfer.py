"""Move a newsroom into another database: `manage.py transfer --from sqlite:///db.sqlite3`."""

from pathlib import Path

import dj_database_url
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connections
from django.db.utils import load_backend

from summaries.services.errors import ServiceError
from summaries.services.keeping import transfer

SOURCE = "source"
# Begins as a writer does, so that nobody else writes while rows are copied.
SQLITE = {"timeout": 20, "transaction_mode": "IMMEDIATE"}


class Command(BaseCommand):
    """Copy everything from the old database into the one of the settings, which is empty."""

    help = "Copy all rows from another database into the empty one of DATABASE_URL, and compare."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address of the old database."""
        parser.add_argument(
            "--from",
            dest="old",
            required=True,
            metavar="URL",
            help="the old database: sqlite:////srv/newsdesk/var/db.sqlite3, or postgres://USER@HOST/NAME"
            " with its password in PGPASSWORD",
        )

    def handle(self, *, old: str, **options) -> None:
        """Copy, compare, and say how many rows it was; nothing is copied where anything fails."""
        connect(SOURCE, old)
        try:
            rows = transfer.transfer(SOURCE, self._progress)
        except (ServiceError, DatabaseError) as error:
            raise CommandError(str(error)) from error
        finally:
            connections[SOURCE].close()
            del connections[SOURCE]
        self.stdout.write(f"{rows} rows were copied and compared. The search indexes are new.")

    def _progress(self, table: str, rows: int) -> None:
        """Show each table: in place on a terminal, a line of it elsewhere."""
        if self.stdout.isatty():
            self.stdout.write(f"\r\033[K{table}: {rows}\r", ending="")
        else:
            self.stdout.write(f"{table}: {rows}")


def connect(alias: str, address: str) -> None:
    """Open a database beside the settings' own; raise CommandError for an address of none."""
    try:
        database = dj_database_url.parse(address)
    except ValueError as error:
        raise CommandError(f"{address!r} is not the address of a database.") from error
    if database["ENGINE"].endswith("sqlite3"):
        if not Path(database["NAME"]).is_file():
            raise CommandError(f"There is no file {database['NAME']}. Four slashes begin a path.")
        database["OPTIONS"] = SQLITE
    whole = connections.configure_settings({"default": {}, alias: database})[alias]
    connections[alias] = load_backend(whole["ENGINE"]).DatabaseWrapper(whole, alias)
