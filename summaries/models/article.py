"""The articles, and their sentences in both languages."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from summaries.models.fields import KeyField
from summaries.models.source import Source


class Article(models.Model):
    """One immutable Arabic original, as it arrived, with its intake facts.

    What the outlet changed later is another article, a version of the first. The same text from
    another outlet or address is one too, a reprint. A brief stands on a first article or on one of
    its versions; reprints have none.
    """

    class Channel(models.TextChoices):
        """The door an article came through."""

        PASTE = "paste", _("pasted")
        UPLOAD = "upload", _("uploaded")
        COMMAND = "command", _("command line")
        SOURCE = "source", _("fetched from its source")
        ADDRESS = "address", _("fetched from an address")
        API = "api", _("sent by a program")

    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="articles"
    )
    channel = models.CharField(max_length=10, choices=Channel)
    url = models.URLField(max_length=1000, blank=True)
    url_key = KeyField(db_index=True)
    file_name = models.CharField(max_length=255, blank=True)
    headline = models.CharField(max_length=500, blank=True)
    byline = models.CharField(max_length=300, blank=True)
    # When the outlet published it, where that is known.
    published_at = models.DateTimeField(null=True, blank=True)
    raw_text = models.TextField()
    # sha256 of the normalised text: the same article pasted twice is one article.
    content_hash = models.CharField(max_length=64, db_index=True)
    reprint_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="reprints"
    )
    # Always the first one, whichever came before.
    version_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="versions"
    )
    notices = models.JSONField(default=list)
    taken_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    taken_in_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("content_hash",),
                condition=models.Q(reprint_of=None, version_of=None),
                name="one_original_a_text",
            )
        ]
        indexes = [models.Index(fields=("source", "taken_in_at"), name="article_by_source")]

    def __str__(self) -> str:
        return self.headline or self.raw_text[:80]


class Segment(models.Model):
    """One Arabic sentence with its machine English and its current English.

    Segments order by the line of the pasted text and the sentence within it, so that a restored
    line finds its place without renumbering the others.
    """

    class Kind(models.TextChoices):
        """Whether it is the headline or a sentence of the body."""

        HEADLINE = "headline", _("headline")
        BODY = "body", _("body")

    article = models.ForeignKey(Article, models.CASCADE, related_name="segments")
    line = models.PositiveIntegerField()
    sentence = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.BODY)
    arabic = models.TextField()
    machine_english = models.TextField(blank=True)
    english = models.TextField(blank=True)
    translated_at = models.DateTimeField(null=True, blank=True)
    flags = models.JSONField(default=list)
    score = models.FloatField(null=True, blank=True)
    provenance = models.JSONField(default=dict)
    # Counts every change of the English: a save names the version it was made from.
    version = models.PositiveIntegerField(default=0)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    # Other translations of the machine, asked for by an editor: [{"text": …, "score": …}].
    alternatives = models.JSONField(default=list)

    class Meta:
        ordering = ("line", "sentence")
        constraints = [
            models.UniqueConstraint(
                fields=("article", "line", "sentence"), name="segment_place_is_unique"
            )
        ]

    def __str__(self) -> str:
        return self.arabic[:80]

    @property
    def is_edited(self) -> bool:
        """Say whether a person changed the machine's English."""
        return self.english != self.machine_english

    @property
    def is_protected(self) -> bool:
        """Say whether a person decided on this English, so that the machine leaves it alone."""
        return self.is_edited or self.approved_at is not None


class SegmentEdit(models.Model):
    """One change of a segment's English: what it was, what it became, who and how.

    Autosaves of one person in one sitting are one change: `after` and `updated_at` move on.
    """

    class How(models.TextChoices):
        """What made the change."""

        TYPED = "typed", _("edited")
        UNDONE = "undone", _("back to the machine's text")
        ALTERNATIVE = "alternative", _("took another translation")
        RETRANSLATED = "retranslated", _("translated again")
        MERGED = "merged", _("joined with the next sentence")
        SPLIT = "split", _("divided in two")

    segment = models.ForeignKey(Segment, models.CASCADE, related_name="edits")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    how = models.CharField(max_length=12, choices=How, default=How.TYPED)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("-updated_at", "-pk")
        # The search index looks for what was typed lately.
        indexes = [models.Index(fields=("updated_at",), name="edit_by_time")]

    def __str__(self) -> str:
        return f"{self.how}: {self.after[:80]}"


class RemovedLine(models.Model):
    """A pasted line that the cleaner set aside; an editor can see it and put it back."""

    class Role(models.TextChoices):
        """Why it was set aside."""

        KICKER = "kicker", _("section line")
        AGENCY = "agency", _("agency name")
        TEASER = "teaser", _("headline of another story")
        FOOTER = "footer", _("page furniture")

    article = models.ForeignKey(Article, models.CASCADE, related_name="removed_lines")
    line = models.PositiveIntegerField()
    text = models.TextField()
    role = models.CharField(max_length=10, choices=Role)
    restored_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("line",)

    def __str__(self) -> str:
        return self.text[:80]
