"""What was sent to subscribers each day, and how many they are."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Min
from django.utils import timezone

from summaries.models import Delivery, Mailing, Subscriber, SubscriberEvent
from summaries.models.ledger import OPEN, State
from summaries.services.dashboard.period import Period, at_ends, per_day

_CAME, _WENT = "confirm", "leave"


@dataclass(frozen=True)
class Day:
    """The emails that were meant to go out on one day, by what became of them."""

    date: date
    sent: int
    failed: int
    cancelled: int
    waiting: int


@dataclass(frozen=True)
class Growth:
    """Subscribers who came and went on one day, and how many there were at its end."""

    date: date
    came: int
    went: int
    total: int

    @property
    def net(self) -> int:
        """Return by how many they became more."""
        return self.came - self.went


def deliveries(period: Period) -> list[Day]:
    """Return what became of the emails of each day, the oldest first. Three queries.

    An email belongs to the day on which its mailing was opened, or its reader asked for it.
    """
    opened = Mailing.objects.filter(created_at__gte=period.start)
    days = {pk: timezone.localdate(at) for pk, at in opened.values_list("pk", "created_at")}
    states: defaultdict[date, Counter] = defaultdict(Counter)
    rows = Delivery.objects.filter(mailing__in=opened).order_by().values_list("mailing", "state")
    for mailing, state, n in rows.annotate(n=Count("pk")):
        # One that was opened since the first query belongs to the next look.
        if mailing in days:
            states[days[mailing]][state] += n
    single = Delivery.objects.filter(mailing=None, created_at__gte=period.start)
    for (day, state), n in per_day(period, single, "created_at", "state").items():
        states[day][state] += n
    return [_day(day, states[day]) for day in period.dates]


def _day(day: date, states: Counter) -> Day:
    ended = (State.DONE, State.FAILED, State.CANCELLED)
    waiting = sum(states[state] for state in OPEN)
    return Day(day, *(states[state] for state in ended), waiting)


def due(period: Period) -> tuple[int, datetime | None]:
    """Return how many emails are due and not sent, and since when the oldest is. One query."""
    late = Delivery.objects.filter(state=State.QUEUED, run_after__lte=period.now)
    found = late.exclude(mailing__paused_at__isnull=False).aggregate(
        n=Count("pk"), oldest=Min("run_after")
    )
    return found["n"], found["oldest"]


def growth(period: Period) -> list[Growth]:
    """Return how the number of subscribers changed, the oldest day first. Two queries.

    Who was erased is in none of these numbers: nothing of them is kept.
    """
    happened = SubscriberEvent.objects.filter(verb__in=(_CAME, _WENT), created_at__gte=period.start)
    # Some leave before they ever confirmed: they were none.
    happened = happened.exclude(verb=_WENT, subscriber__confirmed_at=None)
    counts = per_day(period, happened, "created_at", "verb")
    now = Subscriber.objects.filter(state=Subscriber.State.ACTIVE).count()
    return _grown(period.dates, counts, now)


def unreachable() -> int:
    """Return how many subscribers nothing is sent to: their address is suppressed. One query."""
    return Subscriber.objects.unreachable().count()


def _grown(dates: Iterable[date], counts: Counter, now: int) -> list[Growth]:
    pairs = [(day, counts[day, _CAME], counts[day, _WENT]) for day in dates]
    totals = at_ends(now, [came - went for _day, came, went in pairs])
    return [Growth(*pair, total) for pair, total in zip(pairs, totals, strict=True)]
