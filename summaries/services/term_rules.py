"""Who may do what to a glossary term, and in which state: one table."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from summaries.models import TermAction, TermState
from summaries.services.errors import NotAllowed, WrongState
from summaries.services.people.accounts import roles_of
from summaries.workflow import Role

_EVERYONE = frozenset(Role)
_EDITORS = frozenset({Role.EDITOR, Role.PUBLISHER, Role.ADMIN})


@dataclass(frozen=True)
class Rule:
    """An action, the states it starts from (none: a new term), the state it leads to (None: stays).

    `roles` are those who may.
    """

    action: TermAction
    sources: frozenset[TermState]
    target: TermState | None
    roles: frozenset[Role] = _EDITORS
    needs_reason: bool = False


RULES = (
    Rule(TermAction.PROPOSE, frozenset(), TermState.PROPOSED, _EVERYONE),
    Rule(TermAction.ADD, frozenset(), TermState.ACCEPTED),
    Rule(TermAction.ACCEPT, frozenset(TermState) - {TermState.ACCEPTED}, TermState.ACCEPTED),
    Rule(TermAction.EDIT, frozenset({TermState.PROPOSED}), None),
    Rule(TermAction.EDIT, frozenset({TermState.ACCEPTED}), None, needs_reason=True),
    Rule(TermAction.REJECT, frozenset({TermState.PROPOSED}), TermState.REJECTED, needs_reason=True),
    Rule(TermAction.RETIRE, frozenset({TermState.ACCEPTED}), TermState.RETIRED, needs_reason=True),
)


def rule(action: TermAction, state: str = "") -> Rule | None:
    """Return the table's row for `action` on a term in `state` ("": a new one), or None."""
    return next((r for r in RULES if r.action == action and _starts(r, state)), None)


def _starts(row: Rule, state: str) -> bool:
    return state in row.sources if state else not row.sources


def actions_for(state: str, actor) -> frozenset[TermAction]:
    """Return what `actor` may do to a term in `state`, or with "" to the glossary."""
    roles = roles_of(actor)
    rows = ((action, rule(action, state)) for action in TermAction)
    return frozenset(action for action, row in rows if row and row.roles & roles)


def require(action: TermAction, state: str, actor) -> Rule:
    """Return the row that lets `actor` do `action` now; raise WrongState or NotAllowed."""
    row = rule(action, state)
    if row is None:
        raise WrongState(
            _("“%(action)s” is not possible: this term is now “%(state)s”. Reload the page.")
            % {"action": action.label, "state": TermState(state).label}
        )
    if not row.roles & roles_of(actor):
        names = _(", ").join(str(role.label).lower() for role in Role if role in row.roles)
        raise NotAllowed(
            _("“%(action)s” needs another role here: %(names)s.")
            % {"action": action.label, "names": names}
        )
    return row
