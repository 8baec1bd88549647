"""Where articles come from, what they are about, and what happened to the sources."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Topic(models.Model):
    """What a brief is about, as readers and editors choose by it."""

    slug = models.SlugField(_("short name in addresses"), unique=True)
    name_en = models.CharField(_("name in English"), max_length=80, unique=True)
    name_ar = models.CharField(_("name in Arabic"), max_length=80)

    class Meta:
        ordering = ("name_en",)
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self) -> str:
        return self.name_en


class Source(models.Model):
    """Where articles come from: a feed, a page that lists articles, or people who bring them.

    Readers see its ownership note beside every brief made from it. Below the settings stands how
    fetching goes; `services.sources` writes both.
    """

    class Kind(models.TextChoices):
        """How its articles are found."""

        FEED = "feed", _("feed (RSS, Atom or JSON Feed)")
        PAGE_LIST = "page_list", _("page that lists articles")
        MANUAL = "manual", _("by hand")

    class Licence(models.TextChoices):
        """How much of the Arabic text readers may see."""

        EXCERPT = "excerpt", _("excerpts and a link to the original")
        FULL = "full", _("the full Arabic text")

    name_en = models.CharField(_("name in English"), max_length=200, unique=True)
    name_ar = models.CharField(_("name in Arabic"), max_length=200, blank=True)
    homepage = models.URLField(_("home page"), blank=True)
    ownership_en = models.CharField(_("ownership note in English"), max_length=200, blank=True)
    ownership_ar = models.CharField(_("ownership note in Arabic"), max_length=200, blank=True)
    # ISO 3166-1 alpha-2.
    country = models.CharField(_("country"), max_length=2, blank=True)
    # What its articles are about unless an editor says otherwise.
    topic = models.ForeignKey(
        Topic, models.SET_NULL, null=True, blank=True, verbose_name=_("topic")
    )
    licence = models.CharField(
        _("what readers may see"), max_length=10, choices=Licence, default=Licence.EXCERPT
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.MANUAL)
    url = models.URLField(_("address of the feed or page"), max_length=1000, blank=True)
    # Wildcard patterns, one a line (see `services.sources.patterns`).
    link_pattern = models.TextField(_("links that are articles"), blank=True)
    keep_patterns = models.TextField(_("take only"), blank=True)
    skip_patterns = models.TextField(_("leave out"), blank=True)
    interval_minutes = models.PositiveIntegerField(_("minutes between fetches"), default=30)
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    # How fetching goes.
    next_fetch_at = models.DateTimeField(null=True, editable=False)
    etag = models.CharField(max_length=300, blank=True, editable=False)
    last_modified = models.CharField(max_length=100, blank=True, editable=False)
    # sha256 of the last body: an unchanged one is not read again.
    body_hash = models.CharField(max_length=64, blank=True, editable=False)
    # In a row, since the last success.
    failures = models.PositiveIntegerField(default=0, editable=False)
    last_error = models.TextField(blank=True, editable=False)
    failing_since = models.DateTimeField(null=True, editable=False)
    last_fetch_at = models.DateTimeField(null=True, editable=False)
    last_success_at = models.DateTimeField(null=True, editable=False)
    # When an item that was new to us came; None until the first success.
    last_item_at = models.DateTimeField(null=True, editable=False)
    # When the admins were told that it fails, or fell silent; None again once it recovers.
    told_failing_at = models.DateTimeField(null=True, editable=False)
    told_silent_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ("name_en",)
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        indexes = [
            models.Index(
                fields=("next_fetch_at",),
                condition=models.Q(is_active=True),
                name="source_due",
            )
        ]

    def __str__(self) -> str:
        return self.name_en

    @property
    def is_fetched(self) -> bool:
        """Say whether the newsdesk fetches it by itself."""
        return self.is_active and self.kind != self.Kind.MANUAL


class SourceEvent(models.Model):
    """One append-only line of what happened to a source, who did it and why.

    No actor means the system did it. Single fetches are told by `Fetch`.
    """

    source = models.ForeignKey(Source, models.CASCADE, related_name="events")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    verb = models.CharField(max_length=30)
    reason = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return f"{self.verb} by {self.actor or 'the system'}"
