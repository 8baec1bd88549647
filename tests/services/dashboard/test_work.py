"""Jobs by state."""

from collections import Counter
from datetime import timedelta

import pytest

from summaries.models import (
    Job,
)
from summaries.models.ledger import State
from summaries.services.dashboard import (
    work,
)
from tests.factories import (
    make_brief,
    make_job,
)

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_what_ended_lately_and_what_is_open(period, now):
    brief = make_brief()
    make_job(brief, State.DONE, finished_at=now - DAY)
    make_job(brief, State.DONE, finished_at=now - 8 * DAY)
    make_job(brief, State.FAILED, finished_at=now, kind=Job.Kind.SUMMARY)
    make_job(make_brief(), State.RUNNING)
    make_job(make_brief(), State.QUEUED, run_after=now - HOUR)
    make_job(make_brief(), State.QUEUED, run_after=now + HOUR)
    found = work.of(period)
    assert (found.queued, found.running, found.waits_since) == (2, 1, now - HOUR)
    assert found.kinds == [Job.Kind.DRAFT, Job.Kind.SUMMARY]
    assert found.counts == {
        ("draft", "done"): 1,
        ("summary", "failed"): 1,
        ("draft", "running"): 1,
        ("draft", "queued"): 2,
    }
    assert found.of_state(State.QUEUED) == 2


def test_nothing_to_do(period):
    assert work.of(period) == work.Work(Counter(), 0, 0, None)
