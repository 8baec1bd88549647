"""The panels of what is counted by kind: the queue, jobs, stages and failures."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from summaries.models import Job
from summaries.models.ledger import State
from summaries.net.errors import Kind
from summaries.services.charts import Row, Series, lying
from summaries.services.dashboard.failures import Failures
from summaries.services.dashboard.overview import Overview
from summaries.services.dashboard.stages import NEWEST, Timing
from summaries.services.engine_words import spoken
from summaries.templatetags.desk import STAGES
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
_STATE_COLOURS = {
    State.DONE: "one",
    State.RUNNING: "three",
    State.QUEUED: "two",
    State.FAILED: "bad",
    State.CANCELLED: "none",
}
_WHY = {
    Kind.ADDRESS: gettext_lazy("The address is wrong"),
    Kind.SCHEME: gettext_lazy("The address is none of the web"),
    Kind.PORT: gettext_lazy("The port is not open to us"),
    Kind.DNS: gettext_lazy("The server's name was not found"),
    Kind.TIMEOUT: gettext_lazy("The server was too slow"),
    Kind.TOO_LARGE: gettext_lazy("The answer was too large"),
    Kind.REDIRECTS: gettext_lazy("Too many redirections"),
    Kind.STATUS: gettext_lazy("The server refused"),
    Kind.TLS: gettext_lazy("The certificate is not valid"),
    Kind.CONNECTION: gettext_lazy("The server could not be reached"),
    Kind.ENCODING: gettext_lazy("The answer was packed in a way we do not read"),
    Kind.ROBOTS: gettext_lazy("robots.txt forbids it"),
    Kind.TYPE: gettext_lazy("The answer was no page or feed"),
    Kind.NOT_A_FEED: gettext_lazy("The page is no feed"),
    "": pgettext_lazy("reason", "Something else"),
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
            (_("Stopped"), number(sum(one.stopped for one in rows))),
        ),
        legend=legend,
        groups=(Group("", tuple(bars)),) if whole else (),
        note=_("Since when a brief is in its state."),
        empty=_("Nothing waits on the desk."),
    )


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
    words = _("%(median)s, up to %(p95)s") % {
        "median": duration(one.median),
        "p95": duration(one.p95),
    }
    return lying(str(STAGES[one.stage]), parts, whole, words)


def _timing(one: Timing) -> tuple[str, ...]:
    model = one.model or pgettext("model", "all")
    each = duration(one.each) if one.stage == Job.Stage.TRANSLATING else "–"
    return (
        str(STAGES[one.stage]),
        model,
        number(one.count),
        duration(one.median),
        duration(one.p95),
        each,
    )


def failures(found: Overview) -> Panel:
    """What failed, and why."""
    kinds = {
        _("The machine"): (found.machine, lambda words: spoken(words) or str(_WHY[""])),
        _("Fetching"): (found.fetching, _of_fetch),
        _("Email"): (found.email, lambda words: words or str(_WHY[""])),
    }
    rows = {title: _reasons(failed, told) for title, (failed, told) in kinds.items()}
    peak = max((n for reasons in rows.values() for _words, n in reasons), default=0)
    groups = [
        Group(title, tuple(lying(words, [(n, "bad")], peak, number(n)) for words, n in reasons))
        for title, reasons in rows.items()
        if reasons
    ]
    table = [(title, words, number(n)) for title, reasons in rows.items() for words, n in reasons]
    return Panel(
        "failures",
        _("Failures by reason"),
        Table((_("Work"), _("Reason"), _("Times")), tuple(table)),
        facts=tuple((title, number(failed.count)) for title, (failed, _told) in kinds.items()),
        groups=tuple(groups),
        note=_("What was given up; attempts that succeeded later are not in it."),
        empty=_("Nothing failed in these days."),
        size="tall",
    )


def _reasons(failed: Failures, told) -> list[tuple[str, int]]:
    others = [(_("Other reasons"), failed.others)] if failed.others else []
    return [(told(reason.words), reason.count) for reason in failed.reasons] + others


def _of_fetch(words: str) -> str:
    kind, _space, status = words.partition(" ")
    why = str(_WHY.get(kind, kind))
    return f"{why} ({status})" if status else why
