"""Tokens of programs: given by admins, shown once, refused at once when revoked, and counted."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from summaries.models import ApiToken, AuditEntry, Scope
from summaries.services import audit, texts
from summaries.services.errors import Invalid, NotAllowed, WrongState
from summaries.services.people.accounts import is_on_the_desk, roles_of
from summaries.workflow import Role

MARK = "nd_"
MAX_PER_MINUTE = 6000
WINDOW = timedelta(minutes=1)
# Who reads the list needs to know whether a token is in use, not the second.
USE_NOTED = timedelta(minutes=1)
# The mark and six of 43 characters tell tokens apart and leave 222 bits to guess.
_SHOWN = len(MARK) + 6


@dataclass(frozen=True)
class Allowance:
    """What is left of a token's minute: requests, and seconds until the next one begins."""

    granted: bool
    limit: int
    left: int
    seconds: int


def require_admin(actor) -> None:
    """Raise NotAllowed for everybody who does not look after tokens."""
    if Role.ADMIN not in roles_of(actor):
        raise NotAllowed(_("Only admins give and revoke tokens. Ask one of them."))


def all_tokens(actor) -> QuerySet[ApiToken]:
    """Return every token with its people, the newest first. Raises NotAllowed."""
    require_admin(actor)
    return ApiToken.objects.select_related("user", "created_by", "revoked_by")


def issue(
    actor, name: str, user, scopes, per_minute: int = 60, expires: datetime | None = None
) -> tuple[ApiToken, str]:
    """Give a program a token to act as `user`; return it and its plain text, kept nowhere else.

    Raises NotAllowed, or Invalid with words for the form.
    """
    require_admin(actor)
    name = texts.one_line(name)[:100]
    _check(name, user, scopes, per_minute, expires)
    plain = MARK + secrets.token_urlsafe(32)
    token = ApiToken(
        name=name,
        user=user,
        prefix=plain[:_SHOWN],
        digest=_digest(plain),
        scopes=[scope.value for scope in Scope if scope in scopes],
        per_minute=per_minute,
        created_by=actor,
        expires_at=expires,
    )
    with transaction.atomic():
        token.save()
        facts = {"acts_as": user.get_username(), "scopes": token.scopes}
        audit.record(actor, AuditEntry.Action.ADDED, token, **facts)
    return token, plain


def _check(name: str, user, scopes, per_minute: int, expires: datetime | None) -> None:
    if not name:
        raise Invalid(_("Give the token a name that says which program uses it."))
    if not is_on_the_desk(user):
        raise Invalid(_("This account has no role on the desk, so a program cannot act as it."))
    if not scopes or not set(scopes) <= set(Scope.values):
        raise Invalid(_("Choose what the token may be used for."))
    if not 1 <= per_minute <= MAX_PER_MINUTE:
        raise Invalid(
            _("A token makes between 1 and %(limit)d requests a minute.")
            % {"limit": MAX_PER_MINUTE}
        )
    if expires and expires <= timezone.now():
        raise Invalid(_("This day has passed. Choose a later one, or none."))


def revoke(actor, token: ApiToken) -> None:
    """End a token for good. Raises NotAllowed, or WrongState when it has ended already."""
    require_admin(actor)
    valid = ApiToken.objects.filter(pk=token.pk, revoked_at=None)
    with transaction.atomic():
        if not valid.update(revoked_at=timezone.now(), revoked_by=actor):
            raise WrongState(_("This token was revoked already."))
        audit.record(actor, AuditEntry.Action.CHANGED, token, verb="revoked")


def authenticate(plain: str) -> ApiToken | None:
    """Return the token, or None: unknown, revoked, expired, or its person left the desk.

    Only the digest of the whole text is looked for, so that whoever guesses learns from neither
    the answer nor its time how much of a token was right.
    """
    now = timezone.now()
    valid = Q(expires_at=None) | Q(expires_at__gt=now)
    token = (
        ApiToken.objects.select_related("user")
        .filter(valid, digest=_digest(plain), revoked_at=None)
        .first()
    )
    if token is None or not is_on_the_desk(token.user):
        return None
    unnoted = Q(last_used_at=None) | Q(last_used_at__lt=now - USE_NOTED)
    if token.last_used_at is None or token.last_used_at < now - USE_NOTED:
        ApiToken.objects.filter(unnoted, pk=token.pk).update(last_used_at=now)
    return token


def count(token: ApiToken) -> Allowance:
    """Count a request in the token's minute; one beyond its limit is not granted, nor counted.

    Fixed windows, held by conditional updates of the row: right across threads, processes and
    machines. Around the turn of a minute twice the limit may pass within sixty seconds.
    """
    now = timezone.now()
    window = now.replace(second=0, microsecond=0)
    mine = ApiToken.objects.filter(pk=token.pk)
    # A clock that goes ahead may have opened the next minute: it is counted there, too.
    within = mine.filter(window_at__gte=window, window_count__lt=token.per_minute)
    older = mine.filter(Q(window_at=None) | Q(window_at__lt=window))
    granted = (
        within.update(window_count=F("window_count") + 1)
        or older.update(window_at=window, window_count=1)
        # Somebody else opened the minute between these two.
        or within.update(window_count=F("window_count") + 1)
    )
    return _allowance(mine, token.per_minute, bool(granted), now)


def _allowance(mine: QuerySet[ApiToken], limit: int, granted: bool, now: datetime) -> Allowance:
    opened, used = mine.values_list("window_at", "window_count").get()
    seconds = max(1, ceil((opened + WINDOW - now).total_seconds()))
    return Allowance(granted, limit, max(0, limit - used) if granted else 0, seconds)


def _digest(plain: str) -> str:
    return hashlib.sha256(plain.encode("utf-8", "replace")).hexdigest()
