"""Signing in, being locked out, signing out."""

import re

import pytest
from django.urls import reverse

from tests.factories import PASSWORD


def _sign_in(client, password: str, **extra):
    return client.post(reverse("login"), {"username": "omar", "password": password, **extra})


def test_signing_in_leads_to_the_queue(client, reporter):
    assert _sign_in(client, PASSWORD)["Location"] == reverse("desk:queue")


def test_signing_in_goes_on_to_the_page_asked_for(client, reporter):
    assert _sign_in(client, PASSWORD, next="/desk/add/")["Location"] == "/desk/add/"


def test_signing_in_never_leads_to_another_site(client, reporter):
    assert _sign_in(client, PASSWORD, next="https://evil.example/")["Location"] == "/desk/"


def test_a_wrong_password_keeps_the_name_and_says_what_to_do(client, reporter):
    page = _sign_in(client, "wrong").content.decode()
    assert 'value="omar"' in page
    assert "do not match" in page


@pytest.mark.parametrize(("password", "field"), [(None, "username"), ("wrong", "password")])
def test_the_cursor_stands_where_typing_goes_on(client, reporter, password, field):
    response = _sign_in(client, password) if password else client.get(reverse("login"))
    focused = re.findall(r'<input[^>]*name="(\w+)"[^>]* autofocus', response.content.decode())
    assert focused == [field]


@pytest.mark.parametrize("password", ["wrong", PASSWORD])
def test_too_many_failures_lock_the_account_even_for_the_right_password(
    client, reporter, settings, password
):
    for _attempt in range(settings.AXES_FAILURE_LIMIT):
        _sign_in(client, "wrong")
    response = _sign_in(client, password)
    assert response.status_code == 429
    assert "Wait 15 minutes" in response.content.decode()


def test_signing_out_is_a_post(at_desk, reporter):
    client = at_desk(reporter)
    assert client.get(reverse("logout")).status_code == 405
    assert client.post(reverse("logout"))["Location"] == reverse("public:front")
    assert client.get(reverse("desk:queue")).status_code == 302


def _fail(client, name: str, **headers) -> int:
    data = {"username": name, "password": "wrong"}
    return client.post(reverse("login"), data, headers=headers).status_code


def test_one_address_cannot_go_through_all_names(client, reporter):
    tries = [_fail(client, f"guess{number}") for number in range(40)]
    assert tries == [200] * 39 + [429]
    assert _sign_in(client, PASSWORD).status_code == 429
    elsewhere = client.post(
        reverse("login"), {"username": "omar", "password": PASSWORD}, REMOTE_ADDR="192.0.2.7"
    )
    assert elsewhere.status_code == 302


def test_signing_in_oneself_does_not_forget_the_other_names(client, reporter):
    for number in range(39):
        _fail(client, f"guess{number}")
    assert _sign_in(client, PASSWORD).status_code == 302
    client.post(reverse("logout"))
    assert _fail(client, "guess39") == 429


@pytest.mark.parametrize("behind_proxy", [True, False])
def test_only_the_trusted_proxy_says_who_calls(client, reporter, settings, behind_proxy):
    settings.BEHIND_PROXY = behind_proxy
    made_up = [f"198.51.100.{number}, 203.0.113.1" for number in range(8)]
    tries = [_fail(client, "omar", **{"X-Forwarded-For": hops}) for hops in made_up]
    assert tries[-1] == 429
    other = _fail(client, "omar", **{"X-Forwarded-For": "203.0.113.2"})
    assert other == (200 if behind_proxy else 429)


@pytest.mark.parametrize("hops", ["", "unknown", "203.0.113.1, "])
def test_a_proxy_that_names_nobody_counts_as_the_client(client, reporter, settings, hops):
    settings.BEHIND_PROXY = True
    tries = [_fail(client, "omar", **{"X-Forwarded-For": hops}) for _number in range(8)]
    assert tries == [200] * 7 + [429]
