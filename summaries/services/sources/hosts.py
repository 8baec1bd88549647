"""How hosts are treated: one request at a time, pauses in between, robots.txt, and left alone
while they fail (a circuit breaker: M. Nygard, *Release It!*, 2nd ed., 5.2).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from summaries.models import Fetch, Host
from summaries.net import errors
from summaries.net.client import Client
from summaries.net.errors import FetchError, Kind
from summaries.net.robots import Robots, robots_url, text_of
from summaries.net.urls import read_url

POLITENESS = timedelta(seconds=2)
MAX_CRAWL_DELAY = timedelta(seconds=60)
# How often in a row a host may fail before it is left alone.
FAILURES = 5
FIRST_CLOSURE = timedelta(minutes=15)
MAX_CLOSURE = timedelta(hours=6)
# Those nobody asked for so long are forgotten.
KEPT = timedelta(days=30)
# RFC 9309, 2.4 and 2.3.1.4: how long a robots.txt is kept, and how long a server may fail to send
# it before it counts as having none.
ROBOTS_KEPT = timedelta(hours=24)
ROBOTS_MISSING = timedelta(days=30)
HOST_KINDS = {Kind.TIMEOUT, Kind.CONNECTION, Kind.TLS, Kind.DNS}


@dataclass(frozen=True)
class Turn:
    """The right to ask a host, alone, until a moment; a worker that dies gives it up by then."""

    name: str
    until: datetime

    def end(self, pause: timedelta = POLITENESS) -> None:
        """Let others ask the host after a pause."""
        mine = Host.objects.filter(name=self.name, next_request_at=self.until)
        mine.update(next_request_at=timezone.now() + pause)


def name_of(url: str) -> str:
    """Return the name an address's host is known by; it says nothing of whether it may be asked."""
    try:
        return read_url(url).authority
    except FetchError:
        # A port that is open for this site only, or an address that is refused before any turn.
        return url.partition("://")[2].partition("/")[0].rpartition("@")[2].lower()[:260]


def take_turn(name: str, hold: timedelta, *, forced: bool = False) -> Turn | None:
    """Take the host's next turn for at most `hold`, or return None where it is not free.

    `forced` tries a host that is left alone; politeness holds all the same.
    """
    Host.objects.get_or_create(name=name)
    now = timezone.now()
    free = Host.objects.filter(name=name, next_request_at__lte=now)
    if not forced:
        free = free.filter(Q(closed_until=None) | Q(closed_until__lte=now))
    taken = free.update(next_request_at=now + hold)
    return Turn(name, now + hold) if taken == 1 else None


def is_closed(name: str) -> bool:
    """Say whether the host is left alone now."""
    return Host.objects.closed(timezone.now()).filter(name=name).exists()


def free_at(name: str, *, forced: bool = False) -> datetime:
    """Return when the host should be tried (again); `forced` tries one that is left alone."""
    now = timezone.now()
    host = Host.objects.filter(name=name).first()
    if host is None:
        return now
    # A turn usually ends long before its time.
    free = min(host.next_request_at, now + POLITENESS)
    return max(now, free) if forced else max(now, free, host.closed_until or now)


def free_all() -> None:
    """End every turn. Only where surely no worker runs."""
    now = timezone.now()
    Host.objects.busy(now).update(next_request_at=now)


def forget_old() -> int:
    """Delete the hosts that nobody asked for long and nobody is about to; returns how many."""
    wanted = Fetch.objects.open().values("host")
    old = Host.objects.filter(next_request_at__lt=timezone.now() - KEPT).exclude(name__in=wanted)
    return old.delete()[0]


def answered(name: str) -> None:
    """Note that the host is well."""
    ill = Host.objects.filter(name=name).filter(Q(failures__gt=0) | ~Q(closed_until=None))
    ill.update(failures=0, closed_until=None)


def note(name: str, error: FetchError) -> None:
    """Note an error on its host: what is wrong with one address says that the host is well."""
    if error.kind in HOST_KINDS or (error.status or 0) >= 500 or error.status == 429:
        _failed(name, error.retry_after or timedelta())
    elif error.status:
        answered(name)


def _failed(name: str, pause: timedelta) -> None:
    """Count a failure; close the host for as long as it asks, and longer when it fails often."""
    with transaction.atomic():
        host = Host.objects.select_for_update().get(name=name)
        host.failures += 1
        if host.failures >= FAILURES:
            # The exponent is bounded: a host may fail for years.
            doublings = min(host.failures - FAILURES, 10)
            pause = max(pause, FIRST_CLOSURE * 2**doublings)
        if pause:
            host.closed_until = timezone.now() + min(pause, MAX_CLOSURE)
        host.save(update_fields=["failures", "closed_until"])


def pause_after(name: str, user_agent: str) -> timedelta:
    """Return how long to leave the host in peace after a request: robots.txt may ask for more."""
    wanted = _rules(Host.objects.get(name=name)).crawl_delay(user_agent) or 0
    return min(max(POLITENESS, timedelta(seconds=wanted)), MAX_CRAWL_DELAY)


def require_allowed(name: str, url: str, client: Client) -> None:
    """Raise FetchError where the robots.txt of the host forbids an address, or cannot be read.

    Asks the host for it when the last one is too old. Call it within the host's turn, or where a
    redirect leads to the host.
    """
    host = Host.objects.get_or_create(name=name)[0]
    if not _is_fresh(host):
        _fetch_robots(host, url, client)
    if not _rules(host).allows(url, client.policy.user_agent):
        raise FetchError(Kind.ROBOTS, errors.ROBOTS_FORBID, host=name)


def _is_fresh(host: Host) -> bool:
    if host.robots_fetched_at is None or host.robots_status >= 500:
        return False
    return timezone.now() - host.robots_fetched_at < ROBOTS_KEPT


def _rules(host: Host) -> Robots:
    return _read(host.robots)


@lru_cache(maxsize=32)
def _read(text: str) -> Robots:
    return Robots(text)


def _fetch_robots(host: Host, url: str, client: Client) -> None:
    """Bring the host's robots.txt up to date; raises FetchError where nothing may be asked now."""
    try:
        response = client.get(robots_url(url), accept="text/plain, */*;q=0.5")
    except FetchError as error:
        if not error.temporary:
            # No file, no rules (RFC 9309, 2.3.1.3).
            _keep(host, error.status or 404, "")
        elif not _does_without(host, error.status):
            raise
    else:
        _keep(host, response.status, text_of(response.body))


def _does_without(host: Host, status: int | None) -> bool:
    """Say whether a host whose robots.txt cannot be read now may be asked all the same.

    By the last one that could be read (RFC 9309, 2.4), or when the server, otherwise well, has not
    been able to send one for a month (2.3.1.4).
    """
    if host.robots_status and host.robots_status < 500:
        return True
    if not status:
        return False
    if not host.robots_status:
        _keep(host, max(status, 500), "")
    return timezone.now() - host.robots_fetched_at > ROBOTS_MISSING


def _keep(host: Host, status: int, text: str) -> None:
    host.robots, host.robots_status, host.robots_fetched_at = text, status, timezone.now()
    host.save(update_fields=["robots", "robots_status", "robots_fetched_at"])
