"""The page of an item, and what is in it."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from summaries.models import Article, Brief, Item
from summaries.services.articles import Facts
from summaries.services.intake import receive
from summaries.services.sources import items
from tests.factories import make_source
from tests.services.sources.articles import NOW, SITE, headline, page, text
from tests.services.sources.fakes import make_feed, response

State = Item.State
PAGE = f"{SITE}/news/1"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bell", "rung")]


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def source():
    """A feed that lists articles since long ago."""
    source = make_feed(last_success_at=NOW)
    seen = {"listed_hash": "0", "state": State.ARCHIVED, "first_seen_at": NOW - timedelta(days=90)}
    Item.objects.create(source=source, key="0", **seen)
    return source


@pytest.fixture
def item(source):
    """An item that waits for its page."""
    return Item.objects.create(
        source=source, key="1", url=PAGE, title=headline(1), listed_hash="1", state=State.WAITING
    )


@pytest.fixture
def fetched(item):
    """Take the item's page, which holds this."""

    def take(markup: str | bytes, **facts) -> Brief | None:
        body = markup if isinstance(markup, bytes) else markup.encode()
        usual = {"url": PAGE, "content_type": "text/html", "headers": {"content-type": "text/html"}}
        answer = response(body, **usual | facts)
        brief = items.take_page(None, Item.objects.get(pk=item.pk), answer)
        item.refresh_from_db()
        return brief

    return take


def test_a_page_becomes_an_article_with_its_facts(fetched, item):
    address = f"{SITE}/1-port"
    brief = fetched(page(1, head=f'<link rel="canonical" href="{address}">'))
    article = brief.article
    assert (article.headline, article.segments.count()) == (headline(1), 5)
    assert (article.source, article.channel, article.url) == (item.source, "source", address)
    assert article.byline == "سلمى الحداد"
    assert article.published_at == datetime(2026, 3, 12, 8, 0, tzinfo=UTC)
    assert (item.state, item.article, item.reason) == (State.TAKEN_IN, article, "")
    assert brief.owner is None


@pytest.mark.parametrize(("kind", "title"), [("page_list", headline(1)), ("feed", "اقرأ المزيد")])
def test_an_item_of_a_list_of_links_is_called_what_its_page_is(fetched, item, kind, title):
    Item.objects.update(title="اقرأ المزيد")
    type(item.source).objects.update(kind=kind)
    fetched(page(1))
    assert item.title == title


def test_the_page_of_a_known_text_leads_to_its_brief(fetched, item):
    known = receive(f"{headline(1)}\n{text(1)}", Facts("paste", item.source)).brief
    assert fetched(page(1)) == known
    assert (item.state, item.article) == (State.TAKEN_IN, known.article)
    assert Article.objects.count() == 1


def test_the_page_of_another_outlets_text_is_a_reprint(fetched, item):
    known = receive(f"{headline(1)}\n{text(1)}", Facts("paste", make_source("Al-Rasif"))).brief
    assert fetched(page(1)) == known
    assert (item.state, item.article.reprint_of) == (State.REPRINT, known.article)


@pytest.mark.parametrize(
    "markup", [b"", b"<html><body><nav>x</nav></body></html>", b"\x89PNG\r\n\x1a\n"]
)
def test_a_page_without_an_article_is_set_aside(fetched, item, markup):
    assert fetched(markup) is None
    assert item.state == State.SET_ASIDE
    assert item.reason.endswith(".")


def test_a_page_in_another_language_is_set_aside(fetched, item):
    lines = "<p>The port opened to ships on Monday, the ministry of transport said.</p>" * 6
    assert (
        fetched(f"<html><body><article><h1>Port opens</h1>{lines}</article></body></html>") is None
    )
    assert item.state == State.SET_ASIDE
    assert "not in Arabic" in item.reason


def test_a_page_that_changed_is_a_version(fetched, item):
    brief = fetched(page(1))
    Item.objects.update(state=State.WAITING)
    assert fetched(page(1, cost="45")) == brief
    brief.refresh_from_db()
    assert brief.newer_article.version_of == brief.article
    assert (item.state, item.article) == (State.TAKEN_IN, brief.article)


@pytest.mark.parametrize(
    "markup",
    ["", "<html><body><article><h1>الصفحة غير موجودة</h1><p>عذرا، لم نعثر على ما تبحث عنه في هذا "
     "الموقع. تستطيع البحث عن خبر آخر من الصفحة الرئيسية.</p></article></body></html>"],
    ids=["empty", "not found"],
)  # fmt: skip
def test_an_article_stays_when_its_page_goes(fetched, item, markup):
    brief = fetched(page(1))
    Item.objects.update(state=State.WAITING)
    fetched(markup)
    brief.refresh_from_db()
    assert (item.state, item.article, brief.newer_article) == (State.TAKEN_IN, brief.article, None)
    assert item.reason


@pytest.mark.parametrize(
    ("date", "seen", "asked", "state"),
    [
        ("2026-03-06", NOW, False, State.TAKEN_IN),
        ("2026-03-01", NOW, False, State.ARCHIVED),
        ("2026-03-01", NOW, True, State.TAKEN_IN),
        ("2025-12-11", NOW - timedelta(days=90), False, State.ARCHIVED),
        ("2025-12-12", NOW - timedelta(days=90), False, State.TAKEN_IN),
    ],
    ids=["late", "too late", "asked for", "first fetch", "news at first"],
)
def test_a_list_shows_no_dates_but_pages_do(fetched, item, date, seen, asked, state):
    mine = Item.objects.filter(pk=item.pk)
    mine.update(first_seen_at=seen, changed_at=NOW if asked else None)
    fetched(page(1, date=f"{date}T08:00:00Z"))
    assert item.state == state
    assert Brief.objects.count() == (state == State.TAKEN_IN)


@pytest.mark.parametrize("state", [State.TAKEN_IN, State.WAITING])
def test_the_same_page_twice_is_one_article(fetched, state):
    brief = fetched(page(1))
    Item.objects.update(state=state)
    assert fetched(page(1)) == brief
    assert Article.objects.count() == 1


def test_an_item_that_is_gone_by_now_stores_nothing(item):
    answer = response(page(1).encode(), url=PAGE, content_type="text/html")
    gone = Item.objects.get(pk=item.pk)
    Item.objects.all().delete()
    assert items.take_page(None, gone, answer) is None
    assert not Article.objects.exists()


def test_plain_text_is_an_article_too(fetched):
    words = f"{headline(1)}\n\n{text(1)}".encode()
    assert fetched(words, content_type="text/plain").article.headline == headline(1)
