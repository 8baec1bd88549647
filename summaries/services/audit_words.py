"""Words for what the audit log keeps as codes."""

import json

from django.utils.translation import gettext_lazy as _

from summaries.workflow import Role

KINDS = {
    "user": _("account"),
    "token": _("token"),
    "source": _("source"),
    "topic": _("topic"),
    "group": _("role"),
    "glossary": _("glossary"),
    "memory": _("translation memory"),
    "sources": _("list of sources"),
    "subscriber": _("subscriber"),
    "suppression": _("suppressed address"),
    "audit": _("audit log"),
    "accessattempt": _("failed sign-ins"),
    "backup": _("backup"),
}
FACTS = {
    "username": _("user name"),
    "first_name": _("first name"),
    "last_name": _("last name"),
    "email": _("email address"),
    "is_active": _("active"),
    "is_staff": _("may enter the admin site"),
    "is_superuser": _("may do everything"),
    "roles_given": _("roles given"),
    "roles_taken": _("roles taken away"),
    "permissions_given": _("permissions given"),
    "permissions_taken": _("permissions taken away"),
    "second_factor": _("second factor"),
    "codes_left": _("recovery codes left"),
    "unknown_name": _("with a name that no account has"),
    "step": _("at the step"),
    "sessions": _("sessions"),
    "replaced": _("in place of another phone"),
    "unlocked": _("may try again"),
    "fields": _("fields"),
    "verb": _("what"),
    "scopes": _("what it may do"),
    "acts_as": _("acts as"),
    "added": _("added"),
    "changed": _("changed"),
    "skipped": _("left out"),
    "format": _("format"),
    "never_again": _("never to be written to again"),
}
VALUES = {
    True: _("yes"),
    False: _("no"),
    "": _("empty"),
    "code": _("code"),
    "recovery code": _("recovery code"),
    "password": _("password"),
    "paused": _("paused"),
    "resumed": _("resumed"),
    "revoked": _("revoked"),
    "left": _("left"),
    "item_taken": _("item taken in"),
}


def facts(data: dict) -> list[tuple[str, str, str]]:
    """Return what an entry tells besides, in words: (what, before or "", value)."""
    told = []
    for name, value in data.items():
        is_pair = isinstance(value, list) and len(value) == 2 and name in _PAIRS
        before, after = value if is_pair else ("", value)
        words = str(FACTS.get(name, name.replace("_", " ")))
        if name in _ROLES:
            after = [_ROLE_NAMES.get(role, role) for role in after]
        told.append((words, _word(before) if is_pair else "", _word(after)))
    return told


# Facts that list the names of groups.
_ROLES = {"roles_given", "roles_taken"}
_ROLE_NAMES = {role.value: role.label for role in Role}
# Facts of accounts, told as they were before and after.
_PAIRS = {"username", "first_name", "last_name", "email", "is_active", "is_staff", "is_superuser"}


def _word(value) -> str:
    if isinstance(value, list):
        return str(_(", ")).join(map(_word, value))
    if isinstance(value, (bool, str)):
        return str(VALUES.get(value, value))
    return str(value)


def plain(data: dict) -> str:
    """Return what an entry tells besides as JSON, for programs; empty where it is nothing."""
    return json.dumps(data, ensure_ascii=False) if data else ""
