"""The translation memory: approved Arabic sentences with their English."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from summaries.models.article import Segment
from summaries.models.brief import Brief
from summaries.models.finding import Finding
from summaries.workflow import Status


class MemoryQuerySet(models.QuerySet):
    """Named questions about pairs."""

    def kept(self):
        """Pairs that nobody took out."""
        return self.filter(removed_at=None)

    def usable(self):
        """Kept pairs that other articles may take over.

        Not those of a retracted brief, nor of a sentence with a finding that blocks publication.
        """
        blocking = Finding.objects.filter(
            segment=OuterRef("segment"), severity="blocking", dismissal=None
        )
        retracted = Brief.objects.filter(
            article__segments=OuterRef("segment"), status=Status.RETRACTED
        )
        return self.kept().exclude(Exists(blocking)).exclude(Exists(retracted))


class MemoryPair(models.Model):
    """An Arabic sentence and an English one that a person approved or brought in for it.

    Its texts never change: another text is another pair, so that a key is one text for ever. `key`
    is the sum of the Arabic as matching folds it (`folded`). It comes from a sentence of an article
    or, without one, from the file `origin`. A pair that somebody took out stays, with the reason.
    """

    arabic = models.TextField()
    folded = models.TextField()
    key = models.CharField(max_length=64)
    english = models.TextField()
    segment = models.OneToOneField(Segment, models.CASCADE, null=True, related_name="memory_pair")
    origin = models.CharField(max_length=255, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    approved_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    removed_because = models.TextField(blank=True)

    objects = MemoryQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        indexes = [
            models.Index(
                fields=("key", "-approved_at"),
                condition=Q(removed_at=None),
                name="memory_by_arabic",
            )
        ]

    def __str__(self) -> str:
        return self.arabic[:80]
