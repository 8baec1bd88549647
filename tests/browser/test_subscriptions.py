"""A reader subscribes, chooses, leaves and erases: with a phone, in Arabic, without script too."""

import re

import pytest
from django.core import mail
from playwright.sync_api import expect

from summaries.models import Subscriber
from summaries.services.mailing import sending
from summaries.services.subscriptions import links
from summaries.workflow import Role
from tests.browser.conftest import sign_in
from tests.browser.test_accessibility import AXE, SIGHTS, _problems
from tests.factories import make_subscriber, make_topic, make_user

ANN = "ann@inbox.example"


@pytest.fixture(autouse=True)
def _letters(settings, live_server, desk):
    settings.SITE_URL = live_server.url
    make_topic("transport")
    make_topic("economy")
    mail.outbox.clear()


def _link_in_mail() -> str:
    """Send what waits; return the first personal link of the newest email."""
    sending.work()
    assert mail.outbox[-1].to == [ANN]
    return re.search(r"http://\S+/subscription/\S+", mail.outbox[-1].body)[0]


def _check(page) -> None:
    """Find nothing serious on the page as it is now, in both themes and widths."""
    page.evaluate(AXE)
    found = {sight: _problems(page, *sight) for sight in SIGHTS}
    assert {sight: problems for sight, problems in found.items() if problems} == {}


def test_from_the_front_page_to_the_first_letter_and_away(open_page):
    page = open_page(timezone_id="Asia/Riyadh")
    page.goto("/")
    page.get_by_role("link", name="Get the brief by email").click()
    expect(page.get_by_label("Time zone")).to_have_value("Asia/Riyadh")
    _check(page)
    page.get_by_role("button", name="Send me the link").click()
    expect(page.get_by_text("Enter the address that the brief goes to.")).to_be_visible()
    _check(page)
    page.get_by_label("Email address").fill(ANN)
    expect(page.get_by_label("Day of the weekly brief")).to_be_hidden()
    page.get_by_label("Only breaking news").check()
    expect(page.get_by_label("Hour")).to_be_hidden()
    page.get_by_label("Once a week").check()
    expect(page.get_by_label("Day of the weekly brief")).to_be_visible()
    page.get_by_label("Transport").check()
    page.get_by_label("Hour").select_option("18:00")
    page.get_by_role("button", name="Send me the link").click()
    expect(page.get_by_role("heading", name="Look into your inbox")).to_be_visible()
    _check(page)
    page.goto(_link_in_mail())
    expect(page.get_by_text("at 18:00 (Asia/Riyadh)")).to_be_visible()
    _check(page)
    page.get_by_role("main").get_by_role("button", name="Subscribe").click()
    expect(page.get_by_role("status")).to_contain_text("You are subscribed")
    _check(page)
    expect(page.get_by_label("Transport")).to_be_checked()
    page.get_by_label("Every day").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_have_text("Saved.")
    assert Subscriber.objects.get().frequency == "daily"
    page.get_by_role("link", name="Leave", exact=True).click()
    _check(page)
    page.get_by_role("button", name="Leave").click()
    expect(page.get_by_role("heading", name="You have left")).to_be_visible()
    _check(page)
    assert Subscriber.objects.get().state == "left"


def test_data_and_erasure(open_page):
    subscriber = make_subscriber(ANN)
    page = open_page()
    address = links.settings_url(subscriber)
    page.goto(address)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download your data").click()
    assert download.value.suggested_filename == "subscription.json"
    page.get_by_role("link", name="Erase everything").click()
    _check(page)
    page.get_by_label("Never write to this address again").check()
    page.get_by_role("button", name="Erase everything").click()
    expect(page.get_by_role("heading", name="Everything is erased")).to_be_visible()
    _check(page)
    assert not Subscriber.objects.exists()
    page.goto(address)
    expect(page.get_by_role("heading", name="This link does not work any more")).to_be_visible()
    _check(page)


@pytest.mark.parametrize(
    ("browser_s", "offered"),
    [("Asia/Calcutta", "Asia/Kolkata"), ("Asia/Kolkata", "Asia/Kolkata"), ("UTC", "UTC")],
)
def test_the_browser_s_time_zone_is_found_by_a_former_name(open_page, browser_s, offered):
    page = open_page(timezone_id=browser_s)
    page.goto("/subscribe/")
    expect(page.get_by_label("Time zone")).to_have_value(offered)


def test_in_arabic_on_a_phone_without_script(open_page):
    page = open_page(width=360, java_script_enabled=False, timezone_id="Africa/Cairo")
    page.goto("/subscribe/?show=ar")
    expect(page.locator("html[lang=ar][dir=rtl]")).to_have_count(1)
    page.locator("input[type=email]").fill(ANN)
    page.locator("main form button").click()
    page.wait_for_url("**/subscribe/sent/?show=ar")
    page.goto(_link_in_mail())
    expect(page.locator("html[lang=ar]")).to_have_count(1)
    page.locator("main form button").click()
    page.wait_for_url("**show=ar*")
    expect(page.get_by_role("status")).to_be_visible()
    subscriber = Subscriber.objects.get()
    assert (subscriber.state, subscriber.language, subscriber.speaks) == ("active", "ar", "ar")


@pytest.mark.parametrize(
    "place", ["subscribe", "settings", "leave", "erase", "link", "refuse", "dead"]
)
def test_arabic_pages_are_accessible(open_page, place):
    subscriber = make_subscriber(
        "a.very.long.address.of.somebody@inbox.of.the.harbour.example", speaks="ar"
    )
    settings = links.settings_url(subscriber)
    addresses = {
        "subscribe": "/subscribe/?show=ar",
        "link": "/subscription/link/?show=ar",
        "settings": settings,
        "leave": links.leave_url(subscriber),
        "refuse": links.refuse_url(subscriber),
        "erase": settings.replace("?", "erase/?"),
        "dead": "/subscription/made-up/?show=ar",
    }
    page = open_page()
    page.goto(addresses[place])
    expect(page.locator("html[lang=ar][dir=rtl]")).to_have_count(1)
    _check(page)


def test_the_desk_looks_after_a_subscriber(open_page, desk):
    make_user(Role.ADMIN, "amal")
    make_subscriber(ANN)
    page = open_page()
    sign_in(page, "amal")
    page.goto("/desk/preferences/")
    page.get_by_role("link", name="Subscribers").click()
    _check(page)
    page.get_by_label("Find an address").fill(ANN)
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_role("heading", name=ANN)).to_be_visible()
    _check(page)
    page.get_by_text("End the subscription").click()
    page.locator("#reason-leave").fill("He telephoned.")
    page.get_by_role("button", name="End it").click()
    expect(page.get_by_role("status")).to_contain_text("has ended")
