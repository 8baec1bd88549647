"""Counts of a minute, and one thing at a time."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.core.cache import caches

from summaries.services import brakes

MOMENT = "2026-11-20T12:00:10Z"


@pytest.fixture(autouse=True)
def counts(settings):
    """Count in a cache that is empty."""
    settings.CACHES = settings.CACHES | {
        "counts": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "brakes"}
    }
    caches["counts"].clear()
    return caches["counts"]


def _allowed(address: str, times: int, limit: int = 3) -> list[bool]:
    return [brakes.allow_address("page", address, limit) for _ in range(times)]


@time_machine.travel(MOMENT, tick=False)
def test_as_often_as_the_limit_in_a_minute():
    assert _allowed("192.0.2.1", 5) == [True] * 3 + [False] * 2
    assert _allowed("192.0.2.2", 1) == [True]
    assert brakes.allow("sign-in", "192.0.2.1", 3)
    assert brakes.seconds_left() == 50


def test_the_next_minute_begins_anew():
    with time_machine.travel(MOMENT, tick=False):
        assert _allowed("192.0.2.1", 2, limit=1) == [True, False]
    with time_machine.travel("2026-11-20T12:01:00Z", tick=False):
        assert _allowed("192.0.2.1", 2, limit=1) == [True, False]


@time_machine.travel(MOMENT, tick=False)
def test_a_household_of_ipv6_is_one_visitor_and_a_site_five():
    assert _allowed("2001:db8:1:1::1", 1, limit=1) == [True]
    assert _allowed("2001:db8:1:1::2", 1, limit=1) == [False]
    told = [_allowed(f"2001:db8:1:{n:x}::1", 1, limit=1)[0] for n in range(2, 8)]
    assert told == [True] * 3 + [False] * 3


def test_no_limit():
    assert _allowed("192.0.2.1", 10, limit=0) == [True] * 10


@time_machine.travel(MOMENT, tick=False)
def test_threads_share_the_limit():
    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(lambda _: brakes.allow("page", "somebody", 20), range(40)))
    assert sum(told) == 20


def test_who_it_was_is_not_kept(counts):
    brakes.allow_address("page", "192.0.2.1", 3)
    assert not [key for key in counts._cache if "192.0.2.1" in key]


def test_one_at_a_time():
    with brakes.alone("upload", "7", seconds=60):
        with brakes.alone("upload", "8", seconds=60):
            pass
        with pytest.raises(brakes.Busy), brakes.alone("upload", "7", seconds=60):
            pytest.fail("this came in")
    with brakes.alone("upload", "7", seconds=60):
        pass


def test_what_fails_is_over():
    with pytest.raises(ZeroDivisionError), brakes.alone("upload", "7", seconds=60):
        1 / 0  # noqa: B018
    with brakes.alone("upload", "7", seconds=60):
        pass


def test_what_never_ended_counts_as_over_and_does_not_end_the_next(counts):
    first = brakes.alone("upload", "7", seconds=60)
    first.__enter__()
    counts.clear()
    with brakes.alone("upload", "7", seconds=60):
        first.__exit__(None, None, None)
        with pytest.raises(brakes.Busy), brakes.alone("upload", "7", seconds=60):
            pytest.fail("this came in")
