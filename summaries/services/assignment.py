"""Who looks after a brief."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from summaries.models import Brief, Notice
from summaries.services import events, notices
from summaries.services.errors import Invalid, ServiceError
from summaries.services.people.accounts import is_on_the_desk
from summaries.workflow import Action


def assign(actor, brief: Brief, owner) -> Brief:
    """Make `owner` (None: nobody) look after the brief, and tell them unless they did it.

    Raises Invalid when `owner` does not work on the desk, NotAllowed and WrongState as the table
    says. Assigning to who has it already changes nothing.
    """
    with transaction.atomic():
        brief = events.locked(brief)
        events.require(brief, Action.ASSIGN, actor)
        if owner is not None and not is_on_the_desk(owner):
            raise Invalid(_("Choose somebody who works on this desk."))
        before = brief.owner
        if before == owner:
            return brief
        brief.owner = owner
        events.perform(
            brief, Action.ASSIGN, actor, before=_username(before), owner=_username(owner)
        )
        if owner is not None:
            notices.write(owner, brief, Notice.Kind.ASSIGNED, actor=actor)
        return brief


def assign_many(
    actor, briefs: Iterable[Brief], owner
) -> tuple[list[Brief], list[tuple[Brief, str]]]:
    """Assign each brief on its own; return those done, and those refused with the reason."""
    done, refused = [], []
    for brief in briefs:
        try:
            done.append(assign(actor, brief, owner))
        except ServiceError as error:
            refused.append((brief, str(error)))
    return done, refused


def _username(user) -> str:
    return user.get_username() if user else ""
