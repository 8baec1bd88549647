"""Everything together: how many queries, and for whom."""

from datetime import timedelta

import pytest

from summaries.models import Delivery, Mailing, StageTime, SubscriberEvent
from summaries.models.ledger import State
from summaries.services.dashboard import overview
from summaries.services.errors import NotAllowed
from summaries.workflow import Role, Status
from tests.factories import (
    make_brief,
    make_finding,
    make_job,
    make_source,
    make_subscriber,
    make_user,
)
from tests.services.dashboard.records import happened, published

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def fill(now, count: int) -> None:
    """Have something of everything, `count` times."""
    for n in range(count):
        brief = make_brief(Status.PUBLISHED, source=make_source(f"Outlet {n}"))
        happened(brief, "publish", now - HOUR, **published(90, 5, f"model {n}"))
        job = make_job(brief, State.FAILED, finished_at=now, error="x" * (n + 1))
        StageTime.objects.create(job=job, stage="translating", seconds=n, model=f"model {n}")
        make_finding(make_brief(Status.DRAFT), check_name="number" if n else "date")
        opened = Mailing.objects.create(kind="daily", created_at=now - n * HOUR)
        for state in ("done", "failed"):
            Delivery.objects.create(
                kind="daily", mailing=opened, state=state, finished_at=now, error="y" * n
            )
        reader = make_subscriber()
        SubscriberEvent.objects.create(subscriber=reader, verb="confirm", created_at=now)


def test_everything_takes_as_many_queries_however_much_there_is(
    now, period, django_assert_num_queries
):
    for count in (1, 5):
        fill(now, count)
        admin = make_user(Role.ADMIN)
        with django_assert_num_queries(26):
            overview.of(admin, period)


@pytest.mark.parametrize("role", [None, Role.REPORTER, Role.EDITOR, Role.PUBLISHER])
def test_only_admins_see_it(role, period):
    with pytest.raises(NotAllowed):
        overview.of(make_user(role), period)
