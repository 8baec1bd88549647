"""The ledger of fetches, what was found in the sources, and how to treat the hosts."""

from django.db import models
from django.db.models import Case, Count, IntegerField, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from summaries.models.article import Article
from summaries.models.brief import Brief
from summaries.models.fields import KeyField
from summaries.models.ledger import Work, WorkQuerySet
from summaries.models.source import Source

# Pages of one source, or addresses of one person, that are fetched at a time.
MOST_AT_ONCE = 3


class HostQuerySet(models.QuerySet):
    """Named questions about hosts."""

    def busy(self, moment):
        """Hosts that are being asked at a moment, or were so lately that politeness forbids it."""
        return self.filter(next_request_at__gt=moment)

    def closed(self, moment):
        """Hosts that are left alone at a moment because they failed too often."""
        return self.filter(closed_until__gt=moment)


class Host(models.Model):
    """A host we fetch from: when it may be asked again, and what its robots.txt says (RFC 9309)."""

    # "host" or "host:port".
    name = models.CharField(max_length=260, unique=True)
    next_request_at = models.DateTimeField(default=timezone.now)
    # In a row. Above a limit the host is left alone until `closed_until` (a circuit breaker).
    failures = models.PositiveIntegerField(default=0)
    closed_until = models.DateTimeField(null=True)
    robots = models.TextField(blank=True)
    # HTTP status of the last robots.txt; 0 when none could be fetched.
    robots_status = models.PositiveIntegerField(default=0)
    robots_fetched_at = models.DateTimeField(null=True)

    objects = HostQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class Item(models.Model):
    """One entry that a source listed, and what became of it."""

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "waiting", _("waiting for its page")
        TAKEN_IN = "taken_in", _("on the desk")
        REPRINT = "reprint", _("reprint of another article")
        ARCHIVED = "archived", _("older than the source")
        SKIPPED = "skipped", _("left out by a pattern")
        SET_ASIDE = "set_aside", _("not an Arabic article")
        FAILED = "failed", _("could not be fetched")

    source = models.ForeignKey(Source, models.CASCADE, related_name="items")
    # sha256 of the GUID (of the address, where the feed has none).
    key = models.CharField(max_length=64)
    url = models.URLField(max_length=1000, blank=True)
    title = models.CharField(max_length=500, blank=True)
    byline = models.CharField(max_length=300, blank=True)
    published_at = models.DateTimeField(null=True)
    # sha256 of what the source listed (title, text, time of change): another one is a change.
    listed_hash = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State)
    # Why, in words, where it is not on the desk.
    reason = models.TextField(blank=True)
    article = models.ForeignKey(Article, models.SET_NULL, null=True, related_name="items")
    first_seen_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-first_seen_at", "-pk")
        constraints = [
            models.UniqueConstraint(fields=("source", "key"), name="one_item_a_source_and_key")
        ]
        indexes = [models.Index(fields=("source", "first_seen_at"), name="item_by_time")]

    def __str__(self) -> str:
        return self.title or self.url


class FetchQuerySet(WorkQuerySet):
    """Named questions about fetches."""

    def keeping_busy(self, column):
        """Whoever has MOST_AT_ONCE fetches running, by a column: no more of theirs begins now."""
        working = self.filter(state=Fetch.State.RUNNING, lease_until__gte=timezone.now())
        counted = working.order_by().values(column).annotate(running=Count("pk"))
        return counted.filter(running__gte=MOST_AT_ONCE).exclude(**{column: None}).values(column)

    def ready(self):
        """Claimable fetches whose host is free; who forces one also asks to try a closed host.

        Many slow hosts of one source, or in the addresses of one person, leave workers to others.
        """
        now = timezone.now()
        busy, closed = Host.objects.busy(now), Host.objects.closed(now)
        pages = Fetch.objects.filter(kind=Fetch.Kind.ITEM)
        addresses = Fetch.objects.filter(kind=Fetch.Kind.ADDRESS)
        return (
            self.claimable()
            .exclude(host__in=busy.values("name"))
            .exclude(host__in=closed.values("name"), forced=False)
            .exclude(kind=Fetch.Kind.ITEM, source__in=pages.keeping_busy("source"))
            .exclude(kind=Fetch.Kind.ADDRESS, asked_by__in=addresses.keeping_busy("asked_by"))
        )

    def by_urgency(self):
        """Most urgent first: a person waits for an address, a poll may hold news."""
        order = (Fetch.Kind.ADDRESS, Fetch.Kind.POLL, Fetch.Kind.ITEM)
        ranks = [When(kind=kind, then=Value(rank)) for rank, kind in enumerate(order)]
        return self.order_by(Case(*ranks, output_field=IntegerField()), "run_after", "pk")

    def unheard(self):
        """Ready fetches whose bell was not rung lately."""
        return self.ready().quiet()


class Fetch(Work):
    """One durable unit of fetching: a source's feed or list, an item's page, or an address.

    The row is the truth and the broker a doorbell, as with jobs.
    """

    class Kind(models.TextChoices):
        """What is fetched."""

        POLL = "poll", _("feed or list")
        ITEM = "item", _("page of an item")
        ADDRESS = "address", _("address given by a person")

    kind = models.CharField(max_length=10, choices=Kind)
    source = models.ForeignKey(Source, models.CASCADE, null=True, related_name="fetches")
    item = models.ForeignKey(Item, models.CASCADE, null=True, related_name="fetches")
    url = models.URLField(max_length=1000)
    url_key = KeyField(db_index=True)
    # The name of its `Host`.
    host = models.CharField(max_length=260)
    # A person waits for it: a host that is left alone is tried all the same.
    forced = models.BooleanField(default=False)
    rung_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    # What came of it. `status` is HTTP's, 304 for an unchanged one.
    status = models.PositiveIntegerField(null=True)
    size = models.PositiveIntegerField(default=0)
    seen = models.PositiveIntegerField(default=0)
    fresh = models.PositiveIntegerField(default=0)
    brief = models.ForeignKey(Brief, models.SET_NULL, null=True, related_name="+")
    error_kind = models.CharField(max_length=20, blank=True)

    objects = FetchQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name_plural = _("fetches")
        indexes = [
            models.Index(fields=("state", "run_after"), name="fetch_queue_order"),
            models.Index(fields=("source", "created_at"), name="fetch_by_source"),
            models.Index(fields=("finished_at", "kind", "state"), name="fetch_by_end"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("source",),
                condition=Q(state__in=["queued", "running"], kind="poll"),
                name="one_open_poll_a_source",
            ),
            models.UniqueConstraint(
                fields=("item",),
                condition=Q(state__in=["queued", "running"], kind="item"),
                name="one_open_fetch_an_item",
            ),
            models.UniqueConstraint(
                fields=("url_key",),
                condition=Q(state__in=["queued", "running"], kind="address"),
                name="one_open_fetch_an_address",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.url}: {self.state}"
