"""From a reader's report to the correction of it: without script, on a phone, in Arabic."""

import pytest
from playwright.sync_api import expect

from summaries.models import Mailing, ReaderReport
from summaries.services import preferences
from summaries.workflow import Role, Status
from tests.browser.conftest import sign_in
from tests.browser.test_accessibility import AXE, SIGHTS, _problems
from tests.factories import (
    make_brief,
    make_report,
    make_revision,
    make_source,
    make_subscriber,
)


@pytest.fixture
def brief(desk):
    brief = make_brief(Status.PUBLISHED, owner=desk[Role.EDITOR], source=make_source())
    brief.events.create(verb="publish", data={"revision": 1})
    return brief


def _report_address(brief, query: str = "") -> str:
    return f"{brief.get_absolute_url()}report/{query}"


@pytest.mark.parametrize(
    ("show", "flag", "label", "send", "thanks"),
    [
        (
            "en",
            "Report an error in this sentence",
            "What is wrong?",
            "Send the report",
            "Thank you",
        ),
        ("ar", "الإبلاغ عن خطأ في هذه الجملة", "ما الخطأ؟", "إرسال البلاغ", "شكرًا لكم"),
    ],
)
def test_a_reader_reports_a_sentence_without_script_or_cookie(
    brief, open_page, show, flag, label, send, thanks
):
    page = open_page(width=360, java_script_enabled=False)
    page.goto(f"{brief.get_absolute_url()}?show={show}")
    page.get_by_role("link", name=flag).nth(1).click()
    sentence = page.locator(".passage:has(:checked) q")
    texts = {
        "en": brief.live.sentences.get(position=1).text,
        "ar": brief.live.arabic_paragraphs[1],
    }
    expect(sentence).to_have_text(texts[show])
    page.get_by_label(label).fill("خمسة لا ستة.")
    page.get_by_role("button", name=send).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(thanks)
    report = ReaderReport.objects.get()
    assert (report.quoted, report.position, report.language) == (texts[show], 1, show)
    assert page.context.cookies() == []


def test_another_sentence_can_be_chosen_and_a_mistake_loses_nothing(brief, open_page):
    page = open_page(java_script_enabled=False)
    page.goto(_report_address(brief, "?sentence=en-1&show=en"))
    page.get_by_text("Another sentence").click()
    page.locator(".passage", has_text="Owners of small boats").click()
    page.get_by_label("What is wrong?").fill("They may sail.")
    # A browser takes it for an address, the server does not.
    page.get_by_label("Your email address").fill("layla@reader")
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_role("alert")).to_contain_text("valid email")
    expect(page.get_by_label("What is wrong?")).to_have_value("They may sail.")
    expect(page.locator(".passage:has(:checked)")).to_contain_text("Owners of small boats")
    page.get_by_label("Your email address").fill("layla@reader.example")
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert ReaderReport.objects.get().position == 2


def test_a_report_becomes_a_correction_on_a_phone(brief, desk, open_page):
    report = make_report(brief, "It is Friday.", position=0)
    make_revision(brief, author=desk[Role.PUBLISHER], headline="Ramla ferries resume on Friday")
    page = open_page(width=360, scheme="dark")
    sign_in(page, "salma")
    page.goto("/desk/?show=reported")
    page.get_by_role("link", name="1 reader's report").click()
    expect(page.locator("#reports")).to_contain_text("It is Friday.")
    page.get_by_role("link", name="Summary sentence 1").click()
    expect(page.locator("#sentence-1")).to_contain_class("lit")
    page.get_by_text("Publish correction…").click()
    panel = page.locator("#actions details[open]")
    panel.get_by_label("Note for readers, English").fill("The ferries resume on Friday.")
    panel.get_by_label("Note for readers, Arabic").fill("تُستأنف الرحلات يوم الجمعة.")
    expect(panel.get_by_label("who got an older text by email")).to_be_checked()
    panel.get_by_label("It is Friday.").check()
    panel.get_by_role("button", name="Publish the correction").click()
    expect(page.get_by_text("The correction is published.")).to_be_visible()
    expect(page.locator("#reports")).to_have_count(0)
    report.refresh_from_db()
    assert report.outcome == "corrected"
    assert Mailing.objects.get().kind == "correction"
    page.goto("/desk/reports/?show=closed")
    page.get_by_role("link", name="The correction").click()
    expect(page.locator(".correction:target")).to_contain_text("The ferries resume on Friday.")


def test_breaking_news_needs_a_tick_and_goes_once(brief, open_page):
    make_subscriber(also_breaking=True)
    page = open_page()
    sign_in(page, "salma")
    page.goto(f"/desk/briefs/{brief.pk}/")
    page.get_by_text("Breaking news…").click()
    page.get_by_role("button", name="Send as breaking news").click()
    assert not Mailing.objects.exists()
    page.get_by_label("Send it now to the 1 person").check()
    page.get_by_role("button", name="Send as breaking news").click()
    expect(page.get_by_text("It is on its way.")).to_be_visible()
    expect(page.get_by_text("Sent as breaking news,")).to_be_visible()
    expect(page.get_by_text("Breaking news…")).to_have_count(0)
    assert Mailing.objects.count() == 1


def test_a_retraction_needs_one_sentence(brief, open_page):
    page = open_page(width=360)
    sign_in(page, "salma")
    page.goto(f"/desk/briefs/{brief.pk}/")
    page.get_by_text("Retract…").click()
    page.get_by_label("Reason, for the desk only").fill("Court order 7.")
    page.get_by_role("button", name="Retract this brief").click()
    expect(page.get_by_text("Retracted. Its page says so now.")).to_be_visible()
    page.goto(brief.get_absolute_url())
    expect(page.get_by_role("heading", name="This brief was retracted")).to_be_visible()
    expect(page.locator("body")).not_to_contain_text("Court order")
    assert Mailing.objects.get().correction == brief.corrections.get()


@pytest.fixture
def reported(brief, desk):
    make_report(brief, "It is Friday, see the notice of the harbour.", position=0)
    make_report(brief, "العدد غير صحيح.", quoted=brief.live.arabic_paragraphs[1], language="ar")
    make_revision(brief, author=desk[Role.PUBLISHER], headline="Ramla ferries resume on Friday")
    return brief


@pytest.mark.parametrize("query", ["?sentence=en-1", "?show=ar&sentence=ar-1", "?sent=1"])
def test_the_reader_s_pages_have_no_serious_problem(reported, open_page, query):
    page = open_page()
    page.goto(_report_address(reported, query))
    page.evaluate(AXE)
    assert [_problems(page, *sight) for sight in SIGHTS] == [[], [], [], []]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_desk_s_pages_have_no_serious_problem(reported, desk, open_page, language):
    page = open_page()
    sign_in(page, "salma")
    person = desk[Role.PUBLISHER]
    preferences.save(person, language=language, single_keys=True, email_notices=True)
    for address in ("/desk/reports/", f"/desk/briefs/{reported.pk}/"):
        page.goto(address)
        page.evaluate(AXE)
        assert [_problems(page, *sight) for sight in SIGHTS] == [[], [], [], []]


@pytest.mark.parametrize("panel", ["Retract…", "Publish correction…", "Breaking news…"])
def test_open_panels_have_no_serious_problem(reported, open_page, panel):
    make_subscriber(also_breaking=True)
    page = open_page()
    sign_in(page, "salma")
    page.goto(f"/desk/briefs/{reported.pk}/")
    page.get_by_text(panel).click()
    page.evaluate(AXE)
    assert [_problems(page, *sight) for sight in SIGHTS] == [[], [], [], []]


def test_what_a_button_did_is_not_hidden_by_the_bar_below(brief, open_page):
    page = open_page()
    sign_in(page, "salma")
    page.goto(f"/desk/briefs/{brief.pk}/")
    page.get_by_text("Retract…").click()
    page.get_by_label("Reason, for the desk only").fill("Court order 7.")
    page.get_by_role("button", name="Retract this brief").click()
    said = page.get_by_text("Retracted. Its page says so now.")
    expect(said).to_be_visible()
    above, below = said.bounding_box(), page.locator(".brief-head").bounding_box()
    assert above["y"] + above["height"] <= below["y"]
