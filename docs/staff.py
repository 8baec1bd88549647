"""Who works in the newsroom of the pictures, and how their accounts stand."""

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.models import Group, User
from django_otp.plugins.otp_totp.models import TOTPDevice

from summaries.services.people.accounts import ensure_roles
from summaries.workflow import Role

PEOPLE = {
    "omar": ("Omar", "Nasser", Role.REPORTER),
    "huda": ("Huda", "Karam", Role.EDITOR),
    "salma": ("Salma", "Idris", Role.PUBLISHER),
    "rana": ("Rana", "Haddad", Role.ADMIN),
}


def make(password: str) -> dict[str, User]:
    """Make everybody's account, all with one password; return them by user name.

    One is an admin who gives accounts, one has a second factor, one is locked out for a while.
    """
    ensure_roles()
    people = {name: _person(name, *facts, password) for name, facts in PEOPLE.items()}
    User.objects.filter(username="rana").update(is_staff=True, is_superuser=True)
    TOTPDevice.objects.create(user=people["omar"], name="phone", confirmed=True)
    AccessAttempt.objects.create(
        username="huda", ip_address="192.0.2.9", failures_since_start=settings.AXES_FAILURE_LIMIT
    )
    return people


def _person(name: str, first_name: str, last_name: str, role: Role, password: str) -> User:
    person = User.objects.create_user(
        name,
        f"{name}@desk.example",
        password,
        first_name=first_name,
        last_name=last_name,
    )
    person.groups.add(Group.objects.get(name=role.value))
    return person
