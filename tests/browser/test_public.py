"""What readers do, in a real browser: with script and without, in both languages, on paper too."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from summaries.models import Brief
from summaries.services import public_search
from summaries.workflow import Status
from tests.browser.test_accessibility import AXE, RUN, SIGHTS
from tests.factories import (
    make_brief,
    make_edition,
    make_revision,
    make_source,
    make_topic,
    take_out,
)

ROOMS = ("front", "edition", "archive", "month", "topic", "search", "corrections", "brief", "gone")


@pytest.fixture
def site(transactional_db):
    """An edition of yesterday, a brief since then, one corrected and one retracted."""
    source, topic = make_source(), make_topic()
    briefs = [make_brief(Status.PUBLISHED, source=source) for _number in range(3)]
    briefs += [make_brief(Status.CORRECTED, source=source)]
    gone = make_brief(Status.RETRACTED, source=source)
    gone.corrections.create(
        revision=gone.live, kind="retraction", note_en="It was not so.", note_ar="لم يكن كذلك."
    )
    newest = make_brief(Status.PUBLISHED, source=source)
    newest.live = make_revision(newest, headline="Storks return to the marshes")
    newest.save()
    Brief.objects.exclude(pk=newest.pk).update(published_at=timezone.now() - timedelta(hours=9))
    Brief.objects.update(topic=topic)
    public_search.index_all()
    yesterday = timezone.localdate() - timedelta(days=1)
    words = {"intro_en": "A calm day by the sea.", "intro_ar": "يوم هادئ على البحر."}
    made = timezone.now() - timedelta(hours=5)
    make_edition(yesterday, *briefs, published_at=made, **words)
    make_edition(yesterday - timedelta(days=3), briefs[0])
    return {
        "front": "/",
        "edition": f"/editions/{yesterday}/",
        "archive": "/archive/",
        "month": f"/archive/{timezone.localtime(newest.published_at):%Y/%m}/",
        "topic": "/topics/transport/",
        "search": "/search/?q=ferries",
        "corrections": "/corrections/",
        "brief": briefs[3].get_absolute_url(),
        "gone": gone.get_absolute_url(),
    }


def in_show(address: str, show: str) -> str:
    return address + ("&" if "?" in address else "?") + f"show={show}"


def sound(page, address: str) -> None:
    page.goto(address)
    page.evaluate(AXE)
    for width, scheme in SIGHTS:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size({"width": width, "height": 900})
        found = [v for v in page.evaluate(RUN) if v[0] in ("serious", "critical", "moderate")]
        assert found == [], (address, width, scheme)
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, (address, width)


@pytest.mark.parametrize("show", ["both", "ar"])
def test_every_room_is_accessible_in_both_themes(site, open_page, show):
    page = open_page()
    for room in ROOMS:
        sound(page, in_show(site[room], show))


@pytest.mark.parametrize("script", [True, False])
def test_a_reader_finds_their_way_from_the_front_page(site, open_page, script):
    page = open_page(java_script_enabled=script)
    page.goto("/")
    expect(page.get_by_text("Today's brief is not out yet")).to_be_visible()
    expect(page.get_by_text("A calm day by the sea.")).to_be_visible()
    since = page.get_by_role("region", name="Since then")
    since.get_by_role("link", name="Storks return to the marshes").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Storks return to the marshes")
    page.get_by_role("link", name="Archive").click()
    page.get_by_role("list").get_by_role("link", name=f"{timezone.localdate():%B}").click()
    page.get_by_role("link", name="Storks return to the marshes").click()
    page.get_by_role("link", name="Transport").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Transport")
    page.get_by_role("link", name="Corrections").click()
    expect(page.get_by_text("It was not so.")).to_be_visible()


@pytest.mark.parametrize("script", [True, False])
def test_a_reader_searches_in_both_languages(site, open_page, script):
    page = open_page(java_script_enabled=script)
    page.goto("/search/")
    for words, count in (("storks", "1 brief has"), ("والعبارات", "5 briefs have")):
        page.get_by_role("searchbox").fill(words)
        page.get_by_role("button", name="Search").click()
        expect(page.get_by_role("status")).to_contain_text(count)
    expect(page.get_by_role("searchbox")).to_have_value("والعبارات")


@pytest.mark.parametrize("script", [True, False])
def test_evidence_opens_for_readers(site, open_page, script):
    page = open_page(java_script_enabled=script)
    page.goto(site["brief"])
    second = page.get_by_text("About 1,200 people will travel").last
    quoted = page.get_by_text("Two of five piers were damaged, according to")
    expect(quoted).to_be_hidden()
    second.click()
    expect(quoted).to_be_visible()


@pytest.mark.parametrize("script", [True, False])
def test_the_chosen_language_goes_along(site, open_page, script):
    page = open_page(java_script_enabled=script)
    page.goto("/")
    page.get_by_role("link", name="العربية").click()
    page.wait_for_url("**/?show=ar")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    page.locator("nav.rooms a").first.click()
    page.wait_for_url("**/archive/?show=ar")
    expect(page.get_by_text("The Daily Brief")).to_have_count(1)


def test_the_browser_remembers_the_language_and_tells_nobody(site, open_page):
    page = open_page()
    page.goto("/")
    page.get_by_role("link", name="العربية").click()
    page.wait_for_url("**/?show=ar")
    page.goto("/archive/")
    page.wait_for_url("**/archive/?show=ar")
    # An address that says which languages is followed, and changes nothing of what is remembered.
    page.goto("/?show=en")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.goto("/corrections/")
    page.wait_for_url("**/corrections/?show=ar")
    page.get_by_role("link", name="English").click()
    page.wait_for_url("**/corrections/?show=en")
    page.locator("nav.switch [data-show=both]").click()
    page.wait_for_url("**/corrections/")
    page.goto("/archive/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Archive")
    assert page.url.endswith("/archive/")
    assert page.context.cookies() == []


def test_without_storage_the_pages_work_all_the_same(site, open_page):
    page = open_page()
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('no'); }})"
    )
    page.goto("/")
    page.get_by_role("link", name="العربية").click()
    page.wait_for_url("**/?show=ar")


def test_a_sentence_leads_to_its_report(site, open_page):
    page = open_page()
    page.goto(site["brief"])
    sentence = page.locator("#en-2")
    sentence.hover()
    sentence.get_by_role("link", name="Report an error in this sentence").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Report an error")
    expect(page.get_by_role("radio", name="About 1,200 people")).to_be_checked()


def test_the_keyboard_reaches_the_report_of_a_sentence(site, open_page):
    page = open_page()
    page.goto(site["brief"])
    flag = page.locator("#en-1 .flag")
    flag.focus()
    expect(flag).to_have_css("opacity", "1")


def test_on_paper_there_is_the_evidence_and_no_navigation(site, open_page):
    page = open_page()
    page.goto(site["brief"])
    page.emulate_media(media="print")
    expect(page.locator("nav.rooms")).to_be_hidden()
    expect(page.locator("nav.switch")).to_be_hidden()
    expect(page.get_by_text("Two of five piers were damaged, according to")).to_be_visible()


def test_both_languages_come_back_from_an_edition_that_hides_a_brief(site, open_page):
    english = Brief.objects.live().filter(places__isnull=False).first()
    take_out(english, "headline_ar", "summary_ar")
    page = open_page()
    page.goto("/")
    page.get_by_role("link", name="العربية").click()
    page.goto("/")
    expect(page).to_have_url(re.compile(r"show=ar$"))
    page.locator(".edition-note [data-show=both]").click()
    # Remembered, so that the address without a language does not lead back to Arabic.
    expect(page.locator("nav.switch [data-show=both]")).to_have_attribute("aria-current", "true")
    expect(page.get_by_text("هذا الموجز بالإنجليزية فقط.").first).to_be_visible()
