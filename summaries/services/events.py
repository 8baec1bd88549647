"""Changing a brief's state: the check against the table, the change and the Event, together."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from summaries.models import Brief, Event
from summaries.services.errors import Invalid, NotAllowed, WrongState
from summaries.services.people.accounts import roles_of
from summaries.workflow import OPEN, Action, Role, Status, Transition, transition


def record(brief: Brief, verb: str, *, actor=None, reason: str = "", **data) -> Event:
    """Append one line to the brief's history. Call it in the transaction of the change."""
    return Event.objects.create(brief=brief, verb=verb, actor=actor, reason=reason, data=data)


def locked(brief: Brief) -> Brief:
    """Return the brief freshly read inside the current transaction, its row locked.

    Whoever locks a brief and its job locks the brief first, or two of them wait for each other.
    (On SQLite the lock is the transaction itself: it is opened IMMEDIATE.)
    """
    return Brief.objects.select_for_update(of=("self",)).select_related("current").get(pk=brief.pk)


def require(brief: Brief, action: Action, actor) -> Transition:
    """Return the table's row that lets `actor` do `action` now; raise WrongState or NotAllowed."""
    row = transition(action, brief.status)
    if row is None:
        raise WrongState(
            _("“%(action)s” is not possible: this brief is now “%(status)s”. Reload the page.")
            % {"action": action.label, "status": Status(brief.status).label}
        )
    if not row.roles & roles_of(actor):
        names = _(", ").join(str(role.label).lower() for role in Role if role in row.roles)
        raise NotAllowed(
            _("“%(action)s” needs another role here: %(names)s.")
            % {"action": action.label, "names": names}
        )
    return row


def perform(brief: Brief, action: Action, actor, *, reason: str = "", **data) -> Brief:
    """Move a locked brief along the table and record it; returns the brief, unsaved fields intact.

    Must run inside a transaction. Raises WrongState, NotAllowed, or Invalid when a reason is
    needed and missing.
    """
    row = require(brief, action, actor)
    reason = reason.strip()
    if row.needs_reason and not reason:
        raise Invalid(_("Say why: the reason is kept in the brief's history."))
    return move(brief, row, actor=actor, reason=reason, **data)


def move(brief: Brief, row: Transition, *, actor=None, reason: str = "", **data) -> Brief:
    """Apply one row of the table and write its Event, without asking who may.

    The system (drafting) calls it directly, people come through `perform`.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a brief changes state inside a transaction only")
    before = brief.status
    brief.status = row.target or before
    if brief.status != before:
        brief.status_changed_at = timezone.now()
        # Stopped work matters to the queue only while the brief waits to be finished.
        brief.stopped = brief.stopped and brief.status in OPEN
    brief.save()
    Event.objects.create(
        brief=brief,
        verb=row.action,
        actor=actor,
        reason=reason,
        from_status=before,
        to_status=brief.status,
        data=data,
    )
    return brief
