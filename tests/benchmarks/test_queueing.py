"""The queue on paper, held to what theory says of queues that have a formula."""

from math import factorial
from random import Random
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.queueing import Day, quantile, serve

CUSTOMERS = 60_000


def poisson(rate: float, random: Random) -> list[float]:
    moment, arrived = 0.0, []
    for _customer in range(CUSTOMERS):
        moment += random.expovariate(rate)
        arrived.append(moment)
    return arrived


def erlang_c(servers: int, load: float) -> float:
    """The chance of having to wait in M/M/c (Erlang 1917)."""
    last = load**servers / factorial(servers) * servers / (servers - load)
    return last / (sum(load**k / factorial(k) for k in range(servers)) + last)


@pytest.mark.parametrize(("servers", "load"), [(1, 0.5), (1, 0.8), (2, 1.6), (8, 6.4), (20, 18.0)])
def test_the_mean_wait_and_the_share_that_waits_are_those_of_m_m_c(servers, load):
    random = Random(servers)
    arrived = poisson(load, random)
    service = [random.expovariate(1.0) for _customer in arrived]
    waits = serve(arrived, service, servers).waits()
    waiting = erlang_c(servers, load)
    assert fmean(wait > 0 for wait in waits) == pytest.approx(waiting, rel=0.05)
    assert fmean(waits) == pytest.approx(waiting / (servers - load), rel=0.12)


def test_the_mean_wait_is_that_of_m_d_1():
    # Pollaczek and Khinchine: half of what M/M/1 waits.
    arrived = poisson(0.7, Random(3))
    waits = serve(arrived, [1.0] * len(arrived), 1).waits()
    assert fmean(waits) == pytest.approx(0.7 / (2 * (1 - 0.7)), rel=0.05)


@given(st.lists(st.tuples(st.floats(0, 9), st.floats(0, 9)), max_size=40), st.integers(1, 5))
def test_nobody_is_served_early_or_out_of_turn_or_by_too_many(customers, servers):
    arrived = sorted(came for came, _takes in customers)
    served = serve(arrived, [takes for _came, takes in customers], servers)
    assert all(wait >= 0 for wait in served.waits())
    assert list(served.started) == sorted(served.started)
    for moment in served.started:
        pairs = zip(served.started, served.done, strict=True)
        assert sum(begun <= moment < done for begun, done in pairs) <= servers


def test_who_comes_while_all_are_busy_waits_for_the_first_that_is_free():
    served = serve([0, 0, 0, 1], [5, 2, 4, 1], 2)
    assert list(served.started) == [0, 0, 2, 5]
    assert list(served.done) == [5, 2, 6, 6]
    assert served.times() == [5, 2, 6, 5]
    assert served.longest_queue() == 2


def test_a_burst_is_as_large_as_it_is_told_to_be():
    day = Day(rate=0.5)
    arrived = list(day.arrivals(Random(1)))
    assert arrived == sorted(arrived)
    assert len(arrived) == pytest.approx(day.expected, rel=0.02)
    assert sum(map(day.in_burst, arrived)) == pytest.approx(0.5 * 20 * 600, rel=0.05)
    assert day.expected == pytest.approx(0.5 * (86_400 + 600 * 19))


@pytest.mark.parametrize(("share", "value"), [(0.0, 1), (0.5, 3), (0.95, 4), (1.0, 4)])
def test_quantile(share, value):
    assert quantile([1, 2, 3, 4], share) == value


def test_there_is_no_quantile_of_nothing():
    with pytest.raises(ValueError, match="no values"):
        quantile([], 0.5)
