"""The whole main job in a real browser: from a pasted article to a published bilingual page."""

import re
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import expect

from summaries import wiring
from summaries.checks.summaries import Evidence
from summaries.engine.fake import FakeSummaryModel
from summaries.engine.types import Translation
from summaries.models import Brief
from summaries.workflow import Status
from tests.browser.conftest import sign_in
from tests.tiny import tiny_translator

SEED = Path(__file__).parents[2] / "sample_data" / "article-ar.txt"


class PausingTranslator:
    """The tiny MarianMT, one sentence at a time, waiting after the third until told to go on."""

    def __init__(self, translator) -> None:
        self.provenance = translator.provenance
        self._translator = translator
        self.go_on = threading.Event()

    def translate(self, sentences: Sequence[str]) -> Iterator[tuple[int, Translation]]:
        """Yield as the wrapped translator does, with the pause."""
        for index, sentence in enumerate(sentences):
            if index == 3:
                assert self.go_on.wait(timeout=60)
            for _zero, translation in self._translator.translate([sentence]):
                yield index, translation


@pytest.fixture(scope="module")
def marian(model_cache):
    """The tiny MarianMT, loaded: converting and importing take longer than a page may wait."""
    translator = tiny_translator(model_cache)
    assert list(translator.translate(["مناقشة"]))
    return translator


@pytest.fixture
def translator(marian, monkeypatch):
    """What the worker translates with, instead of the active profile."""
    pausing = PausingTranslator(marian)
    engine = wiring.Engine("tiny", pausing, FakeSummaryModel())
    monkeypatch.setattr("summaries.wiring.engine", lambda: engine)
    yield pausing
    pausing.go_on.set()


def test_from_paste_to_a_published_bilingual_page(desk, worker, translator, open_page, checks):
    checks(Evidence())
    page = open_page()
    _paste_and_watch(page, translator)
    _follow_the_evidence(page)
    _edit_and_submit(page)
    _publish(open_page())
    _read(open_page(), Brief.objects.get())


def _paste_and_watch(page, translator) -> None:
    sign_in(page, "omar")
    page.get_by_role("link", name="Add article").first.click()
    page.get_by_label("Article text").fill(SEED.read_text(encoding="utf-8"))
    page.get_by_label("Source").select_option(label="Al-Marfa Daily")
    page.get_by_role("button", name="Translate and summarise").click()
    heading = page.get_by_role("heading", name=re.compile(r"Translating, 3 of \d+ sentences"))
    expect(heading).to_be_visible()
    expect(page.locator(".segment .en").first).not_to_contain_text("not translated yet")
    expect(page.get_by_text("not translated yet").first).to_be_visible()
    expect(page.get_by_role("button", name="Cancel")).to_be_visible()
    translator.go_on.set()
    expect(page.get_by_role("button", name="Submit for review")).to_be_visible()


def _follow_the_evidence(page) -> None:
    sentence = page.locator("[data-evidence]").nth(1)
    numbers = sentence.get_attribute("data-evidence").split()
    assert numbers
    sentence.locator("[data-sentence-link]").click()
    expect(page.locator(".segment.lit")).to_have_count(len(numbers))
    for number in numbers:
        lit = page.locator(f"#segment-{number}")
        assert re.search("[\u0600-\u06ff]", lit.locator("[lang=ar]").inner_text())
        assert re.search("[A-Za-z]", lit.locator("[lang=en]").inner_text())
    assert "sentence=2" in page.url
    page.reload()
    expect(page.locator(".segment.lit")).to_have_count(len(numbers))
    page.locator("[data-sentence-link]").first.focus()
    expect(page.locator("[data-evidence]").first).to_have_class(re.compile("lit"))
    page.keyboard.press("Escape")
    expect(page.locator(".lit")).to_have_count(0)
    expect(page.get_by_text("lines set aside")).to_be_visible()
    expect(page.get_by_text("tiny-marian")).to_be_visible()


def _edit_and_submit(page) -> None:
    page.get_by_role("link", name="Edit the summary").click()
    page.get_by_label("Headline, English").fill("Austin and Belousov keep channels open")
    page.get_by_role("button", name="Add a sentence").click()
    page.locator("textarea[name=sentence]").last.fill("Whales sing beneath frozen lakes.")
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.get_by_text("Saved as version 2.")).to_be_visible()
    weak = page.locator("#findings").get_by_text("No sentence of the article")
    expect(weak).to_be_visible()
    page.get_by_role("link", name="Edit the summary").click()
    page.locator("textarea[name=sentence]").last.fill("No decision has been taken.")
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.get_by_text("Saved as version 3.")).to_be_visible()
    expect(weak).to_have_count(0)
    page.get_by_role("button", name="Submit for review").click()
    expect(page.get_by_text("Submitted for review.")).to_be_visible()
    expect(page.get_by_text("Publish…")).to_have_count(0)


def _publish(page) -> None:
    sign_in(page, "salma")
    page.get_by_role("link", name="Austin and Belousov keep channels open").click()
    page.get_by_text("Publish…").click()
    # The fake summary model calls itself a stand-in, so its text needs the confirmation.
    page.get_by_label("I checked every sentence").check()
    page.get_by_role("button", name="Publish now").click()
    expect(page.get_by_text("Published.", exact=True)).to_be_visible()


def _read(page, brief: Brief) -> None:
    assert brief.status == Status.PUBLISHED
    page.goto("/")
    page.get_by_role("link", name="Austin and Belousov keep channels open").click()
    assert page.url.endswith(f"/briefs/{brief.pk}-austin-and-belousov-keep-channels-open/")
    english, arabic = page.locator(".story .en"), page.locator(".story .ar")
    expect(english).to_contain_text("No decision has been taken.")
    expect(arabic).to_contain_text("وزير الدفاع الأمريكي")
    assert english.bounding_box()["x"] < arabic.bounding_box()["x"]
    directions = [part.evaluate("e => getComputedStyle(e).direction") for part in (english, arabic)]
    assert directions == ["ltr", "rtl"]
    expect(english).to_contain_text("Trial summary: quality not measured; checked by an editor")
    page.locator(".evidence summary").nth(1).click()
    expect(page.locator(".evidence details").nth(1).locator("[lang=ar]").first).to_be_visible()
    assert page.context.cookies() == []


def test_cancel_and_go_on(desk, worker, translator, open_page):
    page = open_page()
    sign_in(page, "omar")
    page.goto("/desk/add/")
    page.get_by_label("Article text").fill(SEED.read_text(encoding="utf-8"))
    page.get_by_role("button", name="Translate and summarise").click()
    expect(page.get_by_role("heading", name=re.compile("3 of"))).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("What it translated is kept")).to_be_visible()
    translator.go_on.set()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("button", name="Submit for review")).to_be_visible()


def test_everything_works_without_script(desk, worker, translator, open_page):
    translator.go_on.set()
    page = open_page(java_script_enabled=False)
    sign_in(page, "omar")
    page.goto("/desk/add/")
    page.get_by_label("Article text").fill(SEED.read_text(encoding="utf-8"))
    page.get_by_role("button", name="Translate and summarise").click()
    expect(page.get_by_role("button", name="Submit for review")).to_be_visible()
    page.locator(".sentence a").first.click()
    expect(page.locator(".segment.lit").first).to_be_visible()
