"""Words for what the records hold as codes and numbers."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from summaries.engine.types import Flag
from summaries.models import Job

register = template.Library()

FLAGS = {
    Flag.EMPTY: gettext_lazy("The machine wrote nothing here"),
    Flag.REPETITION: gettext_lazy("The machine repeats itself here"),
    Flag.SOURCE_COPIED: gettext_lazy("Left untranslated"),
    Flag.TOO_SHORT: gettext_lazy("Much shorter than the Arabic: something may be missing"),
    Flag.TOO_LONG: gettext_lazy("Much longer than the Arabic: something may be invented"),
    Flag.CUT_OFF: gettext_lazy("Breaks off before the end"),
}
STAGES = {
    Job.Stage.CLEANING: gettext_lazy("Taking the text apart"),
    Job.Stage.TRANSLATING: gettext_lazy("Translating"),
    Job.Stage.SUMMARISING: gettext_lazy("Writing the summary"),
    Job.Stage.LINKING: gettext_lazy("Linking the evidence"),
}
EVENTS = {
    "taken_in": gettext_lazy("took the article in"),
    "drafted": gettext_lazy("Draft ready"),
    "translated": gettext_lazy("Translated"),
    "edit": gettext_lazy("edited the text"),
    "restore_line": gettext_lazy("put a line back"),
    "redraft": gettext_lazy("asked for the work again"),
    "submit": gettext_lazy("submitted it for review"),
    "return": gettext_lazy("returned it"),
    "publish": gettext_lazy("published it"),
    "correct": gettext_lazy("published a correction"),
    "retract": gettext_lazy("retracted it"),
    "job_failed": gettext_lazy("The machine could not finish"),
    "job_cancelled": gettext_lazy("stopped the machine"),
}


@register.filter
def flag_words(flag: str) -> str:
    """Say in words what a translation flag means."""
    return FLAGS.get(flag, flag)


@register.filter
def event_words(event) -> str:
    """Say in words what an event was, to be read after the actor's name."""
    return EVENTS.get(event.verb, event.verb.replace("_", " "))


@register.filter
def person(user) -> str:
    """Return the name people know somebody by."""
    return (user.get_full_name() or user.get_username()) if user else ""


@register.filter
def age(moment: datetime | None) -> str:
    """Return how long ago `moment` was, short: "8 s", "12 min", "3 h", "2 d"."""
    if moment is None:
        return ""
    seconds = max(0, int((timezone.now() - moment).total_seconds()))
    for size, unit in ((86400, _("d")), (3600, _("h")), (60, _("min"))):
        if seconds >= size:
            return f"{seconds // size} {unit}"
    return f"{seconds} {_('s')}"


@register.filter
def clock(moment: datetime | None) -> str:
    """Return the time since `moment` as a running clock: "0:08", "12:31"."""
    if moment is None:
        return "0:00"
    seconds = max(0, int((timezone.now() - moment).total_seconds()))
    return f"{seconds // 60}:{seconds % 60:02d}"


@register.filter
def job_words(job) -> str:
    """Say what an open job is doing, with its count where there is one."""
    if job.state == Job.State.QUEUED:
        return _("Waiting for its turn")
    if job.stage == Job.Stage.TRANSLATING and job.total:
        counts = {"done": job.done, "total": job.total}
        return _("Translating, %(done)d of %(total)d sentences") % counts
    return STAGES.get(job.stage, job.get_stage_display())


@register.filter
def stage_announcement(state: str, stage: str) -> str:
    """Say the stage without a count: a screen reader should hear changes, not every second."""
    return _("Waiting for its turn") if state == Job.State.QUEUED else STAGES.get(stage, stage)


@register.filter
def support_words(row) -> str:
    """Say in words how well a summary sentence is supported; empty when it is."""
    if not row.evidence:
        return _("Rests on nothing in the article")
    if not row.sentence.supported:
        return ngettext("Weak evidence: check it", "Weak evidence: check them", len(row.evidence))
    return ""


@register.filter
def numbers(rows) -> str:
    """Return the numbers of segment rows, space-separated, for the page's script."""
    return " ".join(row.number for row in rows)
