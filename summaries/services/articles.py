"""Articles as they are stored, and how they hang together.

The first article of a text may have versions (its outlet changed it later) and reprints (others
have it too); all of them lead to one brief.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from summaries.engine.errors import TextRejected
from summaries.engine.text import check_is_article, for_matching, read_article
from summaries.engine.types import CleanArticle
from summaries.models import Article, Brief, RemovedLine, Segment, Source, Topic
from summaries.readers.addresses import absolute
from summaries.services import texts

_BATCH = 200


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


def same_text(keys: Sequence[str], **of) -> Article | None:
    """Return the first article that has a text with one of these keys; `of` narrows the choice."""
    return Article.objects.filter(content_hash__in=keys, **of).order_by("pk").first()


def rehash_all() -> int:
    """Have articles of earlier versions known by their bodies, as new ones are; returns how many.

    Of two with one body the first is: the other stays known by its whole text. Safe to repeat.
    """
    count, last = 0, 0
    rows = Article.objects.only("content_hash", "raw_text", "reprint_of_id", "version_of_id")
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:_BATCH]):
        count, last = count + sum(map(_rehashed, batch)), batch[-1].pk
    return count


def _rehashed(article: Article) -> bool:
    if article.content_hash != _sum(article.raw_text):
        # Known by its body.
        return False
    try:
        key = _sum(_body(read_article(article.raw_text)))
    except TextRejected:
        # Earlier versions took more.
        return False
    if key == article.content_hash:
        return False
    try:
        with transaction.atomic():
            return Article.objects.filter(pk=article.pk).update(content_hash=key) == 1
    except IntegrityError:
        # Another original has this body.
        return False


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
