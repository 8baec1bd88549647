"""Signing in with a second step."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from summaries.models import AuditEntry
from summaries.services.people import second_factor, second_step
from summaries.workflow import Role
from tests.codes import code_of, turn_on, wrong_code
from tests.factories import PASSWORD, make_user

CODE = "/sign-in/code/"


def _password(client, user, **extra):
    posted = {"username": user.username, "password": PASSWORD, **extra}
    return client.post(reverse("login"), posted)


def _is_signed_in(client) -> bool:
    return client.get("/desk/").status_code == 200


@pytest.fixture
def phone(editor):
    """The phone of an editor who signs in with codes."""
    return turn_on(editor)[0]


def test_the_password_alone_signs_nobody_in(client, editor, phone):
    response = _password(client, editor, next="/desk/add/")
    assert response["Location"] == "/sign-in/code/?next=%2Fdesk%2Fadd%2F"
    assert not _is_signed_in(client)
    page = client.get(response["Location"])
    assert "no-store" in page["Cache-Control"]
    assert 'autocomplete="one-time-code"' in page.text


def test_password_and_code_sign_in_and_lead_on(client, editor, phone):
    _password(client, editor)
    response = client.post(CODE, {"code": code_of(phone), "next": "/desk/add/"})
    assert response["Location"] == "/desk/add/"
    assert _is_signed_in(client)
    assert AuditEntry.objects.filter(action="signed_in").get().data == {"second_factor": "code"}
    assert client.get(CODE)["Location"].startswith("/sign-in/")


def test_a_recovery_code_signs_in_too(client, editor):
    codes = turn_on(editor)[1]
    _password(client, editor)
    assert client.post(CODE, {"recovery": codes[0]})["Location"] == "/desk/"
    told = AuditEntry.objects.filter(action="signed_in").get()
    assert told.data == {"second_factor": "recovery code", "codes_left": 9}


@pytest.mark.parametrize("asked", ["https://evil.example/", "//evil.example/", "javascript:1"])
def test_it_never_leads_to_another_site(client, editor, phone, asked):
    _password(client, editor)
    response = client.post(CODE, {"code": code_of(phone), "next": asked})
    assert response["Location"] == "/desk/"


def test_a_wrong_code_says_so_and_is_told(client, editor, phone):
    _password(client, editor)
    response = client.post(CODE, {"code": wrong_code(phone)})
    assert response.status_code == 200
    assert "not right" in response.text
    assert not _is_signed_in(client)
    told = AuditEntry.objects.get(action="sign_in_failed")
    assert (told.actor_name, told.data) == (editor.username, {"step": "code"})


def test_too_many_wrong_codes_close_the_door_for_the_right_one(client, editor, phone):
    _password(client, editor)
    for _attempt in range(second_factor.ATTEMPTS):
        client.post(CODE, {"code": wrong_code(phone)})
    response = client.post(CODE, {"code": code_of(phone)})
    assert response.status_code == 429
    assert "Wait 15 minutes" in response.text
    elsewhere = Client(REMOTE_ADDR="192.0.2.9")
    _password(elsewhere, editor)
    assert elsewhere.post(CODE, {"code": code_of(phone)}).status_code == 429
    assert not _is_signed_in(client)


def test_nobody_types_a_code_without_the_password(client, editor, phone):
    for response in (client.get(CODE), client.post(CODE, {"code": code_of(phone)})):
        assert response["Location"].startswith("/sign-in/?next=")
    assert not _is_signed_in(client)


@pytest.mark.parametrize("what", ["too late", "another password", "deactivated"])
def test_the_password_has_to_be_given_again(client, editor, phone, monkeypatch, what):
    _password(client, editor)
    if what == "too late":
        later = timezone.now() + second_step.WAITS + timedelta(seconds=1)
        monkeypatch.setattr(second_step.timezone, "now", lambda: later)
    elif what == "another password":
        editor.set_password("another long password")
        editor.save()
    else:
        editor.is_active = False
        editor.save()
    response = client.post(CODE, {"code": code_of(phone)})
    assert response["Location"].startswith("/sign-in/")
    monkeypatch.undo()
    assert not _is_signed_in(client)


def test_the_session_is_another_one_after_each_step(client, editor, phone):
    client.get(reverse("login"))
    _password(client, editor)
    between = client.session.session_key
    client.post(CODE, {"code": code_of(phone)})
    assert client.session.session_key != between


def test_wrong_codes_are_not_forgiven_by_right_passwords(client, editor, phone, settings):
    for _attempt in range(settings.AXES_FAILURE_LIMIT - 1):
        client.post(reverse("login"), {"username": editor.username, "password": "wrong"})
    assert _password(client, editor).status_code == 302
    response = client.post(reverse("login"), {"username": editor.username, "password": "wrong"})
    assert response.status_code == 429, "the code was never given, so the count goes on"


@pytest.mark.django_db
@pytest.mark.parametrize(("setting", "asked"), [("off", False), ("admin", True), ("all", True)])
def test_who_has_to_have_one_is_led_to_it(at_desk, settings, setting, asked):
    settings.REQUIRE_SECOND_FACTOR = setting
    client = at_desk(make_user(Role.ADMIN, "amal"))
    response = client.get("/desk/")
    assert response.status_code == (302 if asked else 200)
    if asked:
        page = client.get(response["Location"])
        assert page.status_code == 200
        assert "asks you for a second factor" in page.text
        assert client.get("/desk/security/password/").status_code == 302
        posted = client.post("/desk/bulk/", {"do": "assign"})
        assert posted.status_code == 403
        poll = client.get("/desk/sources/", headers={"HX-Request": "true"})
        assert poll["HX-Refresh"] == "true"


@pytest.mark.django_db
def test_once_it_is_on_they_go_on(at_desk, settings):
    settings.REQUIRE_SECOND_FACTOR = "admin"
    admin = make_user(Role.ADMIN, "amal")
    client = at_desk(admin)
    page = client.post("/desk/security/second-factor/begin/", {"password": PASSWORD}, follow=True)
    assert "Scan this" in page.text
    code = code_of(TOTPDevice.objects.get())
    done = client.post("/desk/security/second-factor/confirm/", {"code": code})
    assert done.status_code == 201
    assert _is_signed_in(client)
    posted = client.post("/desk/security/second-factor/off/", {"password": PASSWORD})
    assert posted.status_code == 403
    assert second_factor.is_on(admin)


def test_a_browser_that_never_showed_a_code_is_signed_out(at_desk, settings, editor):
    settings.REQUIRE_SECOND_FACTOR = "all"
    client = at_desk(editor)
    turn_on(editor)
    client.force_login(editor)
    response = client.get("/desk/add/")
    assert response["Location"] == "/sign-in/?next=/desk/add/"
    settings.REQUIRE_SECOND_FACTOR = "off"
    assert not _is_signed_in(client)
