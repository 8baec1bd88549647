"""Emails to subscribers: what is sent to many, what exactly each letter held, and who got it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from summaries.models.brief import Brief, Correction, Revision
from summaries.models.edition import Edition
from summaries.models.ledger import Work, WorkQuerySet
from summaries.models.subscriber import Languages, Subscriber


class Mailing(models.Model):
    """One thing that is sent to many subscribers: an edition, a week, a brief, a correction."""

    class Kind(models.TextChoices):
        """What is sent."""

        DAILY = "daily", _("daily brief")
        WEEKLY = "weekly", _("weekly brief")
        BREAKING = "breaking", _("breaking news")
        CORRECTION = "correction", _("correction notice")

    kind = models.CharField(max_length=10, choices=Kind)
    # What it is about, by kind: one of these four.
    edition = models.OneToOneField(Edition, models.CASCADE, null=True, related_name="mailing")
    date = models.DateField(null=True)
    brief = models.ForeignKey(Brief, models.CASCADE, null=True, related_name="mailings")
    correction = models.OneToOneField(Correction, models.CASCADE, null=True, related_name="mailing")
    # The subscribers up to this key have their deliveries; a fan-out goes on from here.
    fanned_to = models.BigIntegerField(default=0)
    # When everybody has one.
    fanned_out_at = models.DateTimeField(null=True, blank=True)
    # A person stopped it; nothing goes out until somebody goes on.
    paused_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=("date",), condition=Q(kind="weekly"), name="one_weekly_mailing_a_date"
            ),
            models.UniqueConstraint(
                fields=("brief",), condition=Q(kind="breaking"), name="one_breaking_mailing_a_brief"
            ),
        ]
        indexes = [
            models.Index(
                fields=("created_at",),
                condition=Q(fanned_out_at=None),
                name="mailing_to_fan_out",
            )
        ]

    def __str__(self) -> str:
        return f"mailing {self.pk}: {self.kind}"


class Letter(models.Model):
    """One wording of a mailing, word for word, as all get it who read the same language and topics.

    Personal links stand in it as placeholders. What a letter holds never changes: after a
    correction there is another one.
    """

    mailing = models.ForeignKey(Mailing, models.CASCADE, related_name="letters")
    language = models.CharField(max_length=4, choices=Languages)
    speaks = models.CharField(max_length=2, default="en")
    # sha256 of what went into it.
    digest = models.CharField(max_length=64)
    subject = models.TextField()
    text = models.TextField()
    html = models.TextField()
    created_at = models.DateTimeField(default=timezone.now)
    revisions = models.ManyToManyField(Revision, through="LetterBrief", related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("mailing", "digest"), name="one_letter_a_wording")
        ]

    def __str__(self) -> str:
        return self.subject[:80]


class LetterBrief(models.Model):
    """A brief in a letter, and the version of its text that stands there."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="contents")
    brief = models.ForeignKey(Brief, models.CASCADE, related_name="+")
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(fields=("letter", "brief"), name="a_brief_stands_in_it_once")
        ]

    def __str__(self) -> str:
        return f"brief {self.brief_id} in letter {self.letter_id}"


class Delivery(Work):
    """One email to one subscriber: the intent before it is sent, and the outcome.

    Of the states of all work, running means that a worker hands it to the mail server now, done
    that the server took it, cancelled that it was not to be sent any more. `started_at` is when it
    was handed over.
    """

    class Kind(models.TextChoices):
        """What it is: part of a mailing, or an answer to what the subscriber asked."""

        DAILY = "daily", _("daily brief")
        WEEKLY = "weekly", _("weekly brief")
        BREAKING = "breaking", _("breaking news")
        CORRECTION = "correction", _("correction notice")
        CONFIRM = "confirm", _("link to confirm")
        LINK = "link", _("link to the settings")

    kind = models.CharField(max_length=10, choices=Kind)
    mailing = models.ForeignKey(Mailing, models.CASCADE, null=True, related_name="deliveries")
    # None once the subscriber was erased: the numbers stay.
    subscriber = models.ForeignKey(
        Subscriber, models.SET_NULL, null=True, related_name="deliveries"
    )
    # What was sent; set with the intent, before the first byte goes out. It stays where it may have
    # arrived, and goes where it surely did not.
    letter = models.ForeignKey(Letter, models.PROTECT, null=True, related_name="deliveries")
    # The same at every attempt, so that a message that arrives twice is known to be one.
    message_id = models.CharField(max_length=200, blank=True)
    # Most urgent first: what somebody waits for goes before what goes to many.
    urgency = models.PositiveSmallIntegerField(default=5)
    created_at = models.DateTimeField(default=timezone.now)

    objects = WorkQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("deliveries")
        constraints = [
            models.UniqueConstraint(
                fields=("mailing", "subscriber"), name="one_delivery_a_mailing_and_subscriber"
            )
        ]
        indexes = [
            # Not a partial one: SQLite would not use it, for Django binds the states.
            models.Index(fields=("state", "urgency", "run_after"), name="delivery_open"),
            models.Index(fields=("mailing", "state"), name="delivery_by_state"),
            models.Index(fields=("subscriber", "created_at"), name="delivery_by_subscriber"),
            models.Index(fields=("finished_at", "kind", "state"), name="delivery_by_end"),
        ]

    def __str__(self) -> str:
        return f"delivery {self.pk}: {self.kind} to subscriber {self.subscriber_id}"
