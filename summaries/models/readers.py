"""What readers meet and send: the state of the public site, its search, and reports of errors."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from summaries.models.brief import Brief, Revision
from summaries.models.search import WordsField


class PublicSite(models.Model):
    """What the public pages are made of, as one value that changes with every change of it.

    There is one row. Pages, feeds and answers of the API that were kept under another value are
    out of date.
    """

    version = models.UUIDField(default=uuid.uuid4)

    def __str__(self) -> str:
        return str(self.version)


class PublicSearchEntry(models.Model):
    """The words of a brief as readers see it, in both languages."""

    brief = models.OneToOneField(
        Brief,
        models.CASCADE,
        primary_key=True,
        db_column="rowid",
        db_constraint=False,
        related_name="public_search_entry",
    )
    words = WordsField()

    class Meta:
        managed = False
        db_table = "summaries_public_search"

    def __str__(self) -> str:
        return self.words[:80]


class ReaderReport(models.Model):
    """A reader says that something in a brief is wrong: a task for the desk."""

    class Outcome(models.TextChoices):
        """What the desk found."""

        CORRECTED = "corrected", _("it was wrong, and is corrected")
        NO_ERROR = "no_error", _("the text is right")
        SPAM = "spam", _("not a report")

    brief = models.ForeignKey(Brief, models.CASCADE, related_name="reports")
    # The version the reader saw, and the sentence of it as it stood; empty for the whole brief.
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    position = models.PositiveIntegerField(null=True, blank=True)
    quoted = models.TextField(blank=True)
    text = models.TextField(_("what is wrong"))
    # Only where the reader wants an answer.
    email = models.EmailField(_("email address"), max_length=254, blank=True)
    language = models.CharField(max_length=4, default="both")
    created_at = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering = ("-created_at", "-pk")
        indexes = [
            models.Index(
                fields=("brief", "created_at"),
                condition=models.Q(closed_at=None),
                name="reader_report_open",
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]


class Attempts(models.Model):
    """How often somebody did something lately: who and what as one key, which is a digest."""

    key = models.CharField(max_length=64, unique=True)
    window_at = models.DateTimeField(default=timezone.now, db_index=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = _("attempts")

    def __str__(self) -> str:
        return f"{self.key[:12]}…: {self.count}"
