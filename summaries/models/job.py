"""The ledger of background work: a row here is never lost, whatever the broker forgets."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from summaries.models.article import Segment
from summaries.models.brief import Brief
from summaries.models.ledger import Work, WorkQuerySet


class JobQuerySet(WorkQuerySet):
    """Named questions about jobs."""

    def main(self):
        """Jobs that change the brief's text: one at a time. Alternatives only offer something."""
        return self.exclude(kind=Job.Kind.ALTERNATIVES)

    def unheard(self):
        """Claimable jobs whose bell was not rung lately."""
        return self.claimable().quiet()


class Job(Work):
    """One durable unit of background work on a brief."""

    class Kind(models.TextChoices):
        """What is asked of the machine."""

        DRAFT = "draft", _("Draft")
        RETRANSLATE = "retranslate", _("Translate again")
        SUMMARY = "summary", _("Write the summary again")
        ALTERNATIVES = "alternatives", _("Offer other translations")

    class Urgency(models.IntegerChoices):
        """Who waits for a job: the lower goes first."""

        AT_SCREEN = 0  # somebody waits for it and does nothing else
        BY_PERSON = 1
        BY_SOURCE = 2

        @classmethod
        def of(cls, kind: str, segment: Segment | None, asked_by) -> "Job.Urgency":
            """Return how urgent a job is that is asked for with these."""
            if segment is not None or kind in (Job.Kind.ALTERNATIVES, Job.Kind.SUMMARY):
                return cls.AT_SCREEN
            return cls.BY_SOURCE if asked_by is None else cls.BY_PERSON

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
    urgency = models.PositiveSmallIntegerField(choices=Urgency, default=Urgency.BY_SOURCE)
    # What was asked for: {"include_protected": true}, {"based_on": 3}, {"arabic": "…"}.
    options = models.JSONField(default=dict)
    stage = models.CharField(max_length=12, choices=Stage, default=Stage.CLEANING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    rung_at = models.DateTimeField(null=True, blank=True, default=timezone.now)
    retryable = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        indexes = [
            models.Index(fields=("state", "run_after"), name="job_queue_order"),
            # The next one is found without sorting those that wait.
            models.Index(fields=("state", "urgency", "run_after", "id"), name="job_by_urgency"),
            # What ended lately, and how: nothing else is read for it.
            models.Index(fields=("finished_at", "kind", "state"), name="job_by_end"),
        ]
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
    def is_main(self) -> bool:
        """Say whether the job changes the brief's text; see `JobQuerySet.main`."""
        return self.kind != self.Kind.ALTERNATIVES
