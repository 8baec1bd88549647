from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from summaries.models import SourceEvent
from summaries.services.sources import ledger, standing
from tests.services.sources.fakes import FEED, make_feed, not_modified, response

HALF_HOUR = timedelta(minutes=30)


@pytest.fixture
def clock():
    with time_machine.travel("2026-03-02 06:00+00:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def polled(clock, feed):
    """Poll the feed with an answer, or with a failure in words; return it as it stands then."""

    def poll(answer=None, *, fresh=0, error="", pause=timedelta()):
        claim = ledger.claim(ledger.enqueue_poll(feed).pk)
        if error:
            ledger.fail(claim, error, temporary=True, pause=pause)
        else:
            (claim.answered(answer) if answer else claim).finish(seen=5, fresh=fresh)
        feed.refresh_from_db()
        return feed

    return poll


def wait_of(source) -> timedelta:
    return source.next_fetch_at - timezone.now()


def test_a_success_is_noted_with_what_to_ask_with_next_time(polled):
    headers = {"etag": '"1"', "last-modified": "Mon, 02 Mar 2026 06:00:00 GMT"}
    source = polled(response(b"<rss/>", headers=headers), fresh=2)
    assert source.last_success_at == source.last_item_at == source.last_fetch_at == timezone.now()
    assert (source.etag, source.last_modified) == (headers["etag"], headers["last-modified"])
    assert source.body_hash == standing.digest(b"<rss/>")
    assert 0.9 * HALF_HOUR <= wait_of(source) <= 1.1 * HALF_HOUR


def test_an_unchanged_feed_is_a_success_and_keeps_what_to_ask_with(polled, clock):
    polled(response(headers={"etag": '"1"'}), fresh=1)
    first = timezone.now()
    clock.shift(HALF_HOUR)
    source = polled(not_modified())
    assert (source.etag, source.last_success_at) == ('"1"', timezone.now())
    assert source.last_item_at == first


def test_items_of_a_worker_that_died_count_though_they_are_not_new_to_the_next_one(polled, feed):
    ledger.enqueue_poll(feed)
    feed.items.create(key="1", listed_hash="1", state="waiting")
    fetch = feed.fetches.get()
    ledger.claim(fetch.pk).answered(response()).finish(seen=1, fresh=0)
    feed.refresh_from_db()
    assert feed.last_item_at == timezone.now()
    earlier = feed.last_item_at - HALF_HOUR
    feed.items.update(first_seen_at=earlier)
    type(feed).objects.update(last_item_at=earlier)
    assert polled(response(b"<rss></rss>")).last_item_at == earlier


def test_an_etag_that_does_not_fit_is_forgotten_not_cut(polled):
    assert polled(response(headers={"etag": "x" * 301})).etag == ""


def test_failures_are_counted_with_their_reason_and_since_when(polled, clock):
    since = timezone.now()
    polled(error="It broke.")
    clock.shift(HALF_HOUR)
    source = polled(error="It broke again.")
    assert (source.failures, source.last_error) == (2, "It broke again.")
    assert source.failing_since == since
    assert source.last_success_at is None


def test_the_pauses_double_up_to_a_day(polled):
    waits = [wait_of(polled(error="It broke.")) for _ in range(12)]
    for failures, wait in enumerate(waits, start=1):
        expected = min(HALF_HOUR * 2**failures, timedelta(hours=24))
        assert 0.9 * expected <= wait <= 1.1 * expected


def test_a_rare_source_keeps_its_interval_when_it_fails(polled, feed):
    feed.interval_minutes = 7 * 24 * 60
    feed.save()
    assert wait_of(polled(error="It broke.")) >= 0.9 * timedelta(days=7)


@pytest.mark.parametrize(("asked", "granted"), [(5, 5), (100, 24)])
def test_a_source_waits_as_long_as_its_host_asks(polled, asked, granted):
    waits = [wait_of(polled(error="Too often.", pause=timedelta(hours=asked))) for _ in range(3)]
    assert waits == [timedelta(hours=granted)] * 3


def test_a_success_ends_a_spell_of_failures_and_says_so_once(polled):
    for _ in range(standing.FAILING):
        polled(error="It broke.")
    source = polled(response())
    assert (source.failures, source.last_error, source.failing_since) == (0, "", None)
    polled(response())
    (event,) = SourceEvent.objects.all()
    assert (event.verb, event.data, event.actor) == ("recovered", {"failures": 5}, None)


def test_one_failure_is_no_spell(polled):
    polled(error="It broke.")
    polled(response())
    assert not SourceEvent.objects.exists()


@pytest.mark.parametrize(
    ("new", "followed"),
    [
        ("https://marfa.example/rss.xml", True),
        ("https://www.marfa.example/feed", True),
        ("https://feeds.marfa.example/all", True),
        ("https://bought-up.example/feed", False),
        ("https://othermarfa.example/feed", False),
    ],
)
def test_a_feed_that_moved_for_good_is_followed_within_its_site(polled, new, followed):
    source = polled(response(url=new, permanent_url=new, headers={"etag": '"1"'}))
    assert source.url == (new if followed else FEED)
    (event,) = SourceEvent.objects.all()
    assert (event.verb, event.data) == ("moved", {"from": FEED, "to": new, "followed": followed})


@pytest.mark.parametrize("scheme", ["https", "http"])
def test_a_feed_that_moved_onto_the_address_of_another_source_is_told_not_followed(polled, scheme):
    new = "https://marfa.example/rss.xml"
    make_feed("Al-Marfa Sport", url=f"{scheme}://marfa.example/rss.xml")
    source = polled(response(url=new, permanent_url=new))
    assert source.url == FEED
    event = SourceEvent.objects.get()
    assert (event.verb, event.data) == ("moved", {"from": FEED, "to": new, "followed": False})


def test_a_feed_that_moves_to_https_is_followed_though_it_is_its_own_address(polled, feed):
    type(feed).objects.update(url="http://marfa.example/feed")
    feed.refresh_from_db()
    assert polled(response(url=FEED, permanent_url=FEED)).url == FEED


def test_a_move_is_told_once(polled):
    new = "https://bought-up.example/feed"
    for _ in range(3):
        polled(response(url=new, permanent_url=new))
    assert SourceEvent.objects.count() == 1


def test_what_an_old_address_said_does_not_count_for_the_new_one(polled, feed):
    claim = ledger.claim(ledger.enqueue_poll(feed).pk)
    type(feed).objects.update(url="https://marfa.example/other")
    claim.answered(response(headers={"etag": '"1"'})).finish()
    feed.refresh_from_db()
    assert (feed.etag, feed.body_hash) == ("", "")


def test_sources_spread_out():
    pauses = {standing.jittered(HALF_HOUR) for _ in range(50)}
    assert len(pauses) > 40
    assert all(0.9 * HALF_HOUR <= pause <= 1.1 * HALF_HOUR for pause in pauses)
