"""Who gets the daily brief by email, how they want it, and to whom nothing is ever sent."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from summaries.models.fields import KeyField
from summaries.models.source import Topic

_USER = settings.AUTH_USER_MODEL


def folded_address(email: str) -> str:
    """Return an email address as it is compared: one person's, however it is capitalised."""
    return email.strip().casefold()


class Languages(models.TextChoices):
    """Which texts of a bilingual brief somebody reads."""

    BOTH = "both", _("Both languages")
    ENGLISH = "en", _("English")
    ARABIC = "ar", _("Arabic")


class SubscriberQuerySet(models.QuerySet):
    """Named questions about subscribers."""

    def reachable(self):
        """Those who confirmed, did not leave, and are not on the suppression list."""
        suppressed = Suppression.objects.values("key")
        return self.filter(state=Subscriber.State.ACTIVE).exclude(key__in=suppressed)

    def unreachable(self):
        """Those who confirmed and did not leave, but are on the suppression list."""
        suppressed = Suppression.objects.values("key")
        return self.filter(state=Subscriber.State.ACTIVE, key__in=suppressed)


class Subscriber(models.Model):
    """Somebody who asked for the daily brief by email, with what they chose.

    Nothing but one email with a link goes to an address before its owner confirmed it.
    """

    class State(models.TextChoices):
        """Where the subscription stands."""

        PENDING = "pending", _("Waiting for confirmation")
        ACTIVE = "active", _("Subscribed")
        LEFT = "left", _("Left")

    class Frequency(models.TextChoices):
        """How often they want email."""

        DAILY = "daily", _("Every day")
        WEEKLY = "weekly", _("Once a week")
        BREAKING = "breaking", _("Only breaking news")

    email = models.EmailField(_("email address"), max_length=254)
    key = KeyField(of="folded_email", unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    language = models.CharField(
        _("language of the texts"), max_length=4, choices=Languages, default=Languages.BOTH
    )
    # What letters of both languages, links and pages say around the texts.
    speaks = models.CharField(max_length=2, default="en")
    # None chosen means all of them.
    topics = models.ManyToManyField(Topic, blank=True, related_name="+", verbose_name=_("topics"))
    frequency = models.CharField(
        _("how often"), max_length=10, choices=Frequency, default=Frequency.DAILY
    )
    also_breaking = models.BooleanField(_("breaking news too, at once"), default=False)
    # In their own time zone; the day counts for weekly letters, 0 is Monday.
    hour = models.PositiveSmallIntegerField(
        _("hour"), default=7, validators=[MaxValueValidator(23)]
    )
    weekday = models.PositiveSmallIntegerField(
        _("day of the weekly brief"), default=6, validators=[MaxValueValidator(6)]
    )
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    # Random. The first is in every signed link and ends them all when it changes; the second is in
    # the link that confirms, and empty once that was used.
    link_key = models.CharField(max_length=32)
    confirm_key = models.CharField(max_length=32, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    # Temporary refusals of the address in a row, and what the last one said.
    bounces = models.PositiveIntegerField(default=0)
    bounced_at = models.DateTimeField(null=True, blank=True)
    bounce_error = models.TextField(blank=True)

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        indexes = [models.Index(fields=("state", "frequency"), name="subscriber_by_frequency")]

    def __str__(self) -> str:
        return f"subscriber {self.pk}"

    @property
    def folded_email(self) -> str:
        """Return the address as it is compared."""
        return folded_address(self.email)

    @property
    def awaits_confirmation(self) -> bool:
        """Say whether a link that confirms is still to be used; who left may be asked anew."""
        return self.state != self.State.ACTIVE and bool(self.confirm_key)

    @property
    def wants_breaking(self) -> bool:
        """Say whether breaking news comes at once."""
        return self.also_breaking or self.frequency == self.Frequency.BREAKING


class SubscriberEvent(models.Model):
    """One append-only line of what happened to a subscription; goes when the subscriber is erased.

    No actor means the subscriber did it, or the system.
    """

    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="events")
    actor = models.ForeignKey(_USER, models.SET_NULL, null=True, related_name="+")
    verb = models.CharField(max_length=30)
    reason = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-created_at", "-pk")
        indexes = [models.Index(fields=("verb", "created_at"), name="subscriber_event_by_verb")]

    def __str__(self) -> str:
        return f"{self.verb} of subscriber {self.subscriber_id}"


class Suppression(models.Model):
    """An address that nothing is sent to, known by its key alone: it outlives the subscriber."""

    class Reason(models.TextChoices):
        """Why nothing is sent."""

        BOUNCED = "bounced", _("the address does not take our mail")
        COMPLAINED = "complained", _("its owner reported our mail as unwanted")
        ASKED = "asked", _("its owner asked never to be written to")
        ADMIN = "admin", _("an admin decided it")

    key = models.CharField(max_length=64, unique=True)
    reason = models.CharField(max_length=10, choices=Reason)
    note = models.TextField(blank=True)
    created_by = models.ForeignKey(_USER, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return f"{self.key[:12]}…: {self.reason}"
