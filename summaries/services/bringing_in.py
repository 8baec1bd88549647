"""Bringing terms and sentence pairs in from files: what is new comes in, the rest is told.

Nothing is written over: an entry that contradicts what the newsroom has is listed, and a person
decides.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from summaries.engine.text.normalise import for_reuse
from summaries.models import AuditEntry, GlossaryTerm, MemoryPair, TermAction, TermState
from summaries.services import audit, exchange, memory, term_changes, term_rules, texts
from summaries.services.errors import Invalid
from summaries.services.exchange import Row
from summaries.services.term_changes import Wording

# Each term is a change of its own with its history.
MAX_TERMS = 5000
MAX_ARABIC, MAX_ENGLISH = 5000, 2000
_BATCH = 500


@dataclass(frozen=True)
class Skipped:
    """An entry that did not come in: where it stands, what it says, and why not."""

    line: int
    arabic: str
    english: str
    reason: str


@dataclass
class Report:
    """What became of a file's entries; every one of them is counted once."""

    added: int = 0
    changed: int = 0
    skipped: list[Skipped] = field(default_factory=list)

    def skip(self, row: Row, reason: str) -> None:
        """Tell why an entry did not come in."""
        arabic, english = row.wording.arabic[:200], row.wording.english[:200]
        self.skipped.append(Skipped(row.line, arabic, english, reason))


def terms(actor, name: str, data: bytes) -> Report:
    """Bring in the terms of a file: accepted when `actor` may add terms, else as proposals.

    Raises Invalid for a file that cannot be read, NotAllowed for who may not propose terms.
    """
    allowed = term_rules.actions_for("", actor)
    action = TermAction.ADD if TermAction.ADD in allowed else TermAction.PROPOSE
    term_rules.require(action, "", actor)
    rows = exchange.read(name, data)
    if len(rows) > MAX_TERMS:
        raise Invalid(
            _("This file has more than %(limit)d entries. Divide it, then bring in the parts.")
            % {"limit": MAX_TERMS}
        )
    report, reason = Report(), _("From the file %(name)s") % {"name": texts.one_line(name)[:200]}
    with transaction.atomic():
        known = _known_terms(rows)
        for row in rows:
            _bring_in(actor, action, row, known, report, reason)
        _tell(actor, "glossary", name, report)
    return report


def _tell(actor, kind: str, name: str, report: Report) -> None:
    counts = {"changed": report.changed, "skipped": len(report.skipped)}
    told = {"added": report.added} | {what: n for what, n in counts.items() if n}
    audit.record(actor, AuditEntry.Action.ADDED, kind=kind, name=texts.one_line(name), **told)


def _known_terms(rows: Sequence[Row]) -> dict[str, list[GlossaryTerm]]:
    """Return the accepted and proposed terms that the file's entries may meet, by their keys."""
    keys = sorted({term_changes.key_of(row.wording.arabic) for row in rows})
    states = (TermState.ACCEPTED, TermState.PROPOSED)
    known: dict[str, list[GlossaryTerm]] = {}
    for start in range(0, len(keys), _BATCH):
        some = GlossaryTerm.objects.filter(key__in=keys[start : start + _BATCH], state__in=states)
        for term in some.select_for_update(of=("self",)):
            known.setdefault(term.key, []).append(term)
    return known


def _bring_in(actor, action: TermAction, row: Row, known: dict, report: Report, reason: str):
    try:
        wording = term_changes.checked(row.wording)
    except Invalid as error:
        return report.skip(row, str(error))
    there = known.setdefault(term_changes.key_of(wording.arabic), [])
    accepted = next((term for term in there if term.state == TermState.ACCEPTED), None)
    if accepted:
        return _meet_accepted(actor, action, row, wording, accepted, report, reason)
    same = [term for term in there if term.english.casefold() == wording.english.casefold()]
    if same and action == TermAction.PROPOSE:
        return report.skip(row, _("It is proposed already."))
    if same:
        term, before = same[0], same[0].facts
        term.state = TermState.ACCEPTED
        done = {"actor": actor, "reason": reason, "before": before}
        term_changes.store(term, TermAction.ACCEPT, wording, **done)
        report.changed += 1
        return None
    if there:
        said = _("“%(english)s” is proposed for it. Decide about that proposal first.")
        return report.skip(row, said % {"english": there[0].english})
    state = TermState.ACCEPTED if action == TermAction.ADD else TermState.PROPOSED
    term = GlossaryTerm(author=actor, state=state)
    there.append(term_changes.store(term, action, wording, actor=actor, reason=reason))
    report.added += 1
    return None


def _meet_accepted(actor, action, row: Row, wording: Wording, term: GlossaryTerm, report, reason):
    """Take over wordings to avoid for a term that is agreed on already; nothing else changes."""
    if term.english.casefold() != wording.english.casefold():
        said = _("The glossary has “%(english)s” for it. Change that term if the file is right.")
        return report.skip(row, said % {"english": term.english})
    known = {one.casefold() for one in (term.english, *term.forbidden)}
    new = [one for one in wording.forbidden if one.casefold() not in known]
    if not new or action == TermAction.PROPOSE:
        return report.skip(row, _("It is in the glossary already."))
    now = term_changes.wording_of(term)
    try:
        wider = term_changes.checked(replace(now, forbidden=(*now.forbidden, *new)))
    except Invalid as error:
        return report.skip(row, str(error))
    done = {"actor": actor, "reason": reason, "before": term.facts}
    term_changes.store(term, TermAction.EDIT, wider, **done)
    report.changed += 1
    return None


def pairs(actor, name: str, data: bytes) -> Report:
    """Bring in the sentence pairs of a file. Raises NotAllowed, Invalid for an unreadable file."""
    memory.require_change(actor)
    rows = exchange.read(name, data)
    report, new, now = Report(), [], timezone.now()
    about = {"origin": texts.one_line(name)[:255], "approved_by": actor, "approved_at": now}
    with transaction.atomic():
        known = _known_pairs(rows)
        for row in rows:
            arabic, english = map(texts.one_line, (row.wording.arabic, row.wording.english))
            pair = memory.new_pair(arabic, english, **about)
            if why_not := _unfit(pair) or _met(pair, known):
                report.skip(row, why_not)
            else:
                known[for_reuse(arabic)] = english
                new.append(pair)
        MemoryPair.objects.bulk_create(new, batch_size=_BATCH)
        report.added = len(new)
        _tell(actor, "memory", name, report)
    return report


def _known_pairs(rows: Iterable[Row]) -> dict[str, str]:
    """Return the English of the pairs that the file's entries may meet, by their Arabic."""
    keys = sorted({memory.new_pair(texts.one_line(r.wording.arabic), "").key for r in rows})
    known: dict[str, str] = {}
    for start in range(0, len(keys), _BATCH):
        some = MemoryPair.objects.usable().filter(key__in=keys[start : start + _BATCH])
        found = some.order_by("approved_at", "pk").values_list("arabic", "english")
        known |= {for_reuse(arabic): english for arabic, english in found}
    return known


def _unfit(pair: MemoryPair) -> str:
    """Say why a pair can be none of the memory; "" where it can."""
    if len(pair.arabic) > MAX_ARABIC or len(pair.english) > MAX_ENGLISH:
        return _("A sentence has at most %(limit)d characters.") % {"limit": MAX_ENGLISH}
    try:
        # A sentence has the letters that a term has.
        term_changes.require_letters(pair.arabic, pair.english)
    except Invalid as error:
        return str(error)
    if len(pair.arabic.split()) < memory.SHORTEST_WORDS:
        return _("The Arabic has fewer than %(n)d words.") % {"n": memory.SHORTEST_WORDS}
    return ""


def _met(pair: MemoryPair, known: dict[str, str]) -> str:
    english = known.get(for_reuse(pair.arabic))
    if english is None:
        return ""
    if english == pair.english:
        return _("It is in the memory already.")
    return _("The memory has another English for it: “%(english)s”.") % {"english": english}
