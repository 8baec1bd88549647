"""Words about accounts, sessions and the audit log."""

from django import template

from summaries.models import AuditEntry
from summaries.services import audit_words
from summaries.workflow import Role

register = template.Library()


@register.filter
def kind_name(kind: str) -> str:
    """Return what the audit log calls something a thing was done to."""
    return audit_words.KINDS.get(kind, kind)


@register.filter
def facts(entry: AuditEntry) -> list[tuple[str, str, str]]:
    """Return what an entry tells besides: (what, before, value)."""
    return audit_words.facts(entry.data)


@register.filter
def is_about_another(entry: AuditEntry) -> bool:
    """Say whether an entry names something that is not the person who did it."""
    return bool(entry.kind) and not (entry.kind == "user" and entry.name == entry.actor_name)


@register.filter
def roles(user) -> list[str]:
    """Return the names of a user's roles on the desk, from groups that were read already."""
    names = {group.name for group in user.groups.all()}
    if user.is_superuser:
        names.add(Role.ADMIN.value)
    return [role.label for role in Role if role.value in names]
