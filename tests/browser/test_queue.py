"""The queue in a real browser: filters in place, the way back, one key a step, many at once."""

import re

import pytest
from playwright.sync_api import expect

from summaries.models import Brief
from summaries.services import search
from summaries.workflow import Role, Status
from tests.browser.conftest import sign_in
from tests.factories import make_brief, make_revision, make_source

HEADLINES = ["Ferries sail again", "Camels cross the desert", "Museum opens its doors"]


@pytest.fixture
def briefs(desk):
    made = [make_brief(Status.IN_REVIEW, source=make_source()) for _ in HEADLINES]
    for brief, headline in zip(made, HEADLINES, strict=True):
        make_revision(brief, headline=headline)
    search.index_all()
    return made


def _rows(page):
    return page.locator(".queue > li")


def test_filters_work_in_place_and_survive_going_back(desk, briefs, open_page):
    page = open_page()
    sign_in(page, "huda")
    expect(_rows(page)).to_have_count(3)
    page.get_by_label("Search both languages").press_sequentially("came")
    expect(_rows(page)).to_have_count(1)
    expect(page.get_by_label("Search both languages")).to_be_focused()
    page.get_by_label("Order").select_option("oldest")
    expect(page).to_have_url(re.compile(r"/desk/\?q=came&sort=oldest$"))
    page.get_by_role("link", name="Camels cross the desert").click()
    page.get_by_role("link", name="Queue").last.click()
    page.wait_for_url(re.compile("q=came"))
    expect(_rows(page)).to_have_count(1)
    page.get_by_role("link", name="Clear “Search: came”").click()
    expect(_rows(page)).to_have_count(3)
    expect(page.locator(".queue h2").first).to_have_text("Ferries sail again")


def test_the_way_back_leads_to_the_row_one_came_from(desk, briefs, open_page):
    page = open_page()
    sign_in(page, "huda")
    page.goto(f"/desk/?show=in_review#brief-{briefs[0].pk}")
    expect(page.get_by_role("link", name="Ferries sail again")).to_be_focused()


def test_the_keys(desk, briefs, open_page):
    page = open_page()
    sign_in(page, "huda")
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Museum opens its doors")).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("k")
    expect(page.get_by_role("link", name="Museum opens its doors")).to_be_focused()
    expect(page.get_by_label("Select “Camels cross the desert”")).to_be_checked()
    expect(page.get_by_text("Selected: 1")).to_be_visible()
    page.keyboard.press("/")
    expect(page.get_by_label("Search both languages")).to_be_focused()
    page.keyboard.type("xj")
    expect(page.get_by_label("Search both languages")).to_have_value("xj")


def test_taking_all_of_a_page(desk, briefs, open_page):
    page = open_page()
    sign_in(page, "huda")
    expect(page.get_by_role("button", name="Take them")).to_be_hidden()
    page.get_by_label("Select all on this page").check()
    page.get_by_role("button", name="Take them").click()
    expect(page.get_by_text("3 briefs are yours now.")).to_be_visible()
    assert set(Brief.objects.values_list("owner", flat=True)) == {desk[Role.EDITOR].pk}


@pytest.mark.parametrize("script", [True, False])
def test_enter_in_the_reason_never_takes_briefs(desk, briefs, open_page, script):
    page = open_page(java_script_enabled=script)
    sign_in(page, "huda")
    page.get_by_label("Select “Ferries sail again”").check()
    page.get_by_label("Reason for returning").fill("No second source.")
    page.keyboard.press("Enter")
    if script:
        expect(page.get_by_text("1 brief returned.")).to_be_visible()
    else:
        page.get_by_role("button", name="Return").click()
    returned = Brief.objects.get(pk=briefs[0].pk)
    assert (returned.status, returned.owner) == (Status.DRAFT, None)


def test_without_script(desk, briefs, open_page):
    page = open_page(java_script_enabled=False)
    sign_in(page, "huda")
    page.get_by_label("Search both languages").fill("ميناء")
    page.get_by_label("Order").select_option("oldest")
    page.get_by_role("button", name="Apply").click()
    expect(_rows(page)).to_have_count(3)
    page.get_by_label("Select “Ferries sail again”").check()
    page.get_by_label("Reason for returning").fill("No second source.")
    page.get_by_role("button", name="Return").click()
    expect(page.get_by_text("1 brief returned.")).to_be_visible()
    expect(page.get_by_label("Search both languages")).to_have_value("ميناء")
    assert Brief.objects.get(pk=briefs[0].pk).status == Status.DRAFT


# What lies at the middle of each link: itself, or what covers it.
UNCOVERED = """links => links.map(link => {
  const { left, top, width, height } = link.getBoundingClientRect();
  return link.contains(document.elementFromPoint(left + width / 2, top + height / 2));
})"""


@pytest.mark.parametrize("locale", ["en", "ar"])
def test_a_narrow_screen_shows_the_whole_navigation(desk, open_page, locale):
    desk[Role.EDITOR].is_staff = True
    desk[Role.EDITOR].save()
    page = open_page(width=360)
    sign_in(page, "huda")
    if locale == "ar":
        page.get_by_role("button", name="العربية").click()
        page.wait_for_url("**/desk/**")
    links = page.locator(".topbar nav a, .topbar .primary")
    expect(page.locator(f"html[lang={locale}]")).to_have_count(1)
    assert links.evaluate_all(UNCOVERED) == [True] * 8


@pytest.mark.parametrize("strip", [".tabs", ".filters"])
def test_a_strip_that_goes_on_fades_and_its_end_is_clear_of_that(desk, open_page, strip):
    page = open_page(width=360)
    sign_in(page, "huda")
    # By the script the last of the filters, a button, is there for the keyboard only.
    last = page.locator(f"{strip} > :not([data-apply])").last
    assert "linear-gradient" in page.locator(strip).evaluate("e => getComputedStyle(e).maskImage")
    page.locator(strip).evaluate("e => e.scrollTo({ left: e.scrollWidth, behavior: 'instant' })")
    # The fade is 3rem wide.
    assert last.evaluate("e => e.getBoundingClientRect().right") <= 360 - 48
