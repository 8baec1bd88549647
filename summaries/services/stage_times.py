"""How long the stages of jobs took, written by the worker that did them.

Only stages that came to their end are written: what a cancelled job or a failing model took says
nothing about how long the work takes.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from summaries.models import Job, StageTime
from summaries.services.jobs import Claim

logger = logging.getLogger(__name__)

KEPT = timedelta(days=90)
_LONGEST_NAME = StageTime._meta.get_field("model").max_length


@dataclass
class Stage:
    """A stage under way; whoever does it counts in `amount` what is done: sentences, mostly."""

    amount: int = 0


@contextmanager
def measured(claim: Claim, stage: str, model: str = "") -> Iterator[Stage]:
    """Measure one stage of a job, done by a model or by none, and write its time at its end.

    Nothing is written where the block raises, or did nothing. Must not run inside a transaction
    whose end matters: the row is written on its own, and one that cannot be written is a warning
    in the log.
    """
    doing = Stage()
    begun = time.monotonic()
    yield doing
    if doing.amount:
        _write(claim, stage, model, time.monotonic() - begun, doing.amount)


def _write(claim: Claim, stage: str, model: str, seconds: float, amount: int) -> None:
    facts = {"model": model[:_LONGEST_NAME], "seconds": seconds, "amount": amount}
    try:
        # Of its own, so that inside a transaction a refused row takes nothing else with it.
        with transaction.atomic():
            # A job goes with its sentence: two that were joined leave one.
            if Job.objects.filter(pk=claim.job_id).exists():
                StageTime.objects.create(job_id=claim.job_id, stage=stage, **facts)
    except DatabaseError as error:
        logger.warning("%s: the time of its stage could not be written: %s", claim, error)
        if not connection.in_atomic_block:
            # What a database leaves behind that went away; the next query opens another one.
            connection.close()


def forget_old() -> int:
    """Delete times older than KEPT; returns how many."""
    return StageTime.objects.filter(ended_at__lt=timezone.now() - KEPT).delete()[0]
