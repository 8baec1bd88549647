"""What a source lists of other outlets: it speaks for nobody but itself."""

from datetime import timedelta

import pytest
from django.utils import timezone

from summaries.models import Article, Brief, Fetch, Item, Source
from summaries.services import source_changes
from summaries.services.articles import Facts
from summaries.services.intake import receive
from summaries.services.sources import addresses, items, sites
from summaries.workflow import Role, Status
from tests.factories import make_user
from tests.services.sources.articles import NOW, SITE, entry, excerpt, headline, page, text
from tests.services.sources.fakes import make_feed, response

State = Item.State
OTHER = "https://rasif.example"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bell", "rung", "clock")]


@pytest.fixture
def other() -> Source:
    """Another outlet, whose licence allows everything, fetched before."""
    return make_feed(
        "Al-Rasif", f"{OTHER}/feed", licence="full", last_success_at=NOW - timedelta(minutes=30)
    )


def fetched(item: Item, markup: str, url: str = "") -> None:
    """Take the page of an item."""
    url = url or item.url
    told = {"content_type": "text/html", "headers": {"content-type": "text/html"}}
    items.take_page(None, item, response(markup.encode(), url=url, **told))
    item.refresh_from_db()


def item_of(source: Source, guid: str = "") -> Item:
    rows = Item.objects.filter(source=source).select_related("article__source")
    return rows.get(key=items.listing.key_of(guid)) if guid else rows.get()


def test_a_text_under_an_address_of_another_site_is_not_believed(poll, other):
    poll(entry(1, url=f"{SITE}/squatted"), of=other)
    assert item_of(other).state == State.WAITING
    assert [fetch.url for fetch in Fetch.objects.all()] == [f"{SITE}/squatted"]
    assert not Article.objects.exists()


def test_what_stands_on_the_site_of_another_source_is_its_article(poll, source, other):
    poll(excerpt(1), of=other)
    fetched(item_of(other), page(1))
    article = item_of(other).article
    assert (article.source, article.url) == (source, f"{SITE}/news/1")
    assert not sites.may_show_whole(article)
    # And nothing is in the way of the outlet's own.
    poll(entry(1))
    assert (item_of(source).state, item_of(source).article) == (State.TAKEN_IN, article)
    poll(entry(1, text=text(1, cost="45")))
    assert Brief.objects.get().newer_article.source == source


def test_what_stands_on_a_site_that_several_sources_have_is_of_none_of_them(poll, source, other):
    make_feed("Al-Marfa Sport", f"{SITE}/sport/feed")
    make_feed("Al-Marfa Culture", f"{SITE}/culture/feed")
    Source.objects.filter(pk=source.pk).update(url=f"{SITE}/home/feed")
    poll(excerpt(1), of=other)
    fetched(item_of(other), page(1))
    assert item_of(other).article.source is None


def test_what_stands_on_the_site_of_no_source_is_of_who_listed_it_but_not_under_its_licence(
    poll, other
):
    Source.objects.exclude(pk=other.pk).delete()
    poll(excerpt(1), of=other)
    fetched(item_of(other), page(1))
    article = item_of(other).article
    assert (article.source, article.url) == (other, f"{SITE}/news/1")
    assert not sites.may_show_whole(article)
    poll(entry(2, url=f"{OTHER}/2"), of=other)
    assert sites.may_show_whole(Article.objects.get(url=f"{OTHER}/2"))


def test_a_page_does_not_say_that_its_address_is_on_another_site(poll, other):
    poll(excerpt(1, url=f"{OTHER}/1"), of=other)
    fetched(item_of(other), page(1, head=f'<link rel="canonical" href="{SITE}/news/1">'))
    assert item_of(other).article.url == f"{OTHER}/1"
    assert addresses.brief_at(f"{SITE}/news/1") is None


def test_who_is_redirected_to_another_site_finds_its_article(poll, source, other):
    poll(excerpt(1, url=f"{OTHER}/go/1"), of=other)
    fetched(item_of(other), page(1), url=f"{SITE}/news/1")
    article = item_of(other).article
    assert (article.source, article.url) == (source, f"{SITE}/news/1")


def test_no_outlet_changes_the_article_of_another_under_its_address(poll, source, other):
    poll(entry(1))
    poll(excerpt(1), of=other)
    fetched(item_of(other), page(1))
    assert item_of(other).article == item_of(source).article
    Item.objects.filter(source=other).update(state=State.WAITING)
    for cost in ("777", "888"):
        fetched(item_of(other), page(1, cost=cost))
    assert Brief.objects.get().newer_article is None
    assert Article.objects.count() == 1


def test_no_outlet_changes_the_article_of_another_by_a_second_entry(poll, source, other):
    poll(entry(1))
    listed = [entry(1, guid=name, url=f"{OTHER}/{name}") for name in ("a", "b")]
    poll(listed[0], of=other)
    poll(*listed, of=other)
    own = item_of(other, "a").article
    assert (own.source, own.reprint_of) == (other, item_of(source).article)
    assert item_of(other, "b").article == own
    changed = text(1, cost="777")
    poll(listed[0], entry(1, guid="b", url=f"{OTHER}/b", text=changed), of=other)
    brief = Brief.objects.get()
    assert (brief.newer_article, brief.article.source) == (None, source)


def test_the_text_of_a_version_is_a_reprint_in_another_outlet(poll, source, other):
    poll(entry(1))
    poll(entry(1, text=text(1, cost="45")))
    poll(entry(1, guid="a", url=f"{OTHER}/a", text=text(1, cost="45")), of=other)
    assert item_of(other).state == State.REPRINT
    assert item_of(other).article.reprint_of == item_of(source).article
    poll(entry(1, guid="a", url=f"{OTHER}/a", text=text(1, cost="999")), of=other)
    assert Brief.objects.get().newer_article.source == source


@pytest.mark.parametrize(("site", "is_marked"), [(SITE, True), (OTHER, False)])
def test_who_changes_what_somebody_pasted_from_an_address(poll, other, site, is_marked):
    """Only the outlet on whose site the address is."""
    facts = Facts("paste", None, f"{site}/news/1")
    brief = receive(f"{headline(1)}\n\n{text(1)}", facts).brief
    poll(entry(1))
    poll(entry(1, text=text(1, cost="45")))
    brief.refresh_from_db()
    assert (brief.newer_article is not None) is is_marked
    if is_marked:
        assert brief.newer_article.source is None


def test_a_changed_text_that_is_taken_over_stays_under_the_licence_of_its_outlet(poll, source):
    poll(entry(1))
    poll(entry(1, text=text(1, cost="45")))
    brief = Brief.objects.get()
    brief.jobs.update(state="done", finished_at=timezone.now())
    Brief.objects.update(status=Status.DRAFT)
    brief = source_changes.adopt(make_user(Role.EDITOR), Brief.objects.get())
    assert "45" in brief.article.raw_text
    assert brief.article.source == source
