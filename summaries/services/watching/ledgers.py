"""The ledgers in numbers, read from their rows: what waits, what ended and how long it took.

What waits is a gauge. What ended is counted from the beginning of the hour (UTC): rows are deleted
one day, and a counter must never fall but to start anew, as it does here at every full hour.
Prometheus takes that for a restart; whichever web process answers, it counts the same.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, Min, Q, QuerySet, Sum
from django.utils import timezone
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)

from summaries.models import Delivery, Edition, Fetch, Job, Mailing, Source, StageTime
from summaries.models.ledger import OPEN, State
from summaries.net.errors import Kind
from summaries.services import notices
from summaries.services.mailing import deliveries
from summaries.services.sources import fetching, schedule, standing

LEDGERS = {"job": Job, "fetch": Fetch, "delivery": Delivery}
ENDS = (State.DONE, State.FAILED, State.CANCELLED)
REASONS = (*Kind, fetching.CONTENT, fetching.UNFORESEEN)
# What the kinds of jobs go through in a worker's hands.
STAGES = {
    Job.Kind.DRAFT: (Job.Stage.TRANSLATING, Job.Stage.SUMMARISING, Job.Stage.LINKING),
    Job.Kind.RETRANSLATE: (Job.Stage.TRANSLATING,),
    Job.Kind.SUMMARY: (Job.Stage.SUMMARISING, Job.Stage.LINKING),
    Job.Kind.ALTERNATIVES: (Job.Stage.TRANSLATING,),
}
BUCKETS = (0.1, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600)


class Ledgers:
    """A collector of prometheus_client; some queries, whatever the size of the archive."""

    def collect(self) -> Iterator[Metric]:
        """Yield every family as it is now."""
        now = timezone.now()
        hour = now.replace(minute=0, second=0, microsecond=0)
        yield from _open(now)
        yield from _ended(hour)
        yield from _stages(hour)
        yield from _sources(now)
        yield _editions(now)


def _open(now: datetime) -> Iterator[Metric]:
    """Yield what is queued or running, and how long the oldest that could be done has waited."""
    work = GaugeMetricFamily(
        "newsdesk_work", "Work that is queued or running.", labels=("ledger", "kind", "state")
    )
    oldest = GaugeMetricFamily(
        "newsdesk_work_waits_seconds",
        "How long the oldest work that could be done has been waiting for a worker.",
        labels=("ledger",),
    )
    for name, model in LEDGERS.items():
        rows = _letters(now) if model is Delivery else _rows(model.objects.open(), now)
        found = {(row["kind"], row["state"]): row for row in rows}
        for kind in model.Kind.values:
            for state in OPEN:
                count = found.get((kind, state), {}).get("count", 0)
                work.add_metric((name, kind, state), count)
        since = [row[at] for row in found.values() for at in ("due", "left") if row[at]]
        oldest.add_metric((name,), _age(min(since, default=None), now))
    oldest.add_metric(("notice",), _age(notices.due().aggregate(at=Min("run_after"))["at"], now))
    yield from (work, oldest)


def _letters(now: datetime) -> Iterator[dict]:
    """Yield such rows of deliveries as `_rows` does, while a mailing has millions of them queued.

    Those are counted along an index, by their urgency, which tells their kind.
    """
    queued = Delivery.objects.filter(state=State.QUEUED)
    paused = list(Mailing.objects.exclude(paused_at=None).values_list("pk", flat=True))
    for kind, urgency in deliveries.URGENCY.items():
        if kind not in deliveries.ANSWERS:
            mailed = queued.filter(urgency=urgency)
            due = mailed.filter(run_after__lte=now).exclude(mailing__in=paused)
            first = due.order_by("run_after").values_list("run_after", flat=True).first()
            row = {"kind": kind, "state": State.QUEUED, "count": mailed.count()}
            yield row | {"due": first, "left": None}
    answers = queued.filter(urgency=deliveries.ANSWER)
    yield from _rows(answers | Delivery.objects.filter(state=State.RUNNING), now)


def _rows(work: QuerySet, now: datetime) -> QuerySet:
    """Return a row for each kind and state of open work: how many, and what waits since when."""
    due = Q(state=State.QUEUED, run_after__lte=now)
    left = Q(state=State.RUNNING, lease_until__lt=now)
    return (
        work.order_by()
        .values("kind", "state")
        .annotate(
            count=Count("pk"),
            due=Min("run_after", filter=due),
            left=Min("lease_until", filter=left),
        )
    )


def _ended(hour: datetime) -> Iterator[Metric]:
    """Yield how what ended in this hour ended, and why fetches failed."""
    ended = CounterMetricFamily(
        "newsdesk_work_ended",
        "Work that ended, by outcome; counted from the full hour.",
        labels=("ledger", "kind", "outcome"),
    )
    for name, model in LEDGERS.items():
        rows = model.objects.filter(finished_at__gte=hour).order_by().values_list("kind", "state")
        found = {(kind, state): count for kind, state, count in rows.annotate(count=Count("pk"))}
        for kind in model.Kind.values:
            for state in ENDS:
                ended.add_metric((name, kind, state), found.get((kind, state), 0))
    yield ended
    yield _failures(hour)


def _failures(hour: datetime) -> Metric:
    failed = Fetch.objects.filter(finished_at__gte=hour, state=State.FAILED).order_by()
    found = dict(failed.values_list("error_kind").annotate(count=Count("pk")))
    family = CounterMetricFamily(
        "newsdesk_fetch_failures",
        "Fetches that failed, by reason; counted from the full hour.",
        labels=("reason",),
    )
    for reason in {*REASONS, *filter(None, found)}:
        family.add_metric((reason,), found.get(reason, 0))
    return family


def _stages(hour: datetime) -> Iterator[Metric]:
    """Yield how long the stages of jobs took that came to their end in this hour."""
    seconds = HistogramMetricFamily(
        "newsdesk_stage_seconds",
        "How long stages of jobs took; counted from the full hour.",
        labels=("kind", "stage"),
    )
    amounts = CounterMetricFamily(
        "newsdesk_stage_sentences",
        "Sentences that stages of jobs went through; counted from the full hour.",
        labels=("kind", "stage"),
    )
    found = {(row["job__kind"], row["stage"]): row for row in _stage_rows(hour)}
    for kind, stages in STAGES.items():
        for stage in stages:
            row = found.get((kind, stage), {})
            counts = [(str(float(end)), row.get(f"le_{end}", 0)) for end in BUCKETS]
            counts.append(("+Inf", row.get("count", 0)))
            seconds.add_metric((kind, stage), counts, row.get("total", 0.0))
            amounts.add_metric((kind, stage), row.get("sentences", 0))
    yield from (seconds, amounts)


def _stage_rows(hour: datetime) -> QuerySet:
    within = {f"le_{end}": Count("pk", filter=Q(seconds__lte=end)) for end in BUCKETS}
    sums = {"count": Count("pk"), "total": Sum("seconds"), "sentences": Sum("amount")}
    lately = StageTime.objects.filter(ended_at__gte=hour).order_by()
    return lately.values("job__kind", "stage").annotate(**sums, **within)


def _sources(now: datetime) -> Iterator[Metric]:
    """Yield how many sources fail, and how late the scheduler is with the one most overdue."""
    active = Source.objects.filter(is_active=True).exclude(kind=Source.Kind.MANUAL)
    failing = Q(failures__gte=standing.FAILING)
    counts = active.aggregate(all=Count("pk"), failing=Count("pk", filter=failing))
    late = schedule.due().order_by().aggregate(at=Min("next_fetch_at"))["at"]
    yield GaugeMetricFamily("newsdesk_sources", "Sources that are fetched.", counts["all"])
    yield GaugeMetricFamily("newsdesk_sources_failing", "Those that fail.", counts["failing"])
    yield GaugeMetricFamily(
        "newsdesk_schedule_late_seconds",
        "How long ago the scheduler should have asked for the fetch that is most overdue.",
        _age(late, now),
    )


def _editions(now: datetime) -> Metric:
    overdue = Edition.objects.filter(state=Edition.State.SCHEDULED, send_at__lte=now)
    return GaugeMetricFamily(
        "newsdesk_edition_late_seconds",
        "How long ago the scheduled edition that is most overdue should have gone out.",
        _age(overdue.aggregate(at=Min("send_at"))["at"], now),
    )


def _age(since: datetime | None, now: datetime) -> float:
    """Return seconds; nothing that waits, and a clock that was set back, is 0."""
    return max((now - since).total_seconds(), 0.0) if since else 0.0
