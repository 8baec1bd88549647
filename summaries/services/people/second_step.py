"""Between the password and the code: who gave the right password, kept in an anonymous session."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.contrib.sessions.backends.base import SessionBase
from django.utils import timezone
from django.utils.crypto import constant_time_compare

# Long enough to look for a phone.
WAITS = timedelta(minutes=10)
_KEY = "second_step"


def begin(session: SessionBase, user) -> None:
    """Remember that this browser knows the user's password. It is signed in to nothing by that."""
    session.cycle_key()
    session[_KEY] = {
        "user": user.pk,
        # Of the password: one that is changed meanwhile has to be given again.
        "hash": user.get_session_auth_hash(),
        "since": timezone.now().timestamp(),
    }


def waiting(session: SessionBase):
    """Return the user whose code is asked for, or None: nobody, too late, or not any more."""
    kept = session.get(_KEY)
    if not kept or timezone.now().timestamp() - kept["since"] > WAITS.total_seconds():
        return None
    user = get_user_model().objects.filter(pk=kept["user"], is_active=True).first()
    if user is None or not constant_time_compare(kept["hash"], user.get_session_auth_hash()):
        return None
    return user


def end(session: SessionBase) -> None:
    """Forget it: the code was right."""
    session.pop(_KEY, None)
