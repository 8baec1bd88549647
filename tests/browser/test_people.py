"""Two people at one brief, comments and owner with script, and the desk in Arabic."""

import pytest
from playwright.sync_api import expect

from summaries.models import Comment, DeskPreference
from summaries.services import segments
from summaries.workflow import Role, Status
from tests.browser.conftest import sign_in
from tests.browser.test_accessibility import AXE, SIGHTS, _problems
from tests.factories import make_brief, make_source


@pytest.fixture
def brief(desk):
    return make_brief(Status.IN_REVIEW, owner=desk[Role.REPORTER], source=make_source())


def _open(open_page, name: str, brief, **options):
    page = open_page(**options)
    sign_in(page, name)
    page.goto(f"/desk/briefs/{brief.pk}/")
    return page


def test_two_editors_see_each_other_and_what_changed(desk, brief, open_page):
    huda = _open(open_page, "huda", brief)
    salma = _open(open_page, "salma", brief)
    expect(salma.get_by_text("Huda is reading")).to_be_visible()
    huda.locator("#segment-2 a.no").click()
    huda.locator("#segment-2 textarea").wait_for()
    huda.wait_for_timeout(300)
    segment = list(brief.article.segments.all())[3]
    segments.save(desk[Role.EDITOR], segment, version=segment.version, english="Put right.")
    _beat(salma)
    expect(salma.get_by_text("Huda is editing sentence 2")).to_be_visible()
    expect(salma.get_by_text("Huda changed sentence 3.")).to_be_visible()
    salma.get_by_role("link", name="Show it").click()
    expect(salma.locator("#segment-3")).to_contain_text("Put right.")
    expect(salma.get_by_text("Huda changed sentence 3.")).to_have_count(0)
    huda.goto("/desk/")
    _beat(salma)
    expect(salma.get_by_text("Huda is")).to_have_count(0)


def _beat(page) -> None:
    """Make the page's next beat come now: looking at a page again is one."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_comments_and_owner_without_leaving_the_page(brief, open_page):
    page = _open(open_page, "huda", brief)
    page.evaluate("window.stayed = true")
    page.get_by_label("Comment", exact=True).fill("Which pier, @omar?\n<script>alert(1)</script>")
    page.get_by_label("About", exact=True).select_option(label="Sentence 3")
    page.get_by_role("button", name="Add comment").click()
    said = page.locator("#comments .said")
    expect(said).to_contain_text("<script>alert(1)</script>")
    page.get_by_role("button", name="Resolve").click()
    expect(page.get_by_text("1 resolved comment")).to_be_visible()
    expect(page.locator("#comments-title")).to_be_focused()
    page.get_by_role("button", name="Take it").click()
    expect(page.get_by_text("Assigned to Huda.")).to_be_visible()
    assert page.evaluate("window.stayed")
    brief.refresh_from_db()
    assert brief.owner.username == "huda"
    assert Comment.objects.get().resolved_by.username == "huda"


def test_comments_and_owner_without_script(brief, open_page):
    page = _open(open_page, "huda", brief, java_script_enabled=False)
    page.get_by_label("Comment", exact=True).fill("Which pier?")
    page.get_by_role("button", name="Add comment").click()
    expect(page.locator("#comments .said")).to_have_text("Which pier?")
    page.get_by_role("button", name="Take it").click()
    expect(page.get_by_text("Assigned to Huda.")).to_be_visible()


@pytest.mark.parametrize("place", ["preferences", "queue", "brief"])
def test_the_arabic_desk_is_mirrored_and_accessible(desk, brief, open_page, place):
    page = open_page()
    sign_in(page, "salma")
    page.get_by_role("button", name="العربية").click()
    expect(page.locator("html[lang=ar][dir=rtl]")).to_have_count(1)
    assert DeskPreference.objects.get(user=desk[Role.PUBLISHER]).language == "ar"
    addresses = {
        "preferences": "/desk/preferences/",
        "queue": "/desk/",
        "brief": f"/desk/briefs/{brief.pk}/",
    }
    page.goto(addresses[place])
    brand = page.locator(".topbar .brand").bounding_box()
    assert brand["x"] > 640, "the brand stands on the right"
    if place == "brief":
        english, arabic = page.locator("#segment-1 .en"), page.locator("#segment-1 .ar")
        assert english.bounding_box()["x"] < arabic.bounding_box()["x"], "the texts stay"
    page.evaluate(AXE)
    found = {sight: _problems(page, *sight) for sight in SIGHTS}
    assert {sight: problems for sight, problems in found.items() if problems} == {}


def test_preferences_in_both_themes_and_sizes(desk, open_page):
    page = open_page()
    sign_in(page, "salma")
    page.goto("/desk/preferences/")
    page.evaluate(AXE)
    for sight in SIGHTS:
        assert _problems(page, *sight) == []
