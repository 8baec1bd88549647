"""What readers get to see, and how it is put right."""

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from summaries.models import Brief, Correction, Evidence, Job, Segment, SegmentEdit
from summaries.services import (
    events,
    figures,
    gate,
    jobs,
    outcomes,
    public_search,
    site,
    spellings,
    texts,
    trial_models,
)
from summaries.services import reports as answered
from summaries.services.errors import Invalid, NotAllowed, Stale, WrongState
from summaries.services.languages import of as languages_of
from summaries.services.mailing import mailings
from summaries.services.seen import Seen
from summaries.workflow import Action


def unpublished_changes(brief: Brief) -> bool:
    """Say whether the desk's text of a live brief differs from what readers see.

    Either the summary has a newer version, or a sentence of the evidence was changed.
    """
    if not brief.is_live:
        return False
    return brief.current_id != brief.live_id or _evidence_changed(brief)


def last_writer_id(brief: Brief) -> int | None:
    """Return the key of the person who changed the brief's text last; None where nobody did.

    The machine is no person. Whoever has it write over a text that stands (translate again, write
    the summary again), puts a removed line back, or takes over what the outlet changed, changed the
    text as much as one who types.
    """
    revision = brief.revisions.exclude(author=None).order_by("-created_at", "-number").first()
    edits = SegmentEdit.objects.filter(segment__article=brief.article_id)
    edit = edits.exclude(author=None).order_by("-updated_at", "-pk").first()
    written = [(revision.created_at, revision.author_id)] if revision else []
    written += [(edit.updated_at, edit.author_id)] if edit else []
    written += _had_it_written(brief)
    return max(written, key=lambda change: change[0])[1] if written else None


def _had_it_written(brief: Brief) -> list[tuple]:
    """Return when and by whom text was put in without typing it: (moment, key of the person)."""
    # Translating again replaces sentence by sentence: what it did before it was stopped counts.
    effective = Q(state=Job.State.DONE) | Q(kind=Job.Kind.RETRANSLATE, done__gt=0)
    asked = brief.jobs.filter(effective, kind__in=[Job.Kind.RETRANSLATE, Job.Kind.SUMMARY])
    asked = asked.exclude(asked_by=None).exclude(finished_at=None)
    verbs = [Action.RESTORE_LINE, Action.ADOPT_SOURCE]
    put_in = brief.events.filter(verb__in=verbs).exclude(actor=None)
    return [
        *asked.order_by("-finished_at").values_list("finished_at", "asked_by")[:1],
        *put_in.order_by("-created_at").values_list("created_at", "actor")[:1],
    ]


def publish(
    actor,
    brief: Brief,
    *,
    seen: Seen | None = None,
    confirm_stand_in: bool = False,
    override: str = "",
) -> Brief:
    """Show the current version to readers, with the evidence as it reads now.

    `seen` is what the publisher's page showed: raises Stale when readers would get another text.
    Without a page there is nothing to compare. Text of a trial model needs `confirm_stand_in`: the
    publisher says that every sentence was checked. Raises Invalid without it, and NotAllowed for
    the text's last editor where the two-person rule stands. Blocking findings need `override`, the
    reason to publish in spite of them: raises Blocked without it, Stale for others than were seen.
    """
    with gate.guarded(brief):
        brief = events.locked(brief)
        events.require(brief, Action.PUBLISH, actor)
        _require_text_at_rest(brief)
        _require_seen(brief, seen)
        _require_second_person(actor, brief)
        trials = _confirmed_trials(brief, confirm_stand_in)
        gate.require(actor, brief, override, seen)
        _go_live(brief)
        brief.published_at = timezone.now()
        facts = _published_facts(brief, trials)
        return _shown(events.perform(brief, Action.PUBLISH, actor, **facts))


def correct(
    actor,
    brief: Brief,
    note_en: str,
    note_ar: str,
    *,
    reason: str = "",
    notify: bool = False,
    reports: Iterable[int] = (),
    seen: Seen | None = None,
    confirm_stand_in: bool = False,
    override: str = "",
) -> Brief:
    """Replace the live text and evidence by the current ones, with a public note.

    `reason` stays on the desk; without one, the English note is kept for it. With `notify`, those
    who got another version by email are told. `reports` are keys of readers' reports that it
    answers: they are closed with it. Raises Invalid without a note in both languages or without a
    change; for a trial model's text, and Stale, NotAllowed and Blocked, as `publish`.
    """
    note_en, note_ar, reason = map(texts.note, (note_en, note_ar, reason))
    with gate.guarded(brief):
        brief = events.locked(brief)
        events.require(brief, Action.CORRECT, actor)
        _require_text_at_rest(brief)
        _require_seen(brief, seen)
        if not note_en or not note_ar:
            raise Invalid(_("Readers need the correction note in both languages."))
        if not unpublished_changes(brief):
            raise Invalid(_("Nothing has changed yet. Edit and save the text, then correct."))
        _require_second_person(actor, brief)
        trials = _confirmed_trials(brief, confirm_stand_in)
        gate.require(actor, brief, override, seen)
        _go_live(brief)
        correction = Correction.objects.create(
            brief=brief, revision=brief.current, note_en=note_en, note_ar=note_ar
        )
        answered.close_corrected(actor, brief, reports, correction)
        told = _tell(actor, correction, notify) | _published_facts(brief, trials)
        return _shown(
            events.perform(brief, Action.CORRECT, actor, reason=reason or note_en, **told)
        )


def retract(
    actor,
    brief: Brief,
    reason: str,
    *,
    note_en: str = "",
    note_ar: str = "",
    notify: bool = False,
    reports: Iterable[int] = (),
) -> Brief:
    """Take a published brief back; its address answers with a note from then on.

    `reason` stays on the desk. Readers are told why only by a note, in both languages or in none.
    With `notify`, those who got the brief by email are told. `reports` are keys of readers'
    reports that are closed with it. Raises Invalid, NotAllowed and WrongState.
    """
    reason, note_en, note_ar = map(texts.note, (reason, note_en, note_ar))
    if bool(note_en) != bool(note_ar):
        raise Invalid(_("A note for readers stands in both languages, or in none."))
    with transaction.atomic():
        brief = events.locked(brief)
        events.require(brief, Action.RETRACT, actor)
        correction = Correction.objects.create(
            brief=brief,
            revision=brief.live,
            kind=Correction.Kind.RETRACTION,
            note_en=note_en,
            note_ar=note_ar,
        )
        answered.close_corrected(actor, brief, reports, correction)
        told = _tell(actor, correction, notify)
        return _shown(events.perform(brief, Action.RETRACT, actor, reason=reason, **told))


def _tell(actor, correction: Correction, notify: bool) -> dict:
    """Have those told who got the text by email, if that is wanted; return what the Event keeps."""
    if notify:
        mailings.open_correction(actor, correction)
    return {"correction": correction.pk, "notified": notify}


def _go_live(brief: Brief) -> None:
    """Move readers to the current version; copy evidence and spellings as they will read them."""
    brief.live = brief.current
    english = Segment.objects.filter(pk=OuterRef("segment")).values("english")
    links = Evidence.objects.filter(sentence__revision=brief.current)
    links.update(english=Subquery(english[:1]))
    spellings.keep(brief)


def _shown(brief: Brief) -> Brief:
    """Bring the public pages and their search up to date with a brief that was just saved."""
    public_search.index(brief)
    site.changed()
    return brief


def _confirmed_trials(brief: Brief, confirmed: bool) -> trial_models.Trials:
    """Return the trial models that wrote the text. Raises Invalid where nobody vouches for it."""
    trials = trial_models.of(brief.article, brief.current)
    trials.require_confirmed(confirmed)
    return trials


def _published_facts(brief: Brief, trials: trial_models.Trials) -> dict:
    """Return what is true of the text at this moment; readers are told it of no later one."""
    return {
        "revision": brief.current.number,
        "figures": figures.of_desk(brief).as_dict(),
        "models": figures.by_model(brief),
        "checks": outcomes.at_publication(brief),
        "stand_in": bool(trials),
        "trial_models": trials.as_facts(),
    }


def _evidence_changed(brief: Brief) -> bool:
    links = Evidence.objects.filter(sentence__revision=brief.live_id)
    return links.exclude(english=F("segment__english")).exists()


def _require_text_at_rest(brief: Brief) -> None:
    if brief.current is None:
        raise WrongState(_("The draft is not ready yet."))
    if not languages_of(brief.current):
        raise Invalid(_("Readers need a headline and a summary in one language at least."))
    jobs.require_rest(brief)


def _require_seen(brief: Brief, seen: Seen | None) -> None:
    """Raise Stale unless `seen` has the version and evidence of the locked brief."""
    if seen is None:
        return
    evidence = Segment.objects.filter(evidence__sentence__revision=brief.current)
    versions = evidence.values_list("pk", "version")
    if seen.revision != brief.current.number or not all(seen.shows(*pair) for pair in versions):
        raise Stale(
            _("This brief changed since you opened the page. Look at it again, then publish.")
        )


def _require_second_person(actor, brief: Brief) -> None:
    if settings.TWO_PERSON_RULE and last_writer_id(brief) == actor.pk:
        raise NotAllowed(
            _("You changed this text last, so somebody else must publish it (two-person rule).")
        )
