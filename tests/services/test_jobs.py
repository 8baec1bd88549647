"""The ledger: who gets a job, for how long, and what happens when a worker is gone."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from kombu.exceptions import OperationalError

from summaries.models import Brief, Job
from summaries.services import events, jobs
from summaries.services.errors import NotAllowed, WrongState
from summaries.services.intake import take_in
from summaries.workflow import Action, Status
from tests.factories import make_brief, make_job, make_revision

from .conftest import ARTICLE

pytestmark = pytest.mark.django_db


@pytest.fixture
def job(brief) -> Job:
    return jobs.latest(brief)


def expire_lease(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(
        lease_until=timezone.now() - timedelta(seconds=1),
        rung_at=timezone.now() - timedelta(hours=1),
    )


def test_a_job_is_claimed_once(job):
    assert jobs.claim(job.pk) is not None
    assert jobs.claim(job.pk) is None


def test_an_abandoned_job_can_be_claimed_and_the_old_claim_is_worth_nothing(job):
    first = jobs.claim(job.pk)
    expire_lease(job)
    second = jobs.claim(job.pk)
    assert second is not None
    assert not first.renew()
    assert not first.progress("translating", 1, 2)
    assert not first.finish()
    assert second.finish()


def test_a_renewed_lease_keeps_the_job(job):
    claim = jobs.claim(job.pk)
    expire_lease(job)
    assert claim.renew()
    assert jobs.claim(job.pk) is None


def waiting(urgency: int = Job.Urgency.BY_SOURCE, **fields) -> int:
    """Return the key of a job that waits, of a brief of its own."""
    return make_job(make_brief(), Job.State.QUEUED, urgency=urgency, **fields).pk


def answered(rung: int) -> int | None:
    """Return the job that a worker takes which the bell of `rung` woke."""
    claim = jobs.answer(rung)
    return claim and claim.job_id


@pytest.mark.parametrize(
    ("kind", "of_a_sentence", "by_a_person", "urgency"),
    [
        (Job.Kind.ALTERNATIVES, True, True, Job.Urgency.AT_SCREEN),
        (Job.Kind.RETRANSLATE, True, True, Job.Urgency.AT_SCREEN),
        (Job.Kind.SUMMARY, False, True, Job.Urgency.AT_SCREEN),
        (Job.Kind.RETRANSLATE, False, True, Job.Urgency.BY_PERSON),
        (Job.Kind.DRAFT, False, True, Job.Urgency.BY_PERSON),
        (Job.Kind.DRAFT, False, False, Job.Urgency.BY_SOURCE),
    ],
)
def test_a_job_is_as_urgent_as_somebody_waits_for_it(
    editor, kind, of_a_sentence, by_a_person, urgency
):
    brief = make_brief(Status.DRAFT)
    segment = brief.article.segments.first() if of_a_sentence else None
    with transaction.atomic():
        job = jobs.enqueue(brief, editor if by_a_person else None, kind, segment)
    job.refresh_from_db()
    assert job.urgency == urgency


def test_the_most_urgent_goes_first_whichever_bell_rang():
    rung, older, by_person, at_screen = (
        waiting(run_after=timezone.now() - timedelta(minutes=1)),
        waiting(run_after=timezone.now() - timedelta(minutes=2)),
        waiting(Job.Urgency.BY_PERSON),
        waiting(Job.Urgency.AT_SCREEN),
    )
    waiting(run_after=timezone.now() + timedelta(minutes=1))
    order = [answered(rung) for _claim in range(5)]
    assert order == [at_screen, by_person, rung, older, None]


def test_an_abandoned_job_goes_before_its_equals():
    rung, equal, urgent = waiting(), waiting(), waiting(Job.Urgency.BY_PERSON)
    for abandoned in (equal, urgent):
        jobs.claim(abandoned)
        expire_lease(Job(pk=abandoned))
    assert [answered(rung) for _claim in range(3)] == [urgent, equal, rung]


def test_a_bell_leads_past_more_equals_than_a_worker_looks_at():
    for _number in range(jobs.WITHIN_REACH):
        waiting(run_after=timezone.now() - timedelta(minutes=1))
    rung = waiting()
    assert answered(rung) == rung


@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="PostgreSQL plans by the rows, and there are none"
)
def test_the_next_job_is_found_without_sorting_those_that_wait():
    rung = waiting()
    with CaptureQueriesContext(connection) as asked:
        answered(rung)
    plans = [
        connection.cursor().execute(f"EXPLAIN QUERY PLAN {query['sql']}").fetchall()
        for query in asked
        if "run_after" in query["sql"] and query["sql"].startswith("SELECT")
    ]
    steps = [step for plan in plans for *_numbers, step in plan]
    assert steps
    assert not [step for step in steps if "INDEX job_by_urgency (state=? AND urgency" not in step]


def test_the_bell_rings_after_commit_only(
    reporter, bell, django_capture_on_commit_callbacks, brief
):
    Job.objects.update(state=Job.State.FAILED)
    with django_capture_on_commit_callbacks(execute=True):
        again = jobs.retry(brief, reporter)
        assert bell == []
    assert bell == [again.pk]


def test_a_silent_broker_loses_nothing(job, bell):
    Job.objects.update(rung_at=timezone.now() - timedelta(hours=1))
    assert jobs.sweep(bell.append) == 1
    assert bell == [job.pk]


def test_the_sweeper_does_not_flood_the_broker(job, bell):
    Job.objects.update(rung_at=timezone.now() - timedelta(hours=1))
    jobs.sweep(bell.append)
    assert jobs.sweep(bell.append) == 0


def test_a_broker_that_is_away_is_asked_again_at_the_next_sweep(job, bell):
    def broken(job_id):
        raise OperationalError("refused")

    Job.objects.update(rung_at=timezone.now() - timedelta(hours=1))
    assert jobs.sweep(broken) == 0
    assert jobs.sweep(bell.append) == 1


def test_a_broker_that_is_away_is_asked_once_a_sweep(job, reporter):
    asked = []

    def broken(job_id):
        asked.append(job_id)
        raise OperationalError("refused")

    take_in(reporter, ARTICLE.replace("الزاهرة", "الباهرة"), channel="paste")
    Job.objects.update(rung_at=timezone.now() - timedelta(hours=1))
    assert jobs.sweep(broken) == 0
    assert len(asked) == 1


def test_a_failure_of_a_job_that_is_gone_is_no_error(job):
    claim = jobs.claim(job.pk)
    job.delete()
    jobs.fail(claim, "Too late.", permanent=False)


def test_the_sweeper_leaves_a_running_job_alone(job, bell):
    jobs.claim(job.pk)
    assert jobs.sweep(bell.append) == 0


def test_a_clock_that_is_set_back_keeps_no_job_waiting(job, bell):
    Job.objects.update(run_after=timezone.now() + timedelta(hours=2))
    assert jobs.sweep(bell.append) == 1
    assert jobs.claim(job.pk) is not None


def test_a_clock_that_is_set_back_prolongs_no_lease(job, bell, settings):
    jobs.claim(job.pk)
    Job.objects.update(lease_until=timezone.now() + timedelta(hours=2))
    jobs.sweep(bell.append)
    job.refresh_from_db()
    assert job.lease_until <= timezone.now() + settings.JOB_LEASE


def test_a_pause_between_attempts_is_left_alone(job, bell, settings):
    pause = settings.JOB_RETRY_DELAY * 2 ** (settings.JOB_MAX_ATTEMPTS - 1)
    Job.objects.update(run_after=timezone.now() + pause)
    assert jobs.sweep(bell.append) == 0


def test_a_failed_attempt_is_repeated_after_a_pause(job, bell):
    jobs.fail(jobs.claim(job.pk), "The model broke.", permanent=False)
    job.refresh_from_db()
    assert job.state == Job.State.QUEUED
    assert job.error == "The model broke."
    assert job.run_after > timezone.now()
    assert jobs.claim(job.pk) is None
    Job.objects.update(run_after=timezone.now() - timedelta(seconds=1))
    Job.objects.update(rung_at=timezone.now() - timedelta(seconds=2))
    assert jobs.sweep(bell.append) == 1
    assert jobs.claim(job.pk) is not None


def test_attempts_are_capped_and_the_last_error_kept(job, brief):
    for _ in range(job.max_attempts):
        Job.objects.update(run_after=timezone.now() - timedelta(seconds=1))
        jobs.fail(jobs.claim(job.pk), "The model broke.", permanent=False)
    job.refresh_from_db()
    assert (job.state, job.error, job.retryable) == (Job.State.FAILED, "The model broke.", True)
    assert brief.events.filter(verb="job_failed", reason="The model broke.").count() == 1


def test_a_permanent_error_is_not_repeated(job):
    jobs.fail(jobs.claim(job.pk), "The model is not installed.", permanent=True)
    job.refresh_from_db()
    assert (job.state, job.retryable) == (Job.State.FAILED, False)


def test_a_worker_that_dies_on_every_attempt_ends_in_words(job):
    for _ in range(job.max_attempts):
        assert jobs.claim(job.pk)
        expire_lease(job)
    jobs.sweep(lambda job_id: None)
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert job.error == jobs.LOST_WORKER
    assert jobs.claim(job.pk) is None


def test_a_failure_of_a_lost_claim_changes_nothing(job):
    lost = jobs.claim(job.pk)
    expire_lease(job)
    jobs.claim(job.pk)
    jobs.fail(lost, "Too late.", permanent=True)
    job.refresh_from_db()
    assert job.state == Job.State.RUNNING


def test_a_released_job_waits_again_and_the_attempt_does_not_count(job, bell):
    claim = jobs.claim(job.pk)
    claim.release()
    job.refresh_from_db()
    assert (job.state, job.attempts) == (Job.State.QUEUED, 0)
    assert not claim.renew()
    assert jobs.sweep(bell.append) == 1


def test_cancel_takes_the_claim_away(job, reporter, brief):
    claim = jobs.claim(job.pk)
    jobs.cancel(job, reporter)
    assert not claim.progress("translating", 1, 2)
    assert not claim.finish()
    assert brief.events.filter(verb="job_cancelled", actor=reporter).count() == 1


def test_a_cancelled_job_can_be_asked_for_again(job, reporter, brief):
    jobs.cancel(job, reporter)
    assert jobs.retry(brief, reporter).state == Job.State.QUEUED


def test_cancelling_twice_is_refused(job, reporter):
    jobs.cancel(job, reporter)
    with pytest.raises(WrongState):
        jobs.cancel(job, reporter)


def test_retry_while_it_runs_is_refused(job, reporter, brief):
    with pytest.raises(WrongState):
        jobs.retry(brief, reporter)


def test_somebody_without_a_role_cannot_cancel_or_retry(job, person, brief):
    nobody = person()
    with pytest.raises(NotAllowed):
        jobs.cancel(job, nobody)
    Job.objects.update(state=Job.State.FAILED)
    with pytest.raises(NotAllowed):
        jobs.retry(brief, nobody)


def test_retry_of_a_published_brief_is_refused(job, reporter, brief):
    Job.objects.update(state=Job.State.FAILED)
    brief.status = Status.PUBLISHED
    brief.save()
    with pytest.raises(WrongState):
        jobs.retry(brief, reporter)


def test_alternatives_run_beside_the_main_job_and_are_not_the_latest(job, brief, reporter):
    segment = brief.article.segments.first()
    offer = jobs.enqueue(brief, reporter, Job.Kind.ALTERNATIVES, segment)
    assert jobs.latest(brief) == job
    assert jobs.busy(brief)
    jobs.cancel(job, reporter)
    assert not jobs.busy(brief)
    assert offer.is_open


def test_retry_repeats_the_same_work(job, brief, reporter):
    segment = brief.article.segments.first()
    Job.objects.update(state=Job.State.DONE)
    first = jobs.enqueue(brief, reporter, Job.Kind.RETRANSLATE, segment, include_protected=True)
    jobs.fail(jobs.claim(first.pk), "The model broke.", permanent=True)
    second = jobs.retry(brief, reporter)
    assert (second.kind, second.segment) == (Job.Kind.RETRANSLATE, segment)
    assert second.options["include_protected"] is True
    jobs.cancel(second, reporter)
    third = jobs.retry(brief, reporter)
    assert third.options["since"] == first.created_at.isoformat() == second.options["since"]


def stopped(brief) -> bool:
    brief.refresh_from_db()
    return brief.stopped


def lose_the_worker(job, actor) -> None:
    Job.objects.filter(pk=job.pk).update(attempts=job.max_attempts, state=Job.State.RUNNING)
    expire_lease(job)
    jobs.sweep(lambda job_id: None)


@pytest.mark.parametrize(
    "end",
    [
        jobs.cancel,
        lose_the_worker,
        lambda job, actor: jobs.fail(jobs.claim(job.pk), "It broke.", permanent=True),
    ],
)
def test_the_brief_knows_that_its_work_stopped_until_it_is_asked_for_again(
    job, brief, reporter, end
):
    assert not stopped(brief)
    end(job, reporter)
    assert stopped(brief)
    jobs.retry(brief, reporter)
    assert not stopped(brief)


def test_cancelling_more_of_what_is_there_leaves_the_brief_with_its_text(job, brief, reporter):
    Job.objects.update(state=Job.State.DONE)
    make_revision(brief)
    again = jobs.enqueue(brief, reporter, Job.Kind.RETRANSLATE)
    jobs.cancel(again, reporter)
    assert not stopped(brief)
    failed = jobs.retry(brief, reporter)
    jobs.fail(jobs.claim(failed.pk), "It broke.", permanent=True)
    assert stopped(brief)


def test_a_failed_offer_stops_nothing_and_leaves_no_line_in_the_history(brief, reporter, job):
    Job.objects.update(state=Job.State.DONE)
    offer = jobs.enqueue(brief, reporter, Job.Kind.ALTERNATIVES, brief.article.segments.first())
    jobs.fail(jobs.claim(offer.pk), "The model broke.", permanent=True)
    offer.refresh_from_db()
    assert (offer.state, offer.error) == (Job.State.FAILED, "The model broke.")
    assert not stopped(brief)
    assert not brief.events.filter(verb="job_failed").exists()


def test_stopped_work_is_forgotten_once_the_brief_is_out(job, brief, reporter, publisher):
    jobs.cancel(job, reporter)
    with transaction.atomic():
        locked = events.locked(brief)
        locked.status = Status.IN_REVIEW
        events.perform(locked, Action.PUBLISH, publisher)
    assert not stopped(brief)


def test_two_abandoned_jobs_of_one_brief_both_end(job, brief, reporter):
    offer = jobs.enqueue(brief, reporter, Job.Kind.ALTERNATIVES, brief.article.segments.first())
    for each in (job, offer):
        lose_the_worker(each, reporter)
    assert set(Job.objects.values_list("state", flat=True)) == {Job.State.FAILED}
    assert brief.events.filter(verb="job_failed").count() == 1


@pytest.mark.parametrize("status", [Status.PUBLISHED, Status.CORRECTED])
def test_an_offer_can_be_cancelled_by_whoever_may_edit(job, brief, publisher, editor, status):
    Job.objects.update(state=Job.State.DONE)
    offer = jobs.enqueue(brief, publisher, Job.Kind.ALTERNATIVES, brief.article.segments.first())
    Brief.objects.update(status=status)
    with pytest.raises(NotAllowed):
        jobs.cancel(offer, editor)
    jobs.cancel(offer, publisher)
    offer.refresh_from_db()
    assert offer.state == Job.State.CANCELLED


def test_a_bell_is_answered_with_what_somebody_waits_for():
    article, other = (make_job(make_brief(Status.DRAFTING), Job.State.QUEUED) for _ in "ab")
    brief = make_brief()
    offer = make_job(
        brief, Job.State.QUEUED, kind=Job.Kind.ALTERNATIVES, segment=brief.article.segments.last()
    )
    bells = (other.pk, article.pk, offer.pk)
    assert [jobs.answer(bell).job_id for bell in bells] == [offer.pk, article.pk, other.pk]
    assert jobs.answer(other.pk) is None
