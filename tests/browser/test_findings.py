"""Findings in a real browser: gone through by key, fixed, dismissed, published in spite of."""

import re

import pytest
from playwright.sync_api import expect

from summaries.checks.base import Severity
from summaries.models import Segment
from summaries.services import preferences, rechecking
from summaries.workflow import Action, Role, Status
from tests.browser.conftest import sign_in
from tests.browser.test_accessibility import AXE, SIGHTS, _problems
from tests.browser.test_review import _single_key
from tests.factories import make_brief, make_finding, make_live, make_revision, make_source
from tests.planted import Planted

REASON = "The ministry said so on the phone."
WAVE = "element => getComputedStyle(element).textDecorationStyle"
TINT = "element => getComputedStyle(element).backgroundColor"


@pytest.fixture
def brief(desk, checks):
    """A brief with findings in its headline, a summary sentence and two sentences."""
    checks(
        Planted({"Two of five": "Three of five"}, arabic="رصيفان"),
        Planted({"Thursday": None}, name="weekday", severity=Severity.WARNING),
        Planted({"storm": "gale"}, name="name", severity=Severity.WARNING),
    )
    brief = make_brief(Status.IN_REVIEW, source=make_source())
    rechecking.recheck(brief)
    return brief


def _open(page, brief, query: str = ""):
    sign_in(page, "salma")
    page.goto(f"/desk/briefs/{brief.pk}/{query}")
    # A face that arrives late moves what was just scrolled to.
    page.evaluate("document.fonts.ready")
    return page


def _sentence(brief, number: int) -> Segment:
    return list(brief.article.segments.all())[number]


def _item(page, words: str):
    return page.locator("#findings form > ol > li", has_text=words)


PLACE = "document.activeElement.closest('.segment, .sentence, #headline')?.id ?? ''"


def _place(page) -> str:
    return page.evaluate(PLACE)


def _comes_to(page, place: str) -> None:
    page.wait_for_function(f"place => ({PLACE}) === place", arg=place, timeout=5_000)


@pytest.mark.parametrize("layout", ["latin", "arabic"])
def test_next_and_previous_go_through_headline_summary_and_sentences(brief, open_page, layout):
    page = _open(open_page(), brief)

    def key(letter: str, expected: str) -> None:
        _single_key(page, letter, layout)
        assert _place(page) == expected
        ref = page.evaluate("document.activeElement.getAttribute('aria-describedby')")
        assert page.locator("#findings li.now p").first.get_attribute("id") == ref
        expect(page.locator(f"mark.now[aria-describedby~={ref}]").first).to_be_in_viewport()

    for place in ("headline", "sentence-1", "segment-H", "segment-1", "segment-3", "headline"):
        key("n", place)
    key("p", "segment-3")
    key("p", "segment-1")
    page.locator("#segment-2").focus()
    key("n", "segment-3")
    page.locator("#segment-2").focus()
    key("p", "segment-1")


def test_its_words_light_in_both_languages(brief, open_page):
    page = _open(open_page(), brief)
    _item(page, "Two of five").hover()
    lit = page.locator("mark.now")
    expect(lit).to_have_text(["Two of five", "رصيفان"])
    page.locator("#segment-1 .en mark").hover()
    expect(lit).to_have_text(["Thursday"])
    expect(page.locator("#segment-1 .en mark")).to_have_attribute("title", re.compile("planted"))
    page.locator("#segment-3 .ar mark").click()
    expect(_item(page, "Two of five")).to_have_class(re.compile("now"))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_blocks_is_told_from_what_does_not_without_colour(brief, desk, open_page, language):
    preferences.save(desk[Role.PUBLISHER], language=language, single_keys=True, email_notices=True)
    page = _open(open_page(), brief)
    expect(page.locator("html")).to_have_attribute("lang", language)
    for mark in ("#segment-3 .en mark", "#segment-3 .ar mark", "#segment-1 .en mark"):
        assert page.locator(mark).evaluate(WAVE) == "wavy"
    tints = [page.locator(f"#segment-{n} .en mark").evaluate(TINT) for n in (3, 1)]
    assert tints[0] != tints[1] == "rgba(0, 0, 0, 0)"
    assert page.locator("#findings li b").count() == 1
    arabic = page.locator("#segment-3 .ar")
    assert arabic.evaluate("e => [e.lang, e.dir]") == ["ar", "rtl"]


def test_one_click_fixes_and_nothing_else_moves(brief, open_page):
    page = _open(open_page(), brief, "?segment=1")
    field = page.get_by_label("Sentence 1, English")
    field.fill("Ferries sail on Thursday, I am still typing")
    page.get_by_label("Comment", exact=True).fill("Half a thought")
    page.get_by_role("button", name=re.compile("Three of five")).click()
    expect(page.locator("#segment-3 .en")).to_contain_text("Three of five piers")
    expect(page.locator("#segment-3 mark")).to_have_count(0)
    expect(page.locator("#said")).to_have_text("Fixed.")
    expect(page.locator("#findings-title")).to_have_text("Findings · 4 warnings")
    expect(field).to_have_value("Ferries sail on Thursday, I am still typing")
    expect(page.get_by_label("Comment", exact=True)).to_have_value("Half a thought")
    assert page.evaluate("document.activeElement.closest('#findings') !== null")


def test_fixing_an_open_sentence_keeps_what_was_just_typed(brief, open_page):
    page = _open(open_page(), brief, "?segment=3")
    field = page.get_by_label("Sentence 3, English")
    field.press("Control+End")
    field.press_sequentially(" More.")
    page.get_by_role("button", name=re.compile("Three of five")).click()
    expect(page.locator("#segment-3:not(.open) .en")).to_contain_text("Three of five")
    english = _sentence(brief, 3).english
    assert english.startswith("Three of five piers")
    assert english.endswith("engineers. More.")


def test_by_keyboard_alone_one_is_fixed_and_one_dismissed(brief, open_page):
    page = _open(open_page(), brief)
    page.keyboard.press("n")
    page.keyboard.press("f")
    expect(page.locator("h1")).to_have_text("Ramla port resumes ferries after gale")
    expect(page.locator("#findings li")).to_have_count(4)
    page.keyboard.press("n")
    assert _place(page) == "sentence-1"
    page.keyboard.press("d")
    reason = page.get_by_label("Why is it right as it is?")
    expect(reason).to_be_focused()
    page.keyboard.press("Escape")
    assert _place(page) == "sentence-1"
    page.keyboard.press("d")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#findings .refused")).to_contain_text("Say why")
    reason.fill(REASON)
    reason.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 dismissed")).to_be_visible()
    expect(page.locator("#findings form > ol > li").first.locator("p a")).to_be_focused()
    assert brief.dismissals.get().reason == REASON


def test_a_reason_being_typed_survives_the_fix_of_another(brief, open_page):
    page = _open(open_page(), brief)
    _item(page, "Two of five").get_by_role("link", name="Dismiss…").click()
    reason = page.get_by_label("Why is it right as it is?")
    reason.fill("Half a rea")
    page.locator("#findings button", has_text="gale").first.click()
    expect(page.locator("h1")).to_contain_text("gale")
    expect(reason).to_have_value("Half a rea")


def test_a_fix_of_what_somebody_changed_is_refused_in_words(brief, open_page):
    page = _open(open_page(), brief)
    Segment.objects.filter(pk=_sentence(brief, 3).pk).update(version=3)
    page.get_by_role("button", name=re.compile("Three of five")).click()
    expect(page.locator("#findings .refused")).to_contain_text("changed since the page showed it")


def test_what_blocks_is_published_only_with_a_reason(brief, open_page):
    page = _open(open_page(), brief)
    page.locator("#actions summary", has_text="Publish…").click()
    page.get_by_role("button", name="Publish in spite of 1 finding").click()
    expect(page.get_by_text("fix it or dismiss it, or publish in spite of it")).to_be_visible()
    page.get_by_label("Publish in spite of it, because").fill(REASON)
    page.get_by_role("button", name="Publish in spite of 1 finding").click()
    expect(page.get_by_text("Published.", exact=True)).to_be_visible()
    assert brief.events.get(verb=Action.OVERRIDE).reason == REASON


def test_the_publish_panel_leads_to_what_blocks_and_opens_when_it_is_fixed(brief, open_page):
    page = _open(open_page(), brief)
    page.locator("#actions summary", has_text="Publish…").click()
    page.locator("#gate").get_by_role("link", name="Sentence 3").click()
    expect(page.locator("#gate")).to_be_hidden()
    expect(_item(page, "Two of five")).to_have_class(re.compile("now"))
    page.keyboard.press("f")
    expect(page.locator("#said")).to_have_text("Fixed.")
    page.locator("#actions summary", has_text="Publish…").click()
    page.get_by_role("button", name="Publish now").click()
    expect(page.get_by_text("Published.", exact=True)).to_be_visible()
    brief.refresh_from_db()
    assert brief.live.number == 1


@pytest.mark.parametrize(("width", "height"), [(1280, 900), (800, 600), (360, 740)])
@pytest.mark.parametrize("live", [False, True])
def test_the_button_of_a_long_panel_is_always_in_reach(brief, open_page, width, height, live):
    for word in "Ramla port resumes ferries after storm Ramla port resumes".split():
        make_finding(brief, None, word)
    if live:
        make_live(brief)
        type(brief).objects.filter(pk=brief.pk).update(status=Status.PUBLISHED)
        make_revision(brief, headline="Ramla port resumes ferries after the storm")
    page = _open(open_page(width=width, height=height), brief)
    page.locator("#actions details:has(#gate) > summary").click()
    button = page.get_by_role("button", name=re.compile("Publish in spite of"))
    expect(button).to_be_in_viewport(ratio=1)
    panel = page.locator("#actions details[open] > form")
    assert panel.evaluate("e => e.getBoundingClientRect().bottom <= innerHeight")
    panel.evaluate("e => e.scrollTo(0, e.scrollHeight)")
    expect(page.locator("#id_override_helptext")).to_be_in_viewport(ratio=1)
    expect(button).to_be_in_viewport(ratio=1)
    assert panel.evaluate("e => e.scrollWidth <= e.clientWidth")


@pytest.mark.parametrize("width", [1280, 360])
def test_next_and_previous_by_pointer(brief, open_page, width):
    page = _open(open_page(width=width, height=740), brief)
    line = page.locator("#found-line" if width == 360 else "#findings")
    for place in ("headline", "sentence-1", "segment-H", "segment-1"):
        line.get_by_role("link", name="Next finding").click()
        _comes_to(page, place)
        expect(line).to_be_in_viewport()
        expect(page.locator("mark.now").first).to_be_in_viewport()
    line.get_by_role("link", name="Previous finding").click()
    _comes_to(page, "segment-H")
    if width == 360:
        expect(line).to_contain_text("5 findings · 1 blocks publication")
        line.get_by_role("link", name="is planted").click()
        expect(page.locator("#findings li.now")).to_be_in_viewport()
        page.get_by_role("button", name=re.compile("Three of five")).click()
        expect(line).to_contain_text("Findings · 4 warnings")


def test_a_fix_of_a_live_brief_brings_the_button_to_correct_it(brief, open_page):
    make_live(brief)
    type(brief).objects.filter(pk=brief.pk).update(status=Status.PUBLISHED)
    page = _open(open_page(), brief)
    expect(page.locator("#gate")).to_have_count(0)
    page.get_by_role("button", name=re.compile("Three of five")).click()
    page.locator("#actions summary", has_text="Publish correction…").click()
    page.locator("#id_note_en").fill("It was three.")
    page.locator("#actions summary", has_text="Publish correction…").click()
    page.locator("#findings button", has_text="gale").first.click()
    expect(page.locator("h1")).to_contain_text("gale")
    page.locator("#actions summary", has_text="Publish correction…").click()
    expect(page.locator("#id_note_en")).to_have_value("It was three.")
    page.locator("#id_note_ar").fill("كانت ثلاثة.")
    page.get_by_role("button", name="Publish the correction").click()
    expect(page.locator("#gate")).to_have_count(0)
    brief.refresh_from_db()
    assert brief.status == Status.CORRECTED


def test_a_version_made_by_a_fix_counts_as_seen(brief, open_page):
    page = _open(open_page(), brief)
    page.locator("#findings button", has_text="gale").first.click()
    expect(page.locator("h1")).to_contain_text("gale")
    page.get_by_role("button", name=re.compile("Three of five")).click()
    expect(page.locator("#findings li.bad")).to_have_count(0)
    page.locator("#actions summary", has_text="Publish…").click()
    page.get_by_role("button", name="Publish now").click()
    expect(page.get_by_text("Published.", exact=True)).to_be_visible()
    brief.refresh_from_db()
    assert brief.live.number == 2


@pytest.mark.parametrize("width", [1280, 360])
def test_without_script_every_step_is_a_page(brief, open_page, width):
    page = _open(open_page(width=width, java_script_enabled=False), brief)
    page.get_by_role("button", name=re.compile("Three of five")).click()
    expect(page.get_by_text("Fixed.")).to_be_visible()
    assert page.url.endswith("#segment-3")
    page.locator("#findings").get_by_role("link", name="Dismiss…").first.click()
    page.get_by_label("Why is it right as it is?").fill(REASON)
    page.get_by_role("button", name="Dismiss", exact=True).click()
    assert page.url.endswith("#findings")
    page.get_by_text("1 dismissed").click()
    page.get_by_role("button", name="Open again").click()
    expect(page.get_by_text("1 dismissed")).to_have_count(0)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_with_findings_and_a_reason_open(brief, desk, open_page, language):
    preferences.save(desk[Role.PUBLISHER], language=language, single_keys=True, email_notices=True)
    make_finding(brief, _sentence(brief, 4), severity="warning", message="Cut off.", values={})
    page = _open(open_page(), brief)
    page.evaluate(AXE)
    page.keyboard.press("n")
    assert {sight: found for sight in SIGHTS if (found := _problems(page, *sight))} == {}
    page.keyboard.press("d")
    assert {sight: found for sight in SIGHTS if (found := _problems(page, *sight))} == {}
    page.keyboard.press("Escape")
    page.locator("#actions summary").last.click()
    assert {sight: found for sight in SIGHTS if (found := _problems(page, *sight))} == {}
