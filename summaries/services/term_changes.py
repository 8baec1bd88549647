"""What people do to glossary terms: propose, add, accept, change, reject, retire.

A change of a term and the line of its history are one transaction.
"""

import re
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from summaries.checks.arabic import words
from summaries.engine.text.function_words import is_function_word
from summaries.engine.text.normalise import for_matching
from summaries.models import GlossaryTerm, TermAction, TermChange, TermState
from summaries.services import term_rules, texts
from summaries.services.errors import Invalid, Stale

MAX_CHARACTERS = 200
MAX_FORBIDDEN = 20
SHORTEST_LETTERS = 3
_ARABIC_LETTER = re.compile("[\u0621-\u064a\u0671-\u06d3]")
_LATIN_LETTER = re.compile("[A-Za-z\u00c0-\u024f]")


class AlreadyATerm(Invalid):
    """The glossary has this term; `term` is the one it has."""

    def __init__(self, message: str, term: GlossaryTerm) -> None:
        super().__init__(message)
        self.term = term


@dataclass(frozen=True)
class Wording:
    """What people write about a term."""

    arabic: str
    english: str
    forbidden: tuple[str, ...] = ()
    note: str = ""


def propose(actor, wording: Wording, *, reason: str = "") -> GlossaryTerm:
    """Propose a term; an editor decides. Raises Invalid, or AlreadyATerm for one there is."""
    return _create(TermAction.PROPOSE, actor, wording, reason)


def add(actor, wording: Wording, *, reason: str = "") -> GlossaryTerm:
    """Add an accepted term. Raises NotAllowed, Invalid, or AlreadyATerm for one there is."""
    return _create(TermAction.ADD, actor, wording, reason)


def _create(action: TermAction, actor, wording: Wording, reason: str) -> GlossaryTerm:
    row = term_rules.require(action, "", actor)
    wording = checked(wording)
    with transaction.atomic():
        _refuse_known(wording)
        term = GlossaryTerm(author=actor, state=row.target)
        return store(term, action, wording, actor=actor, reason=texts.note(reason))


def accept(actor, term: GlossaryTerm, *, reason: str = "", seen: int | None = None) -> GlossaryTerm:
    """Accept a term. Raises as `change` does, AlreadyATerm where another stands for its Arabic."""
    return change(TermAction.ACCEPT, actor, term, reason=reason, seen=seen)


def edit(
    actor, term: GlossaryTerm, wording: Wording, *, reason: str = "", seen: int | None = None
) -> GlossaryTerm:
    """Change what a term says; of an accepted one with a reason. Raises as `change` does."""
    return change(TermAction.EDIT, actor, term, checked(wording), reason=reason, seen=seen)


def reject(actor, term: GlossaryTerm, reason: str, *, seen: int | None = None) -> GlossaryTerm:
    """Turn a proposal down; the same one is not proposed again by corrections."""
    return change(TermAction.REJECT, actor, term, reason=reason, seen=seen)


def retire(actor, term: GlossaryTerm, reason: str, *, seen: int | None = None) -> GlossaryTerm:
    """Take an accepted term out of use; its history stays."""
    return change(TermAction.RETIRE, actor, term, reason=reason, seen=seen)


def change(
    action: TermAction,
    actor,
    term: GlossaryTerm,
    wording: Wording | None = None,
    *,
    reason: str = "",
    seen: int | None = None,
) -> GlossaryTerm:
    """Do `action` to a term as it is stored now.

    `seen` is the newest change of it that the page showed. Raises NotAllowed and WrongState as the
    table says, Stale when somebody changed it after `seen`, Invalid for a missing reason.
    """
    reason = texts.note(reason)
    with transaction.atomic():
        term = GlossaryTerm.objects.select_for_update(of=("self",)).get(pk=term.pk)
        row = term_rules.require(action, term.state, actor)
        if seen is not None and last_change(term) != seen:
            raise Stale(_("Somebody changed this term meanwhile. Look at it again."))
        if row.needs_reason and not reason:
            raise Invalid(_("Say why: the reason is kept in the term's history."))
        wording = wording or wording_of(term)
        before = term.facts
        term.state = row.target or term.state
        if term.state == TermState.ACCEPTED:
            _refuse_accepted(wording, term)
        return store(term, action, wording, actor=actor, reason=reason, before=before)


def last_change(term: GlossaryTerm) -> int:
    """Return the key of the newest change of a term."""
    return term.changes.order_by("-pk").values_list("pk", flat=True).first() or 0


def wording_of(term: GlossaryTerm) -> Wording:
    """Return what a term says."""
    return Wording(term.arabic, term.english, tuple(term.forbidden), term.note)


def store(
    term: GlossaryTerm,
    action: TermAction,
    wording: Wording,
    *,
    actor=None,
    reason: str = "",
    before: dict | None = None,
) -> GlossaryTerm:
    """Save a term as `wording` has it, and the line of its history. Call it in a transaction.

    Asks nobody who may: people come through the functions above. Without an actor the newsdesk
    does it. Raises AlreadyATerm when another was accepted at the same moment.
    """
    term.arabic, term.english, term.note = wording.arabic, wording.english, wording.note
    term.forbidden, term.key = list(wording.forbidden), key_of(wording.arabic)
    try:
        with transaction.atomic():
            term.save()
    except IntegrityError:
        _refuse_accepted(wording, term)
        raise
    before, after = before or {}, term.facts
    counts = before != after and TermState.ACCEPTED in (before.get("state"), after["state"])
    TermChange.objects.create(
        term=term,
        action=action,
        author=actor,
        reason=reason,
        before=before,
        after=after,
        counts=counts,
    )
    return term


def key_of(arabic: str) -> str:
    """Return the form in which the Arabic of terms is compared."""
    return for_matching(arabic)[:MAX_CHARACTERS]


def checked(wording: Wording) -> Wording:
    """Return a wording cleaned; raise Invalid for one that cannot be a term."""
    arabic, english = texts.one_line(wording.arabic), texts.one_line(wording.english)
    forbidden = [texts.one_line(one) for one in wording.forbidden]
    forbidden = list(dict.fromkeys(one for one in forbidden if one))
    require_letters(arabic, english, *forbidden)
    _require_a_word(arabic)
    if max(map(len, (arabic, english, *forbidden))) > MAX_CHARACTERS:
        raise Invalid(
            _("Terms and wordings have at most %(limit)d characters.") % {"limit": MAX_CHARACTERS}
        )
    if len(forbidden) > MAX_FORBIDDEN:
        raise Invalid(
            _("A term has at most %(limit)d wordings to avoid.") % {"limit": MAX_FORBIDDEN}
        )
    if english.casefold() in map(str.casefold, forbidden):
        raise Invalid(_("The agreed English cannot be a wording to avoid as well."))
    return Wording(arabic, english, tuple(forbidden), texts.note(wording.note))


def require_letters(arabic: str, *english: str) -> None:
    """Raise Invalid unless the one text is in Arabic letters and the others are in Latin ones."""
    if not _ARABIC_LETTER.search(arabic):
        raise Invalid(_("The Arabic must have Arabic letters."))
    for text in english:
        if not _LATIN_LETTER.search(text) or _ARABIC_LETTER.search(text):
            raise Invalid(_("The English, and each wording to avoid, must be English."))


def _require_a_word(arabic: str) -> None:
    """Raise Invalid for Arabic that nearly every text has: a term must say something by itself."""
    found = [word.text for word in words(arabic) if word.text.isalpha()]
    letters = sum(map(len, found))
    if letters < SHORTEST_LETTERS or all(map(is_function_word, found)):
        raise Invalid(
            _("«%(arabic)s» stands in nearly every text. A term needs a word of its own.")
            % {"arabic": arabic}
        )


def _refuse_accepted(wording: Wording, term: GlossaryTerm | None = None) -> None:
    """Raise AlreadyATerm when another accepted term has this Arabic."""
    others = GlossaryTerm.objects.filter(key=key_of(wording.arabic), state=TermState.ACCEPTED)
    if other := others.exclude(pk=term.pk if term else None).first():
        raise AlreadyATerm(
            _("The glossary has “%(english)s” for «%(arabic)s» already. Change that term instead.")
            % {"english": other.english, "arabic": other.arabic},
            other,
        )


def _refuse_known(wording: Wording) -> None:
    _refuse_accepted(wording)
    same = GlossaryTerm.objects.filter(key=key_of(wording.arabic), state=TermState.PROPOSED)
    if other := same.filter(english__iexact=wording.english).first():
        raise AlreadyATerm(
            _("“%(english)s” is proposed for «%(arabic)s» already.")
            % {"english": other.english, "arabic": other.arabic},
            other,
        )
