"""What admins see of accounts and do for them: where somebody is signed in, and who is locked out.

Names, roles and passwords are changed in the admin site; `account_signals` tells of that.
"""

from collections.abc import Sequence

from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django_otp.plugins.otp_totp.models import TOTPDevice

from summaries.models import AuditEntry, DeskSession
from summaries.services import audit, limits, texts
from summaries.services.errors import NotAllowed
from summaries.services.people import passwords, second_factor, sessions
from summaries.services.people.accounts import roles_of
from summaries.workflow import Role


def require_admin(actor) -> None:
    """Raise NotAllowed for everybody who does not look after accounts."""
    if Role.ADMIN not in roles_of(actor):
        raise NotAllowed(_("Only admins look after accounts. Ask one of them."))


def all_accounts(actor) -> QuerySet:
    """Return every account by name, with `signed_in` browsers and `has_second_factor`.

    Raises NotAllowed.
    """
    require_admin(actor)
    return overview()


def overview() -> QuerySet:
    """Return every account with the same facts, for commands."""
    mine = DeskSession.objects.live().filter(user=OuterRef("pk")).order_by()
    counted = mine.values("user").annotate(n=Count("pk")).values("n")
    phones = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
    return (
        get_user_model()
        .objects.annotate(
            signed_in=Coalesce(Subquery(counted), 0), has_second_factor=Exists(phones)
        )
        .prefetch_related("groups")
        .order_by("-is_active", "username")
    )


def locked(users: Sequence) -> set[int]:
    """Return the keys of those who mistyped too often: at sign-in, a code, their own password."""
    refused = set(_refused([user.get_username() for user in users]))
    found = {user.pk for user in users if user.get_username() in refused}
    keys = [str(user.pk) for user in users]
    for limit in (*second_factor.LIMITS, *passwords.LIMITS):
        found |= set(map(int, limits.used_up(*limit, keys)))
    return found


def _refused(names: Sequence[str]) -> QuerySet:
    """Return those of the names with which sign-ins failed often enough lately to be refused."""
    lately = timezone.now() - settings.AXES_COOLOFF_TIME
    failed = AccessAttempt.objects.filter(username__in=names, attempt_time__gte=lately)
    often = failed.filter(failures_since_start__gte=settings.AXES_FAILURE_LIMIT)
    return often.values_list("username", flat=True)


def end_session(actor, user, named: str) -> None:
    """End one session of a user, named by its handle. Raises NotAllowed, WrongState."""
    require_admin(actor)
    sessions.end(actor, user, named)


def sign_out(actor, user, reason: str, *, but: str = "") -> int:
    """End every session of a user except the one with the key `but`. Raises NotAllowed."""
    require_admin(actor)
    return sessions.end_all(actor, user, but=but, reason=texts.note(reason))


def why_second_factor_stays(actor, user) -> str:
    """Say why an admin cannot turn off a user's second factor here; empty where they can."""
    if actor == user:
        return _("Your own is turned off under Security.")
    if user.is_superuser and not actor.is_superuser:
        return _("Only a superuser turns off the second factor of a superuser.")
    return ""


def second_factor_off(actor, user, reason: str) -> None:
    """Turn off somebody's second factor; their sessions end. Raises NotAllowed, WrongState."""
    require_admin(actor)
    if why := why_second_factor_stays(actor, user):
        raise NotAllowed(why)
    second_factor.turn_off(actor, user, reason=texts.note(reason))


def unlock(actor, user) -> None:
    """Forget what the user mistyped: at sign-in, codes, their password. Raises NotAllowed."""
    require_admin(actor)
    with transaction.atomic():
        AxesProxyHandler.reset_attempts(username=user.get_username())
        second_factor.forget_attempts(user)
        passwords.forget_attempts(user)
        audit.record(actor, AuditEntry.Action.CHANGED, user, unlocked=True)
