"""Keeping the findings of a brief those of its texts, and the decisions about them in force."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from hashlib import sha256

from django.db import transaction

from summaries.checks.base import Severity
from summaries.checks.version import version
from summaries.models import Brief, Finding, Segment
from summaries.models.finding import Place
from summaries.services import checking, dismissals, events, glossary, severities
from summaries.workflow import LIVE, OPEN

# How many briefs one round of `catch_up` looks at.
BATCH = 25
_TYPING = "typing "
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

    The newest come first. Each is locked in turn.
    """
    stale = Brief.objects.filter(status__in=[*OPEN, *LIVE]).exclude(checked_with=stamp())
    chosen = list(stale.order_by("-article").values_list("pk", flat=True)[:BATCH])
    for pk in chosen:
        with transaction.atomic():
            recheck(events.locked(Brief(pk=pk)))
    return len(chosen)


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
        waiting[_identity(finding)].append(finding)
    dismissals.decide(brief, wanted)
    for finding in wanted:
        if same := waiting[_identity(finding)]:
            old = same.pop()
            finding.pk, finding.created_at = old.pk, old.created_at
    if gone := [finding.pk for rest in waiting.values() for finding in rest]:
        Finding.objects.filter(pk__in=gone).delete()
    changed = [one for one in wanted if one.pk and before[one.pk] != _facts(one)]
    Finding.objects.bulk_update(changed, _DERIVED)
    Finding.objects.bulk_create(one for one in wanted if not one.pk)


def _identity(finding: Finding) -> tuple:
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
