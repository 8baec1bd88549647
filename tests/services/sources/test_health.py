"""How sources stand: computed from rows and a moment, in words, with few queries."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from summaries.models import Fetch, Host, Item, Source
from summaries.services.sources import health, health_words
from summaries.services.sources.rhythms import Rhythm
from summaries.services.sources.states import State

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
STEADY = Rhythm(((NOW.date(), 31),), first=NOW - 30 * DAY, last=NOW)


def a_source(**facts) -> Source:
    defaults = {
        "name_en": "Al-Marfa Daily",
        "kind": Source.Kind.FEED,
        "url": "https://marfa.example/rss",
        "created_at": NOW - 60 * DAY,
        "last_fetch_at": NOW - HOUR,
        "last_success_at": NOW - HOUR,
        "last_item_at": NOW - HOUR,
        "next_fetch_at": NOW + HOUR,
    }
    return Source(**defaults | facts)


FRESH = {"last_fetch_at": None, "last_success_at": None, "last_item_at": None}
FAILS = {"last_error": "It was too slow.", "failing_since": NOW - HOUR}


@pytest.mark.parametrize(
    ("facts", "closed", "state", "says"),
    [
        ({"kind": "manual"}, None, "by_hand", "people bring"),
        ({"is_active": False}, None, "paused", "until an admin resumes"),
        ({"is_active": False, "kind": "manual"}, None, "paused", "until an admin resumes"),
        (FRESH, None, "new", "first fetch"),
        ({}, None, "working", "articles come"),
        ({"last_item_at": NOW - 71 * HOUR}, None, "working", "articles come"),
        ({"last_item_at": NOW - 73 * HOUR}, None, "quiet", "nothing new for 3 days. Usually"),
        ({"last_item_at": None}, None, "quiet", "never listed an article"),
        ({"last_item_at": None, "created_at": NOW - HOUR}, None, "working", "No article came yet"),
        ({"failures": 1, **FAILS}, None, "backing_off", "last fetch failed"),
        ({"failures": 4, **FAILS}, None, "backing_off", "last 4 fetches failed"),
        ({"failures": 5, **FAILS}, None, "failing", "5 fetches in a row failed"),
        ({"failures": 5, "last_item_at": NOW - 90 * DAY, **FAILS}, None, "failing", "5 fetches"),
        ({}, NOW + HOUR, "host_closed", "left alone until 10 Mar 2026, 13:00"),
        ({}, NOW - HOUR, "working", "articles come"),
        ({"next_fetch_at": NOW - HOUR}, None, "late", "should have been fetched"),
        ({"next_fetch_at": NOW - timedelta(minutes=10)}, None, "working", "articles come"),
    ],
)
def test_states_and_their_words(facts, closed, state, says):
    source = a_source(**facts)
    found = health.state_of(source, STEADY, closed, NOW)
    assert found == state
    told = health.Health(source, found, NOW, STEADY, closed)
    assert says in told.words
    assert told.is_broken == (state in {"failing", "host_closed", "backing_off", "late"})


@pytest.mark.parametrize("state", State)
def test_every_state_has_words_in_both_languages(state):
    source = a_source(failures=6, **FAILS)
    for language in ("en", "ar"):
        with translation.override(language):
            assert health.Health(source, state, NOW, STEADY, NOW + HOUR).words


@pytest.mark.parametrize(
    ("count", "spread", "limit"),
    [
        (0, 0 * DAY, 30 * DAY),
        (1, 0 * DAY, 30 * DAY),
        (10, 0 * DAY, DAY),
        (100, 30 * DAY, DAY),
        (7, 21 * DAY, 10.5 * DAY),
        (4, 20 * DAY, 30 * DAY),
    ],
)
def test_how_long_a_source_may_be_silent_depends_on_its_rhythm(count, spread, limit):
    rhythm = Rhythm(((NOW.date(), count),), first=NOW - spread, last=NOW)
    assert health.silence_of(rhythm) == limit


@pytest.mark.parametrize(
    ("facts", "poll", "expected"),
    [
        ({}, None, NOW + HOUR),
        ({"next_fetch_at": None}, None, NOW),
        ({"is_active": False}, None, None),
        ({"kind": "manual"}, None, None),
        ({}, Fetch(state="running"), None),
        ({}, Fetch(state="queued", run_after=NOW), None),
        ({}, Fetch(state="queued", run_after=NOW + 6 * HOUR), NOW + 6 * HOUR),
    ],
)
def test_when_it_is_fetched_next(facts, poll, expected):
    assert health.Health(a_source(**facts), State.WORKING, NOW, poll=poll).next_run == expected


@pytest.mark.parametrize(("forced", "expected"), [(False, NOW + 5 * HOUR), (True, None)])
def test_a_poll_waits_for_its_closed_host_unless_somebody_asked_for_it(forced, expected):
    poll = Fetch(state="queued", run_after=NOW, forced=forced)
    times = {"closed_until": NOW + 5 * HOUR, "poll": poll}
    assert health.Health(a_source(), State.HOST_CLOSED, NOW, **times).next_run == expected


@pytest.mark.parametrize(("failures", "state"), [(6, State.FAILING), (2, State.BACKING_OFF)])
@pytest.mark.parametrize(
    ("poll", "says"),
    [
        (None, "It is tried again at 10 Mar 2026, 13:00"),
        (Fetch(state="queued", run_after=NOW + 6 * HOUR), "tried again at 10 Mar 2026, 18:00"),
        (Fetch(state="running"), "It is being tried again now."),
    ],
)
def test_it_is_said_when_a_failed_fetch_is_repeated(failures, state, poll, says):
    source = a_source(failures=failures, **FAILS)
    assert says in health.Health(source, state, NOW, STEADY, poll=poll).words


@pytest.mark.parametrize(
    ("last_item", "resumed", "state"),
    [
        (NOW - 60 * DAY, NOW - DAY, "working"),
        (NOW - 60 * DAY, NOW - 4 * DAY, "quiet"),
        (NOW - HOUR, NOW - 4 * DAY, "working"),
        (None, NOW - HOUR, "working"),
        (None, NOW - 2 * DAY, "quiet"),
    ],
)
def test_silence_is_measured_from_the_last_item_or_the_end_of_a_pause(last_item, resumed, state):
    source = a_source(last_item_at=last_item)
    assert health.state_of(source, STEADY, None, NOW, resumed) == state


def test_a_closed_host_delays_the_next_run():
    found = health.Health(a_source(), State.HOST_CLOSED, NOW, closed_until=NOW + 5 * HOUR)
    assert found.next_run == NOW + 5 * HOUR


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(seconds=5), "1 minute"),
        (timedelta(minutes=59), "59 minutes"),
        (timedelta(minutes=90), "2 hours"),
        (timedelta(hours=47), "47 hours"),
        (timedelta(days=3, hours=2), "3 days"),
    ],
)
def test_spans_in_words(length, words):
    assert health_words.span(length) == words


def _store(name: str, *moments: datetime, state=Item.State.TAKEN_IN, **facts) -> Source:
    source = a_source(name_en=name, url=f"https://{name}.example/rss", **facts)
    source.save()
    Item.objects.bulk_create(
        Item(source=source, key=str(n), state=state, listed_hash="1", first_seen_at=moment)
        for n, moment in enumerate(moments)
    )
    return source


@pytest.mark.django_db
class TestOverview:
    """What is asked of the database."""

    def test_items_are_counted_by_day_without_the_back_fill(self):
        older = [*[NOW - 29 * DAY] * 2, NOW - 31 * DAY]
        source = _store("one", NOW, NOW - HOUR, NOW - 2 * DAY, *older)
        Item.objects.create(
            source=source, key="old", state="archived", listed_hash="1", first_seen_at=NOW
        )
        rhythm = health.of(source, NOW).rhythm
        counts = [count for _day, count in rhythm.days]
        assert len(counts) == 30
        assert (counts[-1], counts[-3], counts[0]) == (2, 1, 2)
        assert (rhythm.total, rhythm.a_day(14), rhythm.a_day(30)) == (5, 3 / 14, 5 / 30)
        assert rhythm.gap == 29 * DAY / 4
        assert rhythm.days[-1][0] == NOW.date()

    def test_a_source_without_items_has_empty_days(self):
        rhythm = health.of(_store("none"), NOW).rhythm
        assert (len(rhythm.days), rhythm.total, rhythm.gap) == (30, 0, None)

    def test_what_needs_somebody_comes_first(self):
        _store("well", NOW)
        _store("broken", failures=6, **FAILS)
        _store("hand", kind="manual")
        states = [found.state for found in health.overview(now=NOW)]
        assert states == ["failing", "working", "by_hand"]
        counts = health.counts(health.overview(now=NOW))
        assert (counts[""], counts[State.FAILING], counts[State.QUIET]) == (3, 1, 0)

    def test_its_host_and_its_open_poll_are_found(self):
        source = _store("one")
        Host.objects.create(name="one.example", closed_until=NOW + HOUR)
        poll = Fetch.objects.create(kind="poll", source=source, url=source.url, host="one.example")
        Fetch.objects.create(kind="poll", source=source, url=source.url, host="x", state="done")
        found = health.of(source, NOW)
        assert (found.state, found.closed_until, found.poll) == ("host_closed", NOW + HOUR, poll)

    def test_the_last_reason_of_a_pause_is_told(self):
        source = _store("one", is_active=False)
        for verb, reason in (("paused", "Holidays"), ("resumed", "Back"), ("paused", "Rebuilt")):
            source.events.create(verb=verb, reason=reason)
        assert health.of(source, NOW).reason == "Rebuilt"

    def test_many_sources_take_as_many_queries_as_one(self, django_assert_num_queries):
        for n in range(12):
            _store(f"s{n}", NOW, NOW - DAY)
        with django_assert_num_queries(5):
            for found in health.overview(now=NOW):
                assert found.words
                assert found.source.topic is None
