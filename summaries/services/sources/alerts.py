"""Telling the admins when a source breaks or falls silent: once a spell, by email.

A source that recovers is told in its history alone.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from summaries.models import Notice, Source
from summaries.services import notices
from summaries.services.people import accounts
from summaries.services.sources import health, history, standing
from summaries.services.sources.health import Health
from summaries.services.sources.states import State

# A source that was not asked lately cannot be called silent: the newsdesk itself may have been off.
_GRACE = timedelta(minutes=15)


def check() -> int:
    """Tell about every source that fails or fell silent and was not told about; return how many.

    Safe to run anywhere, any number of times at once: of two checks one wins the mark on the
    source.
    """
    _end_silences()
    active = Source.objects.filter(is_active=True).exclude(kind=Source.Kind.MANUAL)
    return sum(_look_at(one) for one in health.overview(active.select_related("topic")))


def _look_at(found: Health) -> bool:
    source = found.source
    if found.state == State.FAILING and source.told_failing_at is None:
        still = Source.objects.filter(failures__gte=standing.FAILING, told_failing_at=None)
        return _tell(source, still, "told_failing_at", Notice.Kind.FAILING)
    if _fell_silent(found) and source.told_silent_at is None:
        still = Source.objects.filter(last_item_at=source.last_item_at, told_silent_at=None)
        return _tell(source, still, "told_silent_at", Notice.Kind.SILENT)
    return False


def _fell_silent(found: Health) -> bool:
    """Say whether a source that used to publish answers well and lists nothing new."""
    source = found.source
    if found.state != State.QUIET or source.last_item_at is None:
        return False
    return found.now - source.last_success_at <= 2 * standing.interval_of(source) + _GRACE


def _tell(source: Source, still, mark: str, kind: Notice.Kind) -> bool:
    with transaction.atomic():
        marked = still.filter(pk=source.pk, is_active=True).update(**{mark: timezone.now()})
        if not marked:
            return False
        history.record(source, kind.value, reason=_reason(source, kind))
        for admin in accounts.admins():
            notices.write(admin, source, kind)
    return True


def _reason(source: Source, kind: Notice.Kind) -> str:
    return source.last_error if kind == Notice.Kind.FAILING else ""


def _end_silences() -> None:
    """Note on sources that were told to be silent that something came again."""
    for source in Source.objects.exclude(told_silent_at=None).exclude(last_item_at=None):
        if source.last_item_at <= source.told_silent_at:
            continue
        with transaction.atomic():
            mine = Source.objects.filter(pk=source.pk, told_silent_at=source.told_silent_at)
            if mine.update(told_silent_at=None):
                history.record(source, "publishes_again")
