"""What failed, by the reason that was noted: of the machine, of fetching, of email.

Each reason brings what failed last for it, so that somebody can look there.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Count, Max, QuerySet, Value, When
from django.db.models.functions import Left

from summaries.models import Delivery, Fetch, Job
from summaries.models.ledger import State, Work
from summaries.net.errors import Kind
from summaries.services.dashboard.period import Period

# Reasons that are listed of each kind of work; the others are added up.
LISTED = 50
# Different wordings that are read of each.
_WORDINGS = 500
_ADDRESS = re.compile(r"<?[\w.+-]+@[\w.-]+>?")
_NUMBER = re.compile(r"\d+")
_LONGEST = 200
_SAID = Left("error", _LONGEST)
_KINDS = frozenset(map(str, Kind))
# Words, how often they were noted, and the key of the newest failure.
_Counted = tuple[str, int, int]


@dataclass(frozen=True)
class Reason:
    """Why something failed, in the words that were noted, how often, and what did so last."""

    words: str
    count: int
    # None where it went on meanwhile.
    newest: Work | None


@dataclass(frozen=True)
class Failures:
    """What failed of one kind of work, the most frequent reason first.

    `others` failed for reasons that are not listed.
    """

    reasons: tuple[Reason, ...]
    others: int = 0

    @property
    def count(self) -> int:
        """Return how many failed."""
        return sum(reason.count for reason in self.reasons) + self.others


def of_machine(period: Period) -> Failures:
    """Return why jobs failed for good. Two queries."""
    return _by_words(Job.objects.filter(state=State.FAILED, finished_at__gte=period.start))


def of_fetching(period: Period) -> Failures:
    """Return why fetches failed: kinds of error, with the status where a server gave one.

    Two queries. The words are those of `net.errors.Kind`, "status 404", or what was said of any
    other error: that there is no article on the page.
    """
    failed = Fetch.objects.filter(state=State.FAILED, finished_at__gte=period.start).order_by()
    said = Case(When(error_kind__in=[*Kind], then=Value("")), default=_SAID)
    rows = list(_counted(failed.values_list("error_kind", "status", said)))
    found = [
        (f"{kind} {status}" if kind == Kind.STATUS and status else kind, n, newest)
        for kind, status, _said, n, newest in rows
        if kind in _KINDS
    ]
    others = [(said, n, newest) for kind, _status, said, n, newest in rows if kind not in _KINDS]
    return _most_frequent(found + _alike(others), failed)


def of_email(period: Period) -> Failures:
    """Return why deliveries were given up, without anybody's address. Two queries."""
    failed = Delivery.objects.filter(state=State.FAILED, finished_at__gte=period.start)
    return _by_words(failed.select_related("mailing__edition"))


def _by_words(failed: QuerySet) -> Failures:
    return _most_frequent(_alike(_counted(failed.order_by().values_list(_SAID))), failed)


def _counted(rows: QuerySet) -> QuerySet:
    """Add the number of each row and the key of its newest failure, the most frequent first."""
    return rows.annotate(n=Count("pk"), newest=Max("pk")).order_by("-n")[:_WORDINGS]


def _alike(said: Iterable[_Counted]) -> list[_Counted]:
    """Give errors that differ in numbers or addresses alone the same words."""
    words: dict[str, str] = {}
    found = []
    for error, n, newest in said:
        discreet = _ADDRESS.sub("…", error)
        key = _NUMBER.sub("0", discreet)
        # The most frequent wording stands for all.
        found.append((words.setdefault(key, discreet), n, newest))
    return found


def _most_frequent(found: Iterable[_Counted], failed: QuerySet) -> Failures:
    """Add up what has the same words; look up the newest failure of what is listed."""
    counts: Counter = Counter()
    newest: dict[str, int] = {}
    for words, n, key in found:
        counts[words] += n
        newest[words] = max(key, newest.get(words, key))
    ranked = counts.most_common()
    listed, others = ranked[:LISTED], ranked[LISTED:]
    rows = failed.in_bulk([newest[words] for words, _n in listed])
    reasons = tuple(Reason(words, n, rows.get(newest[words])) for words, n in listed)
    return Failures(reasons, sum(n for _words, n in others))
