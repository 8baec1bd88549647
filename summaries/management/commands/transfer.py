"""Move a newsroom into another database: `manage.py transfer --from sqlite:///var/db.sqlite3`."""

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections
from environs import Env, EnvError

from newsdesk.env import database
from summaries.services import transfer
from summaries.services.errors import ServiceError

SOURCE = "source"


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
            help="sqlite:////srv/newsdesk/var/db.sqlite3 or postgres://…",
        )

    def handle(self, *, old: str, **options) -> None:
        """Copy, and say how many rows each table has."""
        connect(SOURCE, old)
        try:
            rows = transfer.transfer(SOURCE, self._progress)
        except ServiceError as error:
            raise CommandError(str(error)) from error
        finally:
            connections[SOURCE].close()
        self._line("")
        self.stdout.write(f"{rows} rows were copied and compared. The search indexes are new.")

    def _progress(self, table: str, rows: int) -> None:
        self._line(f"{table}: {rows}")

    def _line(self, text: str) -> None:
        if self.stdout.isatty():
            self.stdout.write(f"\r\033[K{text}", ending="")
            self.stdout.flush()


def connect(alias: str, address: str) -> None:
    """Add a database to those of the settings; raise CommandError for an address of none."""
    try:
        ...
    except (EnvError, ValueError) as error:
        raise CommandError(f"{address} is no address of a database.") from error
