"""The age of the queue."""

from datetime import timedelta

import pytest

from summaries.models import Brief
from summaries.services.dashboard import (
    waiting,
)
from summaries.workflow import Status
from tests.factories import make_brief

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_ages_of_what_waits(period, now):
    ages = (0.5, 2, 10, 40, 90, 200)
    for hours in ages:
        brief = make_brief(Status.DRAFT)
        moment = now - hours * HOUR
        Brief.objects.filter(pk=brief.pk).update(status_changed_at=moment, stopped=hours == 2)
    make_brief(Status.PUBLISHED)
    found = {one.status: one for one in waiting.of(period)}
    draft = found[Status.DRAFT]
    assert draft.ages == (1, 1, 1, 1, 2)
    assert (draft.count, draft.stopped, draft.oldest) == (6, 1, now - 200 * HOUR)
    assert list(found) == [Status.DRAFTING, Status.DRAFT, Status.IN_REVIEW]
    assert (found[Status.IN_REVIEW].count, found[Status.IN_REVIEW].oldest) == (0, None)
