"""What every ledger of background work has: its rows are not lost, whatever the broker forgets."""

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a piece of work stands."""

    QUEUED = "queued", _("Queued")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


OPEN = (State.QUEUED, State.RUNNING)
# What a row has that no worker holds.
UNCLAIMED = {"claim_token": None, "lease_until": None}


def ended() -> dict:
    """Return what every row has whose work ended just now, one way or another."""
    return UNCLAIMED | {"finished_at": timezone.now()}


def _due(now: datetime) -> Q:
    return Q(state=State.QUEUED, run_after__lte=now)


def _abandoned(now: datetime) -> Q:
    return Q(state=State.RUNNING, lease_until__lt=now)


class WorkQuerySet(models.QuerySet):
    """Named questions about the rows of a ledger."""

    def open(self) -> Self:
        """Those that are not finished one way or another."""
        return self.filter(state__in=OPEN)

    def claimable(self) -> Self:
        """Queued ones that are due, and running ones whose worker stopped renewing its lease.

        What has no attempt left is not claimed again: see `exhausted`.
        """
        now = timezone.now()
        return self.filter(_due(now) | _abandoned(now), attempts__lt=F("max_attempts"))

    def claimable_apart(self) -> tuple[Self, Self]:
        """The claimable ones that are queued, and those that were abandoned.

        Apart, each goes along an index: a database sorts what two conditions find together.
        """
        now = timezone.now()
        left = self.filter(attempts__lt=F("max_attempts"))
        return left.filter(_due(now)), left.filter(_abandoned(now))

    def quiet(self) -> Self:
        """Those whose bell was not rung lately: the broker may have lost it."""
        quiet_since = timezone.now() - settings.JOB_RING_AGAIN
        return self.filter(
            Q(rung_at=None) | Q(rung_at__lt=quiet_since) | Q(rung_at__lt=F("run_after"))
        )

    def bring_near(self, pause: timedelta, lease: timedelta) -> int:
        """Bring near what lies further ahead than it can: the clock was set back since.

        Nothing that is queued waits longer than `pause`, and no lease is longer than `lease`.
        Returns how many were moved: they can be rung for at once, and their leases end in time.
        """
        now = timezone.now()
        waiting = self.filter(state=State.QUEUED, run_after__gt=now + pause)
        held = self.filter(state=State.RUNNING, lease_until__gt=now + 2 * lease)
        moved = waiting.update(run_after=now, rung_at=None)
        return moved + held.update(lease_until=now + lease, rung_at=None)

    def exhausted(self) -> Self:
        """Abandoned ones that have no attempt left."""
        return self.filter(_abandoned(timezone.now()), attempts__gte=F("max_attempts"))

    def held(self, pk: int, token: uuid.UUID) -> Self:
        """Return the row as long as the claim with this token holds; nothing once it is lost."""
        return self.filter(pk=pk, claim_token=token, state=State.RUNNING)

    def take(self, pk: int, *, lease: timedelta | None = None, **begun) -> uuid.UUID | None:
        """Claim the row, by one conditional UPDATE: return the token of the claim.

        `lease` is how long the claim holds without being renewed (JOB_LEASE); `begun` is what else
        an attempt begins with. None where somebody else has it, or nothing is left to do.
        """
        token = self.model.new_token()
        now = timezone.now()
        taken = self.claimable().filter(pk=pk).update(
            state=State.RUNNING,
            claim_token=token,
            lease_until=now + (lease or settings.JOB_LEASE),
            attempts=F("attempts") + 1,
            started_at=now,
            error="",
            **begun,
        )  # fmt: skip
        return token if taken == 1 else None


class Work(models.Model):
    """One durable unit of background work: its state, its attempts and who has it."""

    State = State

    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveIntegerField(default=0)
    max_attempts = models.PositiveIntegerField(default=3)
    run_after = models.DateTimeField(default=timezone.now)
    claim_token = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_open(self) -> bool:
        """Say whether it still has to be done."""
        return self.state in OPEN

    @staticmethod
    def new_token() -> uuid.UUID:
        """Return a claim token nobody else has."""
        return uuid.uuid4()
