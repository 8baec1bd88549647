"""Signing in, being locked out, signing out."""

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
