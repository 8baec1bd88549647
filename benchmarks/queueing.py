"""A queue on paper: customers, servers, and who waits how long.

First come, first served, by servers that are alike: the queue G/G/c (Kleinrock 1975, *Queueing
Systems*, volume 1). Times are in seconds.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Day:
    """When customers come: so many a second, and `times` as many while a burst lasts."""

    rate: float
    length: float = 86_400.0
    burst_at: float = 43_200.0
    burst_length: float = 600.0
    times: float = 20.0

    @property
    def expected(self) -> float:
        """How many come on average."""
        burst = min(self.burst_length, max(0.0, self.length - self.burst_at))
        return self.rate * (self.length + burst * (self.times - 1))

    def in_burst(self, moment: float) -> bool:
        """Say whether somebody who comes then comes in the burst."""
        return self.burst_at <= moment < self.burst_at + self.burst_length

    def arrivals(self, random: Random) -> Iterator[float]:
        """Yield when customers come: a Poisson process whose rate changes twice."""
        edges = (self.burst_at, self.burst_at + self.burst_length, self.length)
        begin = 0.0
        for end, rate in zip(edges, (self.rate, self.rate * self.times, self.rate), strict=True):
            moment = begin
            # Memoryless: what is left of a gap at an edge may be drawn anew.
            while (moment := moment + random.expovariate(rate)) < min(end, self.length):
                yield moment
            begin = end


@dataclass(frozen=True)
class Served:
    """What became of the customers, in the order in which they came."""

    arrived: Sequence[float]
    started: Sequence[float]
    done: Sequence[float]

    def times(self) -> list[float]:
        """Return how long each was there, from coming to being done."""
        return [done - arrived for arrived, done in zip(self.arrived, self.done, strict=True)]

    def waits(self) -> list[float]:
        """Return how long each waited before anybody began with it."""
        return [begun - came for came, begun in zip(self.arrived, self.started, strict=True)]

    def longest_queue(self) -> int:
        """Return how many waited at most."""
        longest = begun = 0
        for number, moment in enumerate(self.arrived, 1):
            # Whoever came earlier begins earlier: the first `begun` are not waiting any more.
            while begun < number and self.started[begun] <= moment:
                begun += 1
            longest = max(longest, number - begun)
        return longest


def serve(arrived: Sequence[float], service: Sequence[float], servers: int) -> Served:
    """Return what becomes of customers who come at `arrived`, in order, and take `service` each."""
    free = [0.0] * servers
    started, done = [], []
    for came, takes in zip(arrived, service, strict=True):
        begun = max(came, free[0])
        started.append(begun)
        done.append(begun + takes)
        heapq.heapreplace(free, begun + takes)
    return Served(arrived, started, done)


def quantile(ordered: Sequence[float], share: float) -> float:
    """Return the value of sorted values that this share of them does not exceed (nearest rank)."""
    if not ordered:
        raise ValueError("no values")
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
