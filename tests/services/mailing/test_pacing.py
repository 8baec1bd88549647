"""Keeping to so many messages a second."""

import pytest

from summaries.services.mailing import pacing
from summaries.services.mailing.pacing import Pace


@pytest.fixture
def clock(monkeypatch):
    """A clock that only sleeping moves."""

    class Clock:
        now = 1000.0
        slept = 0.0

        def monotonic(self) -> float:
            return self.now

        def sleep(self, seconds: float) -> None:
            self.now += seconds
            self.slept += seconds

    clock = Clock()
    monkeypatch.setattr(pacing, "time", clock)
    return clock


def sent(pace: Pace, clock, seconds: float) -> int:
    until, number = clock.now + seconds, 0
    while pace.wait(until=until):
        pace.spend()
        number += 1
    return number


@pytest.mark.parametrize(("rate", "seconds", "messages"), [(4, 2, 8), (0.5, 10, 5), (64, 1, 64)])
def test_so_many_a_second(clock, rate, seconds, messages):
    assert sent(Pace(rate), clock, seconds) == messages


def test_a_slow_server_is_no_reason_to_hurry_afterwards(clock):
    pace = Pace(2)
    pace.wait(until=clock.now + 1)
    pace.spend()
    clock.now += 60
    assert sent(pace, clock, 2) == 4


def test_no_limit_never_sleeps(clock):
    pace = Pace(0)
    for _ in range(100):
        assert pace.wait(until=clock.now + 1)
        pace.spend()
    assert clock.slept == 0


def test_a_turn_that_comes_too_late_is_not_waited_for(clock):
    pace = Pace(0.1)
    pace.wait(until=clock.now + 5)
    pace.spend()
    assert not pace.wait(until=clock.now + 5)
    assert clock.slept == 0


def test_who_is_told_to_go_sleeps_no_longer(clock):
    pace = Pace(0.1)
    pace.spend()
    assert not pace.wait(until=clock.now + 100, stopped=lambda: clock.slept >= 1)
    assert clock.slept < 1.5
