"""How long stages took: written by whoever did them, and never in the way of the work."""

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.utils import timezone

from summaries.engine.errors import Stopped, TranslationFailed
from summaries.engine.fake import FakeSummaryModel, FakeTranslator
from summaries.models import Job, Segment, StageTime
from summaries.services import jobs, machine, machine_work, stage_times
from summaries.wiring import Engine
from summaries.workflow import Status
from tests.factories import make_brief, make_job

pytestmark = pytest.mark.django_db


def run(job: Job, **translator) -> None:
    engine = Engine("fake", FakeTranslator(**translator), FakeSummaryModel())
    machine_work.do(jobs.claim(job.pk), engine)


def written() -> list[tuple]:
    return list(StageTime.objects.order_by("pk").values_list("job", "stage", "model", "amount"))


@pytest.fixture
def job(brief) -> Job:
    return jobs.latest(brief)


def test_a_draft_has_three_stages_by_model_and_what_they_counted(job, brief):
    run(job)
    brief.refresh_from_db()
    links = brief.current.sentences.count()
    assert written() == [
        (job.pk, "translating", "fake", 5),
        (job.pk, "summarising", "fake", 5),
        (job.pk, "linking", "", links),
    ]


def test_the_time_is_that_of_the_work(job):
    run(job, delay_s=0.02)
    translating = StageTime.objects.get(stage="translating")
    assert 0.1 <= translating.seconds < 30
    assert abs(translating.ended_at - timezone.now()) < timedelta(minutes=1)


def test_a_clock_that_is_set_back_makes_no_negative_time(job, monkeypatch):
    moments = iter([timezone.now(), *(timezone.now() - timedelta(days=1) for _ in range(500))])
    monkeypatch.setattr(timezone, "now", lambda: next(moments))
    with stage_times.measured(jobs.Claim(job.pk, Job.new_token()), "translating") as stage:
        stage.amount = 1
    assert StageTime.objects.get().seconds >= 0


def test_what_was_approved_before_is_no_work_of_the_model(job, brief):
    Segment.objects.filter(kind=Segment.Kind.BODY).update(
        english="Known.",
        translated_at=timezone.now(),
        provenance=FakeTranslator().provenance.as_dict(),
    )
    run(job)
    assert written()[0] == (job.pk, "translating", "fake", 1)


def test_a_stage_that_fails_is_not_written_and_its_repetition_is(job):
    with pytest.raises(TranslationFailed):
        run(job, fail_on={3}, fail_times=1)
    assert written() == []
    Job.objects.update(state=Job.State.QUEUED)
    run(job)
    assert written()[0] == (job.pk, "translating", "fake", 2)


def test_neither_one_that_was_cancelled(job, monkeypatch):
    monkeypatch.setattr("summaries.services.lease.report", _lost)
    with pytest.raises(Stopped):
        run(job)
    assert written() == []


def _lost(_claim, _stage, done, _total) -> None:
    if done:
        raise Stopped("Somebody else has it.")


def test_other_translations_and_new_summaries_are_measured_too(bell, reporter):
    brief = make_brief(Status.DRAFT)
    segment = brief.article.segments.last()
    offer = machine.ask_alternatives(reporter, segment)
    run(offer)
    again = machine.retranslate(reporter, brief)
    run(again)
    summary = machine.rewrite_summary(reporter, brief)
    run(summary)
    assert [(job, stage) for job, stage, *_facts in written()] == [
        (offer.pk, "translating"),
        (again.pk, "translating"),
        (summary.pk, "summarising"),
        (summary.pk, "linking"),
    ]


def test_a_row_that_cannot_be_written_fails_no_job(job, monkeypatch, caplog):
    def refuse(*args, **facts):
        raise DatabaseError("disk full")

    monkeypatch.setattr(StageTime.objects, "create", refuse)
    run(job)
    job.refresh_from_db()
    assert job.state == Job.State.DONE
    assert "the time of its stage could not be written: disk full" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_job_that_is_gone_has_no_times(caplog):
    job = make_job(make_brief(Status.DRAFT))
    claim = jobs.Claim(job.pk, Job.new_token())
    with stage_times.measured(claim, "translating") as stage:
        stage.amount = 1
        Job.objects.filter(pk=job.pk).delete()
    assert written() == []
    assert not caplog.records
    assert StageTime.objects.count() == 0


def test_a_model_with_a_long_name_is_written_as_far_as_there_is_room(job):
    with stage_times.measured(jobs.Claim(job.pk, Job.new_token()), "linking", "m" * 300) as stage:
        stage.amount = 1
    assert StageTime.objects.get().model == "m" * 100


def test_times_are_forgotten_after_ninety_days(job):
    now = timezone.now()
    for age in (0, 89, 91, 400):
        StageTime.objects.create(
            job=job, stage="linking", seconds=1, ended_at=now - timedelta(days=age)
        )
    assert stage_times.forget_old() == 2
    assert {(now - one.ended_at).days for one in StageTime.objects.all()} == {0, 89}
