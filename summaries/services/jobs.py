"""The ledger of background work. The database is the truth, the broker only a doorbell.

A job is claimed by one conditional UPDATE, worked on under a lease that the worker renews, and
finished in the same transaction as its effect, guarded by the claim token. A worker that dies
leaves a lease that runs out; the sweeper rings again. (Pattern: healthchecks' `sendreports`.)
"""

import logging
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from summaries.models import Brief, Job, Segment
from summaries.models.job import JobQuerySet
from summaries.models.ledger import UNCLAIMED, ended
from summaries.services import derived, events
from summaries.services.errors import WrongState
from summaries.workflow import OPEN, Action

logger = logging.getLogger(__name__)

LOST_WORKER = (
    "The worker stopped in the middle of this, on every attempt. "
    "Try again; if it keeps happening, tell an admin."
)
UNEXPECTED = "Something went wrong that the newsdesk did not expect. An admin finds it in the log."
# How many equally urgent jobs a worker tries to claim before it leaves them to the others.
WITHIN_REACH = 20


@dataclass(frozen=True)
class Claim:
    """The right to work on a job, until the lease runs out or the job is cancelled."""

    job_id: int
    token: uuid.UUID

    def __str__(self) -> str:
        return f"job {self.job_id}"

    def _mine(self):
        return Job.objects.held(self.job_id, self.token)

    def renew(self) -> bool:
        """Prolong the lease; False means that the claim is lost and the work must stop."""
        return self._mine().update(lease_until=timezone.now() + settings.JOB_LEASE) == 1

    def progress(self, stage: str, done: int, total: int) -> bool:
        """Report how far the work is and renew the lease; False means that the claim is lost."""
        lease = timezone.now() + settings.JOB_LEASE
        return self._mine().update(stage=stage, done=done, total=total, lease_until=lease) == 1

    def held(self) -> Job | None:
        """Return the job, its row locked, or None when the claim is lost."""
        return self._mine().select_for_update(of=("self",)).first()

    def finish(self) -> bool:
        """Mark the job done. Call it in the transaction of the job's effect."""
        return self._mine().update(state=Job.State.DONE, error="", **ended()) == 1

    def release(self) -> None:
        """Give the unfinished job back, uncounted, because its worker was stopped on purpose."""
        self._mine().update(
            state=Job.State.QUEUED,
            run_after=timezone.now(),
            attempts=F("attempts") - 1,
            **UNCLAIMED,
        )


def latest(brief: Brief) -> Job | None:
    """Return the brief's newest main job: the one that its progress panel shows."""
    return brief.jobs.main().first()


def busy(brief: Brief) -> bool:
    """Say whether the machine still works, or will, on the brief's text."""
    return brief.jobs.main().open().exists()


def require_rest(brief: Brief) -> None:
    """Raise WrongState while the machine works on the brief's text. The brief must be locked."""
    if busy(brief):
        raise WrongState(_("The machine still works on this brief. Wait for it, or cancel it."))


def enqueue(
    brief: Brief,
    actor,
    kind: str = Job.Kind.DRAFT,
    segment: Segment | None = None,
    **options,
) -> Job:
    """Write a job for the locked brief and ring the bell after commit.

    Must run inside a transaction. `segment` limits it to one sentence; `options` are what its kind
    understands (see `Job.options`).
    """
    job = Job.objects.create(
        brief=brief,
        kind=kind,
        segment=segment,
        urgency=Job.Urgency.of(kind, segment, actor),
        options=options,
        asked_by=actor,
        max_attempts=settings.JOB_MAX_ATTEMPTS,
    )
    if job.is_main:
        _mark(brief, stopped=False)
    # The line that leads from a request to the work it caused.
    logger.info("job %s was asked for: %s of brief %s", job.pk, kind, brief.pk)
    transaction.on_commit(lambda: ring_bell(job.pk), robust=True)
    return job


def _mark(brief: Brief, *, stopped: bool) -> None:
    """Note on the brief, for the queue, whether its work stopped and waits for a person."""
    brief.stopped = stopped and brief.status in OPEN
    brief.save(update_fields=["stopped"])


def ring_bell(job_id: int) -> None:
    """Tell the broker that a job waits. If the broker is away, the sweeper rings later."""
    current_app.send_task("summaries.tasks.run_job", args=[job_id], queue="nlp", retry=False)


def claim(job_id: int) -> Claim | None:
    """Take the job, or return None when somebody else has it or there is nothing left to do."""
    token = Job.objects.take(job_id)
    return Claim(job_id, token) if token else None


def answer(job_id: int) -> Claim | None:
    """Claim the most urgent job that waits, or return None when nothing is left to do.

    As many bells ring as there are jobs, so whoever takes another one leaves its own to a later
    bell: other translations of a sentence do not wait behind ten articles.
    """
    return next(filter(None, map(claim, _most_urgent(job_id))), None)


def _most_urgent(rung: int) -> Iterator[int]:
    """Yield the keys of jobs to claim, the most urgent first.

    Of equals, abandoned ones come first, which somebody had begun with already; then the one that
    was rung for, so that workers do not all reach for the same.
    """
    urgency_of_rung = Job.objects.filter(pk=rung).values_list("urgency", flat=True).first()
    for urgency in Job.Urgency:
        due, abandoned = Job.objects.filter(urgency=urgency).claimable_apart()
        yield from _oldest(abandoned)
        if urgency == urgency_of_rung:
            yield rung
        yield from _oldest(due)


def _oldest(jobs: JobQuerySet) -> Iterable[int]:
    return jobs.order_by("run_after", "pk").values_list("pk", flat=True)[:WITHIN_REACH]


def take_up() -> None:
    """Give back what a stopped worker left claimed, uncounted. Only where surely no worker runs."""
    for job in Job.objects.filter(state=Job.State.RUNNING):
        Claim(job.pk, job.claim_token).release()


def fail(claim: Claim, error: str, *, permanent: bool) -> None:
    """Record that an attempt failed: queue the next one after a pause, or give up in words."""
    with transaction.atomic():
        brief = Brief.objects.filter(jobs=claim.job_id).first()
        if brief is None:
            return
        brief = events.locked(brief)
        job = claim.held()
        if job is None:
            return
        if permanent or job.attempts >= job.max_attempts:
            _give_up(brief, job, error, retryable=not permanent)
        else:
            pause = settings.JOB_RETRY_DELAY * 2 ** (job.attempts - 1)
            job.state, job.run_after = Job.State.QUEUED, timezone.now() + pause
            job.claim_token = job.lease_until = None
            job.error = error
            job.save()


def _give_up(brief: Brief, job: Job, error: str, *, retryable: bool) -> None:
    """End a job of the locked brief. An offer that fails is told where it was asked for."""
    job.state, job.error, job.retryable = Job.State.FAILED, error, retryable
    job.claim_token = job.lease_until = None
    job.finished_at = timezone.now()
    job.save()
    if job.is_main:
        _mark(brief, stopped=True)
        events.record(brief, "job_failed", reason=error, kind=job.kind)
        derived.refresh(brief)


def cancel(job: Job, actor) -> None:
    """Stop a queued or running job. What it stored stays; its worker notices and walks away."""
    with transaction.atomic():
        brief = events.locked(job.brief)
        events.require(brief, Action.REDRAFT if job.is_main else Action.EDIT, actor)
        if not _stop(Job.objects.filter(pk=job.pk)):
            raise WrongState(_("This work has already ended. Reload the page."))
        if job.is_main:
            # Whoever wanted no more of a brief that has a text left nothing waiting.
            _mark(brief, stopped=brief.current_id is None)
            events.record(brief, "job_cancelled", actor=actor, kind=job.kind)
            derived.refresh(brief)


def void_offers(segment: Segment) -> None:
    """Stop looking for other translations of a sentence that is another by now."""
    _stop(segment.jobs.filter(kind=Job.Kind.ALTERNATIVES))


def _stop(chosen: JobQuerySet) -> int:
    """Cancel those that are queued or running; return how many."""
    return chosen.open().update(state=Job.State.CANCELLED, **ended())


def retry(brief: Brief, actor) -> Job:
    """Ask for the same work again after a failure or a cancel. What it stored is kept."""
    with transaction.atomic():
        brief = events.locked(brief)
        last = latest(brief)
        if last is None or last.state not in (Job.State.FAILED, Job.State.CANCELLED):
            raise WrongState(_("There is nothing to repeat: this work is running or done."))
        events.perform(brief, Action.REDRAFT, actor, kind=last.kind)
        # Where the first attempt began: sentences translated since then are done.
        options = {"since": last.created_at.isoformat()} | last.options
        if last.kind == Job.Kind.SUMMARY:
            options["based_on"] = brief.current.number
        return enqueue(brief, actor, last.kind, last.segment, **options)


def sweep(ring: Callable[[int], None] = ring_bell) -> int:
    """Ring for every job that waits or was abandoned; give up on those without attempts left.

    Returns how many were rung for. Safe to run anywhere, any number of times.
    """
    # Longer than the longest pause between two attempts.
    Job.objects.bring_near(
        settings.JOB_RETRY_DELAY * 2**settings.JOB_MAX_ATTEMPTS, settings.JOB_LEASE
    )
    for brief in Brief.objects.filter(jobs__in=Job.objects.exhausted()).distinct():
        with transaction.atomic():
            brief = events.locked(brief)
            # Locked, so that a worker that wakes up just now keeps what it renews.
            lost = Job.objects.exhausted().filter(brief=brief)
            for job in lost.select_for_update(of=("self",)):
                _give_up(brief, job, LOST_WORKER, retryable=True)
    waiting = list(Job.objects.unheard().order_by("run_after").values_list("pk", flat=True)[:500])
    # A broker that is away is asked once, not once for every waiting job.
    return sum(1 for _job in takewhile(lambda job_id: _rung(job_id, ring), waiting))


def _rung(job_id: int, ring: Callable[[int], None]) -> bool:
    """Ring for one job; a broker that is away is asked again at the next sweep."""
    try:
        ring(job_id)
    except OperationalError as error:
        logger.warning("job %s: the broker is away (%s)", job_id, error)
        return False
    return Job.objects.filter(pk=job_id).update(rung_at=timezone.now()) == 1
