"""What became of what the checks found: kept with Events, because findings go when texts change."""

from collections import Counter

from summaries.checks.base import Severity
from summaries.models import Brief
from summaries.workflow import Action

FIXED, DISMISSED, OVERRIDDEN, LEFT = "fixed", "dismissed", "overridden", "left"


def found(brief: Brief) -> dict[str, int]:
    """Return how many findings the brief has of each check; kept with the Event of its draft."""
    return dict(Counter(brief.findings.order_by().values_list("check_name", flat=True)))


def at_publication(brief: Brief) -> dict[str, dict[str, int]]:
    """Return of each check what became of its findings, for a brief that is being published.

    Dismissed ones stand with a reason, overridden ones blocked and were published all the same,
    left ones are warnings that nobody decided on. What the draft had more than that was fixed; of
    drafts from before their findings were kept, nothing is known to be.
    """
    counts: dict[str, Counter] = {}
    standing = brief.findings.order_by().values_list("check_name", "severity", "dismissal")
    for check, severity, dismissal in standing:
        counts.setdefault(check, Counter())[_outcome(severity, dismissal)] += 1
    drafted = brief.events.filter(verb=Action.DRAFTED).first()
    for check, before in (drafted.data.get("found", {}) if drafted else {}).items():
        still = counts.setdefault(check, Counter())
        if before > still.total():
            still[FIXED] = before - still.total()
    return {check: dict(count) for check, count in counts.items() if count}


def _outcome(severity: str, dismissal: int | None) -> str:
    if dismissal is not None:
        return DISMISSED
    return OVERRIDDEN if severity == Severity.BLOCKING else LEFT
