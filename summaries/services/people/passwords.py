"""Passwords of people who are signed in: asked again before what matters, and changed."""

from datetime import timedelta

from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from summaries.services import audit, limits
from summaries.services.errors import Invalid

# A browser that was left open is no place to guess the password of its owner.
ATTEMPTS, ATTEMPTS_WINDOW = 8, timedelta(minutes=15)
_PURPOSE = "own password"
LIMITS = ((_PURPOSE, ATTEMPTS, ATTEMPTS_WINDOW),)


def confirm(user, password: str) -> None:
    """Raise Invalid, in words, unless this is the user's password."""
    if not limits.allow(_PURPOSE, str(user.pk), ATTEMPTS, ATTEMPTS_WINDOW):
        raise Invalid(_("Too many wrong passwords. Wait 15 minutes, then try again."))
    if not user.check_password(password):
        if limits.used_up(*LIMITS[0], [str(user.pk)]):
            audit.record(user, audit.Action.LOCKED_OUT, step="password")
        raise Invalid(_("This is not your password."))
    forget_attempts(user)


def forget_attempts(user) -> None:
    """Begin counting wrong passwords anew."""
    limits.forget(_PURPOSE, str(user.pk))


def change(request, old: str, new: str) -> None:
    """Give the user of a request a new password; every other session of theirs ends.

    Raises Invalid for a wrong old password, ValidationError with what the policy says against the
    new one. The audit log and the sessions follow from the change: see `account_signals`.
    """
    user = request.user
    confirm(user, old)
    validate_password(new, user)
    if new == old:
        raise ValidationError(_("This is the password you have. Choose another one."))
    with transaction.atomic():
        user.set_password(new)
        user.save(update_fields=["password"])
    update_session_auth_hash(request, user)
