"""The ledger of background work: a row here is never lost, whatever the broker forgets."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from summaries.models.article import Segment
from summaries.models.brief import Brief


class JobQuerySet(models.QuerySet):
    """Named questions about jobs."""

    def open(self):
        """Jobs that are not finished one way or another."""
        return self.filter(state__in=[Job.State.QUEUED, Job.State.RUNNING])

    def main(self):
        """Jobs that change the brief's text: one at a time. Alternatives only offer something."""
        return self.exclude(kind=Job.Kind.ALTERNATIVES)

    def claimable(self):
        """Queued jobs that are due, and running ones whose worker stopped renewing its lease."""
        now = timezone.now()
        due = Q(state=Job.State.QUEUED, run_after__lte=now)
        abandoned = Q(state=Job.State.RUNNING, lease_until__lt=now)
        return self.filter(due | abandoned)

    def by_urgency(self, rung_for: int):
        """Put first what somebody waits for at the screen, then what else people asked for.

        What sources brought comes last. Of equals the job that was rung for comes first.
        """
        at_screen = Q(kind__in=[Job.Kind.ALTERNATIVES, Job.Kind.SUMMARY]) | ~Q(segment=None)
        rung, by_person = Q(pk=rung_for), ~Q(asked_by=None)
        ranks = (at_screen, by_person & rung, by_person, rung)
        rank = Case(*(When(one, then=place) for place, one in enumerate(ranks)), default=len(ranks))
        return self.annotate(rank=rank).order_by("rank", "run_after", "pk")

    def unheard(self):
        """Claimable jobs whose bell was not rung lately: the broker may have lost it."""
        quiet_since = timezone.now() - settings.JOB_RING_AGAIN
        return self.claimable().filter(
            Q(rung_at=None) | Q(rung_at__lt=quiet_since) | Q(rung_at__lt=F("run_after"))
        )

    def exhausted(self):
        """Abandoned jobs that have no attempt left."""
        return self.filter(
            state=Job.State.RUNNING,
            lease_until__lt=timezone.now(),
            attempts__gte=F("max_attempts"),
        )


class Job(models.Model):
    """One durable unit of background work on a brief."""

    class State(models.TextChoices):
        """Where the job stands."""

        QUEUED = "queued", _("Queued")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    class Kind(models.TextChoices):
        """What is asked of the machine."""

        DRAFT = "draft", _("Draft")
        RETRANSLATE = "retranslate", _("Translate again")
        SUMMARY = "summary", _("Write the summary again")
        ALTERNATIVES = "alternatives", _("Offer other translations")

    class Stage(models.TextChoices):
        """What a draft goes through, in this order."""

        CLEANING = "cleaning", _("Cleaned")
        TRANSLATING = "translating", _("Translated")
        SUMMARISING = "summarising", _("Summarised")
        LINKING = "linking", _("Linked to evidence")

    brief = models.ForeignKey(Brief, models.CASCADE, related_name="jobs")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.DRAFT)
    # The one sentence it is about; none means the whole brief.
    segment = models.ForeignKey(Segment, models.CASCADE, null=True, related_name="jobs")
    # What was asked for: {"include_protected": true}, {"based_on": 3}, {"arabic": "…"}.
    options = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    stage = models.CharField(max_length=12, choices=Stage, default=Stage.CLEANING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    attempts = models.PositiveIntegerField(default=0)
    max_attempts = models.PositiveIntegerField(default=3)
    run_after = models.DateTimeField(default=timezone.now)
    rung_at = models.DateTimeField(null=True, blank=True, default=timezone.now)
    claim_token = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)
    retryable = models.BooleanField(default=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        indexes = [models.Index(fields=("state", "run_after"), name="job_queue_order")]
        constraints = [
            models.UniqueConstraint(
                fields=("brief",),
                condition=Q(state__in=["queued", "running"]) & ~Q(kind="alternatives"),
                name="one_open_job_a_brief",
            ),
            models.UniqueConstraint(
                fields=("segment",),
                condition=Q(state__in=["queued", "running"], kind="alternatives"),
                name="one_open_offer_a_segment",
            ),
        ]

    def __str__(self) -> str:
        return f"job {self.pk} of brief {self.brief_id}: {self.state}"

    @property
    def is_open(self) -> bool:
        """Say whether the job still has work to do."""
        return self.state in (self.State.QUEUED, self.State.RUNNING)

    @property
    def is_main(self) -> bool:
        """Say whether the job changes the brief's text; see `JobQuerySet.main`."""
        return self.kind != self.Kind.ALTERNATIVES

    @staticmethod
    def new_token() -> uuid.UUID:
        """Return a claim token nobody else has."""
        return uuid.uuid4()
