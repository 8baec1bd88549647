"""What failed, by the reason that was noted: of the machine, of fetching, of email."""

import re
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count
from django.db.models.functions import Left

from summaries.models import Delivery, Fetch, Job
from summaries.models.ledger import State
from summaries.services.dashboard.period import Period

# Reasons that are listed of each kind of work; the others are added up.
SHOWN = 8
# Different wordings that are read of each.
_WORDINGS = 500
_ADDRESS = re.compile(r"<?[\w.+-]+@[\w.-]+>?")
_NUMBER = re.compile(r"\d+")
_LONGEST = 200


@dataclass(frozen=True)
class Reason:
    """Why something failed, in the words that were noted, and how often."""

    words: str
    count: int


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
    """Return why jobs failed for good. One query."""
    return _by_words(Job.objects.filter(state=State.FAILED, finished_at__gte=period.start))


def of_fetching(period: Period) -> Failures:
    """Return why fetches failed: kinds of error, with the status where a server gave one.

    One query. The words are those of `net.errors.Kind`, "status 404", or "" for none.
    """
    failed = Fetch.objects.filter(state=State.FAILED, finished_at__gte=period.start).order_by()
    found: Counter = Counter()
    kinds = failed.values_list("error_kind", "status")
    for kind, status, n in kinds.annotate(n=Count("pk")):
        found[f"{kind} {status}" if kind == "status" and status else kind] += n
    return _most_frequent(found)


def of_email(period: Period) -> Failures:
    """Return why deliveries were given up, without anybody's address. One query."""
    return _by_words(Delivery.objects.filter(state=State.FAILED, finished_at__gte=period.start))


def _by_words(failed) -> Failures:
    """Group by what errors say; those that differ in numbers or addresses alone are one."""
    said = failed.order_by().values_list(Left("error", _LONGEST))
    counted = list(said.annotate(n=Count("pk")).order_by("-n")[:_WORDINGS])
    words: dict[str, str] = {}
    found: Counter = Counter()
    for error, n in counted:
        discreet = _ADDRESS.sub("…", error)
        key = _NUMBER.sub("0", discreet)
        # The most frequent wording stands for all.
        words.setdefault(key, discreet)
        found[words[key]] += n
    return _most_frequent(found)


def _most_frequent(found: Counter) -> Failures:
    ranked = found.most_common()
    listed = tuple(Reason(words, n) for words, n in ranked[:SHOWN])
    return Failures(listed, sum(n for _words, n in ranked[SHOWN:]))
