"""Takes in one message that the mail system returned: what BOUNCE_ADDRESS is piped to."""

import os
import sys

from django.core.management.base import BaseCommand, CommandError
from django.db import Error

from summaries.services.mailing import bounces

# Longer than any report: a returned letter has under 100 KB.
MOST_BYTES = 1024 * 1024


class Command(BaseCommand):
    """`manage.py bounce < message`: notes a dead address, or a temporary refusal.

    It ends well whatever it read: a mail system would return a bounce that is refused. Without the
    database it asks for another try.
    """

    help = "Take in a bounce or a complaint from standard input (RFC 3464, RFC 5965)."

    def handle(self, **options) -> None:
        """Read the message and say what was done."""
        try:
            self.stdout.write(bounces.take_in(sys.stdin.buffer.read(MOST_BYTES)))
        except Error as error:
            words = f"The database cannot be used; try again later. {error}"
            raise CommandError(words, returncode=os.EX_TEMPFAIL) from error
