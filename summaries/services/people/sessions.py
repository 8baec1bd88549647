"""The sessions of people: seen and ended by their owners, and by admins.

A session's key is as good as its cookie, so it stands on no page: `handle` names a session to those
who may end it.
"""

import re
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from summaries import callers
from summaries.models import AuditEntry, DeskSession
from summaries.services import audit
from summaries.services.errors import WrongState

AGENT_CHARACTERS = 300
# Who reads the list needs to know whether a session is in use, not the second.
USE_NOTED = timedelta(minutes=1)
# The first one that fits: browsers name each other's engines, systems their ancestors.
_BROWSERS = (
    ("Edge", "Edg"), ("Opera", "OPR/"), ("Samsung Internet", "SamsungBrowser"),
    ("Firefox", "Firefox/|FxiOS"), ("Chrome", "Chrome/|CriOS|Chromium"), ("Safari", "Safari/"),
)  # fmt: skip
_SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
    ("Mac", "Mac OS X|Macintosh"), ("ChromeOS", "CrOS"), ("Linux", "Linux"),
)  # fmt: skip


def of(user) -> list[DeskSession]:
    """Return the live sessions of a user, the one used last first."""
    return list(DeskSession.objects.live().filter(user=user).order_by("-seen_at", "pk"))


def handle(session: DeskSession) -> str:
    """Return what names a session on a page, without being worth anything as a cookie."""
    return salted_hmac("newsdesk.session", session.pk, algorithm="sha256").hexdigest()[:32]


def browser(agent: str) -> str:
    """Say in two words what a browser calls itself: "Firefox, Linux"; empty where it is unknown."""
    found = (
        next((name for name, mark in marks if re.search(mark, agent)), "")
        for marks in (_BROWSERS, _SYSTEMS)
    )
    return ", ".join(filter(None, found))


def note_visit(store) -> None:
    """Note on the session of a request that it is in use, and from where, once a minute."""
    now, row = timezone.now(), store.row
    if row is None or row.seen_at > now - USE_NOTED:
        return
    caller = callers.current()
    row.seen_at, row.address, row.agent = now, caller.address, caller.agent
    mine = DeskSession.objects.filter(pk=store.session_key)
    mine.update(seen_at=now, address=caller.address, agent=caller.agent)


def end(actor, user, named: str) -> None:
    """End one session of a user, named by its handle. Raises WrongState where it is gone.

    Admins do it for others; who may is asked by the caller.
    """
    for session in DeskSession.objects.filter(user=user):
        if constant_time_compare(handle(session), named):
            with transaction.atomic():
                session.delete()
                _record(actor, user, 1)
            return
    raise WrongState(_("This session has ended already."))


def end_all(actor, user, *, but: str = "", reason: str = "") -> int:
    """End every session of a user, except the one with the key `but`; return how many ended."""
    with transaction.atomic():
        n = forget(user, but=but)
        _record(actor, user, n, reason)
    return n


def forget(user, *, but: str = "") -> int:
    """Delete the sessions of a user, because something else is recorded that ends them."""
    return DeskSession.objects.filter(user=user).exclude(pk=but).delete()[0]


def forget_ended() -> int:
    """Delete sessions that are over; return how many."""
    return DeskSession.objects.ended().delete()[0]


def _record(actor, user, n: int, reason: str = "") -> None:
    audit.record(actor, AuditEntry.Action.SESSIONS_ENDED, user, reason=reason, sessions=n)
