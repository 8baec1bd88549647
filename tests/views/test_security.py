"""One's own account: sessions, password, second factor."""

import re

import pytest
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice

from summaries.models import AuditEntry, DeskSession
from summaries.services.people import passwords, second_factor, sessions
from tests.codes import code_of, turn_on
from tests.factories import PASSWORD

PAGE = "/desk/security/"
NEW = "a new and longer password"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


def _browser(user, agent: str = FIREFOX, address: str = "192.0.2.7") -> Client:
    """Return a browser that signed in by itself, through the form."""
    client = Client(headers={"User-Agent": agent}, REMOTE_ADDR=address)
    client.post("/sign-in/", {"username": user.username, "password": PASSWORD})
    assert client.get("/desk/").status_code == 200
    return client


def _handles(page: str) -> list[str]:
    return re.findall(r'name="session" value="(\w+)"', page)


def test_the_page_shows_where_somebody_is_signed_in(editor):
    here = _browser(editor)
    _browser(editor, agent="Mozilla/5.0 (iPhone) Version/17 Safari/604", address="2001:db8::1")
    page = here.get(PAGE).text
    for words in ("Firefox, Linux", "Safari, iPhone", "192.0.2.7", "2001:db8::1", "This browser"):
        assert words in page
    assert len(_handles(page)) == 1, "one does not end the session one is in"
    assert page.index("This browser") < page.index("Safari, iPhone")


def test_no_key_of_a_session_stands_on_the_page(editor):
    here = _browser(editor)
    _browser(editor)
    page = here.get(PAGE).text
    assert not any(key in page for key in DeskSession.objects.values_list("pk", flat=True))


def test_one_session_is_ended(editor):
    here, other = _browser(editor), _browser(editor)
    (handle,) = _handles(here.get(PAGE).text)
    done = here.post("/desk/security/sessions/end/", {"session": handle}, follow=True)
    assert "That browser is signed out" in done.text
    assert other.get("/desk/").status_code == 302
    assert here.get("/desk/").status_code == 200
    assert here.post("/desk/security/sessions/end/", {"session": handle}).status_code == 409
    told = AuditEntry.objects.get(action="sessions_ended")
    assert (told.actor, told.name, told.data) == (editor, editor.username, {"sessions": 1})
    assert told.address == "192.0.2.7"


def test_nobody_ends_the_session_of_somebody_else(editor, publisher):
    here, other = _browser(editor), _browser(publisher)
    handle = sessions.handle(DeskSession.objects.get(user=publisher))
    assert here.post("/desk/security/sessions/end/", {"session": handle}).status_code == 409
    assert other.get("/desk/").status_code == 200


def test_signing_out_everywhere_else(editor, publisher):
    here, others = _browser(editor), [_browser(editor) for _number in range(3)]
    bystander = _browser(publisher)
    here.post("/desk/security/sessions/end-others/")
    assert [client.get("/desk/").status_code for client in others] == [302] * 3
    assert here.get("/desk/").status_code == 200
    assert bystander.get("/desk/").status_code == 200


def test_a_new_password_ends_all_other_sessions(editor):
    here, other = _browser(editor), _browser(editor)
    form = {"old": PASSWORD, "new": NEW, "again": NEW}
    assert here.post("/desk/security/password/", form)["Location"] == PAGE
    assert here.get("/desk/").status_code == 200
    assert other.get("/desk/").status_code == 302
    assert DeskSession.objects.filter(user=editor).count() == 1
    editor.refresh_from_db()
    assert editor.check_password(NEW)
    told = AuditEntry.objects.get(action="password_changed")
    assert (told.actor, told.name, told.data) == (editor, editor.username, {})


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"old": "wrong"}, "not your password"),
        ({"again": "another password"}, "differ"),
        ({"new": "short", "again": "short"}, "too short"),
        ({"new": "12345678901", "again": "12345678901"}, "numeric"),
        ({"new": "password123", "again": "password123"}, "too common"),
        ({"new": PASSWORD, "again": PASSWORD}, "Choose another"),
        ({"new": "", "again": ""}, "required"),
    ],
)
def test_a_password_that_is_refused_says_why(at_desk, editor, form, said):
    usual = {"old": PASSWORD, "new": NEW, "again": NEW}
    response = at_desk(editor).post("/desk/security/password/", usual | form)
    assert response.status_code == 400
    assert said in response.text
    assert NEW not in response.text
    editor.refresh_from_db()
    assert editor.check_password(PASSWORD)


def test_the_policy_stands_beside_the_form(at_desk, editor):
    assert "at least 10 characters" in at_desk(editor).get("/desk/security/password/").text


def test_an_open_browser_is_no_place_to_guess_the_password(at_desk, editor):
    client, form = at_desk(editor), {"old": "wrong", "new": NEW, "again": NEW}
    for _attempt in range(passwords.ATTEMPTS):
        client.post("/desk/security/password/", form)
    response = client.post("/desk/security/password/", form | {"old": PASSWORD})
    assert response.status_code == 400
    assert "Wait 15 minutes" in response.text
    other = client.post("/desk/security/second-factor/begin/", {"password": PASSWORD})
    assert other.status_code == 400
    (entry,) = AuditEntry.objects.filter(action="locked_out")
    assert (entry.actor, entry.data) == (editor, {"step": "password"})


def test_a_password_typed_after_the_session_ended_is_not_shown(client, editor):
    form = {"old": "my old secret", "new": NEW, "again": NEW, "password": "my own secret"}
    response = client.post("/desk/security/second-factor/off/", form | {"code": "123456"})
    assert response.status_code == 403
    assert not any(secret in response.text for secret in [*form.values(), "123456"])


def test_turning_the_second_factor_on_takes_password_and_code(at_desk, editor):
    client = at_desk(editor)
    begin, confirm = (f"{PAGE}second-factor/{step}/" for step in ("begin", "confirm"))
    assert client.get(f"{PAGE}second-factor/qr.svg").status_code == 404
    assert client.post(begin, {"password": "wrong"}).status_code == 400
    assert not TOTPDevice.objects.exists()
    page = client.post(begin, {"password": PASSWORD}, follow=True).text
    device = TOTPDevice.objects.get()
    assert second_factor.key_in_groups(device) in page
    picture = client.get(f"{PAGE}second-factor/qr.svg")
    assert picture["Content-Type"] == "image/svg+xml"
    assert "no-store" in picture["Cache-Control"]
    assert client.post(confirm, {"code": "12"}).status_code == 400
    assert client.post(confirm, {}).status_code == 400
    done = client.post(confirm, {"code": code_of(device)})
    assert done.status_code == 201
    assert "no-store" in done["Cache-Control"]
    assert len(re.findall(r"<code>[a-z2-9-]{19}</code>", done.text)) == second_factor.CODES
    assert client.get("/desk/").status_code == 200
    assert client.get(f"{PAGE}second-factor/qr.svg").status_code == 404
    assert "10 recovery codes are left" in client.get(PAGE).text


def test_loading_the_recovery_codes_again_says_that_it_is_on(at_desk, editor):
    client, address = at_desk(editor), f"{PAGE}second-factor/"
    client.post(f"{address}begin/", {"password": PASSWORD})
    posted = {"code": code_of(TOTPDevice.objects.get())}
    assert client.post(f"{address}confirm/", posted).status_code == 201
    again = client.post(f"{address}confirm/", posted, follow=True)
    assert again.redirect_chain == [(address, 302)]
    assert "The second factor is on." in again.text
    assert "New recovery codes" in again.text
    assert second_factor.codes_left(editor) == second_factor.CODES


def test_turning_it_on_signs_other_browsers_out(editor):
    here, other = _browser(editor), _browser(editor)
    here.post(f"{PAGE}second-factor/begin/", {"password": PASSWORD})
    code = code_of(TOTPDevice.objects.get())
    here.post(f"{PAGE}second-factor/confirm/", {"code": code})
    assert here.get("/desk/").status_code == 200
    assert other.get("/desk/").status_code == 302


def test_only_the_browser_that_gave_the_password_sees_the_key_and_confirms_it(editor):
    here, other = _browser(editor), _browser(editor)
    here.post(f"{PAGE}second-factor/begin/", {"password": PASSWORD})
    device = TOTPDevice.objects.get()
    page = other.get(f"{PAGE}second-factor/").text
    assert second_factor.key_in_groups(device) not in page
    assert "Scan this" not in page
    assert other.get(f"{PAGE}second-factor/qr.svg").status_code == 404
    refused = other.post(f"{PAGE}second-factor/confirm/", {"code": code_of(device)})
    assert refused.status_code == 409
    assert not second_factor.is_on(editor)
    assert second_factor.key_in_groups(device) in here.get(f"{PAGE}second-factor/").text


@pytest.mark.parametrize("step", ["codes", "off"])
def test_new_codes_and_turning_it_off_take_the_password(at_desk, editor, step):
    turn_on(editor)
    client = at_desk(editor)
    address = f"{PAGE}second-factor/{step}/"
    assert client.post(address, {"password": "wrong"}).status_code == 400
    assert second_factor.is_on(editor)
    done = client.post(address, {"password": PASSWORD})
    assert done.status_code == {"codes": 201, "off": 302}[step]
    assert second_factor.is_on(editor) == (step == "codes")


def test_few_codes_are_a_warning(at_desk, editor):
    codes = turn_on(editor)[1]
    for code in codes[:8]:
        second_factor.check(editor, recovery=code)
    page = at_desk(editor).get(PAGE).text
    assert re.search(r'class="note warn">\s*2 recovery codes are left', page)


def test_everybody_finds_it_from_their_preferences(at_desk, reporter):
    assert f'href="{PAGE}"' in at_desk(reporter).get("/desk/preferences/").text


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        (FIREFOX, "Firefox, Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/120.0 Safari/537.36 Edg/120.0", "Edge, Windows"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/120.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14) Version/17 Safari/605", "Safari, Mac"),
        ("curl/8.0", ""),
        ("", ""),
    ],
)
def test_a_browser_is_named_in_two_words(agent, said):
    assert sessions.browser(agent) == said


def test_what_a_browser_says_of_itself_is_no_markup(editor):
    here = _browser(editor, agent="<script>alert(1)</script> Firefox/1")
    assert "<script>alert" not in here.get(PAGE).text
