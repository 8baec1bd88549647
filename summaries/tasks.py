"""Thin: claim the job, call the service, record the outcome."""

import logging

from celery import shared_task

from summaries import wiring
from summaries.engine.errors import EngineError, Stopped
from summaries.services import jobs, machine_work, notices, rechecking, search

logger = logging.getLogger(__name__)

UNEXPECTED = "Something went wrong that the newsdesk did not expect. An admin finds it in the log."


@shared_task
def run_job(job_id: int) -> None:
    """Answer a bell: do the job it rang for, or one that is more urgent; see `jobs.answer`."""
    claim = jobs.answer(job_id)
    if claim is None:
        return
    try:
        machine_work.do(claim, wiring.engine())
    except Stopped as stopped:
        logger.info("job %s stopped: %s", job_id, stopped)
    except EngineError as error:
        logger.warning("job %s failed: %s", job_id, error)
        jobs.fail(claim, str(error), permanent=error.permanent)
    except Exception:
        logger.exception("job %s failed unexpectedly", job_id)
        jobs.fail(claim, UNEXPECTED, permanent=False)


@shared_task
def sweep() -> None:
    """Ring again for work that waits or was abandoned."""
    jobs.sweep()


@shared_task
def send_notices() -> None:
    """Send the emails that wait for somebody of the desk."""
    notices.send_due()


@shared_task
def catch_up_search() -> None:
    """Make findable what was typed lately and never settled."""
    search.catch_up()


@shared_task
def catch_up_findings() -> None:
    """Recheck briefs that were last looked at with other checks, settings or terms."""
    rechecking.catch_up()
