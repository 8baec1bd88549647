"""Which findings a person's decision holds for: one for the same words in the same place."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from summaries.checks.base import Severity
from summaries.models import Brief, Dismissal, Finding, Segment
from summaries.models.finding import Place

# A decision about a sentence of the summary holds for one that is so like it, of 100.
ALIKE = 60


def key(one: Finding | Dismissal) -> tuple:
    """Return what a decision and a finding must have in common."""
    names = ("place", "segment_id", "check_name", "english", "arabic", "occurrence")
    return tuple(getattr(one, name) for name in names)


def decide(brief: Brief, findings: Sequence[Finding]) -> None:
    """Give each finding the newest decision that holds for it, or none; stores nothing."""
    decisions = defaultdict(list)
    for dismissal in brief.dismissals.all() if findings else ():
        decisions[key(dismissal)].append(dismissal)
    for finding in findings:
        same = decisions.get(key(finding), ())
        finding.dismissal = next((one for one in same if holds(one, finding)), None)


def holds(dismissal: Dismissal, finding: Finding) -> bool:
    """Say whether a decision about such words is one about this finding."""
    if Severity.BLOCKING == finding.severity != dismissal.severity:
        # Made when it was a warning, by somebody who may not decide on what blocks.
        return False
    if finding.text == dismissal.text:
        return True
    if not finding.english and not finding.arabic:
        return False
    if not _as_often(finding.english, finding.text, dismissal.text):
        # Of several places with the same words nobody knows which one was meant.
        return False
    return finding.place == Place.SEGMENT or fuzz.ratio(finding.text, dismissal.text) >= ALIKE


def _as_often(words: str, text: str, other: str) -> bool:
    return not words or text.count(words) == other.count(words)


def follow_joined(first: Segment, second: Segment, english: str) -> None:
    """Make decisions about two sentences ones about `english`, which joins them in `first`.

    Call it before the sentences are changed.
    """
    Finding.objects.filter(segment=second).update(segment=first)
    for dismissal in Dismissal.objects.filter(segment__in=[first, second]):
        half = first if dismissal.segment_id == first.pk else second
        if half is second:
            dismissal.occurrence += _count(dismissal, first)
            dismissal.segment = first
        if _quotes_of(dismissal, half.english):
            dismissal.text = english
        dismissal.save()


def follow_divided(first: Segment, second: Segment, english: str) -> None:
    """Make decisions about `english`, which was divided into these two, ones about the halves."""
    for dismissal in Dismissal.objects.filter(segment=first):
        if not _quotes_of(dismissal, english):
            continue
        before = _count(dismissal, first)
        if dismissal.occurrence >= before:
            dismissal.occurrence -= before
            dismissal.segment = second
        dismissal.text = dismissal.segment.english
        dismissal.save()


def _quotes_of(dismissal: Dismissal, english: str) -> bool:
    """Say whether the words decided on can be found again in `english`, their old sentence."""
    quotes = bool(dismissal.english or dismissal.arabic)
    return quotes and _as_often(dismissal.english, english, dismissal.text)


def _count(dismissal: Dismissal, segment: Segment) -> int:
    """Return how often the words that were decided on stand in a sentence."""
    if dismissal.english:
        return segment.english.count(dismissal.english)
    return segment.arabic.count(dismissal.arabic) if dismissal.arabic else 0


def of_brief(brief: Brief) -> Iterable[Dismissal]:
    """Return the decisions that hold for something in the brief now, the newest first."""
    in_force = brief.findings.exclude(dismissal=None).values("dismissal")
    return brief.dismissals.filter(pk__in=in_force).select_related("author")
