"""How long the stages of jobs take: the median, and what one in twenty takes longer than."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from summaries.models import Job, StageTime
from summaries.services.charts import percentile
from summaries.services.dashboard.period import Epoch, Period, moment_of

# More would not make a percentile another, only the page slower.
NEWEST = 10_000


@dataclass(frozen=True)
class Timing:
    """How long one stage takes with one model ("": with any, or with none), in seconds.

    `each` is the median for one of what the stage counts, a sentence; None where it counts nothing.
    """

    stage: str
    model: str
    count: int
    median: float
    p95: float
    each: float | None


@dataclass(frozen=True)
class Timings:
    """The stages in their order, and each stage with each model that did it.

    `since` is when the oldest of the newest rows ended, where there were more than were read.
    """

    stages: tuple[Timing, ...]
    by_model: tuple[Timing, ...]
    since: datetime | None = None


def of(period: Period) -> Timings:
    """Measure the stages that ended in a period, of the newest NEWEST times. One query."""
    ended = StageTime.objects.filter(ended_at__gte=period.start).order_by("-ended_at")
    columns = ended.values_list("stage", "model", "seconds", "amount", Epoch("ended_at"))
    rows = list(columns[:NEWEST])
    times = defaultdict(list)
    for stage, model, seconds, amount, _ended in rows:
        times[stage, ""].append((seconds, amount))
        if model:
            times[stage, model].append((seconds, amount))
    order = Job.Stage.values
    found = sorted(
        (_timing(*key, measured) for key, measured in times.items()),
        key=lambda one: (order.index(one.stage), -one.count, one.model),
    )
    return Timings(
        tuple(one for one in found if not one.model),
        tuple(one for one in found if one.model),
        moment_of(rows[-1][-1]) if len(rows) == NEWEST else None,
    )


def _timing(stage: str, model: str, measured: list[tuple[float, int]]) -> Timing:
    seconds = sorted(one for one, _amount in measured)
    each = sorted(one / amount for one, amount in measured if amount)
    return Timing(
        stage,
        model,
        len(seconds),
        percentile(seconds, 0.5),
        percentile(seconds, 0.95),
        percentile(each, 0.5) if each else None,
    )
