"""Adding articles in a real browser: files dropped, an address that fails, a bookmark, keys."""

import pytest
from playwright.sync_api import expect

from summaries.models import Article, Brief, Fetch
from tests.browser.conftest import sign_in

TEXT = """افتتاح جسر جديد في مدينة الزاهرة

افتتح رئيس البلدية صباح اليوم جسرا جديدا يربط ضفتي النهر بعد عامين من العمل.
وقال إن كلفة الجسر بلغت 40 مليون دينار دفعت من ميزانية المدينة.
"""
ADDRESS = "https://marfa.example/news/7"
# Playwright drops no files: an event that carries some is made in the page.
DROP = """(files) => {
  const dataTransfer = new DataTransfer();
  for (const [name, text] of files) dataTransfer.items.add(new File([text], name));
  const more = { dataTransfer, bubbles: true, cancelable: true };
  const over = document.querySelector("h1").dispatchEvent(new DragEvent("dragover", more));
  const drop = document.querySelector("h1").dispatchEvent(new DragEvent("drop", more));
  return [over, drop];
}"""


@pytest.fixture
def quiet(monkeypatch):
    """Nothing works on what is taken in, and nothing is fetched."""
    monkeypatch.setattr("summaries.services.jobs.ring_bell", lambda job_id: None)
    monkeypatch.setattr(
        "summaries.services.sources.ledger.ring_bell", lambda fetch_id, after=0: None
    )


@pytest.fixture
def page(desk, quiet, open_page):
    page = open_page()
    sign_in(page, "omar")
    page.goto("/desk/add/")
    return page


def _second(text: str) -> str:
    return text.replace("40", "70")


def test_files_dropped_anywhere_become_articles(page):
    page.get_by_label("Source").select_option(label="Al-Marfa Daily")
    dropped = [["1.txt", TEXT], ["2.txt", _second(TEXT)], ["picture.png", "x"]]
    # Both events are kept from the browser, which would open the file in place of the page.
    assert page.evaluate(DROP, dropped) == [False, False]
    chosen = page.get_by_role("list", name="Chosen files").get_by_role("listitem")
    expect(chosen).to_have_count(3)
    expect(chosen.nth(2)).to_contain_text("Cannot be read")
    page.get_by_role("button", name="Leave out: picture.png").click()
    expect(chosen).to_have_count(2)
    page.evaluate(DROP, [["1.txt", "again"], ["bad.docx", "no zip"]])
    expect(chosen).to_have_count(4)
    page.get_by_role("button", name="Translate and summarise").click()
    expect(page.get_by_role("heading", name="What became of the files")).to_be_visible()
    expect(page.get_by_text("2 new articles are on the desk.")).to_be_visible()
    expect(page.get_by_text("not a readable Word file")).to_be_visible()
    assert Article.objects.count() == 2
    expect(page.get_by_label("Source").locator("option:checked")).to_have_text("Al-Marfa Daily")
    page.get_by_role("link", name="افتتاح جسر جديد").first.click()
    page.wait_for_url("**/desk/briefs/*/")


def test_a_dropped_file_leaves_what_was_typed(page):
    page.get_by_label("Article text").fill(TEXT)
    page.evaluate(DROP, [["1.txt", TEXT]])
    expect(page.get_by_label("Article text")).to_have_value(TEXT)


def test_files_are_left_out_by_key(page):
    files = [{"name": f"{n}.txt", "mimeType": "text/plain", "buffer": b"1"} for n in range(2)]
    field = page.get_by_label("Or files")
    # Chosen in two goes: the second adds to the first.
    field.set_input_files(files[:1])
    field.set_input_files(files[1:])
    buttons = page.get_by_role("button", name="Leave out")
    expect(buttons).to_have_count(2)
    field.focus()
    page.keyboard.press("Tab")
    expect(buttons.first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Leave out: 1.txt")).to_be_focused()
    page.keyboard.press("Enter")
    expect(buttons).to_have_count(0)
    expect(field).to_be_focused()
    assert page.evaluate("document.querySelector('[type=file]').files.length") == 0


def test_one_good_file_goes_straight_to_its_brief(page):
    page.evaluate(DROP, [["1.txt", TEXT]])
    page.get_by_role("button", name="Translate and summarise").click()
    page.wait_for_url("**/desk/briefs/*/")


def test_an_address_that_fails_leads_to_pasting(page):
    page.get_by_label("Address of the original").fill(ADDRESS)
    page.get_by_role("button", name="Translate and summarise").click()
    expect(page.get_by_role("heading", name="Waiting for its turn")).to_be_visible()
    fetches = Fetch.objects.all()
    fetches.update(state=Fetch.State.RUNNING, attempts=1)
    expect(page.get_by_role("heading", name="Fetching the page and reading it")).to_be_visible()
    words = "The server answered 404: there is nothing at this address."
    fetches.update(state=Fetch.State.FAILED, error=words)
    expect(page.get_by_text(words)).to_be_visible()
    expect(page.get_by_label("Address of the original")).to_have_value(ADDRESS)
    page.get_by_label("Article text").fill(TEXT)
    page.get_by_role("button", name="Translate and summarise").click()
    page.wait_for_url("**/desk/briefs/*/")
    assert Article.objects.get().url == ADDRESS


def test_an_address_leads_to_its_brief_by_itself(page):
    page.get_by_label("Address of the original").fill(ADDRESS)
    page.get_by_role("button", name="Translate and summarise").click()
    expect(page.get_by_role("button", name="Cancel")).to_be_visible()
    article = Article.objects.create(channel="address", raw_text=TEXT, content_hash="1")
    brief = Brief.objects.create(article=article)
    Fetch.objects.update(state=Fetch.State.DONE, brief=brief)
    page.wait_for_url(f"**/desk/briefs/{brief.pk}/")


def test_an_address_is_stopped_and_tried_again(page):
    page.get_by_label("Address of the original").fill(ADDRESS)
    page.get_by_role("button", name="Translate and summarise").click()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("Somebody stopped it.")).to_be_visible()
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("heading", name="Waiting for its turn")).to_be_visible()
    assert Fetch.objects.count() == 2


def test_the_bookmark_brings_the_address_along(page):
    bookmark = page.get_by_role("link", name="To the newsdesk")
    bookmark.click()
    expect(page.get_by_text("It works from the bookmarks bar")).to_be_visible()
    # What it would do on a page of the web, on this one.
    code = bookmark.get_attribute("href").removeprefix("javascript:")
    with page.context.expect_page() as opened:
        page.evaluate(code)
    brought = opened.value
    expect(brought.get_by_label("Address of the original")).to_have_value(page.url)
    expect(brought.get_by_text("You come from: Add article")).to_be_visible()
    assert not Fetch.objects.exists()


def test_everything_works_without_script(desk, quiet, open_page):
    page = open_page(java_script_enabled=False)
    sign_in(page, "omar")
    page.goto("/desk/add/")
    page.get_by_label("Or files").set_input_files(
        [
            {"name": "1.txt", "mimeType": "text/plain", "buffer": TEXT.encode()},
            {"name": "2.txt", "mimeType": "text/plain", "buffer": _second(TEXT).encode()},
        ]
    )
    page.get_by_role("button", name="Translate and summarise").click()
    expect(page.get_by_text("2 new articles are on the desk.")).to_be_visible()
    page.get_by_label("Address of the original").fill(ADDRESS)
    page.get_by_role("button", name="Translate and summarise").click()
    expect(page.get_by_role("heading", name="Waiting for its turn")).to_be_visible()
    Fetch.objects.update(state=Fetch.State.FAILED, error="It broke.")
    expect(page.get_by_text("It broke.")).to_be_visible()
