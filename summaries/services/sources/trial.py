"""Testing a source before it is stored: its first items, extracted, and what would become of them.

Nothing is stored. One request for the feed or list and one for a page, by the guarded client,
within a short time together.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext as _

from summaries.engine.errors import TextRejected
from summaries.models import Item, Source
from summaries.net.client import Client
from summaries.net.errors import FetchError
from summaries.net.urls import check_url
from summaries.readers import language
from summaries.readers.errors import NotAFeed
from summaries.readers.types import Entry, Feed, Page
from summaries.services.engine_words import spoken
from summaries.services.errors import Invalid
from summaries.services.sources import entries, items, polling, registry
from summaries.services.sources.facts import Facts
from summaries.services.sources.inner import opened_for
from summaries.services.sources.listing import Listing, moment

SECONDS = 10.0
# What is left for the page of the first item is worth asking with.
LEAST_SECONDS = 1.5
ITEMS = 10
FIRST_CHARACTERS = 280
PAGE_CHARACTERS = 1500
TRIALS_A_MINUTE = 10


class NotThis(Invalid):
    """What came is nothing to read; `hint` is the address of a feed that it announces, or ""."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True)
class Sample:
    """One item as it would be taken in; `state` is "" where its text would go to the desk."""

    title: str
    url: str
    when: datetime | None
    beginning: str
    is_whole: bool
    language: str
    state: str
    reason: str

    @property
    def verdict(self) -> str:
        """Say what would become of it."""
        if not self.state:
            return _("would come to the desk")
        if self.state == Item.State.WAITING:
            return _("its page would be fetched")
        return Item.State(self.state).label


@dataclass(frozen=True)
class Trial:
    """What a source listed: how much, its first items, and the page of the first one that has one.

    `page_error` says why there is no page, in words.
    """

    format: str
    title: str
    listed: int
    truncated: bool
    samples: tuple[Sample, ...]
    page: Page | None = None
    page_url: str = ""
    page_error: str = ""

    @property
    def page_beginning(self) -> str:
        """Return the first lines of the page's text."""
        return _cut(self.page.text, PAGE_CHARACTERS) if self.page else ""


def wanted(**typed: str) -> Facts:
    """Return what was typed so far as facts: a test asks for no name."""
    return Facts(name_en="", **typed)


def run(actor, facts: Facts, client_of: Callable[[float], Client]) -> Trial:
    """Fetch what `facts` name and return its first items; nothing is stored.

    `client_of` makes a guarded client with a deadline in seconds. Raises NotAllowed, and Invalid in
    words for whatever the address, its server or its content does.
    """
    registry.require_admin(actor)
    source = _source(facts)
    _count(actor)
    end = time.monotonic() + SECONDS
    try:
        response = _client(source, client_of, SECONDS).get(source.url)
        feed = polling.read(source, response)
    except NotAFeed as error:
        raise NotThis(spoken(error), error.hint) from error
    except (FetchError, TextRejected) as error:
        raise Invalid(spoken(error)) from error
    listing = Listing.of(source, feed)
    samples = tuple(_sample(listing, entry) for entry in feed.entries[:ITEMS])
    told = (feed.format, feed.title, len(feed.entries), feed.truncated, samples)
    return Trial(*told, **_first_page(source, feed, client_of, end - time.monotonic()))


def _source(facts: Facts) -> Source:
    """Return an unsaved source with what a trial needs; raise Invalid without that."""
    if facts.kind == Source.Kind.MANUAL:
        raise Invalid(_("Nothing is fetched from a source by hand, so there is nothing to test."))
    if not facts.url.strip():
        raise Invalid(_("Give the address of the feed or page that is fetched."))
    if facts.kind == Source.Kind.PAGE_LIST and not facts.link_pattern.strip():
        raise Invalid(_("Say which links of the page are articles, for example */news/*."))
    try:
        url = check_url(facts.url, settings.OUTBOUND_ALLOWED)
    except FetchError as error:
        raise Invalid(spoken(error)) from error
    chosen = ("kind", "link_pattern", "keep_patterns", "skip_patterns", "homepage")
    return Source(url=url, **{name: getattr(facts, name) for name in chosen})


def _client(source: Source, client_of: Callable[[float], Client], seconds: float) -> Client:
    """Return a client that reaches what was opened for this source, and nothing else inside."""
    client = client_of(seconds)
    return client.within(opened_for(source, client.policy.allowed))


def _count(actor) -> None:
    """Raise Invalid for who tests all the time: each test asks somebody else's server."""
    key = f"source-trials-{actor.pk}"
    cache.add(key, 0, timeout=60)
    try:
        count = cache.incr(key)
    except ValueError:
        # The minute ended between the two.
        return
    if count > TRIALS_A_MINUTE:
        raise Invalid(_("That were many tests in a minute. Wait a little, then test again."))


def _sample(listing: Listing, entry: Entry) -> Sample:
    decision = entries.decide(listing, entry, is_new=True)
    name = language.name_of(language.language_of(f"{entry.title}\n{entry.text}"))
    return Sample(
        title=entry.title,
        url=entry.url,
        when=moment(entry),
        beginning=_cut(entry.text, FIRST_CHARACTERS),
        is_whole=entry.is_whole,
        language=_(name) if name else "",
        state=decision.state,
        reason=spoken(decision.reason),
    )


def _cut(text: str, limit: int) -> str:
    """Return the beginning of a text, cut between two words."""
    if len(text) <= limit:
        return text
    return text[:limit].rpartition(" ")[0] + " …"


def _first_page(
    source: Source, feed: Feed, client_of: Callable[[float], Client], left: float
) -> dict:
    """Return the page of the first item that needs one, or why it cannot be shown."""
    needy = (one for one in feed.entries[:ITEMS] if one.url and not one.is_whole)
    entry = next(needy, None)
    if entry is None:
        return {}
    if left < LEAST_SECONDS:
        return {
            "page_url": entry.url,
            "page_error": _("The feed took so long that no time was left for this page."),
        }
    try:
        page = items.page_of(_client(source, client_of, left).get(entry.url))
    except (FetchError, TextRejected) as error:
        return {"page_url": entry.url, "page_error": spoken(error)}
    return {"page_url": entry.url, "page": page}
