"""What the fidelity checks found in a brief, and what people decided about it."""

from collections.abc import Mapping

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from summaries.models.article import Segment
from summaries.models.brief import Brief, SummarySentence


class Place(models.TextChoices):
    """Which of a brief's texts something was found in."""

    SEGMENT = "segment", _("sentence")
    SUMMARY = "summary", _("summary")
    HEADLINE = "headline", _("headline")


def worded(message: str, values: Mapping[str, str]) -> str:
    """Return a check's message in the language of the page, with its values.

    Each value keeps its own direction: the quotation marks around Arabic words in an English
    sentence stay in place, and the other way round.
    """
    quoted = {name: isolated(value) for name, value in values.items()}
    return gettext(message) % quoted if quoted else gettext(message)


def isolated(words: str) -> str:
    """Return words that keep their own direction in any sentence (UAX #9, isolates)."""
    return f"\u2068{words}\u2069"


class Dismissal(models.Model):
    """A person's decision that a finding is none, with the reason.

    It holds for one finding like it: the same check and words in the same place. `text` is the
    English sentence as it was decided on. Findings come and go with the text, dismissals stay.
    """

    brief = models.ForeignKey(Brief, models.CASCADE, related_name="dismissals")
    place = models.CharField(max_length=10, choices=Place)
    segment = models.ForeignKey(Segment, models.CASCADE, null=True, related_name="dismissals")
    check_name = models.CharField(max_length=40)
    severity = models.CharField(max_length=10)
    message = models.TextField()
    values = models.JSONField(default=dict)
    english = models.TextField(blank=True)
    arabic = models.TextField(blank=True)
    occurrence = models.PositiveIntegerField(default=0)
    text = models.TextField(blank=True)
    reason = models.TextField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return f"{self.check_name}: {self.reason}"

    @property
    def words(self) -> str:
        """Return the finding's message in the language of the page."""
        return worded(self.message, self.values)


class Finding(models.Model):
    """One result of a check on a brief as it is now; made anew when the text changes.

    `message` is a sentence with placeholders for `values`, as the checks wrote it. Spans are lists
    `[start, end]` into the English, and `[segment key, start, end]` into the Arabic of segments.
    `english` and `arabic` quote the first span of each. `fix` may replace the first English span.
    """

    brief = models.ForeignKey(Brief, models.CASCADE, related_name="findings")
    place = models.CharField(max_length=10, choices=Place)
    segment = models.ForeignKey(Segment, models.CASCADE, null=True, related_name="findings")
    sentence = models.ForeignKey(
        SummarySentence, models.CASCADE, null=True, related_name="findings"
    )
    check_name = models.CharField(max_length=40)
    severity = models.CharField(max_length=10)
    message = models.TextField()
    values = models.JSONField(default=dict)
    english = models.TextField(blank=True)
    arabic = models.TextField(blank=True)
    english_spans = models.JSONField(default=list)
    arabic_spans = models.JSONField(default=list)
    fix = models.TextField(null=True, blank=True)  # noqa: DJ001 - None: unknown, "": leave it out
    # Tells findings of one sentence apart that quote the same words.
    occurrence = models.PositiveIntegerField(default=0)
    dismissal = models.ForeignKey(Dismissal, models.SET_NULL, null=True, related_name="findings")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.check_name}: {self.english or self.arabic}"

    @property
    def words(self) -> str:
        """Return the message in the language of the page."""
        return worded(self.message, self.values)

    @property
    def text(self) -> str:
        """Return the English text it is about, as it is now."""
        if self.place == Place.SEGMENT:
            return self.segment.english
        if self.place == Place.SUMMARY:
            return self.sentence.text
        return self.brief.current.headline_en if self.brief.current else ""

    @property
    def stands(self) -> bool:
        """Say whether its English still has the words it quotes, where it has them."""
        if not self.english_spans:
            return True
        start, end = self.english_spans[0]
        return self.text[start:end] == self.english


class PublishedName(models.Model):
    """How a published brief spelled an Arabic name; later articles are held to it."""

    brief = models.ForeignKey(Brief, models.CASCADE, related_name="published_names")
    arabic = models.CharField(max_length=200)
    english = models.CharField(max_length=200)

    class Meta:
        indexes = [models.Index(fields=("arabic",), name="published_name")]
        constraints = [
            models.UniqueConstraint(fields=("brief", "arabic"), name="published_name_once_a_brief")
        ]

    def __str__(self) -> str:
        return f"{self.arabic}: {self.english}"
