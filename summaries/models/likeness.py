"""What is stored of articles to find their copies and other reports of the same event.

`summaries.likeness` makes and reads what stands here.
"""

from django.db import models

from summaries.models.article import Article


class Likeness(models.Model):
    """The fingerprint of one article."""

    article = models.OneToOneField(
        Article, models.CASCADE, primary_key=True, related_name="likeness"
    )
    same_key = models.CharField(max_length=64, db_index=True)
    words = models.BinaryField()
    # Of the code that made it: another one is made anew.
    version = models.PositiveSmallIntegerField()
    # When the outlet published it, in UTC: only reports of about the same days are of one event.
    day = models.DateField()

    class Meta:
        verbose_name_plural = "likenesses"

    def __str__(self) -> str:
        return f"likeness of article {self.article_id}"


class LikenessKey(models.Model):
    """One row of the index: articles that share a key are worth comparing."""

    class Kind(models.IntegerChoices):
        """What the key stands for."""

        BAND = 1, "text band"
        WORD = 2, "telling word"

    # Signed, 64 bits.
    key = models.BigIntegerField()
    kind = models.PositiveSmallIntegerField(choices=Kind)
    day = models.DateField()
    article = models.ForeignKey(Article, models.CASCADE, related_name="+")

    class Meta:
        # It answers the lookup by itself, newest first.
        indexes = [models.Index(fields=("key", "day", "article"), name="likeness_by_key")]

    def __str__(self) -> str:
        return f"key {self.key} of article {self.article_id}"
