"""Who may do what to a brief, and in which state: one table, no queries.

drafting -> draft -> in review -> published -> corrected
             ^           |             |            |
             +- returned +             +-> retracted <-+
"""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a person is on the desk; stored as the name of a Django group."""

    REPORTER = "reporter", _("Reporter")
    EDITOR = "editor", _("Editor")
    PUBLISHER = "publisher", _("Publisher")
    ADMIN = "admin", _("Admin")


class Status(TextChoices):
    """Where a brief stands."""

    DRAFTING = "drafting", _("Drafting")
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    PUBLISHED = "published", _("Published")
    CORRECTED = "corrected", _("Corrected")
    RETRACTED = "retracted", _("Retracted")


class Action(TextChoices):
    """What can be done to a brief."""

    DRAFTED = "drafted", _("Drafted")
    EDIT = "edit", _("Edit")
    APPROVE = "approve", _("Approve sentences")
    RESHAPE = "reshape", _("Join or divide sentences")
    RESTORE_LINE = "restore_line", _("Restore a removed line")
    REDRAFT = "redraft", _("Run the machine again or stop it")
    ASSIGN = "assign", _("Assign")
    COMMENT = "comment", _("Comment")
    DISMISS = "dismiss", _("Dismiss a warning")
    DISMISS_BLOCKING = "dismiss_blocking", _("Dismiss a finding that blocks publication")
    OVERRIDE = "override", _("Publish in spite of findings")
    SUBMIT = "submit", _("Submit for review")
    RETURN = "return", _("Return to the reporter")
    PUBLISH = "publish", _("Publish")
    CORRECT = "correct", _("Publish a correction")
    RETRACT = "retract", _("Retract")
    BREAKING = "breaking", _("Send as breaking news")
    CLOSE_REPORT = "report_closed", _("Close a reader's report")
    ADOPT_SOURCE = "source_adopted", _("Take over what the source changed")
    KEEP_SOURCE = "source_kept", _("Keep our text")


LIVE = frozenset({Status.PUBLISHED, Status.CORRECTED})
UNPUBLISHED = frozenset({Status.DRAFT, Status.IN_REVIEW})

# By these readers get a text.
GOES_LIVE = (Action.PUBLISH, Action.CORRECT)

OPEN = frozenset({Status.DRAFTING, Status.DRAFT, Status.IN_REVIEW})

_EVERYONE = frozenset(Role)
_EDITORS = frozenset({Role.EDITOR, Role.PUBLISHER, Role.ADMIN})
_PUBLISHERS = frozenset({Role.PUBLISHER, Role.ADMIN})
_MACHINE: frozenset[Role] = frozenset()


@dataclass(frozen=True)
class Transition:
    """An action, the states it starts from, the state it leads to (None: stays), who may do it."""

    action: Action
    sources: frozenset[Status]
    target: Status | None
    roles: frozenset[Role]
    needs_reason: bool = False


TRANSITIONS = (
    Transition(Action.DRAFTED, frozenset({Status.DRAFTING}), Status.DRAFT, _MACHINE),
    Transition(Action.EDIT, frozenset({Status.DRAFT}), None, _EVERYONE),
    Transition(Action.EDIT, frozenset({Status.IN_REVIEW}), None, _EDITORS),
    Transition(Action.EDIT, LIVE, None, _PUBLISHERS),
    Transition(Action.APPROVE, frozenset({Status.DRAFT}), None, _EVERYONE),
    Transition(Action.APPROVE, frozenset({Status.IN_REVIEW}), None, _EDITORS),
    Transition(Action.APPROVE, LIVE, None, _PUBLISHERS),
    Transition(Action.RESHAPE, frozenset({Status.DRAFT}), None, _EVERYONE),
    Transition(Action.RESHAPE, frozenset({Status.IN_REVIEW}), None, _EDITORS),
    Transition(Action.RESTORE_LINE, frozenset({Status.DRAFT}), None, _EVERYONE),
    Transition(Action.RESTORE_LINE, frozenset({Status.IN_REVIEW}), None, _EDITORS),
    Transition(Action.REDRAFT, frozenset({Status.DRAFTING, Status.DRAFT}), None, _EVERYONE),
    Transition(Action.REDRAFT, frozenset({Status.IN_REVIEW}), None, _EDITORS),
    Transition(Action.ASSIGN, frozenset({Status.DRAFTING, Status.DRAFT}), None, _EVERYONE),
    Transition(Action.ASSIGN, frozenset({Status.IN_REVIEW, *LIVE}), None, _EDITORS),
    Transition(Action.COMMENT, frozenset(Status), None, _EVERYONE),
    Transition(Action.DISMISS, frozenset({Status.DRAFT}), None, _EVERYONE, needs_reason=True),
    Transition(Action.DISMISS, frozenset({Status.IN_REVIEW}), None, _EDITORS, needs_reason=True),
    Transition(Action.DISMISS, LIVE, None, _PUBLISHERS, needs_reason=True),
    Transition(Action.DISMISS_BLOCKING, UNPUBLISHED, None, _EDITORS, needs_reason=True),
    Transition(Action.DISMISS_BLOCKING, LIVE, None, _PUBLISHERS, needs_reason=True),
    Transition(
        Action.OVERRIDE,
        frozenset({Status.IN_REVIEW, *LIVE}),
        None,
        _PUBLISHERS,
        needs_reason=True,
    ),
    Transition(Action.SUBMIT, frozenset({Status.DRAFT}), Status.IN_REVIEW, _EVERYONE),
    Transition(
        Action.RETURN, frozenset({Status.IN_REVIEW}), Status.DRAFT, _EDITORS, needs_reason=True
    ),
    Transition(Action.PUBLISH, frozenset({Status.IN_REVIEW}), Status.PUBLISHED, _PUBLISHERS),
    Transition(Action.CORRECT, LIVE, Status.CORRECTED, _PUBLISHERS, needs_reason=True),
    Transition(Action.RETRACT, LIVE, Status.RETRACTED, _PUBLISHERS, needs_reason=True),
    Transition(Action.BREAKING, LIVE, None, _PUBLISHERS),
    Transition(Action.CLOSE_REPORT, frozenset({*LIVE, Status.RETRACTED}), None, _EDITORS),
    Transition(Action.ADOPT_SOURCE, frozenset({Status.DRAFTING, Status.DRAFT}), None, _EVERYONE),
    Transition(Action.ADOPT_SOURCE, frozenset({Status.IN_REVIEW}), None, _EDITORS),
    Transition(
        Action.KEEP_SOURCE,
        frozenset({Status.DRAFTING, Status.DRAFT}),
        None,
        _EVERYONE,
        needs_reason=True,
    ),
    Transition(
        Action.KEEP_SOURCE, frozenset({Status.IN_REVIEW}), None, _EDITORS, needs_reason=True
    ),
    Transition(Action.KEEP_SOURCE, LIVE, None, _PUBLISHERS, needs_reason=True),
)


def transition(action: Action, status: str) -> Transition | None:
    """Return the table's row for `action` in `status`, or None where it cannot happen."""
    return next((t for t in TRANSITIONS if t.action == action and status in t.sources), None)


def allowed(action: Action, status: str, roles: frozenset[Role]) -> bool:
    """Say whether someone with `roles` may do `action` to a brief in `status`."""
    row = transition(action, status)
    return row is not None and bool(row.roles & roles)


def actions_for(status: str, roles: frozenset[Role]) -> frozenset[Action]:
    """Return every action open to someone with `roles` on a brief in `status`."""
    return frozenset(action for action in Action if allowed(action, status, roles))
