"""The review page in a real browser: by keyboard alone, by two people at once, in a dying tab."""

import re

import pytest
from playwright.sync_api import expect

from summaries import wiring
from summaries.checks.base import Severity
from summaries.models import Brief, DeskPreference, Segment
from summaries.services import rechecking, segments
from summaries.workflow import Status
from tests.browser.conftest import sign_in
from tests.browser.test_accessibility import AXE, SIGHTS, _problems
from tests.browser.test_main_job import SEED, marian, translator
from tests.factories import make_brief, make_source
from tests.planted import Planted

__all__ = ["marian", "translator"]
# What a person on an Arabic layout types where a Latin keyboard has these letters.
ARABIC_KEYS = {"j": "ت", "k": "ن", "e": "ث", "n": "ى", "p": "ح", "u": "ع", "g": "ل", "s": "س"}
PRESS = """([key, code]) => document.activeElement.dispatchEvent(
  new KeyboardEvent("keydown", {key, code, bubbles: true, cancelable: true}))"""


@pytest.fixture
def brief(desk):
    return make_brief(Status.IN_REVIEW, source=make_source())


def _sentence(brief, number: int) -> Segment:
    return list(brief.article.segments.all())[number]


def _open(page, brief, name: str = "salma", query: str = ""):
    sign_in(page, name)
    page.goto(f"/desk/briefs/{brief.pk}/{query}")
    return page


def _single_key(page, letter: str, layout: str) -> None:
    if layout == "latin":
        page.keyboard.press(letter)
    else:
        page.evaluate(PRESS, [ARABIC_KEYS[letter], f"Key{letter.upper()}"])


def _focused(page) -> str:
    return page.evaluate("document.activeElement.closest('.segment')?.id ?? ''")


@pytest.mark.parametrize("layout", ["latin", "arabic"])
def test_a_whole_review_by_keyboard_alone(brief, open_page, checks, layout):
    checks(Planted({"Two of five": None}, severity=Severity.WARNING))
    rechecking.recheck(brief)
    page = _open(open_page(), brief)

    def key(letter):
        _single_key(page, letter, layout)

    key("j")
    assert _focused(page) == "segment-H"
    key("j")
    key("j")
    key("k")
    assert _focused(page) == "segment-1"
    key("e")
    field = page.get_by_label("Sentence 1, English")
    expect(field).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("Ferries from Ramla sail again on Thursday; j k e are letters here.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#segment-2")).to_be_focused()
    expect(page.get_by_text("1 of 5 approved")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#segment-3")).to_be_focused()
    key("e")
    expect(page.get_by_label("Sentence 3, English")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".segment.open")).to_have_count(0)
    assert _focused(page) == "segment-3"
    key("k")
    key("n")
    assert _focused(page) == "segment-3"
    _finish(page, brief, key)


def _finish(page, brief, key) -> None:
    """Approve the closed row with the warning and what remains, then publish."""
    page.keyboard.press("Control+Enter")
    expect(page.locator("#segment-4")).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#segment-H")).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Every sentence is approved.")).to_be_visible()
    assert _focused(page) == "segment-H"
    key("g")
    expect(page.locator("#actions summary", has_text="Publish…")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Published.", exact=True)).to_be_visible()
    brief.refresh_from_db()
    assert brief.status == Status.PUBLISHED
    first = _sentence(brief, 1)
    assert first.english == "Ferries from Ramla sail again on Thursday; j k e are letters here."
    assert not brief.article.segments.filter(approved_at=None).exists()


def test_a_real_article_from_paste_to_publication_by_keyboard(
    desk, worker, translator, open_page, real_checks
):
    translator.go_on.set()
    _from_paste_to_publication(open_page())


@pytest.fixture
def starter(settings, monkeypatch):
    """The starter's own models in the worker, where they have been pulled."""
    if not wiring.model_store().is_ready("starter"):
        pytest.skip("the starter's models are not here: manage.py models pull starter")
    settings.ENGINE = "default"
    engine = wiring.build_engine("starter")
    monkeypatch.setattr(wiring, "engine", lambda: engine)


@pytest.mark.weights
@pytest.mark.timeout(900)
def test_the_same_with_the_models_of_the_starter(desk, worker, starter, open_page, real_checks):
    _from_paste_to_publication(open_page(), patience_ms=800_000)


def _from_paste_to_publication(page, patience_ms: int = 20_000) -> None:
    sign_in(page, "salma")
    page.goto("/desk/add/")
    page.get_by_label("Article text").fill(SEED.read_text(encoding="utf-8"))
    page.get_by_role("button", name="Translate and summarise").press("Enter")
    submit = page.get_by_role("button", name="Submit for review")
    expect(submit).to_be_visible(timeout=patience_ms)
    # The page with the first draft comes by itself; a key before it would be lost.
    expect(page.locator("[data-ready]")).to_have_count(0)
    page.wait_for_load_state("load")
    brief = Brief.objects.get()
    number = brief.article.segments.count()
    page.keyboard.press("j")
    for approved in range(1, number + 1):
        page.keyboard.press("Control+Enter")
        expect(page.get_by_text(f"{approved} of {number} approved")).to_be_visible()
    page.keyboard.press("g")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Submitted for review.")).to_be_visible()
    page.keyboard.press("g")
    page.keyboard.press("Enter")
    # A stand-in wrote it, the fake summary model counts as one: that needs the confirmation.
    _tab_to(page, "[name=confirm_stand_in]")
    page.keyboard.press("Space")
    # What the checks find in its text needs a reason.
    if page.locator("#gate textarea").count():
        _tab_to(page, "#gate textarea")
        page.keyboard.type("A trial run: nobody reads this.")
    _tab_to(page, "#gate button")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Published.", exact=True)).to_be_visible()
    assert brief.events.filter(verb="approve").count() == number


def _tab_to(page, selector: str) -> None:
    for _step in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"no key leads to {selector}")


def test_single_keys_can_be_switched_off(brief, open_page, desk):
    page = _open(open_page(), brief)
    DeskPreference.objects.create(user=desk["publisher"], single_keys=False)
    page.reload()
    page.keyboard.press("j")
    assert _focused(page) == ""
    page.locator("#segment-1").focus()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#segment-2")).to_be_focused()


def test_the_map_of_the_keys(brief, open_page):
    page = _open(open_page(), brief)
    page.keyboard.press("Shift+?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert _focused(page) == ""


def test_two_people_at_one_sentence_choose_and_lose_nothing(brief, open_page):
    segment = _sentence(brief, 2)
    salma = _open(open_page(), brief, query="?segment=2")
    huda = _open(open_page(), brief, "huda", query="?segment=2")
    theirs = "About 1,200 people would travel on the first day."
    huda.get_by_label("Sentence 2, English").fill(theirs)
    huda.get_by_role("button", name="Save and close").click()
    expect(huda.locator(".segment.open")).to_have_count(0)
    field = salma.get_by_label("Sentence 2, English")
    field.fill("Some 1,200 passengers travel on day one")
    field.press_sequentially(" of the ferries.")
    expect(salma.locator(".segment.conflict")).to_be_visible()
    conflict = salma.locator(".segment.conflict")
    expect(conflict).to_contain_text("Huda changed this sentence")
    expect(conflict.locator("ins").first).to_contain_text("About")
    expect(conflict.locator("del").first).to_contain_text("The authority said")
    mine = salma.get_by_label("Yours, to edit further")
    expect(mine).to_have_value("Some 1,200 passengers travel on day one of the ferries.")
    segment.refresh_from_db()
    assert segment.english == theirs
    salma.get_by_role("button", name="Keep mine").click()
    expect(salma.locator(".segment.conflict")).to_have_count(0)
    segment.refresh_from_db()
    assert segment.english == "Some 1,200 passengers travel on day one of the ferries."
    assert segment.edits.count() == 2


def test_taking_theirs_leaves_what_is_stored(brief, open_page, desk):
    segment = _sentence(brief, 2)
    page = _open(open_page(), brief, query="?segment=2")
    segments.save(desk["editor"], segment, version=0, english="Theirs.")
    page.get_by_label("Sentence 2, English").fill("Mine.")
    page.get_by_role("button", name="Approve and next").click()
    page.get_by_role("link", name="Take theirs").click()
    expect(page.get_by_label("Sentence 2, English")).to_have_value("Theirs.")
    segment.refresh_from_db()
    assert (segment.english, segment.approved_at) == ("Theirs.", None)


def test_a_killed_tab_loses_nothing(brief, open_page):
    page = _open(open_page(), brief, query="?segment=2")
    page.get_by_label("Sentence 2, English").fill("Typed before the crash.")
    expect(page.locator("#said")).to_have_text("Saved")
    page.close(run_before_unload=False)
    again = _open(open_page(), brief, query="?segment=2")
    expect(again.get_by_label("Sentence 2, English")).to_have_value("Typed before the crash.")


def test_what_is_typed_is_kept_when_the_page_is_left_at_once(brief, open_page):
    page = _open(open_page(), brief, query="?segment=2")
    page.get_by_label("Sentence 2, English").fill("Typed and gone.")
    page.goto("/desk/keys/")
    # The save goes out beside the next page; nobody says when it arrives.
    for _try in range(100):
        if _sentence(brief, 2).english == "Typed and gone.":
            break
        page.wait_for_timeout(100)
    page.goto(f"/desk/briefs/{brief.pk}/?segment=2")
    expect(page.get_by_label("Sentence 2, English")).to_have_value("Typed and gone.")


def test_without_a_connection_it_says_so_and_saves_later(brief, open_page):
    page = _open(open_page(), brief, query="?segment=2")
    page.route("**/save/", lambda route: route.abort())
    page.get_by_label("Sentence 2, English").fill("Typed in a tunnel.")
    expect(page.locator("#said")).to_contain_text("no connection")
    page.unroute("**/save/")
    expect(page.locator("#said")).to_have_text("Saved")
    assert _sentence(brief, 2).english == "Typed in a tunnel."


def test_signed_out_it_says_so_and_keeps_the_text(brief, open_page):
    page = _open(open_page(), brief, query="?segment=2")
    page.context.clear_cookies(name="sessionid")
    page.get_by_label("Sentence 2, English").fill("Typed for an hour.")
    expect(page.locator(".segment .refused")).to_contain_text("signed out")
    expect(page.get_by_label("Sentence 2, English")).to_have_value("Typed for an hour.")


def test_one_row_is_open_at_a_time_and_keeps_its_text(brief, open_page):
    page = _open(open_page(), brief, query="?segment=2")
    page.get_by_label("Sentence 2, English").fill("Kept.")
    page.get_by_role("link", name="Edit sentence 4").click()
    expect(page.get_by_label("Sentence 4, English")).to_be_focused()
    expect(page.locator(".segment.open")).to_have_count(1)
    expect(page.locator("#segment-2 .en")).to_have_text("Kept.")


def test_undo_and_the_number_closes(brief, open_page):
    page = _open(open_page(), brief, query="?segment=2")
    machine = _sentence(brief, 2).machine_english
    field = page.get_by_label("Sentence 2, English")
    field.fill("Kept.")
    page.get_by_role("link", name="Close sentence 2").click()
    expect(page.locator("#segment-2.edited .en")).to_have_text("Kept.")
    page.locator("#segment-2").focus()
    page.keyboard.press("u")
    expect(page.locator("#segment-2 .en")).to_have_text(machine)
    expect(page.locator("#segment-2")).to_be_focused()


def test_axe_on_an_open_row_and_a_conflict(brief, open_page, desk):
    page = _open(open_page(), brief, query="?segment=2")
    page.evaluate(AXE)
    assert {sight: found for sight in SIGHTS if (found := _problems(page, *sight))} == {}
    segments.save(desk["editor"], _sentence(brief, 2), version=0, english="Theirs.")
    page.get_by_label("Sentence 2, English").fill("Mine.")
    page.get_by_role("button", name="Save and close").click()
    expect(page.locator(".segment.conflict")).to_be_visible()
    assert {sight: found for sight in SIGHTS if (found := _problems(page, *sight))} == {}


def test_without_script_every_step_is_a_page(brief, open_page):
    page = _open(open_page(java_script_enabled=False), brief)
    page.get_by_role("link", name="Edit sentence 1").click()
    page.get_by_label("Sentence 1, English").fill("Without script.")
    page.get_by_role("button", name="Approve and next").click()
    expect(page.get_by_label("Sentence 2, English")).to_be_visible()
    assert re.search(r"\?segment=2#segment-2$", page.url)
    page.get_by_role("button", name="Approve and next").click()
    page.get_by_role("button", name="Join with the next").click()
    expect(page.locator(".segment")).to_have_count(4)


def test_what_somebody_changed_while_the_page_was_open_is_not_published(brief, open_page, desk):
    """The page names the rows that it shows: one's own saves and those it fetched count as seen."""
    page = _open(open_page(), brief)
    page.locator("#segment-1").focus()
    page.keyboard.press("e")
    page.get_by_label("Sentence 1, English").fill("My own words.")
    page.keyboard.press("Escape")
    expect(page.locator("#segment-1.edited:not(.open)")).to_be_visible()
    cited = _sentence(brief, 2)
    segments.save(desk["editor"], cited, version=0, english="Nobody saw this.")
    _publish(page)
    expect(page.get_by_text("Look at it again, then publish.")).to_be_visible()
    expect(page.get_by_text("Nobody saw this.")).to_be_visible()
    page.get_by_role("button", name="Publish now").click()
    expect(page.get_by_text("Published.", exact=True)).to_be_visible()


def _publish(page) -> None:
    page.locator("#actions summary", has_text="Publish…").click()
    page.get_by_role("button", name="Publish now").click()


def test_the_key_after_an_approval_is_not_typed_into_a_sentence(brief, open_page):
    page = _open(open_page(), brief)
    page.locator("#segment-1").focus()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#segment-2")).to_be_focused()
    page.keyboard.press("j")
    assert _focused(page) == "segment-3"
    expect(page.locator(".segment.open")).to_have_count(0)
    assert not _sentence(brief, 2).is_edited


def test_in_a_comment_the_keys_are_about_the_comment(brief, open_page):
    page = _open(open_page(), brief)
    page.locator("#segment-2").focus()
    page.keyboard.press("c")
    field = page.get_by_label("Comment", exact=True)
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#segment-2")).to_be_focused()
    page.keyboard.press("c")
    page.keyboard.type("Which pier?")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#comments .said")).to_have_text("Which pier?")
    page.get_by_label("About", exact=True).focus()
    page.get_by_text("Return…").click()
    page.get_by_label("Reason").first.focus()
    page.keyboard.press("Control+Enter")
    page.wait_for_timeout(300)
    assert not brief.article.segments.exclude(approved_at=None).exists()


def test_a_sentence_that_somebody_changed_is_read_again_before_it_is_approved(
    brief, open_page, desk
):
    page = _open(open_page(), brief)
    segments.save(desk["editor"], _sentence(brief, 2), version=0, english="Hers.")
    page.locator("#segment-2").focus()
    page.keyboard.press("Control+Enter")
    row = page.locator("#segment-2")
    expect(row).to_contain_text("Huda changed this sentence: read it again")
    expect(row).to_contain_text("Hers.")
    expect(row).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#segment-3")).to_be_focused()
    assert _sentence(brief, 2).approved_at


@pytest.mark.parametrize("script", [True, False])
def test_two_sentences_are_joined_with_what_was_just_typed(brief, open_page, script):
    page = _open(open_page(java_script_enabled=script), brief, query="?segment=1")
    if script:
        page.get_by_label("Comment", exact=True).fill("Half a thought")
    page.get_by_label("Sentence 1, English").fill("Typed just now.")
    before = _sentence(brief, 2).english
    page.get_by_role("button", name="Join with the next").click()
    expect(page.locator(".segment")).to_have_count(4)
    field = page.get_by_label("Sentence 1, English")
    expect(field).to_have_value(f"Typed just now. {before}")
    assert _sentence(brief, 1).english == f"Typed just now. {before}"
    if script:
        expect(field).to_be_focused()
        expect(page.get_by_label("Comment", exact=True)).to_have_value("Half a thought")


def test_a_field_that_was_made_larger_offends_no_policy(brief, open_page):
    page = _open(open_page(), brief, query="?segment=2")
    field = page.get_by_label("Sentence 2, English")
    field.fill("Mine.")
    field.evaluate("field => (field.style.height = '90px')")
    page.get_by_role("link", name="Close sentence 2").click()
    page.get_by_role("link", name="Edit sentence 2").click()
    field.evaluate("field => (field.style.height = '90px')")
    page.get_by_role("button", name="Back to the machine’s text").click()
    expect(field).to_have_value(_sentence(brief, 2).machine_english)


def test_the_queue_shows_the_same_map_of_the_keys(brief, open_page):
    page = open_page()
    sign_in(page, "salma")
    page.keyboard.press("Shift+?")
    expect(page.get_by_role("dialog")).to_contain_text("Choose the brief, or not")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("searchbox").focus()
    page.keyboard.type("?")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("searchbox")).to_have_value("?")
