"""The gate before the readers: nothing passes with blocking findings unless somebody says why."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import ngettext

from summaries.checks.base import Severity
from summaries.models import Brief, Finding
from summaries.services import events, findings, rechecking
from summaries.services.errors import Blocked
from summaries.workflow import Action


def blocking(brief: Brief) -> list[Finding]:
    """Return the findings that keep the brief from being published, in reading order."""
    waiting = findings.open_findings(brief)
    return [finding for finding in waiting if finding.severity == Severity.BLOCKING]


@contextmanager
def guarded(brief: Brief) -> Iterator[None]:
    """Do the work of publishing in one transaction; what blocked it stays on the brief.

    A refusal undoes the look at the text too, so that it is repeated: the page must show what it
    is about.
    """
    try:
        with transaction.atomic():
            yield
    except Blocked:
        with transaction.atomic():
            rechecking.recheck(events.locked(brief))
        raise


def require(actor, brief: Brief, override: str) -> None:
    """Let a locked brief pass as its text is now, without blocking findings or with a reason.

    Raises Blocked without a reason, Invalid for one that says nothing, NotAllowed for a person who
    may not override. A reason where nothing blocks is of no account.
    """
    rechecking.recheck(brief)
    found = blocking(brief)
    if not found:
        return
    if not override.strip():
        raise Blocked(_refusal(found))
    reason = findings.worded(override)
    events.require(brief, Action.OVERRIDE, actor)
    said = [findings.facts(finding) for finding in found]
    events.record(brief, str(Action.OVERRIDE), actor=actor, reason=reason, findings=said)


def _refusal(found: Sequence[Finding]) -> str:
    return ngettext(
        "%(n)d finding blocks publication: fix it or dismiss it, or publish in spite of it and "
        "say why.",
        "%(n)d findings block publication: fix or dismiss them, or publish in spite of them and "
        "say why.",
        len(found),
    ) % {"n": len(found)}
