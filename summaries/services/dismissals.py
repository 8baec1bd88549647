"""Which findings a person's decision holds for: one for the same words in the same place."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from rapidfuzz import fuzz

from summaries.checks.base import Severity
from summaries.models import Brief, Dismissal, Finding, Segment
from summaries.models.finding import Place

# A decision about a sentence holds for one that is so like it, of 100.
ALIKE = 60
_WORD = re.compile(r"\w+")


def key(one: Finding | Dismissal) -> tuple:
    """Return what a decision and a finding must have in common."""
    names = ("place", "segment_id", "check_name", "english", "arabic", "occurrence")
    return tuple(getattr(one, name) for name in names)


def decide(brief: Brief, findings: Sequence[Finding]) -> None:
    """Give each finding the decision that holds for it, or none; stores nothing.

    `findings` are all that a look found. A decision is about one of them: two sentences alike, with
    the same words in each, take two decisions.
    """
    decisions, alike = defaultdict(list), defaultdict(list)
    for dismissal in brief.dismissals.all() if findings else ():
        decisions[key(dismissal)].append(dismissal)
    for finding in findings:
        finding.dismissal = None
        if key(finding) in decisions:
            alike[key(finding)].append(finding)
    summary = _summary_texts(brief) if alike else frozenset()
    for same, found in alike.items():
        _spend(decisions[same], found, summary)


def _summary_texts(brief: Brief) -> frozenset[str]:
    sentences = brief.current.sentences.all() if brief.current else ()
    return frozenset(sentence.text for sentence in sentences)


def _spend(
    decisions: Sequence[Dismissal], findings: Sequence[Finding], summary: Collection[str]
) -> None:
    """Give each of the findings, which quote the same words, a decision of its own, if any holds.

    The very text comes first, then what is most like it. A text that still stands in the summary
    lends its decision to no other.
    """
    left = list(decisions)
    for finding in findings:
        exact = (one for one in left if one.text == finding.text and holds(one, finding))
        if chosen := next(exact, None):
            finding.dismissal = chosen
            left.remove(chosen)
    undecided = [finding for finding in findings if finding.dismissal is None]
    free = [one for one in left if one.place != Place.SUMMARY or one.text not in summary]
    pairs = [(one, finding) for one in free for finding in undecided if holds(one, finding)]
    spent = set()
    for one, finding in sorted(pairs, key=_likeness, reverse=True):
        # Older decisions about the same text are none about another sentence.
        if finding.dismissal is None and one.text not in spent:
            finding.dismissal = one
            spent.add(one.text)


def _likeness(pair: tuple[Dismissal, Finding]) -> tuple[float, int]:
    dismissal, finding = pair
    return fuzz.ratio(dismissal.text, finding.text), dismissal.pk


def in_place_of(dismissal: Dismissal, held: Sequence[Finding]) -> list[int]:
    """Return the keys of older decisions that would come to hold for these findings in its place.

    Those that somebody may take back who may take this one back, and that hold for nothing else.
    """
    others = dismissal.brief.dismissals.filter(check_name=dismissal.check_name, findings=None)
    if dismissal.severity != Severity.BLOCKING:
        others = others.exclude(severity=Severity.BLOCKING)
    return [
        one.pk
        for one in others
        if any(key(one) == key(found) and holds(one, found) for found in held)
    ]


def holds(dismissal: Dismissal, finding: Finding) -> bool:
    """Say whether a decision about such words can be one about this finding."""
    if Severity.BLOCKING == finding.severity != dismissal.severity:
        # Made when it was a warning, by somebody who may not decide on what blocks.
        return False
    if finding.values != dismissal.values:
        # It says something else of the words: the agreed term is another by now.
        return False
    if finding.text == dismissal.text:
        return True
    if not finding.english and not finding.arabic:
        return False
    if not _as_often(finding.english, finding.text, dismissal.text):
        # Of several places with the same words nobody knows which one was meant.
        return False
    return _is_alike(finding, dismissal.text)


def _is_alike(finding: Finding, text: str) -> bool:
    """Say whether a text is like that of a decision; a sentence may also have grown or shrunk."""
    if fuzz.ratio(finding.text, text) >= ALIKE:
        return True
    if finding.place != Place.SEGMENT:
        return False
    one, other = (f" {' '.join(_WORD.findall(t.casefold()))} " for t in (finding.text, text))
    return one in other or other in one


def count(words: str, text: str) -> int:
    """Return how often `words` stand in an English text as whole words: no “5” is in “2015”."""
    before = r"(?<!\w)(?<!\d[.,])" if words[:1].isalnum() else ""
    after = r"(?!\w)(?![.,]\d)" if words[-1:].isalnum() else ""
    return len(re.findall(before + re.escape(words) + after, text)) if words else 0


def _as_often(words: str, text: str, other: str) -> bool:
    return count(words, text) == count(words, other)


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
        return count(dismissal.english, segment.english)
    # Arabic words carry others before and after them: «وخمسة» has «خمسة» in it.
    return segment.arabic.count(dismissal.arabic) if dismissal.arabic else 0


def of_brief(brief: Brief) -> Iterable[Dismissal]:
    """Return the decisions that hold for something in the brief now, the newest first."""
    in_force = brief.findings.exclude(dismissal=None).values("dismissal")
    return brief.dismissals.filter(pk__in=in_force).select_related("author")
