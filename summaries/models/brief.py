"""The brief, its immutable versions, the evidence under them, and what happened to it."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from summaries.models.article import Article, Segment
from summaries.models.source import Topic
from summaries.workflow import LIVE, Status


class BriefQuerySet(models.QuerySet):
    """Named questions about briefs."""

    def live(self):
        """Briefs that readers can see, newest first."""
        return self.filter(status__in=LIVE).order_by("-published_at")

    def public(self):
        """Briefs that have a public page: the live ones and the retracted (a tombstone)."""
        return self.filter(status__in=[*LIVE, Status.RETRACTED])

    def on_the_desk(self):
        """Everything with what a queue row shows, newest first."""
        return self.select_related("article__source", "current", "owner").order_by("-created_at")


class Story(models.Model):
    """Several briefs about one event. A brief that is alone with its event has none."""

    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = _("stories")

    def __str__(self) -> str:
        return f"story {self.pk}"


class Brief(models.Model):
    """The bilingual story an editor publishes.

    `current` is the newest version on the desk, `live` the one readers see. Both point at immutable
    revisions: saving makes a new one, publishing moves `live`.
    """

    article = models.OneToOneField(Article, models.PROTECT, related_name="brief")
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFTING, db_index=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="briefs"
    )
    current = models.ForeignKey("Revision", models.PROTECT, null=True, related_name="+")
    live = models.ForeignKey("Revision", models.PROTECT, null=True, related_name="+")
    topic = models.ForeignKey(Topic, models.SET_NULL, null=True, blank=True, related_name="briefs")
    created_at = models.DateTimeField(auto_now_add=True)
    # Kept here for the queue, which filters and sorts by them among many: since when it is in this
    # state, whether its work stopped and waits for a person, how many findings wait for a decision,
    # and how many of those block publication.
    status_changed_at = models.DateTimeField(default=timezone.now)
    stopped = models.BooleanField(default=False)
    warnings = models.PositiveIntegerField(default=0)
    blocking = models.PositiveIntegerField(default=0)
    # The checks, settings and glossary that the findings come from; those of another are stale.
    checked_with = models.CharField(max_length=64, blank=True)
    published_at = models.DateTimeField(null=True, blank=True, db_index=True)
    story = models.ForeignKey(Story, models.SET_NULL, null=True, blank=True, related_name="briefs")
    # A person put it into its story, or out of one: the machine leaves it there.
    story_by_hand = models.BooleanField(default=False)
    # What the outlet made of its article since, until somebody decides about it.
    newer_article = models.ForeignKey(
        Article, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = BriefQuerySet.as_manager()

    class Meta:
        # What the queue walks along. Articles are numbered as they come in, so that the article is
        # the order of intake, and the one key that sources, words and states share.
        indexes = [
            models.Index(fields=("status", "article"), name="brief_by_intake"),
            models.Index(fields=("created_at",), name="brief_by_creation"),
            models.Index(fields=("status", "status_changed_at", "article"), name="brief_by_wait"),
            models.Index(fields=("owner", "status", "article"), name="brief_by_owner"),
            models.Index(fields=("topic", "status", "article"), name="brief_by_topic"),
            models.Index(
                fields=("story", "status", "article"),
                condition=models.Q(story__isnull=False),
                name="brief_by_story",
            ),
            models.Index(
                fields=("status", "article"),
                condition=models.Q(newer_article__isnull=False),
                name="brief_source_changed",
            ),
            models.Index(
                fields=("status", "article"),
                condition=models.Q(stopped=True),
                name="brief_stopped",
            ),
            models.Index(
                fields=("status", "article"),
                condition=models.Q(warnings__gt=0),
                name="brief_with_warnings",
            ),
            models.Index(
                fields=("status", "article"),
                condition=models.Q(blocking__gt=0),
                name="brief_blocked",
            ),
        ]

    def __str__(self) -> str:
        return self.current.headline_en if self.current else str(self.article)

    def get_absolute_url(self) -> str:
        """Return the permalink of the public page."""
        return reverse("public:brief", args=[self.pk, self.slug])

    def get_status_display(self) -> str:
        """Return the status in words. Django's own makes a table of all of them at each call."""
        return str(Status(self.status).label)

    @property
    def is_live(self) -> bool:
        """Say whether readers can see it."""
        return self.status in LIVE

    @property
    def retraction(self) -> "Correction | None":
        """Return the note with which it was taken back; no query where those were prefetched."""
        notes = self.corrections.all()
        return next((one for one in notes if one.kind == Correction.Kind.RETRACTION), None)

    @property
    def only_warnings(self) -> int:
        """Return how many findings wait for a decision and block nothing."""
        return max(0, self.warnings - self.blocking)

    @property
    def slug(self) -> str:
        """Return the readable part of the permalink, from the live English headline.

        What was taken back is not to be read in an address either.
        """
        if self.status == Status.RETRACTED:
            return "retracted"
        return (slugify(self.live.headline_en)[:60].strip("-") if self.live else "") or "brief"


class Revision(models.Model):
    """One immutable version of a brief's text. Without an author the machine wrote it."""

    brief = models.ForeignKey(Brief, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    headline_en = models.CharField(max_length=300, blank=True)
    headline_ar = models.CharField(max_length=500, blank=True)
    # One paragraph a line.
    summary_ar = models.TextField(blank=True)
    # What the summary model was and what its guard dropped; empty once a person rewrote it all.
    provenance = models.JSONField(default=dict)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    restored_from = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=("brief", "number"), name="revision_number_is_unique")
        ]

    def __str__(self) -> str:
        return f"{self.headline_en} (version {self.number})"

    @property
    def arabic_paragraphs(self) -> list[str]:
        """Return the Arabic summary, one paragraph an item."""
        return [line.strip() for line in self.summary_ar.splitlines() if line.strip()]


class SummarySentence(models.Model):
    """One sentence of a revision's English summary."""

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="sentences")
    position = models.PositiveIntegerField()
    text = models.TextField()
    edited = models.BooleanField(default=False)
    score = models.FloatField(default=0.0)
    supported = models.BooleanField(default=False)

    class Meta:
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(
                fields=("revision", "position"), name="sentence_position_is_unique"
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]


class Evidence(models.Model):
    """The link from a summary sentence to a segment it rests on."""

    sentence = models.ForeignKey(SummarySentence, models.CASCADE, related_name="evidence")
    segment = models.ForeignKey(Segment, models.CASCADE, related_name="evidence")
    score = models.FloatField()
    # A person chose it: rewriting the sentence does not look for other evidence.
    chosen = models.BooleanField(default=False)
    # The segment's English as readers see it: copied when the revision goes live, so that work on
    # a published brief shows only with its correction.
    english = models.TextField(blank=True)

    class Meta:
        ordering = ("-score",)
        verbose_name_plural = _("evidence")

    def __str__(self) -> str:
        return f"{self.sentence} rests on {self.segment}"


class Correction(models.Model):
    """A public note on a published brief, in both languages: what was wrong, or why it is gone.

    Only a retraction may be without words. `revision` is what readers saw from then on, of a
    retraction what they had seen until then.
    """

    class Kind(models.TextChoices):
        """What was done."""

        CORRECTION = "correction", _("correction")
        RETRACTION = "retraction", _("retraction")

    brief = models.ForeignKey(Brief, models.CASCADE, related_name="corrections")
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.CORRECTION)
    note_en = models.TextField(blank=True)
    note_ar = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.note_en[:80]


class Event(models.Model):
    """One append-only line of what happened to a brief, who did it and why.

    No actor means the system did it. `data` holds facts about the change, never secrets.
    """

    brief = models.ForeignKey(Brief, models.CASCADE, related_name="events")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    verb = models.CharField(max_length=30)
    reason = models.TextField(blank=True)
    from_status = models.CharField(max_length=10, choices=Status, blank=True)
    to_status = models.CharField(max_length=10, choices=Status, blank=True)
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        # What happened lately on the whole desk, of one kind.
        indexes = [models.Index(fields=("verb", "created_at"), name="event_by_verb")]

    def __str__(self) -> str:
        return f"{self.verb} by {self.actor or 'the system'}"
