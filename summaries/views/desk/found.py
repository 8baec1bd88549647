"""The findings of a brief as the desk's pages show them: in reading order, at their words."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from summaries.checks import registry
from summaries.checks.base import Severity
from summaries.models import Brief, Finding
from summaries.models.finding import Place
from summaries.services import findings, gate
from summaries.templatetags.findings import Mark
from summaries.views.desk.rows import SegmentRow, SentenceRow
from summaries.workflow import Action

# Of the publish panel; the rest is counted.
_LISTED = 8
# A finding of these is about how something is called: the glossary may settle it.
_OF_NAMES = frozenset({"name", "name_doubtful", "name_missing", "spelling"})

# Keys of findings by the key of a segment.
Places = dict[int | None, set[int]]


@dataclass(frozen=True)
class Found:
    """A finding with its place on the page (`row`; None: the brief's headline).

    `version` is what a fix is made from: of the sentence, or the number of the brief's version.
    """

    finding: Finding
    title: str
    row: SegmentRow | SentenceRow | None
    version: int
    actions: frozenset[Action]

    @property
    def ref(self) -> str:
        """Return the id of its words on the page."""
        return f"f{self.finding.pk}"

    @property
    def anchor(self) -> str:
        """Return the id of its place on the page."""
        return self.row.anchor if self.row else "headline"

    @property
    def in_summary(self) -> bool:
        """Say whether it is in a sentence of the summary."""
        return self.finding.place == Place.SUMMARY

    @property
    def is_blocking(self) -> bool:
        """Say whether it stops publication."""
        return self.finding.severity == Severity.BLOCKING

    @property
    def look(self) -> str:
        """Return what its underline looks like."""
        return "bad" if self.is_blocking else "warn"

    @property
    def may_fix(self) -> bool:
        """Say whether the person may put the right words in, where they are known."""
        return self.finding.fix is not None and Action.EDIT in self.actions

    @property
    def may_decide(self) -> bool:
        """Say whether the person may dismiss it, and take that back."""
        dismissal = self.finding.dismissal
        blocked = dismissal is not None and dismissal.severity == Severity.BLOCKING
        needed = Action.DISMISS_BLOCKING if self.is_blocking or blocked else Action.DISMISS
        return needed in self.actions

    @property
    def english_name(self) -> str:
        """Return the English that the glossary may settle; empty where it is about no name."""
        if self.finding.check_name not in _OF_NAMES or not self.finding.arabic:
            return ""
        return self.finding.fix or self.finding.english

    @property
    def agreed(self) -> str:
        """Return the glossary's English that it is about; empty where it is about none."""
        is_term = self.finding.check_name == "glossary"
        return self.finding.values.get("agreed", "") if is_term else ""

    @property
    def is_said(self) -> bool:
        """Say whether it is said under its text: about the whole of it, or about no words in it."""
        spans = self.finding.english_spans
        if not spans:
            return not self.finding.arabic_spans or self.finding.place != Place.SEGMENT
        whole = len(self.finding.text.rstrip()) if self.row else 0
        return bool(whole) and spans[0][0] == 0 and spans[0][1] >= whole


def found_context(
    brief: Brief,
    rows: Sequence[SegmentRow],
    sentences: Sequence[SentenceRow],
    actions: Iterable[Action],
) -> dict:
    """Return what was found, and give rows and summary sentences their share of it. Two queries."""
    everything = _everything(brief, rows, sentences, frozenset(actions))
    found = [one for one in everything if one.finding.dismissal is None]
    by_segment = {row.segment.pk: row for row in rows}
    headline: list[Mark] = []
    for one in found:
        marks = one.row.english_marks if one.row else headline
        marks += [] if one.is_said else _marks(one, one.finding.english_spans)
        if one.row:
            one.row.found.append(one)
        _mark_arabic(one, by_segment)
    blocking = [one for one in found if one.is_blocking]
    return {
        "found": found,
        "blocking": blocking,
        "blocking_shown": " ".join(gate.digest(one.finding) for one in blocking),
        "blocking_listed": blocking[:_LISTED],
        "blocking_more": len(blocking[_LISTED:]),
        "only_warnings": len(found) - len(blocking),
        "dismissed": [one for one in everything if one.finding.dismissal],
        "headline_marks": headline,
    }


def places(brief: int) -> Places:
    """Return the open findings by the sentences that they mark; None has headline and summary."""
    waiting = Finding.objects.filter(brief=brief, dismissal=None)
    found: Places = defaultdict(set)
    for pk, segment, spans in waiting.values_list("pk", "segment", "arabic_spans"):
        for place in {segment, *(span[0] for span in spans)}:
            found[place].add(pk)
    return found


def touched(before: Places, now: Places, rows: Iterable[SegmentRow]) -> dict:
    """Return which of `rows`, and whether the summary, must be shown anew."""
    moved = {place for place in {*before, *now} if before.get(place) != now.get(place)}
    return {
        "changed": [row for row in rows if row.segment.pk in moved],
        "summary_changed": None in moved,
    }


def _everything(
    brief: Brief,
    rows: Sequence[SegmentRow],
    sentences: Sequence[SentenceRow],
    actions: frozenset[Action],
) -> list[Found]:
    """Return the findings whose place is on the page, in reading order."""
    titles = registry.titles()
    segments = {row.segment.pk: row for row in rows}
    summary = {row.sentence.pk: row for row in sentences}
    version = brief.current.number if brief.current else 0
    result = []
    for finding in findings.of_brief(brief):
        row = segments.get(finding.segment_id) or summary.get(finding.sentence_id)
        if row is None and finding.place != Place.HEADLINE:
            continue  # of a text that was read before it came, or is gone since
        title = _(titles.get(finding.check_name, finding.check_name))
        made_from = row.segment.version if finding.place == Place.SEGMENT else version
        result.append(Found(finding, title, row, made_from, actions))
    return result


def _marks(one: Found, spans: Iterable[Sequence[int]]) -> list[Mark]:
    return [Mark(start, end, one.ref, one.look) for start, end in spans]


def _mark_arabic(one: Found, rows: dict[int, SegmentRow]) -> None:
    """Mark the Arabic; that of the summary's findings is underlined in the summary alone."""
    own = one.finding.place == Place.SEGMENT
    for pk, start, end in one.finding.arabic_spans:
        if row := rows.get(pk):
            mark = Mark(start, end, one.ref, one.look)
            row.arabic_marks.append(mark if own else mark._replace(look="also"))
            row.quoted_marks += [] if own else [mark]
