"""Why things failed."""

from datetime import timedelta

import pytest

from summaries.models import Delivery, Fetch
from summaries.models.ledger import State
from summaries.services.dashboard import failures
from tests.factories import (
    make_brief,
    make_job,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_words_that_differ_in_numbers_are_one_reason(period, now):
    for n in (3, 14, 15):
        make_job(make_brief(), State.FAILED, finished_at=now, error=f"Line {n} is too long.")
    make_job(make_brief(), State.FAILED, finished_at=now, error="No memory.")
    make_job(make_brief(), State.FAILED, finished_at=now - 9 * DAY, error="Long ago.")
    make_job(make_brief(), State.DONE, finished_at=now, error="")
    found = failures.of_machine(period)
    assert (found.count, found.others) == (4, 0)
    assert [one.count for one in found.reasons] == [3, 1]
    assert found.reasons[1].words == "No memory."


def test_fetches_by_kind_of_error_and_status(period, now):
    for kind, status in (
        ("status", 404),
        ("status", 404),
        ("status", 503),
        ("dns", None),
        ("", 0),
    ):
        facts = {"error_kind": kind, "status": status, "finished_at": now}
        Fetch.objects.create(kind="item", host="a.example", state=State.FAILED, **facts)
    found = {one.words: one.count for one in failures.of_fetching(period).reasons}
    assert found == {"status 404": 2, "status 503": 1, "dns": 1, "": 1}


def test_nobody_s_address_is_shown(period, now):
    for n in range(3):
        error = f"550 5.1.1 <reader{n}.x+tag@inbox-{n}.example>: unknown"
        facts = {"error": error, "state": State.FAILED, "finished_at": now}
        Delivery.objects.create(kind="daily", **facts)
    (reason,) = failures.of_email(period).reasons
    assert (reason.words, reason.count) == ("550 5.1.1 …: unknown", 3)


def test_rare_reasons_are_added_up(period, now):
    for n in range(failures.SHOWN + 3):
        words = "x" * (n + 1)
        make_job(make_brief(), State.FAILED, finished_at=now, error=words)
    found = failures.of_machine(period)
    assert (len(found.reasons), found.others) == (failures.SHOWN, 3)
    assert found.count == failures.SHOWN + 3
