"""Who is what on the desk. A role is a Django group of the same name."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models import Q
from django.utils.translation import gettext as _

from summaries.services.errors import NotAllowed
from summaries.workflow import Role


def ensure_roles() -> None:
    """Create the four groups that carry the roles, where they are missing."""
    groups = [Group(name=role.value) for role in Role]
    Group.objects.bulk_create(groups, ignore_conflicts=True)


def roles_of(user) -> frozenset[Role]:
    """Return the user's roles. A superuser is an admin; an inactive or anonymous user has none.

    Kept on the user object for the length of a request, so that a page asks the database once.
    """
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    if not hasattr(user, "_newsdesk_roles"):
        names = set(user.groups.values_list("name", flat=True))
        roles = {role for role in Role if role.value in names}
        user._newsdesk_roles = frozenset(roles | ({Role.ADMIN} if user.is_superuser else set()))
    return user._newsdesk_roles


def is_on_the_desk(user) -> bool:
    """Say whether the user works here at all."""
    return bool(roles_of(user))


def require_desk(user) -> None:
    """Raise NotAllowed for a user without any role."""
    if not is_on_the_desk(user):
        raise NotAllowed(_("Your account has no role on this desk. Ask an admin to give you one."))


def people():
    """Return everybody who works here now, by the name that others read."""
    works_here = Q(groups__name__in=[role.value for role in Role]) | Q(is_superuser=True)
    users = get_user_model().objects.filter(works_here, is_active=True)
    return users.distinct().order_by("first_name", "last_name", "username")


def admins():
    """Return everybody who looks after the desk itself."""
    return _with(Role.ADMIN)


def publishers():
    """Return everybody who decides what readers see."""
    return _with(Role.PUBLISHER, Role.ADMIN)


def _with(*roles: Role):
    """Return the active people with one of these roles, one of which is the admin's."""
    chosen = Q(groups__name__in=[role.value for role in roles]) | Q(is_superuser=True)
    return get_user_model().objects.filter(chosen, is_active=True).distinct().order_by("pk")
