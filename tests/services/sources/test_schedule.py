from datetime import timedelta

import pytest
from django.utils import timezone

from summaries import tasks
from summaries.models import Fetch, Source
from summaries.services.sources import bells, ledger, schedule
from tests.services.sources.fakes import make_feed


def at(**facts):
    return {"next_fetch_at": timezone.now() + timedelta(**facts)}


def test_a_new_source_is_polled_at_once_and_then_at_its_interval(feed):
    assert schedule.schedule_due() == 1
    fetch = Fetch.objects.get()
    assert (fetch.kind, fetch.source, fetch.url) == (Fetch.Kind.POLL, feed, feed.url)
    feed.refresh_from_db()
    assert timedelta(minutes=26) < feed.next_fetch_at - timezone.now() < timedelta(minutes=34)
    assert schedule.schedule_due() == 0


@pytest.mark.parametrize(
    ("facts", "polled"),
    [
        ({"minutes": -1}, 1),
        ({"minutes": 1}, 0),
    ],
)
def test_a_source_is_polled_when_its_time_has_come(feed, facts, polled):
    Source.objects.update(**at(**facts))
    assert schedule.schedule_due() == polled


@pytest.mark.parametrize("facts", [{"is_active": False}, {"kind": Source.Kind.MANUAL}])
def test_paused_and_manual_sources_are_not_polled(feed, facts):
    Source.objects.update(**facts)
    assert schedule.schedule_due() == 0


def test_a_source_whose_poll_still_runs_is_not_polled_again(feed):
    fetch = ledger.enqueue_poll(feed)
    assert schedule.schedule_due() == 0
    ledger.claim(fetch.pk)
    assert schedule.schedule_due() == 0


def test_the_longest_due_comes_first(feed, monkeypatch):
    Source.objects.update(**at(minutes=-1))
    longer = make_feed("Jadwal", "https://jadwal.example/feed", **at(minutes=-2))
    monkeypatch.setattr(schedule, "BATCH", 1)
    assert schedule.schedule_due() == 1
    assert Fetch.objects.get().source == longer


def test_beat_polls_what_is_due_and_rings_for_what_waits(feed, monkeypatch):
    swept = []
    monkeypatch.setattr(bells, "sweep", lambda: swept.append(True))
    tasks.schedule_fetches()
    assert Fetch.objects.count() == 1
    assert swept == [True]
