"""Asking the machine for more: another translation, another summary, other ways to say it."""

from django.db import transaction
from django.utils.translation import gettext as _

from summaries.models import Brief, Job, Segment
from summaries.services import events, jobs, segments
from summaries.services.errors import Invalid, WrongState
from summaries.workflow import Action


def retranslate(
    actor, brief: Brief, *, segment: Segment | None = None, include_protected: bool = False
) -> Job:
    """Ask for a new translation of one sentence, or of all.

    Sentences that a person edited or approved stay as they are, unless `include_protected`. Raises
    Invalid when that leaves nothing to do, WrongState while the machine works on the brief.
    """
    with transaction.atomic():
        brief = _ready(actor, brief)
        chosen = brief.article.segments.filter(**({"pk": segment.pk} if segment else {}))
        if not include_protected and all(found.is_protected for found in chosen):
            raise Invalid(
                _(
                    "A person edited or approved everything here, so there is nothing to "
                    "translate again. Say that it may be replaced, then ask again."
                )
            )
        about = segments.named(segment) if segment else {}
        events.record(
            brief, "retranslate", actor=actor, include_protected=include_protected, **about
        )
        return jobs.enqueue(
            brief, actor, Job.Kind.RETRANSLATE, segment, include_protected=include_protected
        )


def rewrite_summary(actor, brief: Brief) -> Job:
    """Ask for a new summary of the English as it is now. Raises WrongState while it works."""
    with transaction.atomic():
        brief = _ready(actor, brief)
        number = brief.current.number
        events.record(brief, "rewrite_summary", actor=actor, based_on=number)
        return jobs.enqueue(brief, actor, Job.Kind.SUMMARY, based_on=number)


def _ready(actor, brief: Brief) -> Brief:
    """Return the brief, locked, when `actor` may set the machine to work on its text now."""
    brief = events.locked(brief)
    events.require(brief, Action.REDRAFT, actor)
    jobs.require_rest(brief)
    if brief.current is None:
        raise WrongState(_("The draft is not ready yet."))
    return brief


def ask_alternatives(actor, segment: Segment) -> Job:
    """Ask for other translations of a sentence; they are kept with it.

    Asking while the machine looks for them, or when they are there, asks nothing again.
    """
    with transaction.atomic():
        brief = segments.locked(segment, Action.EDIT, actor)
        segment = segments.fresh(segment)
        asked = newest_offer(segment)
        if asked and (asked.is_open or segment.alternatives):
            return asked
        jobs.void_offers(segment)
        return jobs.enqueue(brief, actor, Job.Kind.ALTERNATIVES, segment, arabic=segment.arabic)


def newest_offer(segment: Segment) -> Job | None:
    """Return the newest request for other translations of the sentence as it is now.

    What was offered before its last translation, or for other Arabic, is forgotten with it.
    """
    asked = segment.jobs.filter(kind=Job.Kind.ALTERNATIVES)
    if segment.translated_at:
        asked = asked.filter(created_at__gte=segment.translated_at)
    newest = asked.first()
    if newest and newest.options.get("arabic", segment.arabic) != segment.arabic:
        return None
    return newest
