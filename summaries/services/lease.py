"""Keeping a claimed job while a model works: renewing its lease, telling progress, ending it."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import DatabaseError, connection

from summaries.engine.errors import Stopped
from summaries.services.jobs import Claim

logger = logging.getLogger(__name__)

LOST = "The job was cancelled, or another worker has taken it."


def report(claim: Claim, stage: str, done: int, total: int) -> None:
    """Tell how far the work is; raises Stopped when the claim is lost."""
    if not claim.progress(stage, done, total):
        raise Stopped(LOST)


def finish(claim: Claim) -> None:
    """Mark the job done, in the transaction of its effect; raises Stopped when it is lost."""
    if not claim.finish():
        raise Stopped(LOST)


@contextmanager
def kept(claim: Claim) -> Iterator[None]:
    """Renew the lease from a thread of its own: one call of a model may outlast the lease."""
    stop = threading.Event()

    def beat() -> None:
        try:
            while not stop.wait(settings.JOB_LEASE.total_seconds() / 4):
                if not _renewed(claim):
                    return
        finally:
            connection.close()

    thread = threading.Thread(target=beat, name=f"lease-of-job-{claim.job_id}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _renewed(claim: Claim) -> bool:
    """Renew the lease; a database that is busy or away for a moment ends nothing."""
    try:
        return claim.renew()
    except DatabaseError:
        logger.warning("job %s: the lease could not be renewed, next try soon", claim.job_id)
        connection.close()
        return True
