"""How a source stands after a poll: well or failing, since when, why, and when it comes next."""

import random
from datetime import timedelta
from hashlib import sha256

from django.utils import timezone

from summaries.models import Fetch, Item, Source
from summaries.net.client import Response
from summaries.readers.addresses import same_site
from summaries.services.sources import facts, history

JITTER = 0.1
MAX_BACKOFF = timedelta(hours=24)
# So many failures in a row are worth telling, and so is their end.
FAILING = 5


def interval_of(source: Source) -> timedelta:
    """Return how long the source wants between two polls."""
    return timedelta(minutes=source.interval_minutes)


def jittered(pause: timedelta) -> timedelta:
    """Return a pause that is up to a tenth shorter or longer, so that sources spread out."""
    return pause * random.uniform(1 - JITTER, 1 + JITTER)


def backoff(source: Source) -> timedelta:
    """Return how long to wait after the source's failures so far: twice as long each time."""
    interval = interval_of(source)
    longer = interval * 2 ** min(source.failures, 20)
    return min(longer, max(MAX_BACKOFF, interval))


def expect(source: Source) -> None:
    """Set the next poll an interval from now; the outcome of the present one may set it anew."""
    due = timezone.now() + jittered(interval_of(source))
    Source.objects.filter(pk=source.pk).update(next_fetch_at=due)


def succeeded(fetch: Fetch, response: Response | None) -> None:
    """Note on its source that a poll went well. Call it in the transaction of the poll's effect."""
    source, now = _locked(fetch), timezone.now()
    if source.failures >= FAILING or source.told_failing_at:
        history.record(source, "recovered", failures=source.failures)
    source.last_fetch_at = source.last_success_at = now
    if fetch.fresh or _brought_items(fetch):
        source.last_item_at = now
    source.failures, source.last_error = 0, ""
    source.failing_since = source.told_failing_at = None
    source.next_fetch_at = now + jittered(interval_of(source))
    if response and source.url == fetch.url:
        _remember(source, response)
        _notice_move(source, response.permanent_url)
    source.save()


def _brought_items(fetch: Fetch) -> bool:
    """Say whether items came since the poll was asked for: a worker that died may have stored them.

    Whoever repeats its work finds nothing new.
    """
    return Item.objects.filter(source=fetch.source_id, first_seen_at__gte=fetch.created_at).exists()


def failed(fetch: Fetch, pause: timedelta) -> None:
    """Note on its source that a poll failed, and why. Call it in the transaction that ends it.

    `pause` is the shortest one the host asked for.
    """
    source, now = _locked(fetch), timezone.now()
    source.failures += 1
    source.last_error = fetch.error
    source.failing_since = source.failing_since or now
    source.last_fetch_at = now
    # Never before the host's own time; what it asked for is not spread out.
    source.next_fetch_at = now + max(jittered(backoff(source)), min(pause, MAX_BACKOFF))
    source.save()


def digest(body: bytes) -> str:
    """Return what an unchanged body is recognised by."""
    return sha256(body).hexdigest()


def _locked(fetch: Fetch) -> Source:
    return Source.objects.select_for_update(of=("self",), no_key=True).get(pk=fetch.source_id)


def _remember(source: Source, response: Response) -> None:
    """Keep what a later request asks "changed since?" with; what does not fit is of no use cut."""
    if response.not_modified:
        return
    source.etag = _fitting(response.headers.get("etag", ""), 300)
    source.last_modified = _fitting(response.headers.get("last-modified", ""), 100)
    source.body_hash = digest(response.body)


def _fitting(value: str, limit: int) -> str:
    return value if len(value) <= limit else ""


def _notice_move(source: Source, new: str) -> None:
    """Record that the address moved for good, once; follow it only within the same site.

    To another site the feed is still read through the redirect, and a person decides: whoever
    bought a lapsed domain also redirects for good. Nor is it followed to where another source is.
    """
    old = source.url
    if not new or new == old or len(new) > 1000:
        return
    followed = same_site(old, new) and not facts.fetched_from(new, but=source).exists()
    if followed:
        source.url = new
    if not source.events.filter(verb="moved", data__to=new).exists():
        history.record(source, "moved", **{"from": old, "to": new, "followed": followed})
