"""Keep a copy of everything: `manage.py backup /srv/backups --keep 14`."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from summaries.services.errors import ServiceError
from summaries.services.keeping import backup


class Command(BaseCommand):
    """Write database and media into a new folder in the one that is named."""

    help = "Back up the database and the media folder; nothing has to be stopped for it."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the folder of backups and how many to keep."""
        parser.add_argument("folder", type=Path, help="where backups are kept, each in a folder")
        parser.add_argument(
            "--keep", type=int, default=0, metavar="N", help="delete all but the newest N backups"
        )

    def handle(self, *, folder: Path, keep: int, **options) -> None:
        """Make one, and say where it is and how large."""
        if keep < 0:
            raise CommandError("--keep takes a number of backups, or 0 for all of them.")
        try:
            made = backup.make(folder, keep=keep)
        except (ServiceError, OSError) as error:
            raise CommandError(f"No backup was made. {error}") from error
        size = sum(path.stat().st_size for path in made.iterdir())
        self.stdout.write(f"{made} ({size / 1e6:.1f} MB)")
