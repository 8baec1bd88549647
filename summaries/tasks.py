"""Thin: claim the job, call the service, record the outcome."""

import logging

from celery import shared_task
from celery.signals import worker_shutting_down

from summaries import log_context, wiring
from summaries.engine.errors import EngineError, Stopped
from summaries.services import (
    copies,
    idempotency,
    jobs,
    limits,
    machine_work,
    notices,
    rechecking,
    reports,
    search,
    stage_times,
)
from summaries.services.editions import schedule as edition_schedule
from summaries.services.jobs import UNEXPECTED
from summaries.services.mailing import deliveries, mailings, sending
from summaries.services.people import sessions
from summaries.services.sources import alerts, bells, fetching, hosts, schedule
from summaries.services.subscriptions import joining

logger = logging.getLogger(__name__)


@shared_task
def run_job(job_id: int) -> None:
    """Answer a bell: do the job it rang for, or one that is more urgent; see `jobs.answer`."""
    claim = jobs.answer(job_id)
    if claim is not None:
        with log_context.about(job=claim.job_id):
            _do(claim)


def _do(claim: jobs.Claim) -> None:
    try:
        machine_work.do(claim, wiring.engine())
        logger.info("%s is done", claim)
    except Stopped as stopped:
        logger.info("%s stopped: %s", claim, stopped)
    except EngineError as error:
        logger.warning("%s failed: %s", claim, error)
        jobs.fail(claim, str(error), permanent=error.permanent)
    except Exception:
        logger.exception("%s failed unexpectedly", claim)
        jobs.fail(claim, UNEXPECTED, permanent=False)


@shared_task
def sweep() -> None:
    """Ring again for work that waits or was abandoned."""
    jobs.sweep()


@shared_task
def run_fetch(fetch_id: int) -> None:
    """Answer a bell: do what waits and whose host is free; see `fetching.answer`."""
    fetching.answer(wiring.web_client())


@shared_task
def schedule_fetches() -> None:
    """Poll the sources whose time has come; ring again for fetches that wait."""
    schedule.schedule_due()
    bells.sweep()


@shared_task
def forget_fetches() -> None:
    """Delete fetches that ended long ago, and hosts that nobody fetches from any more."""
    bells.forget_old()
    hosts.forget_old()


@shared_task
def watch_sources() -> None:
    """Tell the admins about sources that fail or fell silent."""
    alerts.check()


@shared_task
def send_notices() -> None:
    """Send the emails that wait for somebody of the desk."""
    notices.send_due()


@shared_task
def publish_editions() -> None:
    """Give readers the editions whose time has come."""
    edition_schedule.publish_due()


@shared_task
def send_mail() -> None:
    """Send subscribers what is due, for a while; ring again for what is left."""
    if sending.work():
        deliveries.ring_bell()


@worker_shutting_down.connect
def stop_sending(**_signal) -> None:
    """End a round of sending after the message in hand."""
    sending.stop()


@shared_task
def open_weekly() -> None:
    """Open the weekly letters of the dates that it is anywhere."""
    mailings.open_weekly_due()


@shared_task
def catch_up_search() -> None:
    """Make findable what was typed lately and never settled."""
    search.catch_up()


@shared_task
def catch_up_findings() -> None:
    """Recheck briefs that were last looked at with other checks, settings or terms."""
    rechecking.catch_up()


@shared_task
def prune_answers() -> None:
    """Forget what programs were answered more than a day ago."""
    idempotency.prune()


@shared_task
def prune_likeness() -> None:
    """Forget the telling words of articles that are too old for another report of their event."""
    copies.prune()


@shared_task
def forget_visitors() -> None:
    """Forget addresses that nobody confirmed or needs, and counts that no limit needs."""
    joining.forget_unconfirmed()
    limits.forget_old()
    reports.forget_addresses()


@shared_task
def forget_sessions() -> None:
    """Forget sessions that have ended."""
    sessions.forget_ended()


@shared_task
def forget_stage_times() -> None:
    """Forget how long stages took that nobody looks at any more."""
    stage_times.forget_old()
