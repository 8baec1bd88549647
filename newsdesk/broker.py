"""Celery's filesystem transport, made safe against readers that are faster than writers.

kombu opens a message's file, then writes it: a worker that lists the folder in between takes an
empty file, and dies of it. Here a message appears whole, by renaming (POSIX rename is atomic), and
one that cannot be read is skipped: the ledger rings again.
"""

import logging
from pathlib import Path
from uuid import uuid4

from kombu.exceptions import ChannelError
from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.transport.virtual import Empty
from kombu.utils.encoding import str_to_bytes
from kombu.utils.json import dumps

logger = logging.getLogger(__name__)


class Channel(filesystem.Channel):
    """A channel whose messages are never seen half-written."""

    def _put(self, queue, payload, **kwargs):
        """Write a message beside the others under a name no reader takes, then rename it."""
        folder = Path(self.data_folder_out)
        name = f"{round(filesystem.monotonic() * 1000)}_{uuid4()}"
        unfinished = folder / f"{name}.unfinished"
        try:
            unfinished.write_bytes(str_to_bytes(dumps(payload)))
            unfinished.replace(folder / f"{name}.{queue}.msg")
        except OSError as error:
            raise ChannelError(f"Cannot add a message to {folder}: {error}") from error

    def _get(self, queue):
        """Return the next message; one that cannot be read counts as none."""
        try:
            return super()._get(queue)
        except ValueError as error:
            logger.warning("a message of queue %s cannot be read and is skipped: %s", queue, error)
            raise Empty from error


class Transport(filesystem.Transport):
    """The transport of `filesystem://` addresses, once `install` has run."""

    Channel = Channel


def install() -> None:
    """Make `filesystem://` mean this transport."""
    TRANSPORT_ALIASES["filesystem"] = f"{__name__}:Transport"
