"""What readers get to see, and how it is put right."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from summaries.models import Article, Brief, Correction, Revision
from summaries.services import events, texts
from summaries.services.errors import Invalid, WrongState
from summaries.workflow import Action


def uses_stand_in(article: Article, revision: Revision | None) -> bool:
    """Say whether a trial model wrote this version, or any of the translation it was made from.

    The desk's label, the publisher's confirmation and the readers' label all ask here. Costs no
    query when the article's segments are prefetched.
    """
    written = [segment.provenance for segment in article.segments.all()]
    if revision:
        written.append(revision.provenance)
    return any(provenance.get("stand_in") for provenance in written)


def publish(actor, brief: Brief, *, confirm_stand_in: bool = False) -> Brief:
    """Show the current version to readers.

    Text of a trial model needs `confirm_stand_in`: the publisher says that every sentence was
    checked. Raises Invalid without it.
    """
    with transaction.atomic():
        brief = events.locked(brief)
        events.require(brief, Action.PUBLISH, actor)
        _require_rest(brief)
        stand_in = uses_stand_in(brief.article, brief.current)
        if stand_in and not confirm_stand_in:
            raise Invalid(
                _("A trial model wrote this text. Confirm that you checked every sentence of it.")
            )
        brief.live = brief.current
        brief.published_at = timezone.now()
        return events.perform(
            brief, Action.PUBLISH, actor, revision=brief.current.number, stand_in=stand_in
        )


def correct(actor, brief: Brief, note_en: str, note_ar: str) -> Brief:
    """Replace the live text by the current version, with a public note in both languages."""
    note_en, note_ar = texts.note(note_en), texts.note(note_ar)
    with transaction.atomic():
        brief = events.locked(brief)
        events.require(brief, Action.CORRECT, actor)
        _require_rest(brief)
        if not note_en or not note_ar:
            raise Invalid(_("Readers need the correction note in both languages."))
        if brief.current_id == brief.live_id:
            raise Invalid(_("Nothing has changed yet. Edit and save the text, then correct."))
        brief.live = brief.current
        Correction.objects.create(
            brief=brief, revision=brief.current, note_en=note_en, note_ar=note_ar
        )
        return events.perform(
            brief, Action.CORRECT, actor, reason=note_en, revision=brief.current.number
        )


def retract(actor, brief: Brief, reason: str) -> Brief:
    """Take a published brief back; its address answers with a note from then on."""
    reason = texts.note(reason)
    with transaction.atomic():
        return events.perform(events.locked(brief), Action.RETRACT, actor, reason=reason)


def _require_rest(brief: Brief) -> None:
    if brief.current is None or brief.jobs.open().exists():
        raise WrongState(_("The machine still works on this brief. Wait for it, or cancel it."))
