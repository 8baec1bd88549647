"""Stories in a real browser: opening a row of the queue, taking a brief out, putting one in."""

import re

import pytest
from playwright.sync_api import expect

from summaries.models import Brief
from summaries.services import search, stories
from summaries.workflow import Role, Status
from tests.browser.conftest import sign_in
from tests.factories import make_brief, make_revision, make_source

HEADLINES = ["Ferries sail again", "Port opens after storm", "Museum opens its doors"]


@pytest.fixture
def briefs(desk):
    made = [make_brief(Status.IN_REVIEW, source=make_source()) for _ in HEADLINES]
    for brief, headline in zip(made, HEADLINES, strict=True):
        make_revision(brief, headline=headline)
    search.index_all()
    stories.merge(desk[Role.EDITOR], made[:2])
    return made


@pytest.mark.parametrize("script", [True, False])
def test_a_row_opens_to_the_other_briefs(briefs, open_page, script):
    page = open_page(java_script_enabled=script)
    sign_in(page, "huda")
    expect(page.locator(".queue > li")).to_have_count(2)
    other = page.get_by_role("link", name="Ferries sail again")
    expect(other).to_be_hidden()
    page.get_by_text("+1 more in this story").click()
    expect(other).to_be_visible()
    expect(page.locator(".others")).to_contain_text("Al-Marfa Daily")
    other.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ferries sail again")


def test_a_brief_is_taken_out_and_put_back(briefs, open_page):
    page = open_page()
    sign_in(page, "huda")
    page.get_by_text("+1 more in this story").click()
    page.get_by_role("link", name="The whole story").click()
    telling = page.locator(".telling", has_text="Port opens after storm")
    telling.get_by_text("Take it out of the story…").click()
    telling.get_by_label("Reason, if there is one to tell").fill("Another port")
    telling.get_by_role("button", name="Take it out").click()
    expect(page.get_by_text("The story is dissolved")).to_be_visible()
    assert not Brief.objects.exclude(story=None).exists()
    page.get_by_label("Words in either language").fill("sail")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("button", name=re.compile("Put in.*Ferries sail again")).click()
    expect(page.locator(".telling")).to_have_count(2)
    page.get_by_role("link", name="Queue").first.click()
    expect(page.locator(".queue > li")).to_have_count(2)


@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_of_a_story_fits(briefs, open_page, width):
    page = open_page(width=width)
    sign_in(page, "huda")
    briefs[0].refresh_from_db()
    page.goto(f"/desk/stories/{briefs[0].story_id}/")
    width_of = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(width_of) == 0
