"""Signs that nobody schedules or fetches: a source's own state cannot tell that from bad luck."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from summaries.models import Fetch
from summaries.services.sources import schedule, standing

# In the source's own intervals.
OVERDUE = 2


def missing(now: datetime | None = None) -> list[str]:
    """Return what seems to be standing still, in words, with what to do about it."""
    now = now or timezone.now()
    found = []
    if unscheduled := sum(_is_overdue(source, source.next_fetch_at, now) for source in _due()):
        said = ngettext(
            "%(n)d source is overdue and no fetch of it was asked for.",
            "%(n)d sources are overdue and no fetch of them was asked for.",
            unscheduled,
        )
        found.append(said % {"n": unscheduled} + " " + _("Start the scheduler (beat)."))
    if untouched := sum(_is_overdue(poll.source, poll.run_after, now) for poll in _waiting(now)):
        said = ngettext(
            "%(n)d fetch waits and no worker takes it.",
            "%(n)d fetches wait and no worker takes them.",
            untouched,
        )
        found.append(said % {"n": untouched} + " " + _("Start the fetch worker."))
    return found


def _due():
    return schedule.due().exclude(next_fetch_at=None)


def _waiting(now: datetime):
    polls = Fetch.objects.filter(kind=Fetch.Kind.POLL, state=Fetch.State.QUEUED)
    return polls.filter(run_after__lt=now).select_related("source")


def _is_overdue(source, since: datetime, now: datetime) -> bool:
    return now - since > OVERDUE * standing.interval_of(source)
