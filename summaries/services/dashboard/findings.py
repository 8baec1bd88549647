"""What the checks found, by check, and how people decided: which help, which only disturb."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q

from summaries.models import Brief, Dismissal, Event, Finding
from summaries.services.dashboard.period import Period
from summaries.services.outcomes import FIXED, LEFT
from summaries.workflow import OPEN, Action

# Reasons of dismissals that are listed.
REASONS = 12
_ROWS = Count("pk")


@dataclass(frozen=True)
class Decided:
    """What became of the findings of one check in a period, and how many wait now.

    `fixed` were in a draft and gone from what was published; `left` are warnings that stood in it,
    and nobody had decided on; `open` ones are in briefs that are worked on.
    """

    check: str
    fixed: int
    dismissed: int
    overridden: int
    left: int
    open: int

    @property
    def count(self) -> int:
        """Return how many there are."""
        return self.fixed + self.dismissed + self.overridden + self.left + self.open


@dataclass(frozen=True)
class Reason:
    """A reason that people gave for dismissing findings of a check, and how often they gave it."""

    check: str
    words: str
    count: int


def of(period: Period, outcomes: Mapping[tuple[str, str], int]) -> list[Decided]:
    """Return every check that found something, the most frequent first. Three queries.

    `outcomes` are those that publications kept, {(check, outcome): n}.
    """
    dismissed = _counted(Dismissal.objects.filter(created_at__gte=period.start))
    # From the few open briefs to their findings: the archive is full of warnings left undecided.
    worked_on = Brief.objects.filter(status__in=OPEN, warnings__gt=0)
    undecided = Count("pk", filter=Q(dismissal=None))
    still = _counted(Finding.objects.filter(brief__in=worked_on), undecided)
    overridden = _overridden(period)
    checks = {check for check, _outcome in outcomes} | {*dismissed, *still, *overridden}
    found = [
        Decided(
            check,
            outcomes.get((check, FIXED), 0),
            dismissed[check],
            overridden[check],
            outcomes.get((check, LEFT), 0),
            still[check],
        )
        for check in checks
    ]
    return sorted((one for one in found if one.count), key=lambda one: (-one.count, one.check))


def reasons(period: Period) -> list[Reason]:
    """Return the reasons for dismissals that were given most. One query."""
    given = Dismissal.objects.filter(created_at__gte=period.start).order_by()
    counted = given.values_list("check_name", "reason").annotate(n=Count("pk"))
    return [Reason(*row) for row in counted.order_by("-n", "check_name", "reason")[:REASONS]]


def _counted(rows, count: Count = _ROWS) -> Counter:
    return Counter(dict(rows.order_by().values_list("check_name").annotate(n=count)))


def _overridden(period: Period) -> Counter:
    chosen = Event.objects.filter(verb=Action.OVERRIDE, created_at__gte=period.start)
    said = chosen.order_by().values_list("brief", "data__findings")
    # What a correction left as it was is no other finding.
    different = {
        (brief, finding["check"], json.dumps(finding, sort_keys=True))
        for brief, findings in said
        for finding in findings or ()
    }
    return Counter(check for _brief, check, _facts in different)
