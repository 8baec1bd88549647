"""How people work together on a brief: comments, notices, presence, unsaved text, preferences."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from summaries.models.article import Segment
from summaries.models.brief import Brief
from summaries.models.edition import Edition
from summaries.models.readers import ReaderReport
from summaries.models.source import Source

_USER = settings.AUTH_USER_MODEL


class Comment(models.Model):
    """A remark on a brief or on one of its sentences; never shown to readers."""

    brief = models.ForeignKey(Brief, models.CASCADE, related_name="comments")
    segment = models.ForeignKey(Segment, models.CASCADE, null=True, related_name="comments")
    author = models.ForeignKey(_USER, models.SET_NULL, null=True, related_name="+")
    text = models.TextField()
    mentions = models.ManyToManyField(_USER, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(_USER, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ("created_at", "pk")

    def __str__(self) -> str:
        return self.text[:80]


class Notice(models.Model):
    """An email to somebody on the desk, about a brief, a source or an edition.

    Written with its cause, sent later by a worker.

    `attempt_until` is the lease of the worker that sends it now.
    """

    class Kind(models.TextChoices):
        """What it tells."""

        ASSIGNED = "assigned", _("assigned to you")
        MENTIONED = "mentioned", _("mentioned you")
        RETURNED = "returned", _("returned to you")
        FAILING = "failing", _("a source fails")
        SILENT = "silent", _("a source fell silent")
        HELD = "held", _("an edition was held back")
        REPORTED = "reported", _("a reader reported an error")

    recipient = models.ForeignKey(_USER, models.CASCADE, related_name="notices")
    brief = models.ForeignKey(Brief, models.CASCADE, null=True, related_name="notices")
    source = models.ForeignKey(Source, models.CASCADE, null=True, related_name="notices")
    edition = models.ForeignKey(Edition, models.CASCADE, null=True, related_name="notices")
    comment = models.ForeignKey(Comment, models.CASCADE, null=True, related_name="+")
    report = models.ForeignKey(ReaderReport, models.CASCADE, null=True, related_name="+")
    actor = models.ForeignKey(_USER, models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    created_at = models.DateTimeField(auto_now_add=True)
    attempts = models.PositiveIntegerField(default=0)
    attempt_until = models.DateTimeField(null=True, blank=True)
    run_after = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        indexes = [
            models.Index(
                fields=("run_after",), condition=models.Q(sent_at=None), name="notice_unsent"
            )
        ]

    def __str__(self) -> str:
        about = self.brief_id or self.source_id or self.edition_id
        return f"{self.kind}: {about} to {self.recipient_id}"


class Presence(models.Model):
    """Somebody has the brief open; their page says so again every few seconds."""

    brief = models.ForeignKey(Brief, models.CASCADE, related_name="presences")
    user = models.ForeignKey(_USER, models.CASCADE, related_name="+")
    # The segment being edited, if any, or the summary.
    segment = models.ForeignKey(Segment, models.SET_NULL, null=True, related_name="+")
    edits_summary = models.BooleanField(default=False)
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("brief", "user"), name="one_presence_a_brief_and_user")
        ]

    def __str__(self) -> str:
        return f"user {self.user_id} at brief {self.brief_id}"


class WorkingCopy(models.Model):
    """What somebody typed into the summary editor and did not save yet; nobody else sees it.

    `content` is the form as typed; `based_on` the version it was made from.
    """

    brief = models.ForeignKey(Brief, models.CASCADE, related_name="working_copies")
    user = models.ForeignKey(_USER, models.CASCADE, related_name="+")
    based_on = models.PositiveIntegerField()
    content = models.JSONField(default=dict)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name_plural = _("working copies")
        constraints = [
            models.UniqueConstraint(fields=("brief", "user"), name="one_copy_a_brief_and_user")
        ]

    def __str__(self) -> str:
        return f"user {self.user_id} on brief {self.brief_id}"


class DeskPreference(models.Model):
    """How somebody wants the desk."""

    user = models.OneToOneField(_USER, models.CASCADE, related_name="desk_preference")
    # Empty: as the browser asks.
    language = models.CharField(_("language of the desk"), max_length=5, blank=True)
    single_keys = models.BooleanField(_("single-key shortcuts"), default=True)
    email_notices = models.BooleanField(_("email me about my briefs"), default=True)

    def __str__(self) -> str:
        return f"preferences of user {self.user_id}"
