"""Writing the deliveries of a mailing: a batch of subscribers at a time, from where it stopped."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from summaries.models import Correction, Delivery, Letter, Mailing, Subscriber
from summaries.services.mailing import deliveries, recipients, timing

BATCH = 500


def go_on(batches: int) -> None:
    """Write the deliveries that mailings lack, `batches` of them at most.

    Safe to run anywhere, any number of times at once.
    """
    waiting = Mailing.objects.filter(fanned_out_at=None).order_by("created_at", "pk")
    for mailing_id in list(waiting.values_list("pk", flat=True)):
        while batches > 0 and _batch(mailing_id):
            batches -= 1


def _batch(mailing_id: int) -> bool:
    """Write one batch; False when there is nothing more to write for now."""
    with transaction.atomic():
        waiting = Mailing.objects.filter(pk=mailing_id, fanned_out_at=None)
        # Another worker that writes deliveries of it goes on with them.
        mailing = waiting.select_for_update(skip_locked=True).first()
        if mailing is None:
            return False
        chosen = _next(mailing)
        rows = [_delivery(mailing, subscriber) for subscriber in chosen]
        Delivery.objects.bulk_create(filter(None, rows), ignore_conflicts=True)
        more = len(chosen) == BATCH
        _advance(mailing, chosen[-1].pk if more else None)
    return more


def _next(mailing: Mailing) -> list[Subscriber]:
    # One look into an index for each subscriber, whatever statistics say. Of `NOT EXISTS` and `NOT
    # IN` PostgreSQL makes joins that read all deliveries of the mailing for each subscriber: the
    # one where it does not know the mailing yet, the other where the list outgrows its memory.
    has_one = Delivery.objects.filter(mailing=mailing, subscriber=OuterRef("pk"))
    missing = recipients.of(mailing).filter(pk__gt=mailing.fanned_to)
    missing = missing.alias(delivery=Subquery(has_one.values("pk")[:1])).filter(delivery=None)
    # Locked, so that nobody is erased between this and the row that points at them.
    missing = missing.order_by("pk").select_for_update(of=("self",), no_key=True)
    return list(missing.only("hour", "time_zone", "confirmed_at")[:BATCH])


def _advance(mailing: Mailing, reached: int | None) -> None:
    """Note how far the fan-out is; None says that it came to the end."""
    now = timezone.now()
    if reached is None and _settled(mailing, now):
        mailing.fanned_out_at = now
    mailing.fanned_to = reached or 0
    mailing.save(update_fields=["fanned_to", "fanned_out_at"])


def _settled(mailing: Mailing, now: datetime) -> bool:
    """Say whether the recipients are known for good.

    Those of a correction are not at once: a letter with the text from before it may be under way,
    and who got it is known only when the server took it. A claim holds no longer than its lease.
    """
    known_at = mailing.created_at + 2 * settings.MAIL_LEASE
    return mailing.kind != Mailing.Kind.CORRECTION or now > known_at


def _delivery(mailing: Mailing, subscriber: Subscriber) -> Delivery | None:
    run_after = due(mailing, subscriber)
    if mailing.kind == Mailing.Kind.WEEKLY and _came_later(subscriber, run_after):
        return None
    return Delivery(
        kind=mailing.kind,
        mailing=mailing,
        subscriber=subscriber,
        urgency=deliveries.URGENCY[mailing.kind],
        max_attempts=deliveries.MAX_ATTEMPTS,
        run_after=max(run_after, timezone.now()),
    )


def _came_later(subscriber: Subscriber, hour: datetime) -> bool:
    """Say whether somebody subscribed after their hour of that day: theirs is the next week."""
    return bool(subscriber.confirmed_at) and subscriber.confirmed_at > hour


def due(mailing: Mailing, subscriber: Subscriber) -> datetime:
    """Return when a subscriber is to get a mailing, which may have passed already.

    Editions and weeks wait for the subscriber's hour on their date, everything else for nothing.
    """
    day = mailing.edition.date if mailing.edition_id else mailing.date
    if day is None:
        return mailing.created_at
    return timing.local_hour(day, subscriber.hour, subscriber.time_zone)


def move(subscriber: Subscriber) -> None:
    """Have what waits for the subscriber's hour wait for the one that stands there now.

    Call it in the transaction of the change. What is tried again keeps its time.
    """
    waiting = {"state": Delivery.State.QUEUED, "attempts": 0}
    for_an_hour = [Delivery.Kind.DAILY, Delivery.Kind.WEEKLY]
    theirs = Delivery.objects.filter(subscriber=subscriber, kind__in=for_an_hour, **waiting)
    for delivery in theirs.select_related("mailing__edition"):
        run_after = max(due(delivery.mailing, subscriber), timezone.now())
        Delivery.objects.filter(pk=delivery.pk, **waiting).update(run_after=run_after)


def owe_corrections(delivery: Delivery, letter: Letter) -> None:
    """Tell the subscriber of a letter that may have gone out what was corrected in it since.

    For a worker that was killed between the server's answer and the outcome, when the next attempt
    brings another letter. Call it in the transaction that records the other one.
    """
    for held in letter.contents.select_related("revision"):
        wrong = Q(kind=Correction.Kind.RETRACTION) | Q(revision__number__gt=held.revision.number)
        corrections = Correction.objects.filter(wrong, brief=held.brief_id)
        for mailing in Mailing.objects.filter(correction__in=corrections):
            row = _delivery(mailing, delivery.subscriber)
            Delivery.objects.bulk_create([row], ignore_conflicts=True)
