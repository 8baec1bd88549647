"""The audit log: who did what to the desk itself. Appended in the transaction of the deed."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from summaries import callers
from summaries.models import ApiToken, AuditEntry, Source, Subscriber
from summaries.services.errors import NotAllowed
from summaries.services.people.accounts import roles_of
from summaries.workflow import Role

Action = AuditEntry.Action


def record(
    actor, action: Action, target=None, *, kind="", key="", name="", reason="", **data
) -> AuditEntry:
    """Append one entry.

    `actor` is a user, or None for a command, a worker or somebody who did not sign in. `target` is
    a record; where there is none, `kind`, `key` and `name` say what it was. `data` never holds a
    secret, and no address of a reader.
    """
    if target is not None:
        kind, key = kind or _kind(target), key or str(target.pk)
        name = name or _name(target)
    known = actor if actor is not None and actor.pk else None
    return AuditEntry.objects.create(
        actor=known,
        actor_name=known.get_username() if known else "",
        action=action,
        kind=kind[:40],
        key=key[:64],
        name=_plain(name)[:300],
        reason=reason,
        data=data,
        address=callers.current().address,
    )


def record_stranger(action: Action, name: str, **data) -> AuditEntry:
    """Append what somebody did who is not signed in, under the name that they typed.

    A name that no account has is not kept: it may be a password in the wrong field.
    """
    known = get_user_model().objects.filter(username=name).exists()
    return AuditEntry.objects.create(
        actor_name=name if known else "",
        action=action,
        data=data if known else data | {"unknown_name": True},
        address=callers.current().address,
    )


def record_export(request, kind: str, **data) -> None:
    """Append that the user of a request took a file with them; asking for its headers is none."""
    if request.method != "HEAD":
        record(request.user, Action.EXPORTED, kind=kind, **data)


def _kind(target: models.Model) -> str:
    return "token" if isinstance(target, ApiToken) else target._meta.model_name


def _name(target: models.Model) -> str:
    if isinstance(target, get_user_model()):
        return target.get_username()
    if isinstance(target, Subscriber):
        # Readers may be erased; the log is not.
        return ""
    if isinstance(target, Source):
        return target.name_en
    return target.name if isinstance(target, ApiToken) else str(target)


def _plain(name: str) -> str:
    return re.sub(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]+", " ", str(name)).strip()


# --- Reading --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Wanted:
    """Which entries somebody looks for; both days are whole days of the newsroom."""

    who: str = ""
    action: str = ""
    kind: str = ""
    since: date | None = None
    until: date | None = None


def require_admin(actor) -> None:
    """Raise NotAllowed for everybody who may not read the log."""
    if Role.ADMIN not in roles_of(actor):
        raise NotAllowed(_("Only admins read the audit log. Ask one of them."))


def entries(actor, wanted: Wanted) -> QuerySet[AuditEntry]:
    """Return the entries that are wanted, newest first, with their people. Raises NotAllowed."""
    require_admin(actor)
    found = AuditEntry.objects.select_related("actor")
    if wanted.who:
        about = Q(name__icontains=wanted.who) & Q(kind="user")
        found = found.filter(Q(actor_name__icontains=wanted.who) | about)
    if wanted.action:
        found = found.filter(action=wanted.action)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.since:
        found = found.filter(created_at__gte=_start(wanted.since))
    if wanted.until:
        found = found.filter(created_at__lt=_start(wanted.until + timedelta(days=1)))
    return found


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
