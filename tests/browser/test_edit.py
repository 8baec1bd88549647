"""The summary editor in a browser: evidence by clicking, nothing lost, two people at once."""

import re

import pytest
from playwright.sync_api import expect

from summaries.models import WorkingCopy
from summaries.workflow import Role, Status
from tests.browser.conftest import sign_in
from tests.factories import make_brief


@pytest.fixture
def draft(desk):
    return make_brief(Status.DRAFT, owner=desk[Role.REPORTER])


def _open(open_page, name: str, brief, **options):
    page = open_page(**options)
    sign_in(page, name)
    page.goto(f"/desk/briefs/{brief.pk}/edit/")
    return page


def _save(page) -> None:
    page.locator("[data-save]").click()


def test_two_people_save_and_the_second_chooses_per_sentence(open_page, draft):
    mine, theirs = _open(open_page, "omar", draft), _open(open_page, "huda", draft)
    theirs.locator("#sentence-1").fill("Ferries from Ramla resume on Friday after three days.")
    theirs.locator("#sentence-2").fill("About 1,300 people will travel on the first day.")
    _save(theirs)
    expect(theirs.get_by_text("Saved as version 2.")).to_be_visible()
    mine.locator("#sentence-2").fill("Some 1,200 people will travel on day one.")
    mine.locator("#sentence-3").fill("Small boats wait until Saturday.")
    _save(mine)
    expect(
        mine.get_by_role("heading", name="Somebody saved while you were writing")
    ).to_be_visible()
    expect(mine.locator("fieldset.choice")).to_have_count(3)
    expect(mine.locator("fieldset.choice.both")).to_have_count(1)
    expect(mine.locator("[data-row=s1] [value=theirs]")).to_be_checked()
    expect(mine.locator("[data-row=s3] [value=mine]")).to_be_checked()
    mine.locator("[data-row=s2] [value=theirs]").check()
    mine.get_by_role("button", name="Save what is chosen").click()
    expect(mine.get_by_text("Saved as version 3.")).to_be_visible()
    draft.refresh_from_db()
    assert [sentence.text for sentence in draft.current.sentences.all()] == [
        "Ferries from Ramla resume on Friday after three days.",
        "About 1,300 people will travel on the first day.",
        "Small boats wait until Saturday.",
    ]
    assert not WorkingCopy.objects.exists()


def test_a_killed_tab_loses_nothing(open_page, draft):
    page = _open(open_page, "omar", draft)
    page.get_by_label("Headline, English").fill("Typed, never saved")
    expect(page.locator("#said")).to_have_text("Saved")
    page.close()
    again = _open(open_page, "omar", draft)
    expect(again.get_by_label("Headline, English")).to_have_value("Typed, never saved")
    expect(again.get_by_text("Restored what you typed at")).to_be_visible()
    again.get_by_role("button", name="Discard it").click()
    expect(again.get_by_label("Headline, English")).to_have_value(draft.current.headline_en)


def test_what_was_typed_a_moment_before_leaving_is_kept(open_page, draft):
    page = _open(open_page, "omar", draft)
    page.get_by_label("Headline, English").fill("Typed and left at once")
    page.goto("/desk/")
    page.goto(f"/desk/briefs/{draft.pk}/edit/")
    expect(page.get_by_label("Headline, English")).to_have_value("Typed and left at once")


def test_evidence_is_chosen_by_clicking_and_by_keyboard(open_page, draft):
    page = _open(open_page, "omar", draft)
    page.locator("#sentence-3").focus()
    expect(page.locator("[data-source='4']")).to_have_class(re.compile("lit"))
    page.locator("[data-source='2'] [lang=ar]").click()
    page.locator("[data-pick=H]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#evidence-3")).to_have_value("H 2 4")
    page.get_by_role("button", name="Remove 4 from the evidence").click()
    expect(page.locator("#evidence-3")).to_have_value("H 2")
    page.locator("#id_summary_ar").focus()
    expect(page.locator(".source.lit")).to_have_count(1)
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Saved as version 2.")).to_be_visible()
    draft.refresh_from_db()
    third = draft.current.sentences.last()
    assert third.evidence.filter(chosen=True).count() == 2
    assert third.supported


def test_everything_works_without_script(open_page, draft):
    page = _open(open_page, "omar", draft, java_script_enabled=False)
    page.locator("#evidence-3").fill("h, 2")
    _save(page)
    draft.refresh_from_db()
    assert draft.current.sentences.last().evidence.filter(chosen=True).count() == 2
