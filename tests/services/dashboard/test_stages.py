"""How long stages take."""

from datetime import timedelta

import pytest
from django.utils import timezone

from summaries.models import StageTime
from summaries.models.ledger import State
from summaries.services.dashboard import stages
from summaries.services.dashboard.period import Period
from tests.factories import make_brief, make_job

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def job():
    return make_job(make_brief(), State.DONE)


def time(job, seconds: float, model: str = "", stage="translating", **facts) -> None:
    StageTime.objects.create(job=job, stage=stage, seconds=seconds, model=model, **facts)


def test_each_stage_and_each_model(job):
    period = Period.last(7)
    for seconds in range(1, 102):
        time(job, seconds, "one", amount=10)
    time(job, 500, "two", amount=10)
    time(job, 3, stage="linking")
    time(job, 900, "one", ended_at=timezone.now() - 8 * DAY)
    found = stages.of(period)
    told = [(one.stage, one.model, one.count, one.median) for one in found.stages]
    assert told == [("translating", "", 102, 51.5), ("linking", "", 1, 3)]
    one, two = found.by_model
    assert (one.model, one.count, one.median, one.p95, one.each) == ("one", 101, 51, 96, 5.1)
    assert (two.model, two.p95) == ("two", 500)
    assert found.since is None


def test_of_very_many_the_newest_are_read(job, monkeypatch):
    monkeypatch.setattr(stages, "NEWEST", 2)
    newer = timezone.now().replace(microsecond=0) - HOUR
    for seconds, ended in ((1, timezone.now()), (2, newer), (300, newer - HOUR)):
        time(job, seconds, ended_at=ended)
    found = stages.of(Period.last(7))
    assert (found.stages[0].p95, found.since) == (pytest.approx(1.95), newer)


def test_none_ended():
    assert stages.of(Period.last(7)) == stages.Timings((), ())
