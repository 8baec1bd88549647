"""The panels over time: what happened on each day."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from summaries.services.charts import Plot, Series, diverging, grouped, stacked
from summaries.services.dashboard.overview import Overview
from summaries.views.desk.panels.base import (
    Panel,
    Table,
    all_said,
    decimal,
    newest_first,
    number,
    short_day,
)


def intake(found: Overview) -> Panel:
    """What came in and what was published."""
    rows, days = found.days, [short_day(one.date) for one in found.days]
    came = Series(pgettext("dashboard", "Taken in"), "one", tuple(one.taken_in for one in rows))
    out = Series(pgettext("dashboard", "Published"), "two", tuple(one.published for one in rows))
    corrected, retracted = [one.corrected for one in rows], [one.retracted for one in rows]
    names = (_("Corrections"), _("Retractions"))
    columns = (came.values, out.values, corrected, retracted)
    facts = [
        (came.name, number(sum(came.values))),
        (out.name, number(sum(out.values))),
        (_("Published a day"), decimal(sum(out.values) / len(rows))),
        (names[0], number(sum(corrected))),
        (names[1], number(sum(retracted))),
    ]
    return Panel(
        "intake",
        _("Intake and publications"),
        Table((_("Day"), came.name, out.name, *names), newest_first(days, *columns)),
        facts=tuple(facts),
        legend=(came, out),
        plot=_unless_empty(grouped(days, (came, out), all_said(days, (came, out)))),
        note=_("Reprints and new versions of articles are not counted."),
        empty=_("Nothing came in and nothing was published in these days."),
        wide=True,
    )


def backlog(found: Overview) -> Panel:
    """How many briefs were open at the end of each day."""
    days = [short_day(one.date) for one in found.days]
    left = Series(pgettext("dashboard", "Open"), "three", tuple(one.open for one in found.days))
    values = left.values
    return Panel(
        "backlog",
        _("Open briefs at the end of each day"),
        Table((_("Day"), left.name), newest_first(days, values)),
        facts=((_("Now"), number(values[-1])), (_("Most"), number(max(values)))),
        plot=_unless_empty(stacked(days, (left,), all_said(days, (left,)), gap=0)),
        empty=_("No brief was open on any of these days."),
    )


def deliveries(found: Overview) -> Panel:
    """What became of the emails to subscribers."""
    rows, days = found.deliveries, [short_day(one.date) for one in found.deliveries]
    series = (
        Series(pgettext("emails", "Sent"), "one", tuple(one.sent for one in rows)),
        Series(pgettext("emails", "Waiting"), "two", tuple(one.waiting for one in rows)),
        Series(pgettext("emails", "Failed"), "bad", tuple(one.failed for one in rows)),
        Series(pgettext("emails", "Called off"), "none", tuple(one.cancelled for one in rows)),
    )
    values = [one.values for one in series]
    return Panel(
        "deliveries",
        _("Emails to subscribers"),
        Table((_("Day"), *(one.name for one in series)), newest_first(days, *values)),
        facts=tuple((one.name, number(sum(one.values))) for one in series),
        legend=series,
        plot=_unless_empty(stacked(days, series, all_said(days, series))),
        note=_("An email counts on the day on which its mailing was opened."),
        empty=_("No email was meant for these days."),
    )


def growth(found: Overview) -> Panel:
    """Who subscribed and who left."""
    rows, days = found.growth, [short_day(one.date) for one in found.growth]
    came = Series(pgettext("subscribers", "Joined"), "one", tuple(one.came for one in rows))
    went = Series(pgettext("subscribers", "Left"), "bad", tuple(one.went for one in rows))
    net, totals = [one.net for one in rows], [one.total for one in rows]
    head = (
        _("Day"),
        came.name,
        went.name,
        pgettext("subscribers", "Change"),
        _("At the end of the day"),
    )
    return Panel(
        "growth",
        _("Subscribers"),
        Table(head, newest_first(days, came.values, went.values, net, totals)),
        facts=(
            (_("Now"), number(totals[-1])),
            *_unreachable(found),
            (came.name, number(sum(came.values))),
            (went.name, number(sum(went.values))),
        ),
        legend=(came, went),
        plot=_unless_empty(diverging(days, came, went, all_said(days, (came, went)))),
        note=_("Who was erased is in none of these numbers: nothing of them is kept."),
        empty=_("Nobody joined and nobody left in these days."),
    )


def _unreachable(found: Overview) -> list[tuple[str, str]]:
    if not found.unreachable:
        return []
    return [(pgettext("subscribers", "Of these unreachable"), number(found.unreachable))]


def _unless_empty(plot: Plot) -> Plot | None:
    return plot if any(column.bars for column in plot.columns) else None
