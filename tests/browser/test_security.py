"""An account's second factor in a real browser; the pages around it fit everybody."""

import re

import pytest
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import expect

from summaries.services import audit, preferences
from summaries.services.people import second_factor
from summaries.workflow import Role
from tests.browser.conftest import sign_in
from tests.browser.test_accessibility import AXE, SIGHTS, _problems
from tests.codes import code_of, turn_on
from tests.factories import PASSWORD, make_user

PAGES = {
    "security": "/desk/security/",
    "password": "/desk/security/password/",
    "second factor": "/desk/security/second-factor/",
    "accounts": "/desk/accounts/",
    "audit": "/desk/audit/",
}


@pytest.fixture
def admin(desk):
    return make_user(Role.ADMIN, "amal")


def _check(page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    page.evaluate(AXE)
    for width, scheme in SIGHTS:
        assert _problems(page, width, scheme) == [], (page.url, width, scheme)
    page.set_viewport_size({"width": 1280, "height": 900})


def test_a_phone_is_set_up_and_asked_for(open_page, desk):
    omar = desk[Role.REPORTER]
    page = open_page()
    sign_in(page, "omar")
    page.goto("/desk/preferences/")
    page.get_by_role("link", name="Security").click()
    page.get_by_role("link", name="Turn it on").click()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Begin").click()
    picture = page.get_by_role("img")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.naturalWidth > 100")
    _check(page)
    device = TOTPDevice.objects.get(user=omar)
    page.get_by_label("The six digits").fill(code_of(device))
    page.get_by_role("button", name="Turn it on").click()
    codes = page.locator(".codes code").all_inner_texts()
    assert len(codes) == second_factor.CODES
    _check(page)
    page.get_by_role("button", name="Sign out").click()
    page.goto("/sign-in/?next=/desk/add/")
    page.get_by_label("User name").fill("omar")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    _check(page)
    page.get_by_label("One of your recovery codes").fill(codes[0].upper())
    page.get_by_role("button", name="Sign in").last.click()
    expect(page).to_have_url(re.compile("/desk/add/$"))


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_pages_fit_everybody(open_page, admin, name, language):
    preferences.save(admin, language=language, single_keys=True, email_notices=True)
    audit.record(admin, audit.Action.ADDED, kind="topic", name="A_long_name_" * 20, reason="اختبار")
    page = open_page()
    sign_in(page, "amal")
    page.goto(PAGES[name])
    _check(page)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_page_of_an_account_fits_everybody(open_page, admin, desk, language):
    preferences.save(admin, language=language, single_keys=True, email_notices=True)
    huda = desk[Role.EDITOR]
    elsewhere = open_page(width=360)
    sign_in(elsewhere, "huda")
    turn_on(huda)
    page = open_page()
    sign_in(page, "amal")
    page.goto(f"/desk/accounts/{huda.pk}/")
    _check(page)


def test_another_browser_is_signed_out(open_page, desk):
    here, there = open_page(), open_page(width=360)
    for page in (there, here):
        sign_in(page, "huda")
    here.goto("/desk/security/")
    here.get_by_role("button", name=re.compile("^Sign it out")).click()
    expect(here.get_by_role("status")).to_contain_text("That browser is signed out")
    there.goto("/desk/add/")
    expect(there).to_have_url(re.compile("/sign-in/"))
