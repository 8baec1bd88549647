"""An admin gives a program a token and takes it back; the pages around that fit everybody."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from summaries.services import tokens
from summaries.workflow import Role
from tests.browser.conftest import sign_in
from tests.browser.test_accessibility import AXE, SIGHTS, _problems
from tests.factories import make_token, make_user

PAGES = {
    "list": "/desk/tokens/",
    "form": "/desk/tokens/give/",
    "api": "/api/v1/docs",
}


@pytest.fixture
def admin(desk):
    return make_user(Role.ADMIN, "amal")


def _check(page) -> None:
    page.evaluate(AXE)
    for width, scheme in SIGHTS:
        assert _problems(page, width, scheme) == [], (page.url, width, scheme)


def test_a_token_is_given_copied_used_and_revoked(open_page, admin, desk):
    page = open_page()
    sign_in(page, "amal")
    page.goto("/desk/preferences/")
    page.get_by_role("link", name="Tokens of programs").click()
    page.get_by_role("link", name="Give a token").click()
    page.get_by_label("Which program uses it").fill("Harbour script")
    page.get_by_label("Acts as").select_option(label="Omar")
    page.get_by_role("button", name="Give the token").click()
    secret = page.locator("output")
    secret.click()
    plain = page.evaluate("getSelection().toString()").strip()
    assert re.fullmatch(r"nd_[\w-]{43}", plain)
    assert tokens.authenticate(plain).user == desk[Role.REPORTER]
    _check(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_role("link", name="I have copied it").click()
    page.get_by_role("link", name=re.compile("Revoke.*Harbour")).click()
    _check(page)
    page.get_by_role("button", name="Revoke it").click()
    expect(page.get_by_role("status")).to_contain_text("Nothing gets in with it any more")
    assert tokens.authenticate(plain) is None


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_pages_fit_everybody(open_page, admin, desk, name, language):
    omar = desk[Role.REPORTER]
    make_token(omar, name="A long name of a program, typed without any thought for tables")
    make_token(omar, name="الوكالة", expires_at=timezone.now())
    make_token(omar, revoked_at=timezone.now(), revoked_by=admin)
    page = open_page()
    sign_in(page, "amal")
    page.set_extra_http_headers({"Accept-Language": language})
    page.goto(PAGES[name])
    expect(page.locator("html")).to_have_attribute("lang", language)
    _check(page)
