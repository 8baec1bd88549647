"""The panels of what is counted by kind: the queue, jobs and stages."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from summaries.models import Job
from summaries.models.ledger import State
from summaries.services.charts import Row, Series, lying
from summaries.services.dashboard.overview import Overview
from summaries.services.dashboard.stages import NEWEST, Timing
from summaries.views.desk.panels.base import (
    Group,
    Panel,
    Table,
    duration,
    number,
    of_newest,
    since,
)

_AGES = (
    gettext_lazy("under 1 h"),
    gettext_lazy("1 to 4 h"),
    gettext_lazy("4 to 24 h"),
    gettext_lazy("1 to 3 d"),
    gettext_lazy("over 3 d"),
)
# The older, the warmer.
_AGE_COLOURS = ("faint", "one", "two", "four", "bad")
# Who reports progress says it in other words: translations tell them apart.
_STAGES = {
    Job.Stage.CLEANING: pgettext_lazy("stage", "Taking the text apart"),
    Job.Stage.TRANSLATING: pgettext_lazy("stage", "Translating"),
    Job.Stage.SUMMARISING: pgettext_lazy("stage", "Writing the summary"),
    Job.Stage.LINKING: pgettext_lazy("stage", "Linking the evidence"),
}
_STATE_COLOURS = {
    State.DONE: "one",
    State.RUNNING: "three",
    State.QUEUED: "two",
    State.FAILED: "bad",
    State.CANCELLED: "none",
}


def waiting(found: Overview) -> Panel:
    """What waits on the desk, by state and age."""
    now, rows = found.period.now, found.waiting
    legend = tuple(
        Series(str(name), css, tuple(one.ages[place] for one in rows))
        for place, (name, css) in enumerate(zip(_AGES, _AGE_COLOURS, strict=True))
    )
    whole = max(one.count for one in rows)
    head = (_("State"), *(one.name for one in legend), _("Stopped"), _("Oldest"))
    table = [
        (
            str(one.status.label),
            *map(number, one.ages),
            number(one.stopped),
            since(one.oldest, now),
        )
        for one in rows
    ]
    oldest = min((one.oldest for one in rows if one.oldest), default=None)
    stopped = sum(one.stopped for one in rows)
    bars = [
        lying(str(one.status.label), _parts(one.ages, _AGE_COLOURS), whole, number(one.count))
        for one in rows
    ]
    return Panel(
        "waiting",
        _("What waits, and for how long"),
        Table(head, tuple(table)),
        facts=(
            (_("Oldest"), since(oldest, now)),
            (_("Stopped"), number(stopped)),
        ),
        legend=legend,
        groups=(Group("", tuple(bars)),) if whole else (),
        note=_("Since when a brief is in its state."),
        empty=_("Nothing waits on the desk."),
        links=(stopped_briefs(),) if stopped else (),
    )


def stopped_briefs() -> tuple[str, str]:
    """Return the words and the address of what the machine could not finish."""
    return _("Briefs that stopped"), f"{reverse('desk:queue')}?show=stopped"


def _parts(values: Sequence[float], colours: Sequence[str]) -> list[tuple[float, str]]:
    return list(zip(values, colours, strict=True))


def jobs(found: Overview) -> Panel:
    """The machine's jobs by kind and state."""
    work = found.work
    states = list(_STATE_COLOURS)
    legend = tuple(
        Series(str(state.label), css, (work.of_state(state),))
        for state, css in _STATE_COLOURS.items()
    )
    counts = {kind: [work.counts[kind, state] for state in states] for kind in work.kinds}
    whole = max((sum(numbers) for numbers in counts.values()), default=0)
    labels = {kind: str(Job.Kind(kind).label) for kind in counts}
    bars = [
        lying(
            labels[kind],
            _parts(numbers, list(_STATE_COLOURS.values())),
            whole,
            number(sum(numbers)),
        )
        for kind, numbers in counts.items()
    ]
    rows = [(labels[kind], *map(number, numbers)) for kind, numbers in counts.items()]
    return Panel(
        "jobs",
        _("Jobs of the machine"),
        Table((_("Kind"), *(one.name for one in legend)), tuple(rows)),
        facts=(
            *((one.name, number(one.values[0])) for one in legend),
            (_("Oldest that waits"), since(work.waits_since, found.period.now)),
        ),
        legend=legend,
        groups=(Group("", tuple(bars)),) if bars else (),
        note=_("Those that ended in these days, and those that are open now."),
        empty=_("The machine had nothing to do in these days."),
    )


def stages(found: Overview) -> Panel:
    """How long each stage takes."""
    timings = found.stages
    whole = max((one.p95 for one in timings.stages), default=0)
    median, p95 = _("Median"), _("95 of 100 within")
    head = (_("Stage"), _("Model"), _("Times"), median, p95, _("Median a sentence"))
    rows = [_timing(one) for one in (*timings.stages, *timings.by_model)]
    bars = [_stage_row(one, whole) for one in timings.stages]
    return Panel(
        "stages",
        _("Time for each stage"),
        Table(head, tuple(rows)),
        legend=(Series(median, "one", ()), Series(p95, "faint", ())),
        groups=(Group("", tuple(bars)),) if bars else (),
        note=of_newest(NEWEST, timings.since) if timings.since else "",
        empty=_("No stage ended in these days."),
    )


def _stage_row(one: Timing, whole: float) -> Row:
    parts = [(one.median, "one"), (one.p95 - one.median, "faint")]
    median, p95 = duration(one.median), duration(one.p95)
    words = _("%(median)s, up to %(p95)s") % {"median": median, "p95": p95}
    return lying(str(_STAGES[one.stage]), parts, whole, words if median != p95 else median)


def _timing(one: Timing) -> tuple[str, ...]:
    model = one.model or pgettext("model", "all")
    each = duration(one.each) if one.stage == Job.Stage.TRANSLATING else "–"
    return (
        str(_STAGES[one.stage]),
        model,
        number(one.count),
        duration(one.median),
        duration(one.p95),
        each,
    )
