"""What people decide about findings: that one is none, that it counts again, or to take the fix."""

import re
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from summaries.checks.base import Severity
from summaries.models import Brief, Dismissal, Finding
from summaries.models.finding import Place
from summaries.services import dismissals, editorial, events, rechecking, segments, texts
from summaries.services.errors import Invalid, Stale
from summaries.services.revisions import SentenceText
from summaries.workflow import Action

MAX_REASON = 500
_WORD = re.compile(r"[^\W\d_]{3}")
# What no space stands before when the words before it go.
_FOLLOWS = " ,.;:!?"
_RANKS = {Place.HEADLINE: 0, Place.SUMMARY: 1, Place.SEGMENT: 2}


def of_brief(brief: Brief) -> list[Finding]:
    """Return the brief's findings in reading order: headline, summary, sentences.

    Those whose words the machine is replacing just now are left out. Two queries.
    """
    related = ("segment", "sentence", "dismissal__author")
    found = list(brief.findings.select_related(*related))
    for finding in found:
        finding.brief = brief
    return sorted((one for one in found if one.stands), key=_place)


def open_findings(brief: Brief) -> list[Finding]:
    """Return those of `of_brief` that nobody dismissed."""
    return [finding for finding in of_brief(brief) if finding.dismissal_id is None]


def dismiss(actor, finding: Finding, reason: str) -> Dismissal:
    """Say that a finding is none, and why; holds for it until the words in question change.

    Raises Invalid without a reason in words, Stale when the text is another by now, NotAllowed and
    WrongState as the table says. Dismissing what is dismissed returns the decision that holds.
    """
    with transaction.atomic():
        brief = events.locked(finding.brief)
        found = _fresh(brief, finding)
        verb = action_for(found.severity)
        events.require(brief, verb, actor)
        reason = worded(reason)
        if found.dismissal:
            return found.dismissal
        names = ("place", "check_name", "severity", "message", "values", "english", "arabic")
        same = {name: getattr(found, name) for name in (*names, "occurrence", "segment", "text")}
        found.dismissal = brief.dismissals.create(author=actor, reason=reason, **same)
        found.save(update_fields=["dismissal"])
        rechecking.recount(brief)
        events.record(brief, str(verb), actor=actor, reason=reason, **facts(found))
        return found.dismissal


def reopen(actor, dismissal: Dismissal) -> None:
    """Take a dismissal back: the finding waits for a decision again.

    It is what an editor decides where the finding blocked then, or blocks by now.
    """
    with transaction.atomic():
        brief = events.locked(dismissal.brief)
        held = list(brief.findings.filter(dismissal=dismissal.pk))
        weights = [dismissal.severity, *(one.severity for one in held)]
        blocks = Severity.BLOCKING in weights
        events.require(brief, action_for(Severity.BLOCKING if blocks else weights[0]), actor)
        found = brief.dismissals.filter(pk=dismissal.pk).first()
        if found is None:
            raise Stale(_("Somebody took this dismissal back already. Reload the page."))
        events.record(brief, "reopen_finding", actor=actor, **facts(found))
        gone = [found.pk, *dismissals.in_place_of(found, held)]
        brief.dismissals.filter(pk__in=gone).delete()
        rechecking.recount(brief)


def fix(actor, finding: Finding, *, version: int) -> None:
    """Put the words that are known to be right in place of those that a finding quotes.

    `version` is that of the sentence, or the number of the summary's version, that the page
    showed. Raises Invalid where nothing is known to be right, Stale when the text is another by
    now, and what saving the text raises.
    """
    with transaction.atomic():
        brief = events.locked(finding.brief)
        events.require(brief, Action.EDIT, actor)
        found = _fresh(brief, finding)
        if found.fix is None or not found.english_spans:
            raise Invalid(_("What is right is not known here. Edit the text instead."))
        if found.place == Place.SEGMENT:
            segments.save(actor, found.segment, version=version, english=_fixed(found))
        else:
            _save_summary(actor, brief, found, version)


def worded(reason: str) -> str:
    """Return a reason, cleaned. Raises Invalid for one without a word in it, or an endless one."""
    reason = texts.note(reason)
    if not _WORD.search(reason):
        raise Invalid(_("Say why in a few words: the reason is kept with the brief."))
    if len(reason) > MAX_REASON:
        raise Invalid(_("A reason has at most %(limit)d characters here.") % {"limit": MAX_REASON})
    return reason


def action_for(severity: str) -> Action:
    """Return what dismissing something of this severity is in the table."""
    return Action.DISMISS_BLOCKING if severity == Severity.BLOCKING else Action.DISMISS


def facts(found: Finding | Dismissal, labels: Mapping[int, str] | None = None) -> dict:
    """Return what an Event says about a finding.

    `label` is the number of its sentence, `summary_sentence` that of its sentence of the summary.
    `labels` are the numbers of all sentences, where they are known (`segments.labels`).
    """
    about = {}
    if found.segment_id and labels:
        about = {"segment": found.segment_id, "label": labels[found.segment_id]}
    elif found.segment:
        about = segments.named(found.segment)
    if sentence := getattr(found, "sentence", None):
        about["summary_sentence"] = sentence.position + 1
    said = {"message": found.message, "values": found.values}
    quoted = {"english": found.english, "arabic": found.arabic}
    return {"check": found.check_name, "place": found.place, **said, **quoted, **about}


def _fresh(brief: Brief, finding: Finding) -> Finding:
    """Return a finding of the locked brief as stored now; raise Stale when it is none any more."""
    related = brief.findings.select_related("segment__article__brief", "sentence", "dismissal")
    found = related.filter(pk=finding.pk).first()
    if found is not None:
        found.brief = brief
    if found is None or not found.stands:
        raise Stale(_("The text changed, and this is not in it any more. Look at it again."))
    return found


def _fixed(finding: Finding) -> str:
    """Return the text with the fix in it; leaving words out leaves no double space."""
    start, end = finding.english_spans[0]
    before, after = finding.text[:start], finding.text[end:]
    if not finding.fix and (not after or after[0] in _FOLLOWS):
        before = before.rstrip()
    return before + finding.fix + after


def _save_summary(actor, brief: Brief, finding: Finding, version: int) -> None:
    now = brief.current
    sentences = [
        SentenceText(_fixed(finding) if one.pk == finding.sentence_id else one.text)
        for one in now.sentences.all()
    ]
    is_headline = finding.place == Place.HEADLINE
    editorial.save_text(
        actor,
        brief,
        based_on=version,
        headline_en=_fixed(finding) if is_headline else now.headline_en,
        headline_ar=now.headline_ar,
        sentences=sentences,
        summary_ar=now.summary_ar,
        ends_working_copy=False,
    )


def _place(finding: Finding) -> tuple:
    """Return what findings are sorted by: where their words stand on the page."""
    segment, sentence = finding.segment, finding.sentence
    within = (segment.line, segment.sentence) if segment else (getattr(sentence, "position", 0), 0)
    spans = finding.english_spans
    return (_RANKS[Place(finding.place)], *within, spans[0][0] if spans else -1, finding.pk)
