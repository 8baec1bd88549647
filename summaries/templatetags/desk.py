"""Words for what the records hold as codes and numbers."""

import re
from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from summaries.models import Job
from summaries.services.comments import MENTION
from summaries.services.engine_words import spoken

register = template.Library()
register.filter("spoken", spoken)

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
    "segment_edited": gettext_lazy("edited a sentence"),
    "approve": gettext_lazy("approved a sentence"),
    "unapprove": gettext_lazy("took an approval back"),
    "approve_remaining": gettext_lazy("approved what remained"),
    "merged": gettext_lazy("joined two sentences"),
    "split": gettext_lazy("divided a sentence"),
    "topic": gettext_lazy("changed the topic"),
    "restore_line": gettext_lazy("put a line back"),
    "redraft": gettext_lazy("asked for the work again"),
    "retranslate": gettext_lazy("asked for a new translation"),
    "retranslated": gettext_lazy("Translated again"),
    "rewrite_summary": gettext_lazy("asked for a new summary"),
    "summary_rewritten": gettext_lazy("Summary written again"),
    "summary_proposed": gettext_lazy("New summary kept in the history: the text had changed"),
    "submit": gettext_lazy("submitted it for review"),
    "return": gettext_lazy("returned it"),
    "publish": gettext_lazy("published it"),
    "correct": gettext_lazy("published a correction"),
    "retract": gettext_lazy("retracted it"),
    "breaking": gettext_lazy("sent it as breaking news"),
    "mailing_paused": gettext_lazy("stopped its emails"),
    "mailing_resumed": gettext_lazy("let its emails go on"),
    "report_closed": gettext_lazy("closed a reader's report"),
    "report_reopened": gettext_lazy("opened a reader's report again"),
    "dismiss": gettext_lazy("dismissed a warning"),
    "dismiss_blocking": gettext_lazy("dismissed a finding that blocked publication"),
    "reopen_finding": gettext_lazy("took a dismissal back"),
    "override": gettext_lazy("published in spite of findings"),
    "memory_removed": gettext_lazy("took a sentence out of the translation memory"),
    "reprint": gettext_lazy("Another outlet has the same text"),
    "source_changed": gettext_lazy("The source changed its article"),
    "source_changed_back": gettext_lazy("The source took its change back"),
    "source_adopted": gettext_lazy("took over what the source changed"),
    "source_kept": gettext_lazy("kept our text although the source changed its own"),
    "comment": gettext_lazy("wrote a comment"),
    "comment_resolved": gettext_lazy("resolved a comment"),
    "comment_reopened": gettext_lazy("took a comment up again"),
    "joined_story": gettext_lazy("Put into a story with a brief about the same event"),
    "story_merged": gettext_lazy("put it into one story with others"),
    "story_split": gettext_lazy("took it out of its story"),
    "job_failed": gettext_lazy("The machine could not finish"),
    "job_cancelled": gettext_lazy("stopped the machine"),
}

REPORTS = {
    "corrected": gettext_lazy("closed a reader's report with the correction"),
    "no_error": gettext_lazy("closed a reader's report: the text is right"),
    "spam": gettext_lazy("closed what was no report"),
}

_NOTICE = re.compile(r"(\d+) (\D+?)s? (?:was|were) removed from the pasted text\.")


def _direction_controls(n: int) -> str:
    return ngettext(
        "%(n)d invisible text-direction control was removed from the pasted text.",
        "%(n)d invisible text-direction controls were removed from the pasted text.",
        n,
    ) % {"n": n}


def _control_characters(n: int) -> str:
    return ngettext(
        "%(n)d invisible control character was removed from the pasted text.",
        "%(n)d invisible control characters were removed from the pasted text.",
        n,
    ) % {"n": n}


def _surplus_marks(n: int) -> str:
    return ngettext(
        "%(n)d surplus accent or vowel mark was removed from the pasted text.",
        "%(n)d surplus accent or vowel marks were removed from the pasted text.",
        n,
    ) % {"n": n}


NOTICES = {
    "invisible text-direction control": _direction_controls,
    "invisible control character": _control_characters,
    "surplus accent or vowel mark": _surplus_marks,
}


@register.filter
def event_words(event) -> str:
    """Say in words what an event was, to be read after the actor's name."""
    if event.verb == "assign":
        return _assigned(event)
    if event.verb == "story_split" and event.data.get("taken_out") != event.brief_id:
        return _("took another brief out of its story")
    if event.verb == "report_closed" and event.data.get("outcome") in REPORTS:
        return REPORTS[event.data["outcome"]]
    return EVENTS.get(event.verb, event.verb.replace("_", " "))


def _assigned(event) -> str:
    owner = event.data.get("owner", "")
    if not owner:
        return _("left it without an owner")
    if event.actor and owner == event.actor.get_username():
        return _("took it")
    return _("assigned it to %(name)s") % {"name": owner}


@register.filter
def person(user) -> str:
    """Return the name people know somebody by."""
    return (user.get_full_name() or user.get_username()) if user else ""


@register.filter
def notice_words(notice: str) -> str:
    """Say in the language of the page what cleaning took out of an article.

    The article keeps the notice in English, counted: a version of it in every language would be a
    second copy of the same fact.
    """
    found = _NOTICE.match(notice)
    words = NOTICES.get(found[2]) if found else None
    return words(int(found[1])) if words else notice


@register.filter
def mentions(text: str):
    """Return a comment as HTML, each @name set apart so that its @ stays before it in Arabic."""
    return mark_safe(MENTION.sub(r"<bdi>\g<0></bdi>", escape(text)))


@register.filter
def in_language(record, name: str) -> str:
    """Return a field that a record has in English and Arabic, in the language of the page."""
    arabic = getattr(record, f"{name}_ar", "") if get_language() == "ar" else ""
    return arabic or getattr(record, f"{name}_en", "")


@register.filter
def age(moment: datetime | None) -> str:
    """Return how long ago `moment` was, short: "8 s", "12 min", "3 h", "2 d"."""
    if moment is None:
        return ""
    n = max(0, int((timezone.now() - moment).total_seconds()))
    if n < 60:
        return ngettext("%(n)d s", "%(n)d s", n) % {"n": n}
    if (n := n // 60) < 60:
        return ngettext("%(n)d min", "%(n)d min", n) % {"n": n}
    if (n := n // 60) < 24:
        return ngettext("%(n)d h", "%(n)d h", n) % {"n": n}
    n //= 24
    return ngettext("%(n)d d", "%(n)d d", n) % {"n": n}


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
def numbers(rows) -> str:
    """Return the numbers of segment rows, space-separated, for the page's script."""
    return " ".join(row.number for row in rows)
