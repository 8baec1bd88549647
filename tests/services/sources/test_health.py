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
STEADY = Rhythm(
    (((NOW - DAY).date(), 1), (NOW.date(), 30)), first=NOW - 30 * DAY, last=NOW, came=31, spread=9
)


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
        ({"last_item_at": NOW - 73 * HOUR}, None, "quiet", "nothing new for 3 days. The usual"),
        ({"last_item_at": None}, None, "quiet", "never listed an article"),
        ({"last_item_at": None, "created_at": NOW - HOUR}, None, "working", "No article came yet"),
        ({"failures": 1, **FAILS}, None, "backing_off", "last fetch failed"),
        ({"failures": 4, **FAILS}, None, "backing_off", "last 4 fetches failed"),
        ({"failures": 5, **FAILS}, None, "failing", "5 fetches in a row failed"),
        ({"failures": 5, "last_item_at": NOW - 90 * DAY, **FAILS}, None, "failing", "5 fetches"),
        ({}, NOW + 2 * HOUR, "host_closed", "nothing is asked of it until 10 Mar 2026, 14:00"),
        (FRESH, NOW + 2 * HOUR, "host_closed", "nothing is asked of it"),
        ({"failures": 1, **FAILS}, NOW + 2 * HOUR, "backing_off", "at 10 Mar 2026, 14:00"),
        ({"failures": 5, **FAILS}, NOW + 2 * HOUR, "failing", "at 10 Mar 2026, 14:00"),
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
    assert told.is_broken == (state in {"failing", "backing_off", "late"})


@pytest.mark.parametrize(
    ("host_fails", "says"), [(False, "asked for a pause"), (True, "failed several times")]
)
@pytest.mark.parametrize("facts", [{}, {"failures": 1, **FAILS}])
def test_it_is_said_why_a_host_is_left_alone(host_fails, says, facts):
    times = {"closed_until": NOW + 2 * HOUR, "host_fails": host_fails}
    source = a_source(**facts)
    state = health.state_of(source, STEADY, NOW + 2 * HOUR, NOW)
    assert says in health.Health(source, state, NOW, STEADY, **times).words


@pytest.mark.parametrize("failures", [1, 5])
@pytest.mark.parametrize("final", [False, True])
def test_what_will_hardly_pass_by_itself_is_left_to_a_person(failures, final):
    source = a_source(failures=failures, **FAILS)
    state = health.state_of(source, STEADY, None, NOW)
    words = health.Health(source, state, NOW, STEADY, is_final=final).words
    assert ("somebody must" in words) == final
    assert ("by itself." in words) != final or failures == 5
    assert "10 Mar 2026, 13:00" in words


@pytest.mark.parametrize(
    ("rhythm", "state", "says"),
    [
        (Rhythm(came=1), "working", "articles come"),
        (Rhythm(came=0), "working", "nothing is on the desk yet"),
        (Rhythm(came=3, is_lost=True), "pages_fail", "pages could not be read"),
    ],
)
def test_a_source_works_where_something_comes_or_nothing_fails(rhythm, state, says):
    found = health.state_of(a_source(), rhythm, None, NOW)
    assert found == state
    told = health.Health(a_source(), found, NOW, rhythm)
    assert says in told.words
    assert told.is_broken == (state == "pages_fail")


@pytest.mark.parametrize("state", State)
def test_every_state_has_words_in_both_languages(state):
    source = a_source(failures=6, **FAILS)
    for language in ("en", "ar"):
        with translation.override(language):
            assert health.Health(source, state, NOW, STEADY, NOW + HOUR).words


@pytest.mark.parametrize(
    ("count", "spread", "days", "limit"),
    [
        (0, 0 * DAY, 0, 30 * DAY),
        (1, 0 * DAY, 1, 30 * DAY),
        (10, 0 * DAY, 1, 30 * DAY),
        (10, DAY, 2, 30 * DAY),
        (10, 2 * DAY, 3, DAY),
        (100, 30 * DAY, 30, DAY),
        (7, 21 * DAY, 7, 10.5 * DAY),
        (4, 20 * DAY, 4, 30 * DAY),
    ],
)
def test_how_long_a_source_may_be_silent_depends_on_its_rhythm(count, spread, days, limit):
    rhythm = Rhythm(((NOW.date(), count),), first=NOW - spread, last=NOW, spread=days)
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

    def test_a_new_source_is_measured_over_its_own_days(self):
        source = _store("young", *[NOW] * 6, created_at=NOW - HOUR)
        rhythm = health.of(source, NOW).rhythm
        assert (rhythm.a_day(14), rhythm.a_day(30), rhythm.gap) == (6, 6, None)
        source = _store("older", *[NOW] * 6, created_at=NOW - 2 * DAY)
        assert health.of(source, NOW).rhythm.a_day(30) == 2

    @pytest.mark.parametrize(
        ("states", "came", "is_lost"),
        [
            ("failed failed", 0, True),
            ("failed taken_in", 1, False),
            ("failed reprint", 1, False),
            ("failed waiting", 0, True),
            ("skipped set_aside", 0, False),
            ("failed failed taken_in", 1, False),
            ("skipped failed failed failed taken_in", 1, True),
        ],
    )
    def test_what_came_of_the_items_of_the_latest_days(self, states, came, is_lost):
        """One a day, the newest first: three days with an end of something tell."""
        source = _store("one")
        for n, state in enumerate(states.split()):
            Item.objects.create(
                source=source, key=state + str(n), state=state, listed_hash="1",
                first_seen_at=NOW - n * DAY,
            )  # fmt: skip
        rhythm = health.of(source, NOW).rhythm
        assert (rhythm.came, rhythm.is_lost) == (came, is_lost)

    @pytest.mark.parametrize(
        ("kind", "status", "is_final"),
        [
            ("status", 404, True),
            ("status", 410, True),
            ("status", 401, True),
            ("status", 403, True),
            ("status", 429, False),
            ("status", 503, False),
            ("robots", None, True),
            ("timeout", None, False),
        ],
    )
    def test_the_last_failure_tells_whether_it_passes_by_itself(self, kind, status, is_final):
        source = _store("one", failures=2, **FAILS)
        facts = {"kind": "poll", "source": source, "url": source.url, "host": "one.example"}
        Fetch.objects.create(**facts, state="failed", error_kind="dns")
        Fetch.objects.create(**facts, state="failed", error_kind=kind, status=status)
        assert health.of(source, NOW).is_final == is_final
        Source.objects.update(failures=0)
        source.refresh_from_db()
        assert not health.of(source, NOW).is_final

    def test_a_neighbour_of_a_host_that_asked_for_a_pause_is_not_broken(self):
        source = _store("one", NOW, next_fetch_at=NOW)
        host = Host.objects.create(name="one.example", failures=1, closed_until=NOW + HOUR)
        found = health.of(source, NOW)
        assert (found.state, found.is_broken, found.host_fails) == ("host_closed", False, False)
        assert found.next_run == NOW + HOUR
        host.failures = 5
        host.save()
        assert health.of(source, NOW).host_fails

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

    @pytest.mark.parametrize(
        ("facts", "poll", "state", "run"),
        [
            ({"next_fetch_at": NOW + 3 * HOUR}, None, "working", NOW + 3 * HOUR),
            ({"next_fetch_at": NOW + HOUR}, None, "host_closed", NOW + 2 * HOUR),
            ({}, {"state": "queued"}, "host_closed", NOW + 2 * HOUR),
            ({}, {"state": "queued", "forced": True}, "working", None),
            ({}, {"state": "running"}, "working", None),
        ],
    )
    def test_a_pause_that_delays_nothing_is_not_told(self, facts, poll, state, run):
        source = _store("one", NOW, **facts)
        Host.objects.create(name="one.example", closed_until=NOW + 2 * HOUR)
        if poll:
            told = {"kind": "poll", "source": source, "url": source.url, "host": "one.example"}
            Fetch.objects.create(**told, **poll, run_after=NOW)
        found = health.of(source, NOW)
        assert (found.state, found.next_run) == (state, run)

    def test_its_host_and_its_open_poll_are_found(self):
        source = _store("one")
        Host.objects.create(name="one.example", closed_until=NOW + 2 * HOUR)
        told = {"url": source.url, "host": "one.example", "run_after": NOW}
        poll = Fetch.objects.create(kind="poll", source=source, **told)
        Fetch.objects.create(kind="poll", source=source, url=source.url, host="x", state="done")
        found = health.of(source, NOW)
        assert (found.state, found.poll) == ("host_closed", poll)
        assert found.closed_until == NOW + 2 * HOUR

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
