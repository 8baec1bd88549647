"""Programs that may use the API, and what they were answered."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """What a token may be used for."""

    ARTICLES_WRITE = "articles:write", _("send articles")
    ARTICLES_READ = "articles:read", _("see what became of them")


class ApiToken(models.Model):
    """The right of a program to act as somebody of the desk. Only a digest of it is stored."""

    name = models.CharField(_("name"), max_length=100)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="api_tokens")
    # What people recognise it by.
    prefix = models.CharField(max_length=12)
    # sha256 of the token, which has 256 random bits.
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    per_minute = models.PositiveIntegerField(_("requests a minute"), default=60)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    # The minute that is counted now, and the requests in it.
    window_at = models.DateTimeField(null=True, blank=True)
    window_count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"


class IdempotentAnswer(models.Model):
    """What a request with an Idempotency-Key was answered, to be answered again the same."""

    token = models.ForeignKey(ApiToken, models.CASCADE, related_name="answers")
    key = models.CharField(max_length=200)
    # sha256 of the request: another request under the same key is refused.
    request_hash = models.CharField(max_length=64)
    # None while the first request is still being worked on.
    status = models.PositiveIntegerField(null=True)
    body = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("token", "key"), name="one_answer_a_token_and_key")
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.status}"
