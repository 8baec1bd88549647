"""What is typed into the panels of a brief is not lost by looking elsewhere."""

import pytest
from playwright.sync_api import expect

from summaries.workflow import Role, Status
from tests.browser.conftest import sign_in
from tests.factories import make_brief, make_revision, make_source

NOTES = {"note_en": "It was six.", "note_ar": "كانوا ستة.", "reason": "A reader wrote."}


@pytest.fixture
def brief(desk):
    brief = make_brief(Status.PUBLISHED, owner=desk[Role.PUBLISHER], source=make_source())
    make_revision(brief)
    return brief


@pytest.fixture
def page(brief, open_page):
    page = open_page()
    sign_in(page, "salma")
    page.goto(f"/desk/briefs/{brief.pk}/")
    return page


def _panel(page, words: str):
    panel = page.locator("#actions details.panel", has=page.locator("summary", has_text=words))
    if not panel.evaluate("it => it.open"):
        panel.locator("> summary").click()
    return panel


def _come_back(page, brief) -> None:
    page.get_by_role("link", name="Queue").first.click()
    page.wait_for_url("**/desk/**")
    page.goto(f"/desk/briefs/{brief.pk}/")


def test_the_notes_of_a_correction_are_there_again(page, brief):
    panel = _panel(page, "Publish correction…")
    for name, text in NOTES.items():
        panel.locator(f"[name={name}]").fill(text)
    _come_back(page, brief)
    panel = _panel(page, "Publish correction…")
    for name, text in NOTES.items():
        expect(panel.locator(f"[name={name}]")).to_have_value(text)
    expect(panel.get_by_text("You typed this here earlier")).to_be_visible()
    panel.get_by_role("button", name="Throw it away").click()
    expect(panel.locator("[name=note_en]")).to_have_value("")
    _come_back(page, brief)
    panel = _panel(page, "Publish correction…")
    expect(panel.locator("[name=note_en]")).to_have_value("")
    expect(panel.get_by_text("You typed this here earlier")).to_have_count(0)


def test_what_was_sent_is_not_offered_again(page, brief):
    panel = _panel(page, "Publish correction…")
    for name, text in NOTES.items():
        panel.locator(f"[name={name}]").fill(text)
    panel.get_by_role("button", name="Publish the correction").click()
    expect(page.get_by_role("status").first).to_contain_text("The correction is published.")
    make_revision(brief, headline="Once more")
    page.goto(f"/desk/briefs/{brief.pk}/")
    panel = _panel(page, "Publish correction…")
    expect(panel.locator("[name=note_en]")).to_have_value("")


def test_what_a_lost_session_refused_is_there_after_signing_in(page, brief):
    panel = _panel(page, "Retract…")
    panel.locator("[name=retract-reason]").fill("Another newsroom's photo.")
    panel.get_by_text("A note for readers").click()
    panel.locator("[name=retract-note_ar]").fill("سُحب.")
    page.context.clear_cookies()
    panel.get_by_role("button", name="Retract this brief").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    sign_in(page, "salma")
    page.goto(f"/desk/briefs/{brief.pk}/")
    panel = _panel(page, "Retract…")
    expect(panel.locator("[name=retract-reason]")).to_have_value("Another newsroom's photo.")
    expect(panel.locator("[name=retract-note_ar]")).to_have_value("سُحب.")
    expect(panel.locator("[name=retract-note_ar]")).to_be_visible()
