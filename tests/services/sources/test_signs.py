from datetime import timedelta

import pytest
from django.utils import timezone

from summaries.models import Fetch, Source
from summaries.services.sources import ledger, signs

INTERVAL = timedelta(minutes=30)


@pytest.mark.parametrize(("late", "signs_seen"), [(1.9, 0), (2.1, 1)])
def test_a_source_that_nobody_polls_tells_of_a_missing_scheduler(feed, late, signs_seen):
    Source.objects.update(next_fetch_at=timezone.now() - late * INTERVAL)
    found = signs.missing()
    assert len(found) == signs_seen
    assert all("scheduler" in sign for sign in found)


@pytest.mark.parametrize(("late", "signs_seen"), [(-1, 0), (1.9, 0), (2.1, 1)])
def test_a_poll_that_nobody_takes_tells_of_a_missing_worker(feed, late, signs_seen):
    ledger.enqueue_poll(feed)
    Fetch.objects.update(run_after=timezone.now() - late * INTERVAL)
    found = signs.missing()
    assert len(found) == signs_seen
    assert all("worker" in sign for sign in found)


def test_a_running_poll_and_a_paused_source_are_no_signs(feed):
    ledger.claim(ledger.enqueue_poll(feed).pk)
    Fetch.objects.update(run_after=timezone.now() - 9 * INTERVAL)
    assert signs.missing() == []
    Fetch.objects.all().delete()
    Source.objects.update(is_active=False, next_fetch_at=timezone.now() - 9 * INTERVAL)
    assert signs.missing() == []
