"""What those who run the newsdesk need to know: how long work took, who administered what."""

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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


class AppendedError(TypeError):
    """Somebody tried to change or delete what is only ever appended."""


class AppendedQuerySet(models.QuerySet):
    """Rows that are added and read."""

    def update(self, **kwargs) -> int:
        """Refuse: what happened is not rewritten."""
        raise AppendedError("audit entries are never changed")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse: what happened is not forgotten."""
        raise AppendedError("audit entries are never deleted")


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
        # The same word is another one in Arabic where a version left something out.
        DELETED = "deleted", pgettext_lazy("audit log", "deleted")
        EXPORTED = "exported", _("exported")
        LOOKED = "looked", _("looked at")

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

    objects = AppendedQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name_plural = _("audit entries")
        indexes = [models.Index(fields=("-created_at",), name="audit_by_time")]

    def __str__(self) -> str:
        return f"{self.actor_name} {self.action} {self.kind} {self.name}"

    def save(self, *args, **kwargs) -> None:
        """Store a new entry; raise AppendedError for one that is stored."""
        if not self._state.adding:
            raise AppendedError("audit entries are never changed")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        """Refuse: what happened is not forgotten."""
        raise AppendedError("audit entries are never deleted")


class DeskSessionManager(BaseSessionManager):
    """Sessions that may go on, and those that have ended."""

    def live(self) -> models.QuerySet[Self]:
        """Return the sessions of people whose browsers are signed in now."""
        begun, used, now = _earliest()
        return self.filter(
            user__is_active=True, created_at__gt=begun, seen_at__gt=used, expire_date__gt=now
        )

    def ended(self) -> models.QuerySet[Self]:
        """Return the sessions that are too old or lay idle for too long."""
        begun, used, now = _earliest()
        over = models.Q(created_at__lte=begun) | models.Q(seen_at__lte=used)
        return self.filter(over | models.Q(expire_date__lte=now))


def _earliest() -> tuple:
    """Return when a session that goes on began and was used at the earliest, and the time now."""
    now = timezone.now()
    return now - timedelta(seconds=settings.SESSION_COOKIE_AGE), now - settings.SESSION_IDLE, now


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

    objects = DeskSessionManager()

    class Meta(AbstractBaseSession.Meta):
        verbose_name = _("session")
        verbose_name_plural = _("sessions")

    @property
    def has_ended(self) -> bool:
        """Say whether it began too long ago, or lay idle for too long."""
        begun, used, _now = _earliest()
        return self.created_at <= begun or self.seen_at <= used

    @classmethod
    def get_session_store_class(cls):
        """Return the store that reads and writes these rows."""
        from summaries.sessions import SessionStore

        return SessionStore
