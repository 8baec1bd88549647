"""What comes in and goes out on each day, and how much that leaves on the desk."""

from dataclasses import dataclass
from datetime import date

from summaries.models import Brief, Event
from summaries.services.dashboard.period import Period, at_ends, per_day
from summaries.workflow import OPEN, Action

_VERBS = (Action.PUBLISH, Action.CORRECT, Action.RETRACT)


@dataclass(frozen=True)
class Day:
    """One day: articles that came, and briefs by what was done; `open` waited at its end."""

    date: date
    taken_in: int
    published: int
    corrected: int
    retracted: int
    open: int


def of(period: Period) -> list[Day]:
    """Return every day of a period, the oldest first. Three queries.

    Reprints and new versions of an article have no brief of their own, and are not counted.
    """
    came = per_day(period, Brief.objects.filter(created_at__gte=period.start), "created_at")
    happened = Event.objects.filter(verb__in=_VERBS, created_at__gte=period.start)
    done = per_day(period, happened, "created_at", "verb")
    counts = {verb: [done[day, verb] for day in period.dates] for verb in _VERBS}
    taken_in = [came[day] for day in period.dates]
    changes = [new - out for new, out in zip(taken_in, counts[Action.PUBLISH], strict=True)]
    waiting = at_ends(Brief.objects.filter(status__in=OPEN).count(), changes)
    columns = (period.dates, taken_in, *counts.values(), waiting)
    return [Day(*facts) for facts in zip(*columns, strict=True)]
