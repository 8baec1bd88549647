"""Accounts as admins see them, and what they do for people."""

import contextlib

import pytest
from django.contrib.auth.models import User
from django.test import Client

from summaries.models import AuditEntry, DeskSession
from summaries.services.errors import Invalid
from summaries.services.people import passwords, second_factor, sessions
from summaries.workflow import Role
from tests.codes import code_of, turn_on
from tests.factories import PASSWORD, make_user

PAGE = "/desk/accounts/"


@pytest.fixture
def admin(db):
    return make_user(Role.ADMIN, "amal")


def _signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _of(user, what: str = "") -> str:
    return f"{PAGE}{user.pk}/{what}"


@pytest.mark.parametrize("role", ["reporter", "editor", "publisher"])
@pytest.mark.parametrize("what", ["end/", "sign-out/", "second-factor-off/", "unlock/"])
def test_only_admins_do_anything_for_others(request, at_desk, admin, role, what):
    turn_on(admin)
    there = _signed_in(admin)
    posted = {"reason": "Mine", "session": sessions.handle(DeskSession.objects.get())}
    client = at_desk(request.getfixturevalue(role))
    assert client.post(_of(admin, what), posted).status_code == 403
    assert client.get(PAGE).status_code == client.get(_of(admin)).status_code == 403
    assert there.get("/desk/").status_code == 200
    assert second_factor.is_on(admin)


def test_the_list_shows_roles_second_factor_and_browsers(at_desk, admin, editor, outsider):
    turn_on(editor)
    _signed_in(editor)
    _signed_in(editor)
    outsider.is_active = False
    outsider.save()
    page = at_desk(admin).get(PAGE).text
    row = next(row for row in page.split("<tr>") if "<bdi>Huda</bdi>" in row)
    assert "Editor" in row
    assert ">On<" in row
    assert "2 browsers" in row
    assert "Deactivated" in page


def test_many_accounts_cost_no_more_queries(at_desk, admin, django_assert_max_num_queries):
    for _number in range(20):
        _signed_in(make_user(Role.REPORTER))
    client = at_desk(admin)
    with django_assert_max_num_queries(13):
        assert client.get(PAGE).status_code == 200


def test_one_browser_of_somebody_is_signed_out(at_desk, admin, editor):
    there, elsewhere = _signed_in(editor), _signed_in(editor)
    named = sessions.handle(DeskSession.objects.get(pk=there.session.session_key))
    client = at_desk(admin)
    assert named in client.get(_of(editor)).text
    client.post(_of(editor, "end/"), {"session": named})
    assert there.get("/desk/").status_code == 302
    assert elsewhere.get("/desk/").status_code == 200


def test_somebody_is_signed_out_everywhere_with_a_reason(at_desk, admin, editor):
    there = _signed_in(editor)
    client = at_desk(admin)
    assert client.post(_of(editor, "sign-out/"), {"reason": " "}).status_code == 400
    assert there.get("/desk/").status_code == 200
    client.post(_of(editor, "sign-out/"), {"reason": "Lost a laptop"})
    assert there.get("/desk/").status_code == 302
    told = AuditEntry.objects.get(action="sessions_ended")
    assert (told.actor, told.name, told.reason) == (admin, "huda", "Lost a laptop")
    assert told.data == {"sessions": 1}


def test_an_admin_who_signs_out_everywhere_stays_here(at_desk, admin):
    there = _signed_in(admin)
    client = at_desk(admin)
    client.post(_of(admin, "sign-out/"), {"reason": "Mine"})
    assert there.get("/desk/").status_code == 302
    assert client.get("/desk/").status_code == 200


def test_a_lost_phone(at_desk, admin, editor):
    turn_on(editor)
    there = _signed_in(editor)
    client = at_desk(admin)
    assert client.post(_of(editor, "second-factor-off/")).status_code == 400
    assert second_factor.is_on(editor)
    posted = {"reason": "Phone stolen", "password": PASSWORD}
    assert 'name="password"' in client.get(_of(editor)).text
    client.post(_of(editor, "second-factor-off/"), posted)
    assert not second_factor.is_on(editor)
    assert there.get("/desk/").status_code == 302
    assert client.post(_of(editor, "second-factor-off/"), posted).status_code == 409


@pytest.mark.parametrize("password", [None, "", "wrong"])
def test_nobody_at_an_admin_s_open_browser_turns_second_factors_off(
    at_desk, admin, editor, password
):
    turn_on(editor)
    posted = {"reason": "Phone stolen"} | ({} if password is None else {"password": password})
    refused = at_desk(admin).post(_of(editor, "second-factor-off/"), posted)
    assert refused.status_code == 400
    assert "not your password" in refused.text
    assert second_factor.is_on(editor)


def test_one_s_own_second_factor_is_not_turned_off_as_somebody_else_s(at_desk, admin):
    turn_on(admin)
    client, posted = at_desk(admin), {"reason": "Mine", "password": PASSWORD}
    assert client.post(_of(admin, "second-factor-off/"), posted).status_code == 403
    assert second_factor.is_on(admin)
    page = client.get(_of(admin)).text
    assert "second-factor-off" not in page
    assert 'href="/desk/security/"' in page


def test_only_superusers_turn_off_the_second_factor_of_a_superuser(at_desk, admin):
    root, other = (User.objects.create_superuser(name, password=PASSWORD) for name in "ab")
    turn_on(root)
    client, posted = at_desk(admin), {"reason": "Lost", "password": PASSWORD}
    assert client.post(_of(root, "second-factor-off/"), posted).status_code == 403
    assert "second-factor-off" not in client.get(_of(root)).text
    assert second_factor.is_on(root)
    assert at_desk(other).post(_of(root, "second-factor-off/"), posted).status_code == 302
    assert not second_factor.is_on(root)


def test_somebody_who_is_locked_out_is_let_in(at_desk, admin, reporter, settings):
    there, form = Client(REMOTE_ADDR="192.0.2.7"), {"username": "omar", "password": PASSWORD}
    for _attempt in range(settings.AXES_FAILURE_LIMIT):
        there.post("/sign-in/", form | {"password": "wrong"})
    assert there.post("/sign-in/", form).status_code == 429
    client = at_desk(admin)
    assert "Locked for a while" in client.get(_of(reporter)).text
    assert client.get(PAGE).text.count("Locked for a while") == 1
    client.post(_of(reporter, "unlock/"))
    assert "Locked for a while" not in client.get(_of(reporter)).text
    assert there.post("/sign-in/", form).status_code == 302
    assert AuditEntry.objects.filter(actor=admin, name="omar", data={"unlocked": True}).exists()
    for _attempt in range(settings.AXES_FAILURE_LIMIT + 3):
        Client(REMOTE_ADDR="192.0.2.7").post("/sign-in/", form | {"password": "wrong"})
    assert AuditEntry.objects.filter(action="locked_out", actor_name="omar").count() == 2


def _mistype_codes(user) -> None:
    for _attempt in range(second_factor.ATTEMPTS + 1):
        with contextlib.suppress(Invalid):
            second_factor.check(user, code="1")


def _mistype_passwords(user) -> None:
    for _attempt in range(passwords.ATTEMPTS + 1):
        with contextlib.suppress(Invalid):
            passwords.confirm(user, "wrong")


@pytest.mark.parametrize("mistype", [_mistype_codes, _mistype_passwords])
def test_too_many_wrong_codes_and_passwords_of_one_s_own_are_a_lock_too(
    at_desk, admin, editor, mistype
):
    phone, _codes = turn_on(editor)
    client = at_desk(admin)
    assert "Locked for a while" not in client.get(_of(editor)).text
    mistype(editor)
    assert "Locked for a while" in client.get(_of(editor)).text
    assert client.get(PAGE).text.count("Locked for a while") == 1
    client.post(_of(editor, "unlock/"))
    assert "Locked for a while" not in client.get(PAGE).text + client.get(_of(editor)).text
    assert second_factor.check(editor, code=code_of(phone))
    passwords.confirm(editor, PASSWORD)


def test_unknown_accounts_are_not_found(at_desk, admin):
    assert at_desk(admin).get(f"{PAGE}999/").status_code == 404
    assert at_desk(admin).post(f"{PAGE}999/unlock/").status_code == 404


def test_admins_find_it_from_their_preferences(at_desk, admin, editor):
    for address in (PAGE, "/desk/audit/"):
        assert f'href="{address}"' in at_desk(admin).get("/desk/preferences/").text
        assert f'href="{address}"' not in at_desk(editor).get("/desk/preferences/").text
