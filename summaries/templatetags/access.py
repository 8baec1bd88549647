"""Words for what tokens may do, and who runs the newsdesk."""

from django import template

from summaries.models import Scope
from summaries.services.people.accounts import roles_of
from summaries.workflow import Role

register = template.Library()


@register.filter
def scope_name(scope: str) -> str:
    """Return what a scope permits, in the language of the page."""
    return Scope(scope).label


@register.filter
def runs_the_newsdesk(user) -> bool:
    """Say whether somebody is an admin. No query where the view asked for roles already."""
    return Role.ADMIN in roles_of(user)
