"""All checks, and how a pair, an article or a summary is put through them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from summaries.checks.base import ArticleCheck, Check, Finding, Pair, Severity

CHECKS: tuple[Check, ...] = ()
ARTICLE_CHECKS: tuple[ArticleCheck, ...] = ()
OFF = "off"

# A check's name and "blocking", "warning" or "off".
Severities = Mapping[str, str]


def titles() -> dict[str, str]:
    """Return the heading of every check by its name."""
    return {check.name: check.title for check in (*CHECKS, *ARTICLE_CHECKS)}


def check_pair(pair: Pair, severities: Severities | None = None) -> list[Finding]:
    """Return the findings of one sentence (or summary sentence), in reading order."""
    found = (finding for check in CHECKS for finding in check.find(pair))
    return sorted(_weighed(found, severities or {}), key=_place)


def check_article(
    pairs: Sequence[Pair], severities: Severities | None = None
) -> list[list[Finding]]:
    """Return the findings of each sentence of an article, those of article checks included."""
    chosen = severities or {}
    found = [check_pair(pair, chosen) for pair in pairs]
    for check in ARTICLE_CHECKS:
        for index, finding in check.find_all(pairs):
            found[index] += _weighed([finding], chosen)
    return [sorted(one, key=_place) for one in found]


def _weighed(found: Iterable[Finding], severities: Severities) -> list[Finding]:
    """Give findings the severity that was set for their check, without those switched off."""
    return [
        replace(finding, severity=Severity(severities.get(finding.check, finding.severity)))
        for finding in found
        if severities.get(finding.check) != OFF
    ]


def _place(finding: Finding) -> tuple[int, str]:
    return (finding.english[0].start if finding.english else -1, finding.check)
