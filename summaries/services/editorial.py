"""What editors do to a brief before it is published."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from summaries.engine.text import segments_of
from summaries.models import Brief, Notice, RemovedLine, Revision, Segment, Topic
from summaries.services import derived, events, jobs, notices, revisions, site, texts, working
from summaries.services.errors import Invalid, Stale, WrongState
from summaries.services.revisions import SentenceText
from summaries.workflow import Action

# Of an edited summary; the machine's own are shorter.
MAX_EDITED_SENTENCES = 12
MAX_PARAGRAPHS = 60
MAX_EVIDENCE = 10
MAX_CHARACTERS = {"headline_en": 300, "headline_ar": 500, "sentence": 2000, "summary_ar": 20_000}


def save_text(
    actor,
    brief: Brief,
    *,
    based_on: int,
    headline_en: str,
    headline_ar: str,
    sentences: Sequence[SentenceText],
    summary_ar: str,
    ends_working_copy: bool = True,
) -> Revision:
    """Save headline and summary in both languages as a new version; ends the working copy.

    Raises Stale when somebody saved after version `based_on`, Invalid when a text is missing or
    too long or evidence is not of this article, NotAllowed and WrongState as the table says. Saving
    without a change makes no new version.
    """
    text = {
        "headline_en": texts.one_line(headline_en),
        "headline_ar": texts.one_line(headline_ar),
        "summary_ar": texts.lines(summary_ar),
    }
    cleaned = [SentenceText(texts.one_line(s.text), s.evidence) for s in sentences]
    kept = [sentence for sentence in cleaned if sentence.text]
    _require_text(text, kept)
    _require_measure(text, kept)
    with transaction.atomic():
        brief = events.locked(brief)
        events.require(brief, Action.EDIT, actor)
        if brief.current is None:
            raise WrongState(_("The draft is not ready yet."))
        _require_newest(brief, based_on)
        _require_own_segments(brief, kept)
        if ends_working_copy:
            working.discard(actor, brief)
        if _is_unchanged(brief.current, text, kept):
            return brief.current
        new = revisions.edited(brief, actor, sentences=kept, **text)
        return _show(actor, brief, new)


def restore_version(actor, brief: Brief, revision: Revision) -> Revision:
    """Make an earlier version the newest one: a new version with its text and its evidence."""
    with transaction.atomic():
        brief = events.locked(brief)
        events.require(brief, Action.EDIT, actor)
        if revision.brief_id != brief.pk:
            raise Invalid(_("This version belongs to another brief."))
        if brief.current_id == revision.pk:
            raise WrongState(_("This version is the current one already."))
        new = revisions.restored(brief, actor, revision)
        return _show(actor, brief, new, restored_from=revision.number)


def set_topic(actor, brief: Brief, topic: Topic | None) -> Brief:
    """Say what a brief is about, or that it has no topic."""
    with transaction.atomic():
        brief = events.locked(brief)
        events.require(brief, Action.EDIT, actor)
        if brief.topic_id == (topic and topic.pk):
            return brief
        brief.topic = topic
        brief.save(update_fields=["topic"])
        events.record(brief, "topic", actor=actor, topic=topic.name_en if topic else "")
        if brief.is_live:
            site.changed()
        return brief


def _show(actor, brief: Brief, revision: Revision, **data) -> Revision:
    """Make a new version the current one, and bring up to date what is derived from the text."""
    brief.current = revision
    events.perform(brief, Action.EDIT, actor, revision=revision.number, **data)
    derived.refresh(brief)
    return revision


def _require_newest(brief: Brief, based_on: int) -> None:
    if brief.current.number != based_on:
        raise Stale(
            _(
                "Somebody saved version %(number)d meanwhile. "
                "Yours is still below; compare and save again."
            )
            % {"number": brief.current.number}
        )


def _require_own_segments(brief: Brief, sentences: Sequence[SentenceText]) -> None:
    chosen = [set(sentence.evidence or ()) for sentence in sentences]
    own = set(brief.article.segments.values_list("pk", flat=True)) if any(chosen) else set()
    if not set().union(*chosen) <= own:
        raise Invalid(
            _("The sentences of the article were joined or divided. Choose the evidence again.")
        )
    if any(len(pks) > MAX_EVIDENCE for pks in chosen):
        raise Invalid(
            _("A sentence rests on at most %(limit)d sentences of the article.")
            % {"limit": MAX_EVIDENCE}
        )


def _require_text(text: dict[str, str], sentences: Sequence[SentenceText]) -> None:
    if not text["headline_en"] or not text["headline_ar"]:
        raise Invalid(_("A brief needs a headline in both languages."))
    if not sentences or not text["summary_ar"]:
        raise Invalid(_("A brief needs a summary in both languages."))


def _require_measure(text: dict[str, str], sentences: Sequence[SentenceText]) -> None:
    if len(sentences) > MAX_EDITED_SENTENCES:
        raise Invalid(
            _("A summary has at most %(limit)d sentences.") % {"limit": MAX_EDITED_SENTENCES}
        )
    if text["summary_ar"].count("\n") >= MAX_PARAGRAPHS:
        raise Invalid(
            _("The Arabic summary has at most %(limit)d paragraphs.") % {"limit": MAX_PARAGRAPHS}
        )
    for name, value in [*text.items(), *(("sentence", s.text) for s in sentences)]:
        if len(value) > MAX_CHARACTERS[name]:
            raise Invalid(
                _("“%(start)s…” is too long: at most %(limit)d characters.")
                % {"start": value[:40], "limit": MAX_CHARACTERS[name]}
            )


def _is_unchanged(
    revision: Revision, text: dict[str, str], sentences: Sequence[SentenceText]
) -> bool:
    if any(getattr(revision, name) != value for name, value in text.items()):
        return False
    stored = list(revision.sentences.prefetch_related("evidence"))
    return len(stored) == len(sentences) and all(map(_is_same, stored, sentences))


def _is_same(stored, sentence: SentenceText) -> bool:
    rests_on = {link.segment_id for link in stored.evidence.all()}
    kept = sentence.evidence is None or set(sentence.evidence) == rests_on
    return kept and stored.text == sentence.text


def submit(actor, brief: Brief) -> Brief:
    """Hand a finished draft to the editors."""
    with transaction.atomic():
        brief = events.locked(brief)
        jobs.require_rest(brief)
        return events.perform(brief, Action.SUBMIT, actor)


def return_to_draft(actor, brief: Brief, reason: str) -> Brief:
    """Send a brief back to its reporter, saying why."""
    reason = texts.note(reason)
    with transaction.atomic():
        brief = events.perform(events.locked(brief), Action.RETURN, actor, reason=reason)
        for person in {brief.owner, _submitter(brief)}:
            notices.write(person, brief, Notice.Kind.RETURNED, actor=actor)
        return brief


def _submitter(brief: Brief):
    """Return who submitted the brief last: the owner may be somebody else by then."""
    event = brief.events.filter(verb=Action.SUBMIT).select_related("actor").first()
    return event.actor if event else None


def restore_line(actor, removed: RemovedLine) -> Brief:
    """Put a set-aside line back among the sentences and have the machine translate it."""
    with transaction.atomic():
        brief = events.locked(removed.article.brief)
        events.require(brief, Action.RESTORE_LINE, actor)
        jobs.require_rest(brief)
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
