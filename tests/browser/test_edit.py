"""The summary editor in a browser: evidence by clicking, nothing lost, two people at once."""

import re

import pytest
from playwright.sync_api import expect

from summaries.models import WorkingCopy
from summaries.workflow import Role, Status
from tests.browser.conftest import sign_in
from tests.factories import make_brief

# Where an element's text ends at its right.
_TEXT_EDGE = """element => {
  const range = document.createRange();
  range.selectNodeContents(element);
  return range.getBoundingClientRect().right;
}"""


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


def test_evidence_is_chosen_without_a_mouse(open_page, draft):
    page = _open(open_page, "omar", draft)
    page.locator("#id_summary_ar").focus()
    page.locator("#sentence-2").focus()
    page.get_by_role("button", name="Choose evidence of sentence 2").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-pick='2']")).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("j")
    expect(page.locator("[data-pick='4']")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[data-pick='4']")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#evidence-2")).to_have_value("3 4")
    page.keyboard.press("k")
    page.keyboard.press("ArrowUp")
    expect(page.locator("[data-pick='2']")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#sentence-2")).to_be_focused()


def test_a_sentence_stays_chosen_while_the_caret_is_in_the_arabic(open_page, draft):
    page = _open(open_page, "omar", draft)
    page.locator("#sentence-3").focus()
    page.locator("#id_summary_ar").focus()
    # The Arabic lights what it quotes; what is pressed is still the sentence's own.
    expect(page.locator(".source.lit")).to_have_count(1)
    expect(page.locator("[data-line='3']")).to_have_class(re.compile("active"))
    expect(page.locator("[data-pick='4']")).to_have_attribute("aria-pressed", "true")
    page.locator("[data-pick='2']").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#evidence-3")).to_have_value("2 4")


def test_arabic_that_quotes_nothing_lights_nothing(open_page, draft):
    page = _open(open_page, "omar", draft)
    page.locator("#sentence-1").focus()
    page.locator("#id_summary_ar").fill("فقرة كتبها المحرر.")
    page.locator("#id_summary_ar").click()
    expect(page.locator(".source.lit")).to_have_count(0)


def test_sentences_come_and_go_in_place(open_page, draft):
    page = _open(open_page, "omar", draft)
    page.evaluate("window.same = true")
    page.get_by_label("Headline, English").fill("Typed before")
    page.get_by_role("button", name="Add a sentence").click()
    expect(page.locator("#sentence-4")).to_be_focused()
    page.keyboard.type("A fourth sentence.")
    page.get_by_role("button", name="Remove sentence 2").click()
    expect(page.locator("#sentence-2")).to_be_focused()
    expect(page.locator("#sentence-2")).to_have_value("Owners of small boats were asked to wait.")
    expect(page.locator("#sentence-3")).to_have_value("A fourth sentence.")
    page.get_by_role("button", name="Remove sentence 3").click()
    expect(page.locator("#sentence-2")).to_be_focused()
    expect(page.locator("[data-line='2']")).to_have_class(re.compile("active"))
    expect(page.get_by_label("Headline, English")).to_have_value("Typed before")
    assert page.evaluate("window.same")
    expect(page.locator("#said")).to_have_text("Saved")
    assert len(WorkingCopy.objects.get().content["lines"]) == 2


def test_an_emptied_sentence_says_what_becomes_of_it(open_page, draft):
    page = _open(open_page, "omar", draft)
    expect(page.get_by_text("An empty field is left out")).to_have_count(3)
    told = page.locator("[data-line='1'] .emptied")
    expect(told).to_be_hidden()
    page.locator("#sentence-1").fill("")
    expect(told).to_be_visible()
    _save(page)
    expect(page.get_by_text("Saved as version 2, without the empty sentence 1.")).to_be_visible()


def test_another_wording_chooses_itself(open_page, draft):
    mine, theirs = _open(open_page, "omar", draft), _open(open_page, "huda", draft)
    theirs.locator("#sentence-2").fill("About 1,300 people will travel.")
    _save(theirs)
    expect(theirs.get_by_text("Saved as version 2.")).to_be_visible()
    mine.locator("#sentence-2").fill("Some 1,200 people will travel.")
    _save(mine)
    own = mine.locator("[name=own-s2]")
    own.fill("Around 1,250 people will travel.")
    expect(mine.locator("[data-row=s2] [value=own]")).to_be_checked()
    # A side chosen afterwards is taken, though a wording was typed.
    mine.locator("[data-row=s2] [value=theirs]").check()
    mine.get_by_role("button", name="Save what is chosen").click()
    expect(mine.get_by_role("heading", name="Ramla port resumes ferries")).to_be_visible()
    draft.refresh_from_db()
    assert draft.current.sentences.all()[1].text == "About 1,300 people will travel."


def test_in_arabic_labels_stand_at_the_right_of_their_fields(open_page, draft):
    page = _open(open_page, "omar", draft)
    page.get_by_role("button", name="العربية").click()
    for name in ("headline_en", "headline_ar"):
        label = page.locator(f"label[for=id_{name}]").evaluate(_TEXT_EDGE)
        box = page.locator(f"#id_{name}").bounding_box()
        assert abs(label - (box["x"] + box["width"])) < 4
    help_edge = page.locator("#id_summary_ar_helptext").evaluate(_TEXT_EDGE)
    box = page.locator("#id_summary_ar").bounding_box()
    assert abs(help_edge - (box["x"] + box["width"])) < 4
    assert page.locator("#id_headline_en").evaluate("e => getComputedStyle(e).direction") == "ltr"


def test_everything_works_without_script(open_page, draft):
    page = _open(open_page, "omar", draft, java_script_enabled=False)
    page.locator("#evidence-3").fill("h, 2")
    _save(page)
    draft.refresh_from_db()
    assert draft.current.sentences.last().evidence.filter(chosen=True).count() == 2
