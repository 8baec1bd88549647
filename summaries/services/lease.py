"""Keeping a claim while the work goes on: renewing its lease, telling progress, ending it."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import copy_context
from typing import Protocol

from django.conf import settings
from django.db import DatabaseError, connection

from summaries.engine.errors import Stopped
from summaries.services.jobs import Claim

logger = logging.getLogger(__name__)

LOST = "The job was cancelled, or another worker has taken it."


class Renewable(Protocol):
    """A claim on a row of a ledger: a job's, or a fetch's."""

    def renew(self) -> bool:
        """Prolong the lease; False means that the claim is lost."""


def report(claim: Claim, stage: str, done: int, total: int) -> None:
    """Tell how far the work is; raises Stopped when the claim is lost."""
    if not claim.progress(stage, done, total):
        raise Stopped(LOST)


def finish(claim: Claim) -> None:
    """Mark the job done, in the transaction of its effect; raises Stopped when it is lost."""
    if not claim.finish():
        raise Stopped(LOST)


@contextmanager
def kept(claim: Renewable) -> Iterator[None]:
    """Renew the lease from a thread of its own: a call of a model or a host may outlast it."""
    stop = threading.Event()

    def beat() -> None:
        try:
            while not stop.wait(settings.JOB_LEASE.total_seconds() / 4):
                if not _renewed(claim):
                    return
        finally:
            connection.close()

    # What it says in the log is about the same work.
    thread = threading.Thread(
        target=copy_context().run, args=(beat,), name=f"lease of {claim}", daemon=True
    )
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _renewed(claim: Renewable) -> bool:
    """Renew the lease; a database that is busy or away for a moment ends nothing."""
    try:
        return claim.renew()
    except DatabaseError:
        logger.warning("%s: the lease could not be renewed, next try soon", claim)
        connection.close()
        return True
