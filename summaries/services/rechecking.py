"""Keeping the findings of a brief those of its texts, and the decisions about them in force."""

import logging
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from hashlib import sha256

from django.db import transaction
from django.db.models import Case, When

from summaries.checks.base import Severity
from summaries.checks.version import version
from summaries.models import Brief, Finding, Segment
from summaries.models.finding import Place
from summaries.services import checking, dismissals, events, glossary, severities, spellings
from summaries.workflow import LIVE, OPEN

logger = logging.getLogger(__name__)

# How many briefs one round of `catch_up` looks at, and for how many seconds it begins another.
BATCH = 500
BUDGET = 20.0
_TYPING = "typing "
_FAILED = " failed"
_DERIVED = (
    "sentence",
    "severity",
    "message",
    "values",
    "english_spans",
    "arabic_spans",
    "fix",
    "dismissal",
)


def stamp() -> str:
    """Return what findings depend on besides the texts: checks, settings, glossary; digested."""
    parts = (version(), sorted(severities.chosen().items()), glossary.stamp())
    return sha256(repr(parts).encode()).hexdigest()[:40]


def recheck(brief: Brief, segments: Iterable[Segment] | None = None) -> None:
    """Bring findings, the decisions that hold for them and the brief's counts up to date.

    With `segments`, of the sentences by themselves only those are looked at: the others did not
    change since. Call it in the transaction of the change, after the change, with a locked brief.
    Costs no write where nothing changed.
    """
    now = stamp()
    chosen = None if segments is None else {segment.pk for segment in segments}
    if brief.checked_with not in (now, _TYPING + now):
        chosen = None
    wanted = checking.of_brief(brief, chosen)
    known = list(brief.findings.select_related("segment", "sentence"))
    if chosen is not None:
        across = checking.across_names()
        wanted += [one for one in known if _is_untouched(one, chosen) and not _is_of(one, across)]
    _store(brief, known, wanted)
    _count(brief, now)


def recheck_sentence(brief: Brief, segment: Segment) -> None:
    """Bring the findings of one sentence up to date while somebody types in it.

    What takes a look at other texts waits until the sentence is settled, or for `catch_up`.
    """
    now = stamp()
    known = list(brief.findings.filter(segment=segment).select_related("sentence"))
    for finding in known:
        finding.segment = segment
    across = checking.across_names()
    still = [one for one in known if _is_of(one, across) and one.stands]
    _store(brief, known, [*checking.of_sentence(brief, segment), *still])
    _count(brief, _TYPING + now if brief.checked_with.endswith(now) else "")


def catch_up() -> int:
    """Recheck briefs whose findings are of other checks, settings or terms; return how many.

    Those that somebody works on come first, of them the newest. Each is locked in turn. One that
    cannot be checked is logged, and tried again after all others.
    """
    now, until, done = stamp(), time.monotonic() + BUDGET, 0
    stale = Brief.objects.filter(status__in=[*OPEN, *LIVE]).exclude(checked_with=now)
    last = When(checked_with=now + _FAILED, then=2)
    rank = Case(last, When(status__in=LIVE, then=1), default=0)
    chosen = stale.order_by(rank, "-article").values_list("pk", flat=True)
    for pk in list(chosen[:BATCH]):
        if time.monotonic() > until:
            break
        try:
            with transaction.atomic():
                _catch_up(events.locked(Brief(pk=pk)))
            done += 1
        except Exception:
            logger.exception("Brief %s could not be rechecked", pk)
            Brief.objects.filter(pk=pk).update(checked_with=now + _FAILED)
    return done


def _catch_up(brief: Brief) -> None:
    recheck(brief)
    # Of those published before spellings were kept.
    if brief.is_live and not brief.published_names.exists():
        spellings.keep(brief)


def recount(brief: Brief) -> None:
    """Store on the brief how many findings wait for a decision, and how many of them block."""
    _count(brief, brief.checked_with)


def _is_untouched(finding: Finding, chosen: set[int]) -> bool:
    return finding.place == Place.SEGMENT and finding.segment_id not in chosen


def _is_of(finding: Finding, names: frozenset[str]) -> bool:
    return finding.check_name in names


def _store(brief: Brief, known: Sequence[Finding], wanted: Sequence[Finding]) -> None:
    """Make `wanted` of the `known` findings, which keep their keys where they are the same."""
    before = {finding.pk: _facts(finding) for finding in known}
    waiting = defaultdict(list)
    for finding in known:
        waiting[identity(finding)].append(finding)
    dismissals.decide(brief, wanted)
    for finding in wanted:
        if same := waiting[identity(finding)]:
            old = same.pop()
            finding.pk, finding.created_at = old.pk, old.created_at
    if gone := [finding.pk for rest in waiting.values() for finding in rest]:
        Finding.objects.filter(pk__in=gone).delete()
    changed = [one for one in wanted if one.pk and before[one.pk] != _facts(one)]
    Finding.objects.bulk_update(changed, _DERIVED)
    Finding.objects.bulk_create(one for one in wanted if not one.pk)


def identity(finding: Finding) -> tuple:
    """Return what makes a finding the same as one of another look at the texts."""
    text = finding.text if finding.place == Place.SUMMARY else ""
    return (*dismissals.key(finding), text)


def _facts(finding: Finding) -> tuple:
    return tuple(getattr(finding, Finding._meta.get_field(name).attname) for name in _DERIVED)


def _count(brief: Brief, checked_with: str) -> None:
    open_ones = brief.findings.filter(dismissal=None).values_list("severity", flat=True)
    found = list(open_ones.order_by())
    facts = {
        "warnings": len(found),
        "blocking": found.count(Severity.BLOCKING),
        "checked_with": checked_with,
    }
    if any(getattr(brief, name) != value for name, value in facts.items()):
        Brief.objects.filter(pk=brief.pk).update(**facts)
        for name, value in facts.items():
            setattr(brief, name, value)
