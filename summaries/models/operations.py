"""What those who run the newsdesk need to know: how long work took, who administered what."""

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from summaries.models.job import Job


class StageTime(models.Model):
    """How long one stage of a job took in the worker's hands; a retried stage has several."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="stage_times")
    stage = models.CharField(max_length=12, choices=Job.Stage)
    # The model that did it; empty where none did.
    model = models.CharField(max_length=100, blank=True)
    seconds = models.FloatField()
    # Sentences, or what else the stage counts.
    amount = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=("ended_at", "stage"), name="stage_time_by_end")]

    def __str__(self) -> str:
        return f"{self.stage} of job {self.job_id}: {self.seconds:.2f} s"


class AuditEntry(models.Model):
    """One thing somebody did to the desk itself: accounts, roles, tokens, sources, settings.

    Appended, never changed. What happens to briefs, editions and subscribers has Events of its own.
    """

    class Action(models.TextChoices):
        """What was done."""

        SIGNED_IN = "signed_in", _("signed in")
        SIGN_IN_FAILED = "sign_in_failed", _("failed to sign in")
        LOCKED_OUT = "locked_out", _("was locked out")
        SIGNED_OUT = "signed_out", _("signed out")
        SESSIONS_ENDED = "sessions_ended", _("ended sessions")
        PASSWORD_CHANGED = "password_changed", _("changed a password")
        SECOND_FACTOR_ON = "second_factor_on", _("turned the second factor on")
        SECOND_FACTOR_OFF = "second_factor_off", _("turned the second factor off")
        CODES_MADE = "codes_made", _("made recovery codes")
        ADDED = "added", _("added")
        CHANGED = "changed", _("changed")
        DELETED = "deleted", _("deleted")
        EXPORTED = "exported", _("exported")

    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="audit_entries"
    )
    # Kept in words, because accounts go away: the name that was typed where nobody signed in.
    actor_name = models.CharField(max_length=150, blank=True)
    action = models.CharField(max_length=20, choices=Action)
    # What it was done to: its kind ("user", "token", "source"), its key and its name then.
    kind = models.CharField(max_length=40, blank=True)
    key = models.CharField(max_length=64, blank=True)
    name = models.CharField(max_length=300, blank=True)
    reason = models.TextField(blank=True)
    # {"groups": [["reporter"], ["editor"]]}: before and after; never a secret.
    data = models.JSONField(default=dict)
    # Where the request came from; empty for commands and workers.
    address = models.GenericIPAddressField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name_plural = _("audit entries")
        indexes = [models.Index(fields=("-created_at",), name="audit_by_time")]

    def __str__(self) -> str:
        return f"{self.actor_name} {self.action} {self.kind} {self.name}"


class DeskSession(AbstractBaseSession):
    """A signed-in browser, so that its owner can see it and end it (see `summaries.sessions`)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="desk_sessions"
    )
    address = models.GenericIPAddressField(null=True)
    # The browser's own words about itself.
    agent = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    objects = BaseSessionManager()

    class Meta(AbstractBaseSession.Meta):
        verbose_name = _("session")
        verbose_name_plural = _("sessions")

    @classmethod
    def get_session_store_class(cls):
        """Return the store that reads and writes these rows."""
        from summaries.sessions import SessionStore

        return SessionStore
