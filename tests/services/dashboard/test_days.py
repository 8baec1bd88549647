"""What comes in and goes out on each day."""

from datetime import timedelta

import pytest

from summaries.models import Event
from summaries.services.dashboard import (
    days,
)
from summaries.workflow import Status
from tests.factories import make_brief
from tests.services.dashboard.records import came, happened

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_each_day_has_what_came_and_what_was_done(period, now):
    old = came(make_brief(Status.CORRECTED), now - 3 * DAY)
    happened(old, "publish", now - 2 * DAY)
    happened(old, "correct", now - DAY)
    gone = came(make_brief(Status.RETRACTED), now - 30 * DAY)
    Event.objects.filter(brief=gone).delete()
    happened(gone, "retract", now)
    came(make_brief(Status.DRAFT), now - DAY)
    rows = [(d.taken_in, d.published, d.corrected, d.retracted, d.open) for d in days.of(period)]
    assert rows[:3] == [(0, 0, 0, 0, 0)] * 3
    assert rows[3:] == [(1, 0, 0, 0, 1), (0, 1, 0, 0, 0), (1, 0, 1, 0, 1), (0, 0, 0, 1, 1)]


def test_an_empty_desk_has_its_days_too(period):
    assert {(one.taken_in, one.open) for one in days.of(period)} == {(0, 0)}
    assert len(days.of(period)) == 7
