"""Why things failed."""

from datetime import timedelta

import pytest

from summaries.models import Delivery, Edition, Fetch, Mailing
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


def test_a_reason_names_what_failed_last_for_it(period, now):
    jobs = [
        make_job(make_brief(), State.FAILED, finished_at=now, error=f"Line {n} is too long.")
        for n in (3, 14)
    ]
    (reason,) = failures.of_machine(period).reasons
    assert reason.newest == jobs[-1]
    facts = {"error_kind": "dns", "host": "a.example", "finished_at": now}
    fetches = [Fetch.objects.create(kind="poll", state=State.FAILED, **facts) for _ in range(2)]
    (reason,) = failures.of_fetching(period).reasons
    assert reason.newest == fetches[-1]


def test_an_email_that_failed_knows_its_edition(period, now, django_assert_num_queries):
    edition = Edition.objects.create(date=now.date())
    mailing = Mailing.objects.create(kind="daily", edition=edition)
    facts = {"error": "no", "state": State.FAILED, "finished_at": now}
    Delivery.objects.create(kind="daily", mailing=mailing, **facts)
    with django_assert_num_queries(2):
        (reason,) = failures.of_email(period).reasons
        assert reason.newest.mailing.edition == edition


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


def test_a_fetch_without_a_kind_of_error_says_why_in_words(period, now):
    for error in ("Line 3 broke.", "Line 14 broke.", "The worker stopped."):
        facts = {"error": error, "host": "a.example", "finished_at": now}
        Fetch.objects.create(kind="item", state=State.FAILED, **facts)
    found = {one.words: one.count for one in failures.of_fetching(period).reasons}
    assert sorted(found.values()) == [1, 2]
    assert found["The worker stopped."] == 1


def test_a_page_without_an_article_says_why_in_words(period, now):
    facts = {"error_kind": "content", "host": "a.example", "finished_at": now}
    Fetch.objects.create(kind="item", state=State.FAILED, error="No article.", **facts)
    (reason,) = failures.of_fetching(period).reasons
    assert reason.words == "No article."


def test_nobody_s_address_is_shown(period, now):
    for n in range(3):
        error = f"550 5.1.1 <reader{n}.x+tag@inbox-{n}.example>: unknown"
        facts = {"error": error, "state": State.FAILED, "finished_at": now}
        Delivery.objects.create(kind="daily", **facts)
    (reason,) = failures.of_email(period).reasons
    assert (reason.words, reason.count) == ("550 5.1.1 …: unknown", 3)


def test_rare_reasons_are_added_up(period, now):
    for n in range(failures.LISTED + 3):
        words = "x" * (n + 1)
        make_job(make_brief(), State.FAILED, finished_at=now, error=words)
    found = failures.of_machine(period)
    assert (len(found.reasons), found.others) == (failures.LISTED, 3)
    assert found.count == failures.LISTED + 3
