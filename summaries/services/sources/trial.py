"""Testing a source before it is stored: its first items, extracted, and what would become of them.

Nothing is stored but the robots.txt of the host, which is asked as before every fetch. One request
for the feed or list and one for a page, by the guarded client, within a short time together.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from summaries.engine.errors import TextRejected
from summaries.models import Item, Source
from summaries.net.client import Client, Response
from summaries.net.errors import FetchError, Kind
from summaries.net.urls import check_url
from summaries.readers import language
from summaries.readers.errors import NotAFeed
from summaries.readers.types import Entry, Page
from summaries.services import brakes
from summaries.services.engine_words import spoken
from summaries.services.errors import Invalid
from summaries.services.sources import entries, hosts, items, polling, registry
from summaries.services.sources.facts import Facts
from summaries.services.sources.inner import opened_for
from summaries.services.sources.listing import Listing, moment

SECONDS = 10.0
# With less left nothing is asked any more.
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
    asked = _Asker(source, client_of, time.monotonic() + SECONDS)
    try:
        feed = polling.read(source, asked.get(source.url))
    except NotAFeed as error:
        raise NotThis(spoken(error), error.hint) from error
    except (FetchError, TextRejected) as error:
        raise Invalid(spoken(error)) from error
    except _TooLate as error:
        raise Invalid(_("Its server took so long that no time was left. Test it again.")) from error
    listing = Listing.of(source, feed)
    samples = tuple(_sample(listing, entry) for entry in feed.entries[:ITEMS])
    told = (feed.format, feed.title, len(feed.entries), feed.truncated, samples)
    return _with_first_page(Trial(*told), asked)


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


class _TooLate(Exception):
    """No time is left to ask anything more."""


@dataclass(frozen=True)
class _Asker:
    """Asks for addresses as a fetch of the source would, all of them until one moment."""

    source: Source
    client_of: Callable[[float], Client]
    end: float

    def get(self, url: str) -> Response:
        """Return what an address answers, where robots.txt allows it. Raises FetchError, _TooLate.

        A redirect is followed where the robots.txt there allows it.
        """
        self.require_allowed(url)
        return self._client().get(url, onward=_require_allowed)

    def require_allowed(self, url: str) -> None:
        """Raise FetchError where robots.txt forbids an address; a fresh one is not asked for."""
        _require_allowed(self._client(), url)

    def _client(self) -> Client:
        """Return a client that reaches what was opened for this source, and nothing else inside."""
        left = self.end - time.monotonic()
        if left < LEAST_SECONDS:
            raise _TooLate
        client = self.client_of(left)
        return client.within(opened_for(self.source, client.policy.allowed))


def _require_allowed(client: Client, url: str) -> None:
    hosts.require_allowed(hosts.name_of(url), url, client)


def _count(actor) -> None:
    """Raise Invalid for who tests all the time: each test asks somebody else's server."""
    if not brakes.allow("source trial", str(actor.pk), TRIALS_A_MINUTE):
        raise Invalid(_("Those were many tests in a minute. Wait a little, then test again."))


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


def _with_first_page(trial: Trial, asked: _Asker) -> Trial:
    """Add the page of the first item that needs one, or why it cannot be shown."""
    entry = next((one for one in trial.samples if one.url and not one.is_whole), None)
    if entry is None:
        return trial
    try:
        page = items.page_of(asked.get(entry.url))
    except _TooLate:
        words = _("The feed took so long that no time was left for this page.")
        return replace(trial, page_url=entry.url, page_error=words)
    except (FetchError, TextRejected) as error:
        if getattr(error, "kind", "") == Kind.ROBOTS:
            trial = _without_forbidden(trial, asked, hosts.name_of(entry.url))
        return replace(trial, page_url=entry.url, page_error=spoken(error))
    return replace(trial, page_url=entry.url, page=page)


def _without_forbidden(trial: Trial, asked: _Asker, host: str) -> Trial:
    """Mark the items of a host whose pages its robots.txt, which was just read, forbids."""
    samples = []
    for one in trial.samples:
        if one.state == Item.State.WAITING and hosts.name_of(one.url) == host:
            try:
                asked.require_allowed(one.url)
            except FetchError as error:
                one = replace(one, state=Item.State.FAILED, reason=spoken(error))
            except _TooLate:
                break
        samples.append(one)
    return replace(trial, samples=(*samples, *trial.samples[len(samples) :]))
