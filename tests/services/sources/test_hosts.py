from datetime import timedelta

import pytest
import time_machine
from celery import current_app
from django.conf import settings
from django.utils import timezone

from summaries.models import Fetch, Host
from summaries.net.errors import FetchError, Kind, bad_status
from summaries.services.sources import hosts
from tests.services.sources.fakes import FEED, ROBOTS, response, unreachable

NAME = "marfa.example"
HOLD = timedelta(minutes=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def clock():
    with time_machine.travel("2026-03-02 06:00+00:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def host(clock):
    return Host.objects.create(name=NAME)


def robots(text: str):
    return response(text.encode(), url=ROBOTS, content_type="text/plain")


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://marfa.example/feed", "marfa.example"),
        ("http://MARFA.example:80/feed", "marfa.example"),
        ("https://marfa.example:8443/feed", "marfa.example:8443"),
        ("http://127.0.0.1:8001/feed", "127.0.0.1:8001"),
        ("http://u:p@marfa.example/feed", "marfa.example"),
        ("no address", ""),
    ],
)
def test_a_host_has_one_name(url, name):
    assert hosts.name_of(url) == name


def test_one_request_at_a_time_and_a_pause_in_between(clock):
    turn = hosts.take_turn(NAME, HOLD)
    assert hosts.take_turn(NAME, HOLD) is None
    turn.end()
    assert hosts.take_turn(NAME, HOLD) is None
    assert hosts.free_at(NAME) == timezone.now() + hosts.POLITENESS
    clock.shift(hosts.POLITENESS)
    assert hosts.take_turn(NAME, HOLD)


def test_a_worker_that_dies_holds_its_turn_no_longer_than_agreed(clock):
    dead = hosts.take_turn(NAME, HOLD)
    clock.shift(HOLD)
    turn = hosts.take_turn(NAME, HOLD)
    assert turn
    dead.end()
    assert hosts.take_turn(NAME, HOLD) is None


def test_a_busy_host_is_tried_again_soon(clock):
    hosts.take_turn(NAME, HOLD)
    assert hosts.free_at(NAME) == timezone.now() + hosts.POLITENESS
    assert hosts.free_at("unknown.example") == timezone.now()


def test_who_asks_for_it_waits_for_a_closed_host_only_its_pause(host, clock):
    fail(5)
    hosts.take_turn(NAME, HOLD, forced=True)
    assert hosts.free_at(NAME) == timezone.now() + hosts.FIRST_CLOSURE
    assert hosts.free_at(NAME, forced=True) == timezone.now() + hosts.POLITENESS


def test_hosts_that_nobody_asked_for_a_month_are_forgotten(host, clock):
    clock.shift(timedelta(days=20))
    hosts.take_turn("jadwal.example", HOLD)
    old = timezone.now() - timedelta(days=31)
    Host.objects.create(name="waiting.example", next_request_at=old)
    Fetch.objects.create(kind=Fetch.Kind.ADDRESS, url="https://a.example", host="waiting.example")
    assert hosts.forget_old() == 0
    clock.shift(timedelta(days=11))
    assert hosts.forget_old() == 1
    assert set(Host.objects.values_list("name", flat=True)) == {"jadwal.example", "waiting.example"}


def test_old_fetches_and_hosts_are_forgotten_every_day(host, clock):
    name = settings.CELERY_BEAT_SCHEDULE["forget-fetches"]["task"]
    clock.shift(timedelta(days=31))
    current_app.tasks[name]()
    assert not Host.objects.exists()


def fail(times: int, error: FetchError | None = None) -> None:
    for _ in range(times):
        hosts.note(NAME, error or unreachable())


@pytest.mark.parametrize(
    ("failures", "minutes"), [(4, 0), (5, 15), (6, 30), (7, 60), (10, 360), (500, 360)]
)
def test_a_host_that_keeps_failing_is_left_alone_longer_and_longer(host, failures, minutes):
    fail(failures)
    assert hosts.is_closed(NAME) == bool(minutes)
    assert hosts.free_at(NAME) == timezone.now() + timedelta(minutes=minutes)


def test_after_a_while_one_request_shows_whether_the_host_is_well(host, clock):
    fail(5)
    assert hosts.take_turn(NAME, HOLD) is None
    assert hosts.take_turn(NAME, HOLD, forced=True)
    clock.shift(timedelta(minutes=15))
    assert hosts.take_turn(NAME, HOLD)
    hosts.answered(NAME)
    host.refresh_from_db()
    assert (host.failures, host.closed_until) == (0, None)


@pytest.mark.parametrize(
    ("error", "failures"),
    [
        (unreachable(Kind.TIMEOUT), 4),
        (unreachable(Kind.DNS), 4),
        (unreachable(Kind.TLS), 4),
        (bad_status(500), 4),
        (bad_status(429), 4),
        # The host answers; what is wrong is wrong with the address.
        (bad_status(404), 0),
        (bad_status(410), 0),
        # Nobody was asked.
        (FetchError(Kind.ROBOTS, "No."), 3),
        (FetchError(Kind.TOO_LARGE, "No."), 3),
    ],
)
def test_only_what_the_host_cannot_do_counts_against_it(host, error, failures):
    fail(3)
    hosts.note(NAME, error)
    host.refresh_from_db()
    assert host.failures == failures


@pytest.mark.parametrize(("asked", "granted"), [(10, 10), (24 * 60, 6 * 60)])
def test_a_host_is_left_alone_as_long_as_it_asks(host, asked, granted):
    fail(1, bad_status(429, timedelta(minutes=asked)))
    assert hosts.free_at(NAME) == timezone.now() + timedelta(minutes=granted)


def test_robots_txt_is_fetched_once_a_day(host, web, clock):
    web.answers[ROBOTS] = robots("User-agent: *\nDisallow: /private/")
    hosts.require_allowed(NAME, FEED, web)
    with pytest.raises(FetchError, match=r"robots\.txt") as refusal:
        hosts.require_allowed(NAME, "https://marfa.example/private/1", web)
    assert refusal.value.kind == Kind.ROBOTS
    assert not refusal.value.temporary
    assert web.asked == [ROBOTS]
    clock.shift(timedelta(hours=24))
    web.answers[ROBOTS] = robots("")
    hosts.require_allowed(NAME, "https://marfa.example/private/1", web)
    assert web.asked == [ROBOTS, ROBOTS]


def test_the_robots_txt_of_a_host_that_a_redirect_leads_to_is_fetched_too(web):
    web.answers["https://jadwal.example/robots.txt"] = robots("User-agent: *\nDisallow: /")
    with pytest.raises(FetchError, match=r"robots\.txt of jadwal"):
        hosts.require_allowed("jadwal.example", "https://jadwal.example/1", web)


def test_a_circle_of_redirects_means_no_robots_txt(host, web):
    web.answers[ROBOTS] = FetchError(Kind.REDIRECTS, "In a circle.")
    hosts.require_allowed(NAME, FEED, web)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_without_robots_txt_everything_is_allowed(host, web, status):
    web.answers[ROBOTS] = bad_status(status)
    hosts.require_allowed(NAME, FEED, web)
    hosts.require_allowed(NAME, FEED, web)
    assert web.asked == [ROBOTS]


@pytest.mark.parametrize(
    "error", [bad_status(500), bad_status(503), bad_status(429), unreachable()]
)
def test_while_robots_txt_cannot_be_read_nothing_is_asked(host, web, error):
    web.answers[ROBOTS] = error
    for _ in range(2):
        with pytest.raises(FetchError) as refusal:
            hosts.require_allowed(NAME, FEED, web)
        assert refusal.value is error
    assert web.asked == [ROBOTS, ROBOTS]


@pytest.mark.parametrize(("error", "allowed"), [(bad_status(503), True), (unreachable(), False)])
def test_a_server_that_has_none_for_a_month_has_none(host, web, clock, error, allowed):
    web.answers[ROBOTS] = error
    with pytest.raises(FetchError):
        hosts.require_allowed(NAME, FEED, web)
    clock.shift(timedelta(days=31))
    if allowed:
        hosts.require_allowed(NAME, FEED, web)
    else:
        with pytest.raises(FetchError):
            hosts.require_allowed(NAME, FEED, web)


def test_the_last_robots_txt_counts_while_no_newer_one_can_be_read(host, web, clock):
    web.answers[ROBOTS] = robots("User-agent: *\nDisallow: /private/")
    hosts.require_allowed(NAME, FEED, web)
    clock.shift(timedelta(hours=25))
    web.answers[ROBOTS] = bad_status(503)
    hosts.require_allowed(NAME, FEED, web)
    with pytest.raises(FetchError, match="asks programs not to read"):
        hosts.require_allowed(NAME, "https://marfa.example/private/1", web)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("", 2), ("Crawl-delay: 1", 2), ("Crawl-delay: 9", 9), ("Crawl-delay: 500", 60)],
)
def test_the_pause_is_what_robots_txt_asks_within_bounds(host, web, text, seconds):
    web.answers[ROBOTS] = robots(f"User-agent: Newsdesk\n{text}")
    hosts.require_allowed(NAME, FEED, web)
    assert hosts.pause_after(NAME, "Newsdesk/1.0") == timedelta(seconds=seconds)


def test_a_hostile_robots_txt_is_kept_in_bounds(host, web):
    web.answers[ROBOTS] = response(b"\xef\xbb\xbfUser-agent: *\x00\n\xff" * 100_000, url=ROBOTS)
    hosts.require_allowed(NAME, FEED, web)
    host.refresh_from_db()
    assert len(host.robots) <= 512_000
    assert "\x00" not in host.robots
