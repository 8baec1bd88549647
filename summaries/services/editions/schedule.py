"""When an edition goes out: at once, at a time, and never twice.

The row decides: an edition goes from scheduled to published by one conditional UPDATE, so that of
two schedulers one does it. Its mailing is opened in the same transaction.
"""

import logging
from collections.abc import Collection
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from summaries.models import Brief, Edition, Notice
from summaries.services import notices, site
from summaries.services.editions import clock, editing, wanting
from summaries.services.editions.editing import Contents, record
from summaries.services.errors import Invalid, WrongState
from summaries.services.mailing import mailings
from summaries.services.people import accounts

logger = logging.getLogger(__name__)


def publish(
    actor, day: date, contents: Contents, *, seen: int, accepted: Collection[str] = ()
) -> Edition:
    """Store an edition and give it to readers now: on the web, and to everybody by email.

    Raises what `editing.save` raises; Unaccepted where something is wanting that is not in
    `accepted`; Invalid when its date is over or not near.
    """
    editing.require_publisher(actor)
    with transaction.atomic():
        edition, now = editing.locked(day, seen), timezone.now()
        changes = _write(edition, contents, now, accepted)
        edition.state, edition.published_at = Edition.State.PUBLISHED, now
        edition.decided_by, edition.send_at, edition.held_for = actor, None, []
        edition.save()
        _goes_out(edition, actor, **changes)
    return edition


def schedule_at(
    actor,
    day: date,
    contents: Contents,
    moment: datetime,
    *,
    seen: int,
    accepted: Collection[str] = (),
) -> Edition:
    """Store an edition and have it go out at a moment to come.

    Raises what `publish` raises, and Invalid for a moment that has passed.
    """
    editing.require_publisher(actor)
    with transaction.atomic():
        edition = editing.locked(day, seen)
        _require_to_come(moment)
        changes = _write(edition, contents, moment, accepted)
        edition.state, edition.send_at = Edition.State.SCHEDULED, moment
        edition.decided_by, edition.held_for = actor, []
        edition.save()
        facts = {"send_at": moment.isoformat(), "zone": settings.TIME_ZONE}
        facts["accepted"] = edition.accepted
        record(edition, "scheduled", actor=actor, **facts, **changes)
    return edition


def _write(
    edition: Edition, contents: Contents, moment: datetime, accepted: Collection[str]
) -> dict:
    """Put contents into a locked edition that goes out at a moment; return what it changed."""
    clock.require_open(edition.date, moment)
    before = editing.contents_of(edition)
    editing.write(edition, contents)
    wants = editing.wanting_in(edition)
    if clock.is_early(edition.date, moment):
        wants += wanting.named([wanting.EARLY])
    edition.accepted = editing.require_accepted(wants, accepted)
    return editing.changes(before, editing.contents_of(edition))


def _require_to_come(moment: datetime) -> None:
    now = timezone.localtime()
    if moment <= now:
        words = _("That time has passed: it is %(time)s in %(zone)s. Choose a later one.")
        raise Invalid(words % {"time": f"{now:%H:%M}", "zone": settings.TIME_ZONE})


def unschedule(actor, day: date, *, seen: int) -> Edition:
    """Take an edition off the schedule; it stays as it is.

    Raises NotAllowed, Stale, and WrongState where it is not scheduled (any more).
    """
    editing.require_publisher(actor)
    with transaction.atomic():
        edition = editing.locked(day, seen)
        if edition.state != Edition.State.SCHEDULED:
            raise WrongState(_("This edition is not scheduled. Open it again."))
        facts = {"send_at": edition.send_at.isoformat()}
        edition.state, edition.send_at = Edition.State.DRAFT, None
        edition.save()
        record(edition, "unscheduled", actor=actor, **facts)
    return edition


def planned_with(brief: Brief) -> list[Edition]:
    """Return the scheduled editions that a brief stands in, the next one first. One query."""
    found = Edition.objects.filter(state=Edition.State.SCHEDULED, places__brief=brief)
    return list(found.order_by("send_at"))


def publish_due() -> int:
    """Give readers the editions whose time has come; return how many. Safe any number at once."""
    due = _due(timezone.now()).order_by("send_at").values_list("pk", flat=True)
    return sum(_try(pk) for pk in list(due))


def _due(now: datetime):
    return Edition.objects.filter(state=Edition.State.SCHEDULED, send_at__lte=now)


def _try(pk: int) -> bool:
    try:
        return _publish_or_hold(pk)
    except Exception:
        # It stays scheduled and is tried again at the next round; the others must not wait for it.
        logger.exception("edition %s cannot go out", pk)
        return False


def _publish_or_hold(pk: int) -> bool:
    """Claim a due edition; hold it back where something is wanting that nobody accepted."""
    now = timezone.now()
    with transaction.atomic():
        claim = {"state": Edition.State.PUBLISHED, "published_at": now, "version": F("version") + 1}
        if not _due(now).filter(pk=pk).update(**claim):
            return False
        edition = Edition.objects.select_related("decided_by").get(pk=pk)
        if new := _unaccepted(edition):
            _hold(edition, new)
            return False
        edition.send_at = None
        edition.save(update_fields=["send_at"])
        _goes_out(edition, None)
    return True


def _unaccepted(edition: Edition) -> list[str]:
    wants = [want for want in editing.wanting_in(edition) if want.holds_back]
    late = [wanting.LATE] if clock.is_over(edition.date) else []
    return late + [want.code for want in wanting.unaccepted(wants, edition.accepted)]


def _hold(edition: Edition, codes: list[str]) -> None:
    """Make it a draft again, and tell who scheduled it and all publishers."""
    record(edition, "held", codes=codes, send_at=edition.send_at.isoformat())
    edition.state, edition.published_at, edition.send_at = Edition.State.DRAFT, None, None
    edition.held_for = codes
    edition.save()
    told = {person.pk: person for person in accounts.publishers()}
    if edition.decided_by:
        told[edition.decided_by.pk] = edition.decided_by
    for person in told.values():
        notices.write(person, edition, Notice.Kind.HELD)


def _goes_out(edition: Edition, actor, **changes) -> None:
    """Record it, open its mailing, and renew every public page. No actor: its time came."""
    changes = changes or {"briefs": list(editing.contents_of(edition).briefs)}
    record(edition, "published", actor=actor, accepted=edition.accepted, **changes)
    mailings.open_daily(edition, edition.decided_by)
    site.changed()
