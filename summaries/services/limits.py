"""How often somebody may do something: counted by the digest of who, never by name or address."""

from collections.abc import Iterable
from datetime import timedelta
from ipaddress import IPv6Address, IPv6Network, ip_address

from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from summaries.models import Attempts

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# A window is never longer than this; older counts mean nothing.
KEPT = DAY
# A household has a /64 of IPv6 addresses and may use any of them; many providers hand out a /48.
_HOUSEHOLD, _SITE = 64, 48
SITE_FACTOR = 5


def allow(purpose: str, who: str, limit: int, window: timedelta) -> bool:
    """Count once more and say whether that is within `limit` in `window`; a refusal counts not.

    Windows begin with the first attempt. Conditional updates of one row hold the limit across
    threads, processes and machines. Do not call it in a transaction that may be rolled back.
    """
    now = timezone.now()
    key = _key(purpose, who)
    mine = Attempts.objects.filter(key=key)
    within = mine.filter(window_at__gt=now - window, count__lt=limit)
    older = mine.filter(window_at__lte=now - window)
    if within.update(count=F("count") + 1) or older.update(window_at=now, count=1):
        return True
    # The first time; where somebody else was first at the same moment, their row counts.
    Attempts.objects.bulk_create([Attempts(key=key, window_at=now)], ignore_conflicts=True)
    return bool(within.update(count=F("count") + 1))


def used_up(purpose: str, limit: int, window: timedelta, people: Iterable[str]) -> set[str]:
    """Return those whose next attempt `allow` would refuse; this counts none."""
    names = {_key(purpose, who): who for who in people}
    full = Attempts.objects.filter(window_at__gt=timezone.now() - window, count__gte=limit)
    return {names[key] for key in full.filter(key__in=names).values_list("key", flat=True)}


def allow_address(purpose: str, address: str, limit: int, window: timedelta) -> bool:
    """Count once more for the network of an IP address; see `allow`."""
    household, site = networks(address)
    within = allow(purpose, household, limit, window)
    if not site:
        return within
    return allow(purpose, site, limit * SITE_FACTOR, window) and within


def networks(address: str) -> tuple[str, str]:
    """Return the network whose visitors are counted together, and for IPv6 the one around it.

    An IPv4 address counts alone, also where it is written as an IPv6 one.
    """
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return "unknown", ""
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    if found.version == 4:
        return str(found), ""
    return _around(found, _HOUSEHOLD), _around(found, _SITE)


def forget(purpose: str, who: str) -> None:
    """Begin counting anew: what was counted has turned out well."""
    Attempts.objects.filter(key=_key(purpose, who)).delete()


def forget_old() -> None:
    """Delete counts that no window reaches back to."""
    Attempts.objects.filter(window_at__lte=timezone.now() - KEPT).delete()


def _around(address: IPv6Address, bits: int) -> str:
    return str(IPv6Network((int(address), bits), strict=False))


def _key(purpose: str, who: str) -> str:
    return salted_hmac("newsdesk.limits", f"{purpose}|{who}", algorithm="sha256").hexdigest()
