"""Taking articles in: every door leads here.

A text is stored once. The same one from elsewhere is a reprint of it, what its outlet changed later
a version of it; both lead to the brief of the first. No outlet changes what another published.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from summaries.models import Article, Brief, Source, Topic
from summaries.readers.addresses import same_site
from summaries.services import copies, events, jobs, search, texts
from summaries.services.articles import (
    Facts,
    Prepared,
    brief_of,
    create,
    family_of,
    newest_of,
    prepare,
    root_of,
    same_text,
)
from summaries.services.errors import AlreadyTakenIn
from summaries.services.files import text_of_file
from summaries.services.people.accounts import require_desk
from summaries.workflow import Status


class Outcome(StrEnum):
    """What became of a text that came in."""

    NEW = "new"
    # The same text from the same source, or from nobody knows where: nothing was stored.
    KNOWN = "known"
    # The same text from elsewhere: stored as a reprint of the first.
    REPRINT = "reprint"


@dataclass(frozen=True)
class Received:
    """What became of a text, its article, and the brief that it leads to.

    The article of a known text is the first one that has it, and of its source's if that is known.
    """

    outcome: Outcome
    article: Article
    brief: Brief


def take_in_file(
    actor,
    name: str,
    data: bytes,
    *,
    source: Source | None = None,
    url: str = "",
    byline: str = "",
    published_at: datetime | None = None,
    channel: str = Article.Channel.UPLOAD,
) -> Brief:
    """Take in an uploaded file of a kind that `files` reads; see `take_in`."""
    require_desk(actor)
    more = {"byline": byline, "published_at": published_at}
    file_name = texts.one_line(name)[-255:]
    text = text_of_file(name, data)
    return take_in(
        actor, text, channel=channel, source=source, url=url, file_name=file_name, **more
    )


def take_in(
    actor,
    text: str,
    *,
    channel: str,
    source: Source | None = None,
    url: str = "",
    file_name: str = "",
    topic: Topic | None = None,
    byline: str = "",
    published_at: datetime | None = None,
) -> Brief:
    """Take an article in for somebody, to whose desk it goes; see `receive`.

    Raises NotAllowed, TextRejected (with words for the person), or AlreadyTakenIn with the brief.
    """
    require_desk(actor)
    facts = Facts(channel, source, url, file_name, byline, published_at, topic)
    received = receive(text, facts, actor=actor)
    if received.outcome is Outcome.NEW:
        return received.brief
    if received.outcome is Outcome.REPRINT:
        raise AlreadyTakenIn(
            _("This article is on the desk already. It was noted that it comes from here too."),
            received.brief,
        )
    raise AlreadyTakenIn(_("This article is on the desk already."), received.brief)


def receive(text: str, facts: Facts, *, actor=None) -> Received:
    """Store an Arabic article, its sentences and set-aside lines, and ask for a draft.

    Without `actor` the system took it, and nobody owns the brief. Raises TextRejected.
    """
    return store(prepare(text, facts.title), facts, actor=actor)


def store(prepared: Prepared, facts: Facts, *, actor=None) -> Received:
    """Store what was prepared, or find out that it is known; see `receive`. One transaction."""
    with transaction.atomic():
        try:
            with transaction.atomic():
                return _place(prepared, facts, actor)
        except IntegrityError:
            # Two workers took in the same text at the same moment; the first one won.
            return _place(prepared, facts, actor)


def _place(prepared: Prepared, facts: Facts, actor) -> Received:
    same = _of_source(prepared.keys, facts) or same_text(prepared.keys)
    if same is None:
        return _store_new(prepared, facts, actor)
    # Locked, so that the same reprint is stored once.
    brief = events.locked(brief_of(same))
    root = root_of(same)
    if known := _known_as(same, root, facts):
        return Received(Outcome.KNOWN, known, brief)
    article = create(prepared, facts, actor, reprint_of=root)
    events.record(brief, "reprint", actor=actor, article=article.pk, outlet=_outlet(facts))
    return Received(Outcome.REPRINT, article, brief)


def _store_new(prepared: Prepared, facts: Facts, actor) -> Received:
    article = create(prepared, facts, actor)
    topic = facts.topic or (facts.source.topic if facts.source else None)
    brief = Brief.objects.create(article=article, owner=actor, topic=topic)
    search.index(brief)
    events.record(brief, "taken_in", actor=actor, channel=facts.channel)
    jobs.enqueue(brief, actor)
    copies.place(brief)
    return Received(Outcome.NEW, article, brief)


def _of_source(keys: Sequence[str], facts: Facts) -> Article | None:
    return same_text(keys, source=facts.source) if facts.source else None


def _known_as(same: Article, root: Article, facts: Facts) -> Article | None:
    """Return the article that a text is known as where it comes from; None if it is from elsewhere.

    A source knows its own articles, and what somebody gave the desk from the same address: what it
    lists can never lead to the article of another source.
    """
    copies = Article.objects.filter(Q(reprint_of=root.pk) | family_of(root)).order_by("pk")
    if facts.source:
        if same.source_id == facts.source.pk:
            return same
        given = Q(source=None, url=facts.url) if facts.url else Q(pk=None)
        return copies.filter(Q(source=facts.source) | given).first()
    known = copies.exclude(url="").values_list("url", flat=True)
    is_elsewhere = facts.url and not any(same_site(facts.url, url) for url in known)
    return None if is_elsewhere else same


def _outlet(facts: Facts) -> str:
    return facts.source.name_en if facts.source else urlsplit(facts.url).hostname or ""


def store_version(article: Article, prepared: Prepared, facts: Facts) -> Article:
    """Store a newer upstream text of an article as a version of it, and mark its brief.

    Returns the newest article of the family: the one before, where nothing but spaces, marks or
    page furniture changed. An outlet that goes back to the text of the brief unmarks it. A version
    has the source of the first, whose licence and ownership note hold for it.
    """
    with transaction.atomic():
        brief = events.locked(brief_of(article))
        root = root_of(article)
        newest = newest_of(root)
        if newest.content_hash in prepared.keys:
            return newest
        facts = replace(facts, source=root.source)
        version = create(prepared, facts, None, version_of=root)
        _mark(brief, version, is_back=brief.article.content_hash in prepared.keys)
        return version


def _mark(brief: Brief, version: Article, *, is_back: bool) -> None:
    if brief.status == Status.RETRACTED:
        # Nothing is left to decide about.
        return
    brief.newer_article = None if is_back else version
    brief.save(update_fields=["newer_article"])
    verb = "source_changed_back" if is_back else "source_changed"
    events.record(brief, verb, article=version.pk)
