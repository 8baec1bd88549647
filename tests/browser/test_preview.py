"""The preview in a real browser: the frame shows the page, and clicks in it do no harm."""

import pytest
from playwright.sync_api import expect

from summaries.models import Brief
from summaries.workflow import Status
from tests.browser.conftest import sign_in
from tests.factories import make_brief, make_source


@pytest.fixture
def preview(desk, open_page):
    """Open the preview of a brief under review as the publisher."""
    brief = make_brief(Status.IN_REVIEW, source=make_source())
    # The desk works without script; so do these pages.
    page = open_page(java_script_enabled=False)
    sign_in(page, "salma")
    page.goto(f"/desk/briefs/{brief.pk}/preview/")
    return page


def test_every_choice_is_a_link_and_works_without_script(preview):
    page, frame = preview, preview.frame_locator("iframe")
    expect(frame.get_by_role("heading", name="Ramla port resumes ferries")).to_be_visible()
    controls = page.get_by_role("navigation", name="What to preview")
    controls.get_by_role("link", name="العربية").click()
    expect(frame.locator("html[lang=ar]")).to_have_count(1)
    controls.get_by_role("link", name="Email", exact=True).click()
    expect(frame.get_by_role("link", name="اقرأ الأدلة")).to_be_visible()
    controls.get_by_role("link", name="Phone").click()
    assert page.locator("iframe").bounding_box()["width"] == pytest.approx(360, abs=3)
    controls.get_by_role("link", name="Plain text email").click()
    expect(page.locator("pre")).to_contain_text("الموجز اليومي")


def test_a_link_in_the_frame_opens_beside_it(preview):
    page = preview
    with page.context.expect_page() as opened:
        page.frame_locator("iframe").get_by_role("link", name="The Daily Brief").click()
    expect(opened.value).to_have_url(f"{page.url.split('/desk')[0]}/")
    assert page.url.endswith("/preview/")
    assert Brief.objects.get().status == Status.IN_REVIEW


def test_the_page_is_styled_as_for_readers(preview):
    masthead = preview.frame_locator("iframe").locator(".masthead .name")
    font = masthead.evaluate("node => getComputedStyle(node).fontFamily")
    assert font.startswith('"Source Serif 4"')
