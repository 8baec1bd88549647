"""All checks, and how a pair, an article or a summary is put through them."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from summaries.checks.base import ArticleCheck, Check, Finding, Pair, Severity, gettext_noop
from summaries.checks.dates.checks import Date, DateMissing, Time, Weekday
from summaries.checks.glossary import Glossary
from summaries.checks.leftovers import Copied, Empty, Untranslated
from summaries.checks.length import Length
from summaries.checks.marks import Brackets, CutOff, Quotes
from summaries.checks.names.checks import Name, NameDoubtful, NameMissing
from summaries.checks.names.spelling import Spelling
from summaries.checks.negation import Negation
from summaries.checks.numbers.checks import ChangedNumber, Hedge, MissingNumber, Unit
from summaries.checks.numbers.money import Money
from summaries.checks.opposites import Opposite
from summaries.checks.placeholders import Placeholder
from summaries.checks.repetition import Repetition
from summaries.checks.scripts import Bidi, MixedScript
from summaries.checks.summaries import Evidence, Quotation
from summaries.checks.titles import Title

logger = logging.getLogger(__name__)

CHECKS: tuple[Check, ...] = (
    Empty(),
    Copied(),
    Untranslated(),
    Repetition(),
    Date(),
    DateMissing(),
    Weekday(),
    Time(),
    Title(),
    Negation(),
    Opposite(),
    Length(),
    CutOff(),
    Quotes(),
    Brackets(),
    MixedScript(),
    Bidi(),
    Placeholder(),
    ChangedNumber(),
    MissingNumber(),
    Money(),
    Unit(),
    Hedge(),
    Name(),
    NameDoubtful(),
    NameMissing(),
    Glossary(),
    Evidence(),
    Quotation(),
)
ARTICLE_CHECKS: tuple[ArticleCheck, ...] = (Spelling(),)
OFF = "off"
# Of one check in one text: whoever has looked at so many looks at the text itself.
MOST_FINDINGS = 20
_NOT_DONE = gettext_noop(
    "This check could not read the sentence: compare it yourself, and tell an admin."
)

# A check's name and "blocking", "warning" or "off".
Severities = Mapping[str, str]


def titles() -> dict[str, str]:
    """Return the heading of every check by its name."""
    return {check.name: check.title for check in (*CHECKS, *ARTICLE_CHECKS)}


def check_pair(pair: Pair, severities: Severities | None = None) -> list[Finding]:
    """Return the findings of one sentence (or summary sentence), in reading order."""
    found = (finding for check in CHECKS for finding in _findings(check, pair))
    return sorted(_weighed(found, severities or {}), key=_place)


def check_article(
    pairs: Sequence[Pair], severities: Severities | None = None
) -> list[list[Finding]]:
    """Return the findings of each sentence of an article, those of article checks included."""
    found = zip(
        (check_pair(pair, severities) for pair in pairs),
        check_across(pairs, severities),
        strict=True,
    )
    return [sorted(alone + together, key=_place) for alone, together in found]


def check_across(
    pairs: Sequence[Pair], severities: Severities | None = None
) -> list[list[Finding]]:
    """Return of each sentence what only shows when all are looked at together."""
    found: list[list[Finding]] = [[] for _pair in pairs]
    for check in ARTICLE_CHECKS:
        for index, finding in _findings_across(check, pairs):
            found[index] += _weighed([finding], severities or {})
    return [sorted(one, key=_place) for one in found]


def _findings(check: Check, pair: Pair) -> Iterator[Finding]:
    """Yield a check's findings; a check that fails says so, and nobody's work is lost over it."""
    try:
        yield from islice(check.find(pair), MOST_FINDINGS)
    except Exception:
        logger.exception("The check %s failed on %r", check.name, pair.english)
        yield Finding(check.name, Severity.BLOCKING, _NOT_DONE)


def _findings_across(check: ArticleCheck, pairs: Sequence[Pair]) -> Iterator[tuple[int, Finding]]:
    try:
        yield from check.find_all(pairs)
    except Exception:
        logger.exception("The check %s failed on an article", check.name)
        yield 0, Finding(check.name, Severity.BLOCKING, _NOT_DONE)


def _weighed(found: Iterable[Finding], severities: Severities) -> list[Finding]:
    """Give findings the severity that was set for their check, without those switched off."""
    return [
        replace(finding, severity=Severity(severities.get(finding.check, finding.severity)))
        for finding in found
        if severities.get(finding.check) != OFF
    ]


def _place(finding: Finding) -> tuple[int, str]:
    return (finding.english[0].start if finding.english else -1, finding.check)
