"""Articles as they are stored, and how they hang together.

The first article of a text may have versions (its outlet changed it later) and reprints (others
have it too); all of them lead to one brief.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from summaries.engine.text import check_is_article, for_matching, read_article
from summaries.engine.types import CleanArticle
from summaries.models import Article, Brief, RemovedLine, Segment, Source, Topic
from summaries.readers.addresses import absolute
from summaries.services import texts


@dataclass(frozen=True)
class Facts:
    """What is known of an article besides its text.

    `title` is one that stands apart from the text, as in feeds. Without `topic` the brief is about
    what its source usually writes about.
    """

    channel: str
    source: Source | None = None
    url: str = ""
    file_name: str = ""
    byline: str = ""
    published_at: datetime | None = None
    topic: Topic | None = None
    title: str = ""


@dataclass(frozen=True)
class Prepared:
    """An Arabic text, taken apart; `keys` are its content hash and what else it may be known by."""

    raw: str
    clean: CleanArticle
    keys: tuple[str, ...]

    @property
    def body(self) -> str:
        """Return headline and sentences, one a line, without what was set aside."""
        return _body(self.clean)


def prepare(text: str, title: str = "") -> Prepared:
    """Take a text apart, under `title` unless it begins with it. Raises TextRejected.

    It takes time, so do it before a transaction.
    """
    title = texts.one_line(title)
    if title:
        # A title alone makes no article of whatever stands under it.
        check_is_article(text)
    raw = _under(title, text)
    clean = read_article(raw)
    # Kickers, credits and page furniture come and go between a page, its feed and what people copy.
    # Articles of earlier versions of the newsdesk are known by the whole of their text.
    return Prepared(raw, clean, (_sum(_body(clean)), _sum(raw)))


def _body(clean: CleanArticle) -> str:
    return "\n".join(segment.text for segment in clean.segments)


def _sum(text: str) -> str:
    return hashlib.sha256(for_matching(text).encode()).hexdigest()


def _under(title: str, text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    if not title or for_matching(first) == for_matching(title):
        return text
    return f"{title}\n\n{text}"


def create(prepared: Prepared, facts: Facts, actor, **copy_of: Article) -> Article:
    """Store an article with its sentences and set-aside lines, as a copy of another if so told."""
    clean = prepared.clean
    article = Article.objects.create(
        source=facts.source,
        channel=facts.channel,
        # Readers follow it: an address of the web, or none.
        url=absolute(facts.url, ""),
        file_name=facts.file_name,
        byline=texts.one_line(facts.byline)[:300],
        published_at=facts.published_at,
        # PostgreSQL cannot store NUL, which no text needs.
        raw_text=prepared.raw.replace("\x00", ""),
        content_hash=prepared.keys[0],
        headline=clean.headline[:500],
        notices=list(clean.notices),
        taken_in_by=actor,
        **copy_of,
    )
    Segment.objects.bulk_create(
        Segment(article=article, line=s.line, sentence=s.sentence, kind=s.kind, arabic=s.text)
        for s in clean.segments
    )
    RemovedLine.objects.bulk_create(
        RemovedLine(article=article, line=r.line, text=r.text, role=r.role) for r in clean.removed
    )
    return article


def same_text(keys: Sequence[str]) -> Article | None:
    """Return the first article that has a text with one of these keys."""
    return Article.objects.filter(content_hash__in=keys).order_by("pk").first()


def root_of(article: Article) -> Article:
    """Return the first article of this one's family: it is a version or a reprint, or the first."""
    first = article.reprint_of or article
    return first.version_of or first


def family_of(root: Article) -> Q:
    """Return the condition on articles to be this first one or a version of it."""
    return Q(pk=root.pk) | Q(version_of=root.pk)


def brief_of(article: Article) -> Brief:
    """Return the brief that an article leads to: its own, or that of what it is a copy of."""
    root = root_of(article)
    return Brief.objects.get(Q(article=root.pk) | Q(article__version_of=root.pk))


def newest_of(article: Article) -> Article:
    """Return the newest version of an article's family; a reprint counts for its first."""
    return Article.objects.filter(family_of(root_of(article))).order_by("-pk")[0]


def reprints_of(brief: Brief) -> QuerySet[Article]:
    """Return the reprints of a brief's article, the first one first."""
    root = root_of(brief.article)
    return Article.objects.filter(reprint_of=root.pk).select_related("source").order_by("pk")
