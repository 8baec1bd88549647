"""What an older state of the database must not do a second time by itself.

It knows nothing of what was sent after it was kept: its open letters may have gone out, and so may
its editions whose time has passed. A person decides about each of them.
"""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from summaries.models import AuditEntry, Delivery, DeskSession, Edition, Mailing
from summaries.services import audit, jobs, site
from summaries.services.editions import editing
from summaries.services.mailing import mailings

REASON = "a backup was restored"


@dataclass(frozen=True)
class Held:
    """How many mailings are paused, and how many editions are drafts again."""

    mailings: int
    editions: int


def hold_back(backup: str) -> Held:
    """Pause mailings that may have gone out, unschedule editions that are due, end all sessions.

    Jobs that were under way begin again, uncounted. The audit log, which ends where the backup of
    this name does, goes on with that.
    """
    with transaction.atomic():
        site.changed()
        _end_sessions(backup)
        # Their workers were not stopped by a fault of theirs.
        jobs.take_up()
        # The scheduler would open these by itself, and did so perhaps.
        mailings.open_weekly_due()
        return Held(_pause_mailings(), _unschedule_editions())


def _end_sessions(backup: str) -> None:
    """Sign everybody out: sessions that were ended since the backup would be alive again."""
    n, _ = DeskSession.objects.all().delete()
    facts = {"kind": "backup", "name": backup, "reason": REASON, "sessions": n}
    audit.record(None, AuditEntry.Action.SESSIONS_ENDED, **facts)


def _pause_mailings() -> int:
    now = timezone.now()
    open_ones = Delivery.objects.open().exclude(mailing=None).values("mailing")
    under_way = Mailing.objects.filter(Q(fanned_out_at=None) | Q(pk__in=open_ones), paused_at=None)
    for mailing in (found := list(under_way)):
        mailing.paused_at = now
        mailing.save(update_fields=["paused_at"])
        mailings.record(mailing, "mailing_paused", None, REASON)
    return len(found)


def _unschedule_editions() -> int:
    scheduled = Edition.objects.filter(state=Edition.State.SCHEDULED)
    for edition in (found := list(scheduled.filter(send_at__lte=timezone.now()))):
        editing.record(edition, "unscheduled", send_at=edition.send_at.isoformat(), reason=REASON)
        edition.state, edition.send_at = Edition.State.DRAFT, None
        edition.save()
    return len(found)
