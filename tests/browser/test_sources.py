"""The sources in a real browser: alive without losing one's place, and tested before stored."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import expect

from summaries import wiring
from summaries.models import Item, Source
from summaries.net.client import Policy, Response
from summaries.services import preferences
from summaries.services.sources import history, registry
from summaries.services.sources.facts import Facts
from summaries.workflow import Role
from tests.browser.conftest import sign_in
from tests.browser.test_accessibility import AXE, SIGHTS, _problems
from tests.factories import make_user

ADDRESS = "https://marfa.example/rss"
TITLE = "ميناء الرملة يستأنف رحلات العبّارات بعد العاصفة"
TEXT = "أعلنت إدارة ميناء الرملة، صباح الأحد، استئناف رحلات العبّارات إلى الجزر بعد توقف. " * 6


class Web:
    """A client for which every feed and every page is the same."""

    policy = Policy()

    def __init__(self, deadline: float) -> None:
        self.deadline = deadline

    def within(self, pairs) -> "Web":
        return self

    def get(self, url: str, onward=None, **conditions) -> Response:
        feed = (
            f"<rss version='2.0'><channel><title>المرفأ</title><item><title>{TITLE}</title>"
            f"<link>https://marfa.example/1</link><description>{TEXT[:90]}</description></item>"
            "</channel></rss>"
        )
        page = f"<html lang=ar><body><article><h1>{TITLE}</h1><p>{TEXT}</p></article></body></html>"
        body, kind = (feed, "application/rss+xml") if url == ADDRESS else (page, "text/html")
        facts = {"content_type": kind, "permanent_url": ""}
        headers = {"content-type": f"{kind}; charset=utf-8"}
        return Response(url, 200, headers, body.encode(), not_modified=False, **facts)


@pytest.fixture
def admin(desk, monkeypatch):
    """Somebody who looks after the desk, on a machine without a broker or a network."""
    cache.clear()
    monkeypatch.setattr("summaries.services.sources.ledger.ring_bell", lambda *a, **k: None)
    monkeypatch.setattr(wiring, "web_client", Web)
    return make_user(Role.ADMIN, "amal")


@pytest.fixture
def source(admin):
    made = registry.add(admin, Facts("Sawt al-Madina", "صوت المدينة", "feed", ADDRESS))
    now = timezone.now()
    for n, state in enumerate(("taken_in", "archived", "skipped", "set_aside", "failed")):
        facts = {"title": TITLE, "url": f"https://marfa.example/{n}", "listed_hash": "1"}
        seen = now - timedelta(days=n)
        Item.objects.create(source=made, key=str(n), state=state, first_seen_at=seen, **facts)
    made.fetches.update(state="failed", error="It was slow.")
    return made


def _fail(source: Source) -> None:
    now = timezone.now()
    facts = {"failures": 6, "failing_since": now, "last_error": "It was slow."}
    Source.objects.filter(pk=source.pk).update(**facts, next_fetch_at=now + timedelta(hours=1))


def test_the_list_stays_alive_and_one_keeps_one_s_place(source, open_page):
    page = open_page()
    page.clock.install()
    sign_in(page, "omar")
    page.goto("/desk/sources/")
    name = page.get_by_role("link", name="Sawt al-Madina")
    name.focus()
    _fail(source)
    page.clock.fast_forward(31_000)
    expect(page.locator(".sources .chip").first).to_have_text("Failing")
    expect(page.get_by_role("link", name="1 Failing")).to_be_visible()
    expect(name).to_be_focused()


def test_an_open_table_of_numbers_is_not_closed(source, open_page):
    page = open_page()
    page.clock.install()
    sign_in(page, "omar")
    page.goto("/desk/sources/")
    page.locator(".numbers summary").first.click()
    expect(page.get_by_role("columnheader", name="Items")).to_be_visible()
    with page.expect_response("**/desk/sources/?state="):
        page.clock.fast_forward(31_000)
    expect(page.get_by_role("columnheader", name="Items")).to_be_visible()


def test_a_source_is_tested_where_one_types(admin, open_page):
    page = open_page()
    sign_in(page, "amal")
    page.goto("/desk/sources/add/")
    page.get_by_label("Name in English").fill("Sawt al-Madina")
    page.get_by_label("Address of the feed or page").fill(ADDRESS)
    page.get_by_role("button", name="Test this source").click()
    trial = page.locator("#trial")
    expect(trial.get_by_text(TITLE).first).to_be_visible()
    expect(trial.get_by_text("its page would be fetched")).to_be_visible()
    trial.get_by_text("The first page as it would be read").click()
    expect(trial.get_by_text("أعلنت إدارة ميناء").last).to_be_visible()
    expect(page.get_by_label("Name in English")).to_have_value("Sawt al-Madina")
    assert not Source.objects.filter(url=ADDRESS).exists()
    page.evaluate(AXE)
    for sight in SIGHTS:
        assert _problems(page, *sight) == []
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("heading", name="Sawt al-Madina")).to_be_visible()


def test_a_source_is_tested_without_script(admin, open_page):
    page = open_page(java_script_enabled=False)
    sign_in(page, "amal")
    page.goto("/desk/sources/add/")
    page.get_by_label("Name in English").fill("Sawt al-Madina")
    page.get_by_label("Address of the feed or page").fill(ADDRESS)
    page.get_by_role("button", name="Test this source").click()
    expect(page.locator("#trial").get_by_text(TITLE).first).to_be_visible()
    expect(page.get_by_label("Name in English")).to_have_value("Sawt al-Madina")


def test_an_item_is_taken_in_by_hand_and_the_source_paused(source, open_page):
    page = open_page()
    sign_in(page, "amal")
    page.goto(f"/desk/sources/{source.pk}/")
    page.get_by_role("button", name="Take in anyway").first.click()
    expect(page.get_by_role("status").first).to_contain_text("Its page is fetched")
    page.get_by_text("Pause…").click()
    page.get_by_label("Reason").fill("They rebuild their site.")
    page.get_by_role("button", name="Pause this source").click()
    expect(page.get_by_text("paused it").first).to_be_visible()
    expect(page.get_by_role("button", name="Resume")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("name", ["list", "source", "add", "edit", "import"])
def test_the_pages_are_accessible(source, admin, open_page, language, name):
    _fail(source)
    history.record(source, "changed", actor=admin, before={"url": "x" * 200}, after={"url": "y"})
    preferences.save(admin, language=language, single_keys=True, email_notices=True)
    places = {"list": "", "source": f"{source.pk}/", "edit": f"{source.pk}/edit/"}
    page = open_page()
    sign_in(page, "amal")
    page.goto(f"/desk/sources/{places.get(name, f'{name}/')}")
    page.evaluate(AXE)
    found = {sight: _problems(page, *sight) for sight in SIGHTS}
    assert {sight: problems for sight, problems in found.items() if problems} == {}
