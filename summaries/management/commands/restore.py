"""Bring a backup back: `manage.py restore /srv/backups/newsdesk-20260314T020000Z`."""

from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from summaries.services import after_restore
from summaries.services.backup import restore
from summaries.services.errors import ServiceError

HELD = """\
{mailings} mailings under way are paused, and {editions} editions whose time has passed are drafts
again: they may have gone out after the backup. Look at each on the desk before you go on with it.
"""


class Command(BaseCommand):
    """Put a backup in the place of the database and the media folder."""

    help = "Restore a backup; stop web, workers and scheduler first."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the folder of one backup."""
        parser.add_argument("backup", type=Path, help="the folder of one backup")
        parser.add_argument(
            "--replace", action="store_true", help="even where the database holds a newsroom"
        )

    def handle(self, *, backup: Path, replace: bool, **options) -> None:
        """Restore, bring the tables up to this version, and hold back what may have gone out."""
        try:
            restore(backup, replace=replace)
        except (ServiceError, OSError) as error:
            raise CommandError(str(error)) from error
        call_command("migrate", verbosity=0)
        mailings, editions = after_restore.hold_back()
        self.stdout.write(f"{backup} is restored.")
        if mailings or editions:
            self.stdout.write(HELD.format(mailings=mailings, editions=editions), ending="")
