"""How every source stands: what it is doing, why, what to do about it, and when it comes next.

A feed that answers and lists nothing new is quiet; one that does not answer fails. What is said
here is computed from the rows and a moment, with a handful of queries for all sources together.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Max, Q
from django.utils import timezone

from summaries.models import Fetch, Host, Source
from summaries.net.errors import Kind
from summaries.services.engine_words import spoken
from summaries.services.sources import health_words, history, hosts, standing
from summaries.services.sources.rhythms import DAYS, Rhythm, rhythms_of
from summaries.services.sources.states import BROKEN, State

# A source is quiet after this long without a new item, or three times its usual gap.
SHORTEST_SILENCE = timedelta(hours=24)
USUAL_GAPS = 3
LONGEST_SILENCE = timedelta(days=DAYS)
# What a person has to mend: the address is gone or closed to us, or robots.txt forbids it.
FINAL_STATUSES = (401, 402, 403, 404, 410, 451)
# So much later than planned, nobody fetches.
LATE = timedelta(minutes=15)


@dataclass(frozen=True)
class Health:
    """How one source stands at a moment."""

    source: Source
    state: State
    now: datetime
    rhythm: Rhythm = field(default_factory=Rhythm)
    # When its host is asked again, where that delays its next fetch.
    closed_until: datetime | None = None
    # The poll that runs or waits.
    poll: Fetch | None = None
    # What the admin said who paused it.
    reason: str = ""
    # Its host is left alone because it fails, not because it asked for a pause.
    host_fails: bool = False
    # The last fetch failed with what hardly passes by itself.
    is_final: bool = False

    @property
    def is_broken(self) -> bool:
        """Say whether fetching does not go as planned."""
        return self.state in BROKEN

    @property
    def next_run(self) -> datetime | None:
        """Return when it is fetched next, None where it is not, or a worker has it or may."""
        if not self.source.is_fetched:
            return None
        closed_until = self.closed_until or self.now
        if self.poll is None:
            return max(self.source.next_fetch_at or self.now, closed_until)
        if self.poll.state == Fetch.State.RUNNING:
            return None
        until = self.poll.run_after
        if not self.poll.forced:
            until = max(until, closed_until)
        return until if until > self.now else None

    @property
    def silence(self) -> timedelta:
        """Return how long it may list nothing new before it counts as quiet."""
        return silence_of(self.rhythm)

    @property
    def words(self) -> str:
        """Say in a sentence or two why it is in its state, and what to do."""
        return health_words.words(self)

    @property
    def error(self) -> str:
        """Return the last error in the language of the page, "" while all is well."""
        return spoken(self.source.last_error) if self.source.failures else ""


def silence_of(rhythm: Rhythm) -> timedelta:
    """Return how long a source of this rhythm may list nothing new."""
    if rhythm.gap is None:
        return LONGEST_SILENCE
    return min(max(SHORTEST_SILENCE, rhythm.gap * USUAL_GAPS), LONGEST_SILENCE)


def state_of(
    source: Source,
    rhythm: Rhythm,
    closed_until: datetime | None,
    now: datetime,
    resumed: datetime | None = None,
) -> State:
    """Return what a source is doing at a moment; `resumed` is the end of its last pause."""
    if not source.is_active:
        return State.PAUSED
    if source.kind == Source.Kind.MANUAL:
        return State.BY_HAND
    if source.failures >= standing.FAILING:
        return State.FAILING
    if source.failures:
        return State.BACKING_OFF
    if closed_until and closed_until > now:
        return State.HOST_CLOSED
    if source.next_fetch_at and source.next_fetch_at < now - LATE:
        return State.LATE
    if source.last_success_at is None:
        return State.NEW
    if rhythm.is_lost:
        return State.PAGES_FAIL
    return State.QUIET if _is_silent(source, rhythm, now, resumed) else State.WORKING


def _is_silent(source: Source, rhythm: Rhythm, now: datetime, resumed: datetime | None) -> bool:
    """Say whether nothing new came for too long; what it published in a pause nobody knows."""
    since = source.last_item_at or source.created_at
    patience = silence_of(rhythm) if source.last_item_at else SHORTEST_SILENCE
    return now - max(since, resumed or since) > patience


def of(source: Source, now: datetime | None = None) -> Health:
    """Return how one source stands."""
    return overview([source], now)[0]


def overview(sources: Iterable[Source] | None = None, now: datetime | None = None) -> list[Health]:
    """Return how sources stand (default: all), what needs somebody first. Six queries at most."""
    now = now or timezone.now()
    if sources is None:
        sources = Source.objects.select_related("topic")
    sources = list(sources)
    rhythms = rhythms_of(sources, now)
    closed, polls, final = _closed(now), _polls(sources), _final(sources)
    reasons, resumed = history.pauses_of(sources)
    found = []
    for source in sources:
        rhythm, poll = rhythms[source.pk], polls.get(source.pk)
        host = closed.get(hosts.name_of(source.url)) if closed and source.url else None
        until = host.closed_until if host and _delays(host, source, poll) else None
        state = state_of(source, rhythm, until, now, resumed.get(source.pk))
        reason = "" if source.is_active else reasons.get(source.pk, "")
        facts = {"host_fails": bool(until and host.is_failing), "is_final": source.pk in final}
        found.append(Health(source, state, now, rhythm, until, poll, reason, **facts))
    order = list(State)
    return sorted(found, key=lambda one: order.index(one.state))


def counts(rows: Iterable[Health]) -> dict[str, int]:
    """Return how many sources there are in each state, and in all ("")."""
    found = Counter(row.state for row in rows)
    return {"": sum(found.values()), **{state: found[state] for state in State}}


@dataclass(frozen=True)
class _Closure:
    """A host that is left alone: until when, and whether because it fails."""

    closed_until: datetime
    is_failing: bool


def _closed(now: datetime) -> dict[str, _Closure]:
    rows = Host.objects.closed(now).values_list("name", "closed_until", "failures")
    return {name: _Closure(until, n >= hosts.FAILURES) for name, until, n in rows}


def _delays(host: _Closure, source: Source, poll: Fetch | None) -> bool:
    """Say whether the next fetch of a source would come sooner if its host were not left alone."""
    if poll is None:
        return source.next_fetch_at is None or source.next_fetch_at < host.closed_until
    waits = poll.state == Fetch.State.QUEUED and not poll.forced
    return waits and poll.run_after <= host.closed_until


def _final(sources: list[Source]) -> set[int]:
    """Return the failing sources whose last failure hardly passes by itself."""
    failing = [source.pk for source in sources if source.failures]
    if not failing:
        return set()
    failed = Fetch.objects.filter(
        kind=Fetch.Kind.POLL, state=Fetch.State.FAILED, source__in=failing
    ).order_by()
    last = failed.values("source").annotate(last=Max("pk")).values("last")
    final = Q(error_kind=Kind.ROBOTS) | Q(status__in=FINAL_STATUSES)
    return set(Fetch.objects.filter(final, pk__in=last).values_list("source_id", flat=True))


def _polls(sources: list[Source]) -> dict[int, Fetch]:
    """Return the open poll of each source that has one."""
    polls = Fetch.objects.open().filter(kind=Fetch.Kind.POLL, source__in=sources)
    return {poll.source_id: poll for poll in polls.order_by("pk")}
