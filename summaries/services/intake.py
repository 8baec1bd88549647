"""Taking articles in: every door leads here."""

import hashlib

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from summaries.engine.text import for_matching, read_article
from summaries.engine.types import CleanArticle
from summaries.models import Article, Brief, RemovedLine, Segment, Source, Topic
from summaries.services import events, jobs, search, texts
from summaries.services.accounts import require_desk
from summaries.services.errors import AlreadyTakenIn
from summaries.services.files import text_of_file


def take_in_file(
    actor, name: str, data: bytes, *, source: Source | None = None, url: str = ""
) -> Brief:
    """Take in an uploaded .txt, .html or .docx file; see `take_in`."""
    require_desk(actor)
    text = text_of_file(name, data)
    channel, file_name = Article.Channel.UPLOAD, texts.one_line(name)[-255:]
    return take_in(actor, text, channel=channel, source=source, url=url, file_name=file_name)


def take_in(
    actor,
    text: str,
    *,
    channel: str,
    source: Source | None = None,
    url: str = "",
    file_name: str = "",
    topic: Topic | None = None,
) -> Brief:
    """Store an Arabic article, its sentences and set-aside lines, and ask for a draft.

    Without `topic` the brief is about what its source usually writes about.

    Raises NotAllowed, TextRejected (with words for the person), or AlreadyTakenIn with the brief.
    """
    require_desk(actor)
    clean = read_article(text)
    content_hash = hashlib.sha256(for_matching(text).encode()).hexdigest()
    _refuse_duplicate(content_hash)
    intake = {"source": source, "url": url, "file_name": file_name, "channel": channel}
    try:
        with transaction.atomic():
            topic = topic or (source.topic if source else None)
            return _store(actor, text, content_hash, clean, intake, topic)
    except IntegrityError:
        # Two people pasted the same article at the same moment; the first one won.
        _refuse_duplicate(content_hash)
        raise


def _refuse_duplicate(content_hash: str) -> None:
    brief = Brief.objects.filter(article__content_hash=content_hash).first()
    if brief:
        raise AlreadyTakenIn(_("This article is on the desk already."), brief)


def _store(
    actor, text: str, content_hash: str, clean: CleanArticle, intake: dict, topic: Topic | None
) -> Brief:
    article = Article.objects.create(
        # PostgreSQL cannot store NUL, which no text needs.
        raw_text=text.replace("\x00", ""),
        content_hash=content_hash,
        headline=clean.headline[:500],
        notices=list(clean.notices),
        taken_in_by=actor,
        **intake,
    )
    Segment.objects.bulk_create(
        Segment(article=article, line=s.line, sentence=s.sentence, kind=s.kind, arabic=s.text)
        for s in clean.segments
    )
    RemovedLine.objects.bulk_create(
        RemovedLine(article=article, line=r.line, text=r.text, role=r.role) for r in clean.removed
    )
    brief = Brief.objects.create(article=article, owner=actor, topic=topic)
    search.index(brief)
    events.record(brief, "taken_in", actor=actor, channel=intake["channel"])
    jobs.enqueue(brief, actor)
    return brief
