"""What an older state of the database must not do a second time by itself.

It knows nothing of what was sent after it was kept: its open letters may have gone out, and so may
its editions whose time has passed. A person decides about each of them.
"""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from summaries.models import Delivery, Edition, Mailing
from summaries.services import site
from summaries.services.editions import editing
from summaries.services.mailing import mailings

REASON = "a backup was restored"


def hold_back() -> tuple[int, int]:
    """Pause mailings under way, and unschedule editions that are due; return how many of each."""
    with transaction.atomic():
        site.changed()
        return _pause_mailings(), _unschedule_editions()


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
