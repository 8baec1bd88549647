"""What editors do to a brief before it is published."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from summaries.engine.text import segments_of
from summaries.models import Brief, RemovedLine, Revision, Segment
from summaries.services import events, jobs, revisions, texts
from summaries.services.errors import Invalid, Stale, WrongState
from summaries.workflow import Action

# Of an edited summary; the machine's own are shorter.
MAX_EDITED_SENTENCES = 12
MAX_CHARACTERS = {"headline_en": 300, "headline_ar": 500, "sentence": 2000, "summary_ar": 20_000}


def save_text(
    actor,
    brief: Brief,
    *,
    based_on: int,
    headline_en: str,
    headline_ar: str,
    sentences: Sequence[str],
    summary_ar: str,
) -> Revision:
    """Save headline and summary in both languages as a new version.

    Raises Stale when somebody saved after version `based_on`, Invalid when a text is missing or
    too long, NotAllowed and WrongState as the table says. Saving without a change makes no new
    version.
    """
    text = {
        "headline_en": texts.one_line(headline_en),
        "headline_ar": texts.one_line(headline_ar),
        "summary_ar": texts.lines(summary_ar),
    }
    cleaned = [texts.one_line(sentence) for sentence in sentences]
    kept = [sentence for sentence in cleaned if sentence]
    _require_text(text, kept)
    _require_measure(text, kept)
    with transaction.atomic():
        brief = events.locked(brief)
        events.require(brief, Action.EDIT, actor)
        if brief.current is None:
            raise WrongState(_("The draft is not ready yet."))
        if brief.current.number != based_on:
            raise Stale(
                _(
                    "Somebody saved version %(number)d meanwhile. "
                    "Yours is still below; compare and save again."
                )
                % {"number": brief.current.number}
            )
        if _is_unchanged(brief.current, text, kept):
            return brief.current
        brief.current = revisions.edited(brief, actor, sentences=kept, **text)
        events.perform(brief, Action.EDIT, actor, revision=brief.current.number)
        return brief.current


def _require_text(text: dict[str, str], sentences: Sequence[str]) -> None:
    if not text["headline_en"] or not text["headline_ar"]:
        raise Invalid(_("A brief needs a headline in both languages."))
    if not sentences or not text["summary_ar"]:
        raise Invalid(_("A brief needs a summary in both languages."))


def _require_measure(text: dict[str, str], sentences: Sequence[str]) -> None:
    if len(sentences) > MAX_EDITED_SENTENCES:
        raise Invalid(
            _("A summary has at most %(limit)d sentences.") % {"limit": MAX_EDITED_SENTENCES}
        )
    for name, value in [*text.items(), *(("sentence", s) for s in sentences)]:
        if len(value) > MAX_CHARACTERS[name]:
            raise Invalid(
                _("“%(start)s…” is too long: at most %(limit)d characters.")
                % {"start": value[:40], "limit": MAX_CHARACTERS[name]}
            )


def _is_unchanged(revision: Revision, text: dict[str, str], sentences: Sequence[str]) -> bool:
    return all(getattr(revision, name) == value for name, value in text.items()) and [
        s.text for s in revision.sentences.all()
    ] == list(sentences)


def submit(actor, brief: Brief) -> Brief:
    """Hand a finished draft to the editors."""
    with transaction.atomic():
        brief = events.locked(brief)
        if brief.jobs.open().exists():
            raise WrongState(_("The machine still works on this brief. Wait for it, or cancel it."))
        return events.perform(brief, Action.SUBMIT, actor)


def return_to_draft(actor, brief: Brief, reason: str) -> Brief:
    """Send a brief back to its reporter, saying why."""
    reason = texts.note(reason)
    with transaction.atomic():
        return events.perform(events.locked(brief), Action.RETURN, actor, reason=reason)


def restore_line(actor, removed: RemovedLine) -> Brief:
    """Put a set-aside line back among the sentences and have the machine translate it."""
    with transaction.atomic():
        brief = events.locked(removed.article.brief)
        events.require(brief, Action.RESTORE_LINE, actor)
        if brief.jobs.open().exists():
            raise WrongState(_("The machine still works on this brief. Wait for it, or cancel it."))
        if not _unrestored(removed).update(restored_at=timezone.now()):
            raise WrongState(_("This line is back in the article already."))
        Segment.objects.bulk_create(
            Segment(article=removed.article, line=s.line, sentence=s.sentence, arabic=s.text)
            for s in segments_of(removed.line, removed.text)
        )
        events.perform(brief, Action.RESTORE_LINE, actor, line=removed.text[:200])
        jobs.enqueue(brief, actor)
        return brief


def _unrestored(removed: RemovedLine):
    return RemovedLine.objects.filter(pk=removed.pk, restored_at=None)
