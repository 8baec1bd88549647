"""Names: every English proper name must be in the Arabic, and every Arabic one in the English."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from summaries.checks.base import Finding, Pair, Severity, Span, gettext_noop
from summaries.checks.names import gazetteer, name_matching
from summaries.checks.names.directions import reversed_directions
from summaries.checks.names.left_names import Left
from summaries.checks.names.mixed_names import mixed
from summaries.checks.names.name_matching import Reading
from summaries.checks.names.spelling import AlignedName, aligned, key

__all__ = ["AlignedName", "Name", "NameDoubtful", "NameMissing", "aligned", "key"]

_ADDED = gettext_noop("The English names “%(english)s”; the Arabic does not.")
_DOUBTFUL = gettext_noop("Check the name “%(english)s”: it is not clearly in the Arabic.")
_REPLACED = gettext_noop("The Arabic names «%(arabic)s», the English “%(english)s”.")
_MISSING = gettext_noop("The Arabic names «%(arabic)s»; the English does not.")


@dataclass(frozen=True)
class Difference:
    """A name left over in English, the one left over in Arabic that it stands for, or both.

    `alone` says that no other name of their group is left over, so that they belong together.
    """

    english: tuple[Left, ...]
    arabic: Left | None
    alone: bool = False

    @property
    def certain(self) -> bool:
        """Tell whether it is certainly a name, and certainly another one."""
        return any(left.certain for left in self.english)


@lru_cache(maxsize=256)
def differences(reading: Reading, english_text: str) -> tuple[Difference, ...]:
    """Return what is left over, adjacent English words together, each with its likely Arabic."""
    waiting = list(reading.arabic)
    groups = _adjacent(reading.english, english_text)
    left_over = Counter([*(group[0].group for group in groups), *(one.group for one in waiting)])
    found = []
    for group in groups:
        other = next((left for left in waiting if _may_replace(group, left)), None)
        if other is not None:
            waiting.remove(other)
        found.append(Difference(group, other, left_over[group[0].group] == 2))
    return (*found, *(Difference((), left) for left in waiting))


def _adjacent(lefts: Sequence[Left], text: str) -> list[tuple[Left, ...]]:
    """Put the unknown words that stand beside each other into one group: a name."""
    groups: list[list[Left]] = []
    for left in lefts:
        last = groups[-1][-1] if groups else None
        between = text[last.span.end : left.span.start] if last else ""
        if last and last.group == left.group == "word" and between in (" ", "-"):
            groups[-1].append(left)
        else:
            groups.append([left])
    return [tuple(group) for group in groups]


def _may_replace(group: Sequence[Left], other: Left) -> bool:
    """Tell whether an Arabic name may be what these English words stand for."""
    return group[0].group == other.group


class Name:
    """A name in the English that nothing in the Arabic accounts for."""

    name = "name"
    title = gettext_noop("Names")
    severity = Severity.BLOCKING

    def find(self, pair: Pair) -> Iterator[Finding]:
        """Yield the English names that are certainly not those of the Arabic."""
        found = [one for one in _of(pair) if one.english and one.certain]
        yield from _once(_finding(self, pair, one, _ADDED) for one in found)
        for span in reversed_directions(pair.arabic, pair.english):
            values = {"english": span.of(pair.english)}
            yield Finding(self.name, self.severity, _ADDED, values, (span,))


class NameDoubtful:
    """A word that may be a name, or may be in the Arabic in another form."""

    name = "name_doubtful"
    title = gettext_noop("Doubtful names")
    severity = Severity.WARNING

    def find(self, pair: Pair) -> Iterator[Finding]:
        """Yield the English names that may not be those of the Arabic."""
        found = [one for one in _of(pair) if one.english and not one.certain]
        yield from _once(_finding(self, pair, one, _DOUBTFUL) for one in found)
        for span in mixed(pair.arabic, pair.english):
            values = {"english": span.of(pair.english)}
            yield Finding(self.name, self.severity, _DOUBTFUL, values, (span,))


class NameMissing:
    """A name in the Arabic that the English does not have."""

    name = "name_missing"
    title = gettext_noop("Missing names")
    severity = Severity.WARNING

    def find(self, pair: Pair) -> Iterator[Finding]:
        """Yield the Arabic names that the English leaves out; a summary may."""
        if pair.is_summary:
            return
        for difference in _of(pair):
            left = difference.arabic
            if not difference.english and left is not None:
                values = {"arabic": left.span.of(pair.arabic)}
                yield Finding(self.name, self.severity, _MISSING, values, arabic=(left.span,))


def _of(pair: Pair) -> tuple[Difference, ...]:
    return differences(name_matching.of(pair), pair.english)


def _once(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield one finding for each wrong name, with all its places; no fix where it has several."""
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(finding.values["english"], []).append(finding)
    for first, *more in groups.values():
        spans = tuple(span for one in (first, *more) for span in one.english)
        yield replace(first, english=spans, fix=None) if more else first


def _finding(check: Name | NameDoubtful, pair: Pair, one: Difference, alone: str) -> Finding:
    span = Span(one.english[0].span.start, one.english[-1].span.end)
    values = {"english": span.of(pair.english)}
    if one.arabic is None or pair.is_summary:
        return Finding(check.name, check.severity, alone, values, (span,))
    values["arabic"] = one.arabic.span.of(pair.arabic)
    return Finding(
        check.name, check.severity, _REPLACED, values, (span,), (one.arabic.span,), _fix(one)
    )


def _fix(one: Difference) -> str | None:
    """Return the usual English of the Arabic name, where it can stand in the same place."""
    wrong, right = one.english[0].mention, one.arabic.mention if one.arabic else None
    if not one.alone or wrong is None or right is None or len(right.entities) > 1:
        return None
    return gazetteer.english_for(next(iter(right.entities)), wrong.kind) or None
