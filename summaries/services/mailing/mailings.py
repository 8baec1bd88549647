"""Opening what is sent to many subscribers, stopping it and going on."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from summaries.models import Brief, Correction, Edition, EditionEvent, Mailing
from summaries.services import events
from summaries.services.errors import NotAllowed, WrongState
from summaries.services.mailing import deliveries, recipients, timing
from summaries.services.people.accounts import roles_of
from summaries.workflow import Role

DECIDES = frozenset({Role.PUBLISHER, Role.ADMIN})


def open_daily(edition: Edition, actor=None) -> Mailing:
    """Open the mailing of a published edition, in the caller's transaction; ring after commit.

    An edition has one: a second call returns it.
    """
    kind = Mailing.Kind.DAILY
    return _open(actor, kind=kind, edition=edition)


def open_breaking(actor, brief: Brief) -> Mailing:
    """Open the mailing of a brief as breaking news; a brief has one: a second call returns it."""
    return _open(actor, kind=Mailing.Kind.BREAKING, brief=brief)


def open_correction(actor, correction: Correction) -> Mailing:
    """Open the notice of a correction or retraction to those who got the text by email."""
    return _open(actor, kind=Mailing.Kind.CORRECTION, correction=correction)


def open_weekly(day: date) -> Mailing | None:
    """Open the weekly mailing of a date, if anybody wants one that day; None where nobody does.

    One that is open already takes up who came to it since.
    """
    if not recipients.weekly(day).exists():
        return None
    with transaction.atomic():
        mailing = _open(None, kind=Mailing.Kind.WEEKLY, date=day)
        Mailing.objects.filter(pk=mailing.pk).update(fanned_to=0, fanned_out_at=None)
    return mailing


def open_weekly_due() -> list[Mailing]:
    """Open the weekly mailings of the dates that it is anywhere on Earth."""
    opened = [open_weekly(day) for day in timing.dates_on_earth(timezone.now())]
    return [mailing for mailing in opened if mailing]


def _open(actor, **about) -> Mailing:
    mailing, created = Mailing.objects.get_or_create(**about, defaults={"created_by": actor})
    if created:
        transaction.on_commit(deliveries.ring_bell, robust=True)
    return mailing


def pause(actor, mailing: Mailing, reason: str = "") -> Mailing:
    """Stop a mailing: what a worker has in its hands goes out, nothing after it.

    Raises NotAllowed for whoever does not decide what readers see, WrongState when it stands.
    """
    return _switch(actor, mailing, "mailing_paused", reason, paused=True)


def resume(actor, mailing: Mailing) -> Mailing:
    """Go on with a mailing that was stopped; raises as `pause`."""
    return _switch(actor, mailing, "mailing_resumed", "", paused=False)


def _switch(actor, mailing: Mailing, verb: str, reason: str, *, paused: bool) -> Mailing:
    if not roles_of(actor) & DECIDES:
        raise NotAllowed(_("Only publishers and admins stop a mailing or go on with it."))
    now = timezone.now() if paused else None
    with transaction.atomic():
        chosen = Mailing.objects.filter(pk=mailing.pk, paused_at__isnull=paused)
        if not chosen.update(paused_at=now):
            raise WrongState(_("Somebody else did that already. Reload the page."))
        mailing.paused_at = now
        record(mailing, verb, actor, reason)
        if not paused:
            transaction.on_commit(deliveries.ring_bell, robust=True)
    return mailing


def record(mailing: Mailing, verb: str, actor, reason: str) -> None:
    """Write an Event on what the mailing is about; a week has no history of its own."""
    brief = mailing.brief or (mailing.correction and mailing.correction.brief)
    if mailing.edition:
        EditionEvent.objects.create(edition=mailing.edition, actor=actor, verb=verb, reason=reason)
    elif brief:
        events.record(brief, verb, actor=actor, reason=reason, mailing=mailing.pk)
