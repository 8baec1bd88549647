"""The scheduler under a clock that is set back."""

from datetime import datetime, timedelta

import pytest
from celery.schedules import schedule

from newsdesk.celery import app
from newsdesk.scheduler import Scheduler

NOON = datetime.fromisoformat("2026-03-01T12:00:00+00:00")


class Clock:
    """Says what it was set to."""

    now = NOON

    def __call__(self) -> datetime:
        """Return the time."""
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def scheduler(tmp_path, monkeypatch, clock):
    """A scheduler with a file of its own that knows one task, every ten seconds."""
    made = Scheduler(app, schedule_filename=str(tmp_path / "schedule"))
    made.schedule.clear()
    every = schedule(timedelta(seconds=10), nowfun=clock, app=app)
    made.update_from_dict({"often": {"task": "often", "schedule": every}})
    sent = []
    monkeypatch.setattr(made, "apply_entry", lambda entry, **_options: sent.append(entry.task))
    made.sent = sent
    yield made
    made.close()


def test_a_task_goes_on_at_its_pace_after_the_clock_went_back(scheduler, clock):
    back = NOON - timedelta(hours=2)
    asked = []
    for moment in (
        NOON + timedelta(seconds=11),
        *(back + timedelta(seconds=n) for n in (0, 9, 11, 22)),
    ):
        clock.now = moment
        scheduler.tick()
        scheduler.tick()
        asked.append(len(scheduler.sent))
    assert asked == [1, 1, 1, 2, 3]


def test_the_newsdesk_runs_this_scheduler():
    assert app.conf.beat_scheduler == "newsdesk.scheduler:Scheduler"
