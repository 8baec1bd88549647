"""Readers' reports as the desk looks at them: in a fixed number of queries."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from summaries.models import Brief, Correction, Event, ReaderReport, Revision
from summaries.services import reports
from summaries.workflow import Action


@dataclass(frozen=True)
class Row:
    """A report, with how its passage stands now.

    `number` is the sentence of the summary on the desk that it is about, or stands beside; None
    where the whole brief is meant or the sentence is another one now. `is_changed` says that what
    the reader saw is not in the text any more. `correction` closed it.
    """

    report: ReaderReport
    number: int | None = None
    is_changed: bool = False
    correction: Correction | None = None


def waiting() -> QuerySet[ReaderReport]:
    """Return the reports that nobody decided about, the oldest first, with their briefs."""
    return _with_briefs(reports.waiting())


def closed() -> QuerySet[ReaderReport]:
    """Return the reports that somebody decided about, the latest decision first."""
    return _with_briefs(ReaderReport.objects.exclude(closed_at=None).order_by("-closed_at", "-pk"))


def _with_briefs(found: QuerySet[ReaderReport]) -> QuerySet[ReaderReport]:
    related = ("brief__live", "brief__current", "brief__owner", "revision", "closed_by")
    texts = "brief__current__sentences"
    return found.select_related(*related).prefetch_related(texts)


def of_brief(brief: Brief, limit: int) -> list[ReaderReport]:
    """Return the open reports about a brief, the oldest first. One query."""
    return list(reports.waiting().filter(brief=brief)[:limit])


def counted(brief: Brief, english: list[str]) -> Counter[int | None]:
    """Return how many open reports each sentence of its summary has; None are all others.

    `english` are the sentences as they are now. One query, which reads no report.
    """
    quoted = reports.waiting().filter(brief=brief).order_by().values_list("quoted")
    found: Counter[int | None] = Counter()
    for passage, number in quoted.annotate(number=Count("pk")):
        found[_number(passage, english, brief.current.arabic_paragraphs)] += number
    return found


def rows(found: Iterable[ReaderReport]) -> list[Row]:
    """Put each report beside the text as it is now. One query, two where some are closed."""
    found = list(found)
    answers = _answers([report for report in found if report.closed_at])
    placed = []
    for report in found:
        current = report.brief.current
        english = [sentence.text for sentence in current.sentences.all()]
        placed.append(beside(report, current, english, answers.get(report.pk)))
    return placed


def beside(report: ReaderReport, current: Revision, english: list[str], correction=None) -> Row:
    """Put a report beside a version of the text; `english` are the sentences of its summary."""
    if not report.quoted:
        return Row(report, correction=correction)
    arabic = current.arabic_paragraphs
    heads = (current.headline_en, current.headline_ar)
    is_changed = report.quoted not in (*english, *arabic, *heads)
    return Row(report, _number(report.quoted, english, arabic), is_changed, correction)


def _number(quoted: str, english: list[str], arabic: list[str]) -> int | None:
    if quoted in english:
        return english.index(quoted) + 1
    if quoted in arabic and len(arabic) == len(english):
        return arabic.index(quoted) + 1
    return None


def _answers(closed_ones: list[ReaderReport]) -> dict[int, Correction]:
    """Return the correction that closed each of these reports, by the report's key."""
    corrected = {
        report.brief_id
        for report in closed_ones
        if report.outcome == ReaderReport.Outcome.CORRECTED
    }
    if not corrected:
        return {}
    told = Event.objects.filter(brief__in=corrected, verb=str(Action.CLOSE_REPORT)).order_by("pk")
    keys = {event.data["report"]: event.data.get("correction") for event in told}
    found = Correction.objects.filter(brief__in=corrected).in_bulk()
    return {report: found[key] for report, key in keys.items() if key in found}
