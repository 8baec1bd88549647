"""Takes in one message that the mail system returned: what BOUNCE_ADDRESS is piped to."""

import sys

from django.core.management.base import BaseCommand

from summaries.services.mailing import bounces

# Longer than any report: a returned letter has under 100 KB.
MOST_BYTES = 1024 * 1024


class Command(BaseCommand):
    """`manage.py bounce < message`: notes a dead address, or a temporary refusal.

    It ends well whatever it read: a mail system would return a bounce that is refused.
    """

    help = "Take in a bounce or a complaint from standard input (RFC 3464, RFC 5965)."

    def handle(self, **options) -> None:
        """Read the message and say what was done."""
        self.stdout.write(bounces.take_in(sys.stdin.buffer.read(MOST_BYTES)))
