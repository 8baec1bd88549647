"""What readers get to see, and how it is put right."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from summaries.models import Brief, Correction
from summaries.services import events
from summaries.services.errors import Invalid, WrongState
from summaries.workflow import Action


def uses_stand_in(brief: Brief) -> bool:
    """Say whether a trial model wrote any of the text that readers would see."""
    revision = brief.current
    if revision is None:
        return False
    written = [revision.provenance, *brief.article.segments.values_list("provenance", flat=True)]
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
        stand_in = uses_stand_in(brief)
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
    note_en, note_ar = note_en.strip(), note_ar.strip()
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
    with transaction.atomic():
        return events.perform(events.locked(brief), Action.RETRACT, actor, reason=reason)


def _require_rest(brief: Brief) -> None:
    if brief.current is None or brief.jobs.open().exists():
        raise WrongState(_("The machine still works on this brief. Wait for it, or cancel it."))
