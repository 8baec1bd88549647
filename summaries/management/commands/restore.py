"""Bring a backup back: `manage.py restore /srv/backups/newsdesk-20260314T020000Z`."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from summaries.services.errors import ServiceError
from summaries.services.keeping.backup import restore

RESTORED = """\
{backup} is restored.

It does not know what happened after it was made. Everybody has to sign in again.
Mailings that are paused: {held.mailings}. Editions that are drafts again: {held.editions}.
What is held back so may have gone out. Look at each before you go on with it: editions on the
desk, the other mailings (weekly, breaking, corrections) under Mailings in the admin.

Before you start the newsdesk, do again what was done since:
- Who unsubscribed, was erased or suppressed gets email again. Suppress each of them:
  manage.py subscribers suppress ADDRESS --reason "left before the restore"
- Accounts that were closed and access tokens that were revoked are good again, and old passwords,
  roles and second factors are back. See to them as soon as you can sign in.
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
        """Restore, and say what was held back and what is left to do by hand."""
        try:
            held = restore(backup, replace=replace)
        except (ServiceError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(RESTORED.format(backup=backup, held=held), ending="")
