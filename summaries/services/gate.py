"""The gate before the readers: nothing passes with blocking findings unless somebody says why."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from summaries.checks.base import Severity
from summaries.models import Brief, Evidence, Finding
from summaries.models.finding import Place
from summaries.services import events, findings, rechecking, segments
from summaries.services.errors import Blocked, Stale
from summaries.services.seen import Seen
from summaries.workflow import Action


def blocking(brief: Brief) -> list[Finding]:
    """Return the findings that keep the brief from being published, in reading order."""
    waiting = findings.open_findings(brief)
    return [finding for finding in waiting if finding.severity == Severity.BLOCKING]


def digest(finding: Finding) -> str:
    """Return a short text that tells what a finding says, and of which words, from all others."""
    said = (rechecking.identity(finding), finding.message, sorted(finding.values.items()))
    return sha256(repr(said).encode()).hexdigest()[:12]


@contextmanager
def guarded(brief: Brief) -> Iterator[None]:
    """Do the work of publishing in one transaction; what blocked it stays on the brief.

    A refusal undoes the look at the text too, so that it is repeated: the page must show what it
    is about.
    """
    try:
        with transaction.atomic():
            yield
    except (Blocked, Stale):
        with transaction.atomic():
            rechecking.recheck(events.locked(brief))
        raise


def require(actor, brief: Brief, override: str, seen: Seen | None = None) -> None:
    """Let a locked brief pass as its text is now, without blocking findings or with a reason.

    A reason is about the findings that the page showed, `seen`, if there was one. Raises Stale for
    others, Blocked without a reason, Invalid for one that says nothing, NotAllowed for a person who
    may not override. A reason where nothing blocks is of no account.
    """
    rechecking.recheck(brief)
    found = blocking(brief)
    if not found:
        return
    if not override.strip():
        raise Blocked(_refusal(found))
    events.require(brief, Action.OVERRIDE, actor)
    reason = findings.worded(override)
    if seen is not None and not seen.blocking.issuperset(map(digest, found)):
        raise Stale(
            _(
                "Something blocks publication that this page did not show when you gave the "
                "reason. Look at what is listed now, then publish."
            )
        )
    said = _said(brief, found)
    events.record(brief, str(Action.OVERRIDE), actor=actor, reason=reason, findings=said)


def _said(brief: Brief, found: Sequence[Finding]) -> list[dict]:
    """Return what the Event keeps; `public` are those in words that readers get to see."""
    labels = segments.labels(brief.article_id)
    shown = Evidence.objects.filter(sentence__revision=brief.current_id)
    evidence = set(shown.values_list("segment", flat=True))
    return [
        findings.facts(one, labels)
        | {"public": one.place != Place.SEGMENT or one.segment_id in evidence}
        for one in found
    ]


def _refusal(found: Sequence[Finding]) -> str:
    return ngettext(
        "%(n)d finding blocks publication: fix it or dismiss it, or publish in spite of it and "
        "say why.",
        "%(n)d findings block publication: fix or dismiss them, or publish in spite of them and "
        "say why.",
        len(found),
    ) % {"n": len(found)}
