"""Accounts as admins see them, and what they do for people."""

import pytest
from django.test import Client

from summaries.models import AuditEntry, DeskSession
from summaries.services import second_factor, sessions
from summaries.workflow import Role
from tests.codes import turn_on
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
    with django_assert_max_num_queries(9):
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
    client.post(_of(editor, "second-factor-off/"), {"reason": "Phone stolen"})
    assert not second_factor.is_on(editor)
    assert there.get("/desk/").status_code == 302
    again = client.post(_of(editor, "second-factor-off/"), {"reason": "Again"})
    assert again.status_code == 409


def test_somebody_who_is_locked_out_is_let_in(at_desk, admin, reporter, settings):
    there, form = Client(REMOTE_ADDR="192.0.2.7"), {"username": "omar", "password": PASSWORD}
    for _attempt in range(settings.AXES_FAILURE_LIMIT):
        there.post("/sign-in/", form | {"password": "wrong"})
    assert there.post("/sign-in/", form).status_code == 429
    client = at_desk(admin)
    assert "Locked for a while" in client.get(_of(reporter)).text
    client.post(_of(reporter, "unlock/"))
    assert "Locked for a while" not in client.get(_of(reporter)).text
    assert there.post("/sign-in/", form).status_code == 302
    assert AuditEntry.objects.filter(actor=admin, name="omar", data={"unlocked": True}).exists()


def test_unknown_accounts_are_not_found(at_desk, admin):
    assert at_desk(admin).get(f"{PAGE}999/").status_code == 404
    assert at_desk(admin).post(f"{PAGE}999/unlock/").status_code == 404


def test_admins_find_it_from_their_preferences(at_desk, admin, editor):
    for address in (PAGE, "/desk/audit/"):
        assert f'href="{address}"' in at_desk(admin).get("/desk/preferences/").text
        assert f'href="{address}"' not in at_desk(editor).get("/desk/preferences/").text
