"""Remarks of the desk on a brief or one of its sentences. Readers never see them."""

import re
import unicodedata

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from summaries.models import Brief, Comment, Notice, Segment
from summaries.services import events, notices, texts
from summaries.services.errors import Invalid
from summaries.services.people import accounts
from summaries.workflow import Action

# Of a comment in the brief's history: enough to recognise it, no second copy of the text.
EXCERPT_CHARACTERS = 80
# The @ of an email address has a letter before it.
MENTION = re.compile(r"(?<![\w@.+-])@([\w.+-]+)")


def add(actor, brief: Brief, text: str, *, segment: Segment | None = None) -> Comment:
    """Write a comment and tell everybody it mentions as @username.

    Raises Invalid for an empty or endless text, and for a segment of another article or one that
    was joined away.
    """
    text = texts.note(text)
    if not text:
        raise Invalid(_("Write a comment first."))
    with transaction.atomic():
        # Locked: joining moves the comments of a sentence before it deletes it.
        brief = events.locked(brief)
        events.require(brief, Action.COMMENT, actor)
        _require_segment(brief, segment)
        comment = Comment.objects.create(brief=brief, segment=segment, author=actor, text=text)
        mentioned = mentioned_in(text)
        comment.mentions.set(mentioned)
        for person in mentioned:
            notices.write(person, brief, Notice.Kind.MENTIONED, actor=actor, comment=comment)
        _record(comment, "comment", actor)
    return comment


def _require_segment(brief: Brief, segment: Segment | None) -> None:
    if segment is None:
        return
    if segment.article_id != brief.article_id:
        raise Invalid(_("This sentence belongs to another article."))
    if not Segment.objects.filter(pk=segment.pk).exists():
        raise Invalid(_("This sentence is not there any more. Choose again, then send."))


def resolve(actor, comment: Comment) -> None:
    """Mark a comment as dealt with. One that is resolved already stays as it is."""
    _change(actor, comment, "comment_resolved", now=timezone.now(), by=actor)


def reopen(actor, comment: Comment) -> None:
    """Take a comment up again."""
    _change(actor, comment, "comment_reopened", now=None, by=None)


def _change(actor, comment: Comment, verb: str, *, now, by) -> None:
    events.require(comment.brief, Action.COMMENT, actor)
    with transaction.atomic():
        # Conditional: of two people who press at once, one resolves.
        others = Comment.objects.filter(pk=comment.pk, resolved_at__isnull=now is not None)
        if others.update(resolved_at=now, resolved_by=by):
            _record(comment, verb, actor)


def _record(comment: Comment, verb: str, actor) -> None:
    events.record(
        comment.brief,
        verb,
        actor=actor,
        comment=comment.pk,
        segment=comment.segment_id,
        text=comment.text[:EXCERPT_CHARACTERS],
    )


def mentioned_in(text: str) -> list:
    """Return the people of the desk whose @username stands in `text`, in any letter case.

    A full stop after a name ends the sentence, unless somebody's name has it.
    """
    asked = {name for found in MENTION.findall(text) for name in _readings(found)}
    if not asked:
        return []
    return [person for person in accounts.people() if _folded(person.get_username()) in asked]


def _readings(name: str) -> list[str]:
    """Return the name as written and without the punctuation after it."""
    return [_folded(name), _folded(name.rstrip(".-+"))]


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()
