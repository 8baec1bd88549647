"""The glossary: Arabic terms with the English the newsroom agreed on, and how they came to be."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from summaries.models.article import SegmentEdit


class TermState(models.TextChoices):
    """Where a term stands."""

    PROPOSED = "proposed", _("proposed")
    ACCEPTED = "accepted", _("accepted")
    REJECTED = "rejected", _("rejected")
    RETIRED = "retired", _("retired")


class TermAction(models.TextChoices):
    """What can be done to a term."""

    PROPOSE = "propose", _("Propose a term")
    ADD = "add", _("Add a term")
    ACCEPT = "accept", _("Accept a term")
    EDIT = "edit", _("Change a term")
    REJECT = "reject", _("Reject a term")
    RETIRE = "retire", _("Retire a term")


class GlossaryTerm(models.Model):
    """An Arabic term and its agreed English; only accepted ones count for checks and machine.

    `key` is the Arabic as matching folds it. `forbidden` lists English wordings that are not wanted
    for it. `edits` are the corrections that a proposal comes from.
    """

    arabic = models.CharField(_("Arabic"), max_length=200)
    key = models.CharField(max_length=200)
    english = models.CharField(_("agreed English"), max_length=200)
    forbidden = models.JSONField(_("wordings to avoid"), default=list)
    note = models.TextField(_("note"), blank=True)
    state = models.CharField(max_length=10, choices=TermState, default=TermState.PROPOSED)
    edits = models.ManyToManyField(SegmentEdit, related_name="proposed_terms")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("english", "pk")
        indexes = [
            models.Index(fields=("state", "english"), name="term_by_english"),
            models.Index(fields=("key",), name="term_by_arabic"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("key",),
                condition=models.Q(state="accepted"),
                name="one_accepted_term_an_arabic",
            )
        ]

    def __str__(self) -> str:
        return f"{self.arabic}: {self.english}"

    @property
    def facts(self) -> dict:
        """Return what a person decides about, as the history keeps it."""
        names = ("arabic", "english", "forbidden", "note", "state")
        return {name: getattr(self, name) for name in names}


class TermChange(models.Model):
    """One append-only line of what happened to a term: who, when, why, before and after.

    Without an author the newsdesk proposed it from corrections. `counts` says that the accepted
    glossary is another since then.
    """

    term = models.ForeignKey(GlossaryTerm, models.CASCADE, related_name="changes")
    action = models.CharField(max_length=10, choices=TermAction)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    reason = models.TextField(blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    counts = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        indexes = [
            models.Index(
                fields=("id",), condition=models.Q(counts=True), name="change_of_the_glossary"
            )
        ]

    def __str__(self) -> str:
        return f"{self.action}: {self.term}"


class Rewording(models.Model):
    """A few English words that a person replaced by others in a sentence.

    `key` is the same wherever the same words took the place of the same others: the second time
    they are proposed as a term.
    """

    edit = models.ForeignKey(SegmentEdit, models.CASCADE, related_name="rewordings")
    old = models.CharField(max_length=200)
    new = models.CharField(max_length=200)
    key = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=("key",), name="rewording_by_words")]

    def __str__(self) -> str:
        return f"{self.old}: {self.new}"
