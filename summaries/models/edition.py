"""The daily brief of one date: which briefs, in which order, and when it went out."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from summaries.models.brief import Brief

_USER = settings.AUTH_USER_MODEL


class Edition(models.Model):
    """The daily brief of one date in the newsroom's time zone. A date has one at most.

    A publisher orders briefs and decides when it goes out; from then on readers see it, and only
    its introduction can be changed. Briefs that are retracted leave it by themselves.
    """

    class State(models.TextChoices):
        """Where it stands."""

        DRAFT = "draft", _("Being put together")
        SCHEDULED = "scheduled", _("Scheduled")
        PUBLISHED = "published", _("Published")

    date = models.DateField(unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    # One paragraph a line.
    intro_en = models.TextField(blank=True)
    intro_ar = models.TextField(blank=True)
    # Counts changes: a form that shows an older one does not write over them.
    version = models.PositiveIntegerField(default=0)
    send_at = models.DateTimeField(null=True, blank=True)
    # What a publisher saw to be wanting and let pass: codes of `services.editions.wanting`.
    accepted = models.JSONField(default=list)
    # Why a scheduled one was held back when its time came, as codes; empty otherwise.
    held_for = models.JSONField(default=list)
    # Who scheduled it, or sent it at once.
    decided_by = models.ForeignKey(_USER, models.SET_NULL, null=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    briefs = models.ManyToManyField(Brief, through="EditionPlace", related_name="editions")

    class Meta:
        ordering = ("-date",)
        indexes = [
            models.Index(
                fields=("send_at",), condition=models.Q(state="scheduled"), name="edition_due"
            )
        ]

    def __str__(self) -> str:
        return f"edition of {self.date}"

    @property
    def is_published(self) -> bool:
        """Say whether readers have it."""
        return self.state == self.State.PUBLISHED


class EditionPlace(models.Model):
    """The place of a brief in an edition, counted from 0."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="places")
    brief = models.ForeignKey(Brief, models.CASCADE, related_name="places")
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(fields=("edition", "brief"), name="one_place_an_edition")
        ]

    def __str__(self) -> str:
        return f"brief {self.brief_id} at {self.position} of {self.edition_id}"


class EditionEvent(models.Model):
    """One append-only line of what happened to an edition, who did it and why.

    No actor means the system did it.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="events")
    actor = models.ForeignKey(_USER, models.SET_NULL, null=True, related_name="+")
    verb = models.CharField(max_length=30)
    reason = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return f"{self.verb} by {self.actor or 'the system'}"
