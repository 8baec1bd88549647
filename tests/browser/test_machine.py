"""Asking the machine for more in a real browser: alternatives with and without script."""

import re

import pytest
from playwright.sync_api import expect

from summaries import tasks, wiring
from summaries.engine.fake import FakeSummaryModel, FakeTranslator, fake_english
from summaries.models import Job, Segment
from summaries.workflow import Status
from tests.browser.conftest import sign_in
from tests.factories import make_brief, make_job


@pytest.fixture
def brief(desk, worker, monkeypatch):
    """A draft on a desk whose machine is the fake one, slow enough to be waited for."""
    engine = wiring.Engine("fake", FakeTranslator(delay_s=0.5), FakeSummaryModel())
    monkeypatch.setattr("summaries.wiring.engine", lambda: engine)
    return make_brief(Status.DRAFT)


def first_sentence(brief) -> Segment:
    return brief.article.segments.filter(kind=Segment.Kind.BODY).first()


@pytest.mark.parametrize("script", [True, False])
def test_another_translation_is_offered_and_taken(brief, open_page, script):
    page = open_page(java_script_enabled=script)
    sign_in(page, "omar")
    page.goto(f"/desk/briefs/{brief.pk}/?segment=1#segment-1")
    page.get_by_role("button", name="Other translations").click()
    offers = page.locator(".offers li")
    # Without script the page loads itself again until they are there.
    expect(offers).to_have_count(5)
    expect(page.locator("#segment-1")).to_contain_text(first_sentence(brief).arabic)
    if script:
        panel = page.get_by_role("region", name=re.compile("Other translations of sentence 1"))
        expect(panel).to_be_focused()
    expected = fake_english(first_sentence(brief).arabic)
    offers.filter(has_text=expected).get_by_role("button", name="Use this").click()
    expect(page.locator("#segment-1:not(.open) .en")).to_contain_text(expected)
    if script:
        expect(page.locator("#segment-1")).to_be_focused()
    stored = first_sentence(brief)
    assert stored.english == expected
    assert stored.edits.get().how == "alternative"


def test_all_is_translated_again_and_a_person_s_sentence_stays(brief, open_page):
    kept = first_sentence(brief)
    Segment.objects.filter(pk=kept.pk).update(english="Typed by hand.")
    page = open_page()
    sign_in(page, "omar")
    page.goto(f"/desk/briefs/{brief.pk}/")
    page.get_by_text("Ask the machine…").click()
    page.get_by_role("button", name="Translate all again").click()
    second = brief.article.segments.filter(kind=Segment.Kind.BODY)[1]
    expect(page.locator("#segment-2 .en")).to_contain_text(fake_english(second.arabic))
    expect(page.locator("#segment-1 .en")).to_contain_text("Typed by hand.")


def test_when_the_machine_ends_nothing_moves_under_the_hands(brief, open_page):
    page = open_page()
    sign_in(page, "omar")
    page.goto(f"/desk/briefs/{brief.pk}/?segment=1")
    page.evaluate("window.stayed = true")
    page.get_by_role("button", name="Translate again").click()
    expect(page.locator("#progress")).to_be_visible()
    expect(page.locator("#segment-1:not(.open)")).to_be_focused()
    page.get_by_label("Comment", exact=True).fill("Half a thought")
    page.evaluate("document.getElementById('actions').old = true")
    page.get_by_role("link", name="Edit sentence 2").click()
    field = page.get_by_role("textbox", name="Sentence 2, English")
    expect(field).to_be_focused()
    field.fill("")
    field.press_sequentially("Typed while it worked.", delay=100)
    expected = fake_english(first_sentence(brief).arabic)
    expect(page.locator("#segment-1 .en")).to_contain_text(expected)
    expect(page.locator("#work")).to_be_empty()
    expect(field).to_be_focused()
    expect(field).to_have_value("Typed while it worked.")
    expect(page.get_by_label("Comment", exact=True)).to_have_value("Half a thought")
    assert page.evaluate("window.stayed && !document.getElementById('actions').old")


def test_a_new_summary_comes_to_the_page(brief, open_page):
    page = open_page()
    sign_in(page, "omar")
    page.goto(f"/desk/briefs/{brief.pk}/")
    page.evaluate("window.stayed = true")
    page.get_by_text("Ask the machine…").click()
    page.get_by_role("button", name="Write the summary again").click()
    expect(page.locator("#said")).to_contain_text("The summary is written again.")
    expect(page.locator("section.summary")).to_contain_text("Version 2")
    assert page.evaluate("window.stayed")


@pytest.mark.parametrize("writing", [True, False])
def test_the_first_draft_waits_for_who_is_writing(brief, open_page, writing):
    fresh = make_brief(Status.DRAFTING)
    job = make_job(fresh, Job.State.QUEUED, lease_until=None)
    page = open_page()
    sign_in(page, "omar")
    page.goto(f"/desk/briefs/{fresh.pk}/")
    if writing:
        page.get_by_label("Comment", exact=True).fill("Half a thought")
    tasks.run_job(job.pk)
    if writing:
        link = page.get_by_role("link", name="The draft is ready: show it")
        expect(link).to_be_visible()
        expect(page.get_by_label("Comment", exact=True)).to_have_value("Half a thought")
        link.click()
    expect(page.locator("section.summary")).to_be_visible()
