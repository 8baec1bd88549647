"""What the audit log tells of accounts, whichever way they are changed."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.utils import timezone

from summaries.models import AuditEntry
from summaries.workflow import Role
from tests.factories import make_user


@pytest.fixture
def reporter(db):
    """Somebody whose account changes."""
    return make_user(Role.REPORTER, "omar")


def _last() -> AuditEntry:
    return AuditEntry.objects.latest("pk")


def _told(action: str = "changed") -> list[dict]:
    return [entry.data for entry in AuditEntry.objects.filter(action=action).order_by("pk")]


@pytest.mark.django_db
def test_an_account_from_its_first_day_to_its_last():
    user = make_user(Role.REPORTER, "omar")
    user.is_staff, user.email = True, "omar@elsewhere.example"
    user.save()
    user.groups.clear()
    user.delete()
    assert _told("added") == [{}]
    assert _told() == [
        {"roles_given": ["reporter"]},
        {"email": ["omar@desk.example", "omar@elsewhere.example"], "is_staff": [False, True]},
        {"roles_taken": ["reporter"]},
    ]
    assert AuditEntry.objects.get(action="deleted").name == "omar"


def test_roles_given_from_the_side_of_the_role(reporter):
    group = reporter.groups.get()
    group.user_set.remove(reporter)
    assert _told()[-1] == {"roles_taken": ["reporter"]}
    assert _last().name == reporter.username


@pytest.mark.parametrize("how", ["from the group", "from the permission", "cleared"])
def test_what_a_group_may_do_is_told_by_name(db, how):
    group, permission = Group.objects.get(name="editor"), Permission.objects.first()
    if how == "from the permission":
        permission.group_set.add(group)
        permission.group_set.remove(group)
    else:
        group.permissions.add(permission)
        group.permissions.clear() if how == "cleared" else group.permissions.remove(permission)
    told = AuditEntry.objects.filter(kind="group", name="editor").order_by("pk")
    assert [entry.data for entry in told] == [
        {"permissions_given": [str(permission)]},
        {"permissions_taken": [str(permission)]},
    ]


def test_a_change_in_the_admin_site_has_its_actor(at_desk, reporter):
    root = make_user(None, "root")
    root.is_staff = root.is_superuser = True
    root.save()
    client = at_desk(root)
    joined = reporter.date_joined
    form = {
        "username": reporter.username,
        "first_name": reporter.first_name,
        "email": reporter.email,
        "groups": [],
        "date_joined_0": joined.date().isoformat(),
        "date_joined_1": joined.time().isoformat(),
    }
    assert client.post(f"/admin/auth/user/{reporter.pk}/change/", form).status_code == 302
    told = AuditEntry.objects.filter(name=reporter.username, actor=root)
    assert {key for entry in told for key in entry.data} == {"is_active", "roles_taken"}


def test_using_an_account_changes_nothing(reporter):
    n = AuditEntry.objects.count()
    reporter.last_login = timezone.now()
    reporter.save(update_fields=["last_login"])
    reporter.save()
    assert AuditEntry.objects.count() == n
