"""What somebody typed into the summary editor and did not save: kept for them alone."""

import json

from django.db import transaction
from django.utils.translation import gettext as _

from summaries.models import Brief, WorkingCopy
from summaries.services import events
from summaries.services.errors import Invalid
from summaries.workflow import Action

# Twice what a brief can hold: a text that grew too long to be saved is still kept.
MAX_CHARACTERS = 100_000


def keep(actor, brief: Brief, based_on: int, content: dict) -> WorkingCopy:
    """Keep `content`, the form as typed, in place of what was kept before.

    `based_on` is the number of the version it was made from. Raises NotAllowed and WrongState where
    the text could not be saved either, and Invalid when it is endless.
    """
    events.require(brief, Action.EDIT, actor)
    if len(json.dumps(content, ensure_ascii=False)) > MAX_CHARACTERS:
        raise Invalid(_("This is too much text to keep. Shorten it."))
    with transaction.atomic():
        copy, _made = WorkingCopy.objects.update_or_create(
            brief=brief, user=actor, defaults={"based_on": based_on, "content": content}
        )
    return copy


def of(actor, brief: Brief) -> WorkingCopy | None:
    """Return what `actor` typed and did not save, if anything."""
    return WorkingCopy.objects.filter(brief=brief, user=actor).first()


def discard(actor, brief: Brief) -> bool:
    """Throw it away; returns whether there was anything."""
    return bool(WorkingCopy.objects.filter(brief=brief, user=actor).delete()[0])
