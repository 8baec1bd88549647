"""What readers report as wrong: received from anybody, decided about on the desk."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from summaries.models import Brief, Correction, Notice, ReaderReport, Revision
from summaries.services import events, notices, texts
from summaries.services.errors import Invalid, WrongState
from summaries.services.passages import Passage
from summaries.services.people import accounts
from summaries.workflow import Action

MAX_CHARACTERS = texts.MAX_NOTE_CHARACTERS
REOPENED = "report_reopened"
# One email about a brief in this time, however many readers write about it.
_QUIET = timedelta(hours=1)
# The same words about the same passage in this time are one report: a form that was sent twice.
_SAME = timedelta(days=1)
# How long a reader's address is kept after the report was closed.
_ADDRESS_KEPT = timedelta(days=30)


def receive(
    brief: Brief,
    text: str,
    *,
    revision: Revision,
    passage: Passage | None = None,
    email: str = "",
    language: str = "both",
) -> ReaderReport:
    """Store what a reader says is wrong in a version they saw, and tell who looks after the brief.

    The whole brief is meant where there is no passage. What was sent before comes back as it is.
    Raises Invalid without words or with too many, WrongState for a brief that readers do not see.
    """
    text = texts.note(text)
    if not text:
        raise Invalid(_("Say what is wrong."))
    with transaction.atomic():
        brief = events.locked(brief)
        if not brief.is_live:
            raise WrongState(_("Readers do not see this brief any more."))
        about = {"revision": revision, "position": None, "quoted": ""}
        if passage:
            about |= {"position": passage.position, "quoted": passage.text}
        same = brief.reports.filter(text=text, created_at__gt=timezone.now() - _SAME, **about)
        if (before := same.first()) is not None:
            return before
        report = brief.reports.create(text=text, email=email, language=language, **about)
        _tell(brief, report)
    return report


def _tell(brief: Brief, report: ReaderReport) -> None:
    """Tell the brief's owner, or the publishers where no owner can be told; seldom enough."""
    told = brief.notices.filter(kind=Notice.Kind.REPORTED)
    if told.filter(created_at__gt=timezone.now() - _QUIET).exists():
        return
    if notices.write(brief.owner, brief, Notice.Kind.REPORTED, report=report):
        return
    for person in accounts.publishers().exclude(pk=brief.owner_id):
        notices.write(person, brief, Notice.Kind.REPORTED, report=report)


def waiting():
    """Return the reports that nobody decided about, the oldest first."""
    return ReaderReport.objects.filter(closed_at=None).order_by("created_at", "pk")


def close(actor, report: ReaderReport, outcome: str) -> ReaderReport:
    """Say what became of a report. It was corrected only if a correction followed it.

    Raises Invalid for that, and for what is no outcome; WrongState when it is closed already;
    NotAllowed.
    """
    with transaction.atomic():
        brief, report = _locked(actor, report)
        if report.closed_at:
            raise WrongState(
                _("This report is closed already: %(outcome)s.")
                % {"outcome": report.get_outcome_display()}
            )
        return _close(actor, brief, report, outcome, _correction_for(report, outcome))


def close_many(actor, reports: Iterable[ReaderReport], outcome: str) -> int:
    """Close those of these reports that are open with the same outcome; return how many.

    Raises Invalid and NotAllowed as `close` does; then none is closed.
    """
    # Everybody locks briefs in the same order, so that no two people wait for each other.
    in_order = sorted(reports, key=lambda report: (report.brief_id, report.pk))
    closed = 0
    with transaction.atomic():
        for each in in_order:
            brief, report = _locked(actor, each)
            if report.closed_at is None:
                _close(actor, brief, report, outcome, _correction_for(report, outcome))
                closed += 1
    return closed


def close_corrected(actor, brief: Brief, reports: Iterable[int], correction: Correction) -> None:
    """Close the open ones of these reports with the correction that answers them.

    Call it in the transaction of the correction, with the locked brief.
    """
    for report in brief.reports.filter(pk__in=list(reports), closed_at=None):
        _close(actor, brief, report, ReaderReport.Outcome.CORRECTED, correction)


def _locked(actor, report: ReaderReport) -> tuple[Brief, ReaderReport]:
    """Return a report and its brief as they are now, both locked. Raises NotAllowed."""
    brief = events.locked(report.brief)
    events.require(brief, Action.CLOSE_REPORT, actor)
    return brief, ReaderReport.objects.select_for_update(of=("self",)).get(pk=report.pk)


def _close(actor, brief, report, outcome: str, correction: Correction | None) -> ReaderReport:
    report.outcome, report.closed_at, report.closed_by = outcome, timezone.now(), actor
    if outcome == ReaderReport.Outcome.SPAM:
        report.email = ""
    report.save()
    facts = {"report": report.pk, "outcome": str(outcome), "position": report.position}
    if correction:
        facts["correction"] = correction.pk
    events.record(brief, str(Action.CLOSE_REPORT), actor=actor, **facts)
    return report


def _correction_for(report: ReaderReport, outcome: str) -> Correction | None:
    if outcome not in ReaderReport.Outcome.values:
        raise Invalid(_("Say what became of the report."))
    if outcome != ReaderReport.Outcome.CORRECTED:
        return None
    after = Correction.objects.filter(brief=report.brief_id, created_at__gte=report.created_at)
    correction = after.order_by("created_at").last()
    if correction is None:
        raise Invalid(
            _("No correction was published since this report came. Publish it first, then close.")
        )
    return correction


def reopen(actor, report: ReaderReport) -> ReaderReport:
    """Take the decision about a report back. Raises WrongState for an open one, NotAllowed."""
    with transaction.atomic():
        brief, report = _locked(actor, report)
        if not report.closed_at:
            raise WrongState(_("This report is open already."))
        report.outcome, report.closed_at, report.closed_by = "", None, None
        report.save()
        events.record(brief, REOPENED, actor=actor, report=report.pk, position=report.position)
    return report


def forget_addresses() -> int:
    """Remove the addresses of readers whose reports were closed a month ago; return how many."""
    old = ReaderReport.objects.filter(closed_at__lte=timezone.now() - _ADDRESS_KEPT)
    return old.exclude(email="").update(email="")
