"""What the desk page of a public brief shows of its readers: reports, and who got it by email."""

from django.db.models import Count, Q

from summaries.models import Brief, Delivery
from summaries.services import reach, reported
from summaries.services.editions import schedule
from summaries.views.desk.rows import SentenceRow
from summaries.workflow import LIVE, Action, Status

# The others are on the list of reports.
REPORTS_SHOWN = 6


def readers_context(context: dict, brief: Brief, sentences: list[SentenceRow]) -> dict:
    """Return reports, corrections, and how many people an email would reach; few queries.

    A brief that was never public has none of it, and costs none.
    """
    if brief.status not in {*LIVE, Status.RETRACTED}:
        return {"reports": [], "corrections": []}
    reports, more = _reports(brief, sentences)
    forms, all_of_them = context["forms"], {str(row.report.pk) for row in reports}
    return {
        "reports": reports,
        "more_reports": more,
        "ticked": _ticked(forms["correct"], _answered(reports)),
        # Nothing that was reported is left to be put right.
        "ticked_if_retracted": _ticked(forms["retract"], all_of_them),
        "planned": schedule.planned_with(brief) if Action.RETRACT in context["actions"] else [],
        "may_close": Action.CLOSE_REPORT in context["actions"],
        "corrections": list(_corrections(brief)),
        **_reach(brief, context["actions"]),
    }


def _reports(brief: Brief, sentences: list[SentenceRow]) -> tuple[list[reported.Row], int]:
    """Return the oldest reports and how many more there are; count them at their sentences."""
    english = [row.sentence.text for row in sentences]
    counted = reported.counted(brief, english)
    for number, row in enumerate(sentences, start=1):
        row.reports = counted[number]
    oldest = reported.of_brief(brief, REPORTS_SHOWN)
    shown = [reported.beside(report, brief.current, english) for report in oldest]
    return shown, counted.total() - len(shown)


def _ticked(form, proposed: set[str]) -> set[str]:
    """Return the keys of the reports that a form has ticked, or would have."""
    return set(form["reports"].value() or ()) if form.is_bound else proposed


def _answered(reports: list[reported.Row]) -> set[str]:
    """Return the keys of the reports whose sentence was changed since: this answers them."""
    return {str(row.report.pk) for row in reports if row.is_changed}


def _corrections(brief: Brief):
    """Return the notes for readers, each with how many emails about it went out and wait."""
    of = "mailing__deliveries"
    waiting = {f"{of}__state__in": [Delivery.State.QUEUED, Delivery.State.RUNNING]}
    return brief.corrections.select_related("mailing").annotate(
        emails_sent=Count(of, filter=Q(**{f"{of}__state": Delivery.State.DONE})),
        emails_waiting=Count(of, filter=Q(**waiting)),
    )


def _reach(brief: Brief, actions: frozenset[Action]) -> dict:
    """Return whom corrections, retractions and breaking news would reach, for who may send them."""
    if Action.BREAKING not in actions:
        return {}
    sent = reach.breaking_news(brief)
    got = reach.got_by_email(brief)
    return {
        "got_any": got,
        "got_older": got and reach.got_by_email(brief, before=brief.current.number),
        "breaking_sent": sent,
        "want_breaking": 0 if sent else reach.want_breaking(),
    }
