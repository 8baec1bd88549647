"""How much of the site's time somebody may take: requests in a minute, and one thing at a time.

Counted in the cache `counts`, which costs no write to the database. A count that gets lost is no
harm; what must hold is counted by `limits`. Without a cache that processes share, each counts for
itself.
"""

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.cache import caches
from django.utils.crypto import salted_hmac

from summaries.services.limits import SITE_FACTOR, networks

MINUTE = 60


class Busy(Exception):
    """What somebody began before is still under way."""


def allow(purpose: str, who: str, limit: int) -> bool:
    """Count once more and say whether that is within `limit` in this minute; 0 is no limit."""
    if not limit:
        return True
    counts, key = caches["counts"], _key(purpose, f"{who}|{int(time.time()) // MINUTE}")
    if counts.add(key, 1, 2 * MINUTE):
        return True
    try:
        return counts.incr(key) <= limit
    except ValueError:
        # A full cache has dropped it since.
        return True


def allow_address(purpose: str, address: str, limit: int) -> bool:
    """Count once more for the network of an IP address, and for IPv6 the one around it."""
    household, site = networks(address)
    within = allow(purpose, household, limit)
    return (not site or allow(purpose, site, limit * SITE_FACTOR)) and within


def seconds_left() -> int:
    """Return how long it takes until counting begins anew."""
    return MINUTE - int(time.time()) % MINUTE


@contextmanager
def alone(purpose: str, who: str, seconds: int) -> Iterator[None]:
    """Do something that nobody does twice at once; another attempt meanwhile raises Busy.

    It counts as over after `seconds`, whatever became of who began it.
    """
    counts, key, mine = caches["counts"], _key(purpose, who), secrets.token_hex(8)
    if not counts.add(key, mine, seconds):
        raise Busy(purpose)
    try:
        yield
    finally:
        if counts.get(key) == mine:
            counts.delete(key)


def _key(purpose: str, who: str) -> str:
    return salted_hmac("newsdesk.brakes", f"{purpose}|{who}", algorithm="sha256").hexdigest()
