"""How much a source puts on the desk at a time, and when its pages are looked at again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from summaries.models import Article, Brief, Fetch, Item, Job
from summaries.services import jobs
from summaries.services.intake import take_in
from summaries.services.sources import bells, fetching, items, ledger, pace, polling
from summaries.services.sources.pace import LATER, LOOK_AGAIN, MOST_NEW
from summaries.workflow import Role
from tests.factories import make_user
from tests.services.sources.articles import SITE, entry, excerpt, headline, page, text
from tests.services.sources.articles import feed as feed_of
from tests.services.sources.fakes import FEED, make_feed, not_modified, response

State = Item.State
HOUR = timedelta(hours=1)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bell", "rung")]


@pytest.fixture(autouse=True)
def few(monkeypatch):
    """A desk that takes three new articles of a source in an hour."""
    monkeypatch.setattr(pace, "MOST_NEW", 3)


def taken() -> list[str]:
    return list(Article.objects.order_by("pk").values_list("headline", flat=True))


def end_fetches() -> None:
    """Do the fetches that are open: each finds the page of its item."""
    for fetch in Fetch.objects.open().select_related("item"):
        number = int(fetch.url.rsplit("/", 1)[1])
        told = {"content_type": "text/html", "headers": {"content-type": "text/html"}}
        items.take_page(None, fetch.item, response(page(number).encode(), url=fetch.url, **told))
        Fetch.objects.filter(pk=fetch.pk).update(state="done", finished_at=timezone.now())


def test_a_desk_has_room_for_a_busy_outlet():
    assert MOST_NEW == 60


def test_a_flood_comes_bit_by_bit_the_oldest_first_and_none_is_lost(poll, clock):
    flood = [entry(number) for number in range(8, 0, -1)]
    assert poll(*flood).again
    assert taken() == [headline(n) for n in (1, 2, 3)]
    waiting = Item.objects.filter(state=State.WAITING)
    assert set(waiting.values_list("reason", flat=True)) == {LATER}
    clock.shift(HOUR / 2)
    assert poll(*flood).again
    assert (len(taken()), Fetch.objects.count()) == (3, 0), "not within the hour"
    clock.shift(HOUR)
    assert poll(entry(9), *flood).again
    assert taken()[3:] == [headline(n) for n in (4, 5, 6)]
    clock.shift(2 * HOUR)
    assert not poll(entry(9), *flood).again
    assert taken()[6:] == [headline(n) for n in (7, 8, 9)]
    assert set(Item.objects.values_list("state", "reason")) == {(State.TAKEN_IN, "")}


def test_what_the_list_has_no_more_comes_from_its_page(poll, clock):
    poll(*(entry(number) for number in range(5, 0, -1)))
    clock.shift(2 * HOUR)
    poll(entry(6))
    assert taken()[3:] == [headline(6)]
    end_fetches()
    assert sorted(taken()[4:]) == sorted(headline(n) for n in (4, 5))


def test_pages_are_fetched_no_faster(poll, source, clock):
    poll(*(excerpt(number) for number in range(8, 0, -1)))
    assert Fetch.objects.count() == 3
    end_fetches()
    polling.take(None, source, not_modified())
    assert Fetch.objects.count() == 3
    clock.shift(1.5 * HOUR)
    polling.take(None, source, not_modified())
    assert [fetch.url for fetch in Fetch.objects.open().order_by("pk")] == [
        f"{SITE}/news/{number}" for number in (4, 5, 6)
    ]


def test_the_first_fetch_takes_what_is_of_today(poll, source):
    source.last_success_at = None
    assert not poll(*(entry(number) for number in range(8, 0, -1))).again
    assert len(taken()) == 8


def test_changes_and_reprints_are_no_new_articles(poll, clock):
    poll(*(entry(number) for number in (3, 2, 1)))
    poll(*(entry(number, text=text(number, cost="45")) for number in (3, 2, 1)))
    assert Brief.objects.exclude(newer_article=None).count() == 3


def test_one_source_takes_no_room_from_another(poll, source, clock):
    poll(*(entry(number) for number in (3, 2, 1)))
    other = make_feed("Al-Rasif", "https://rasif.example/feed", last_success_at=timezone.now())
    poll(entry(9, url="https://rasif.example/9"), of=other)
    assert len(taken()) == 4


def test_a_list_that_is_owed_something_is_read_again_in_full(source, web, clock, monkeypatch):
    flood = [entry(number) for number in range(5, 0, -1)]
    monkeypatch.setattr(polling, "read_feed", lambda body, **told: feed_of(*flood))
    web.answers[FEED] = response(headers={"etag": '"a"'})
    for taken_by_then in (3, 5):
        fetching.run(ledger.enqueue_poll(source).pk, web)
        assert len(taken()) == taken_by_then
        clock.shift(2 * HOUR)
    source.refresh_from_db()
    assert source.etag, "nothing is owed any more"


def test_what_a_person_asked_for_is_drafted_before_a_flood(poll, source):
    source.last_success_at = None
    poll(*(entry(number) for number in range(8, 0, -1)))
    brief = take_in(make_user(Role.REPORTER), f"{headline(99)}\n{text(99)}", channel="paste")
    bell = Job.objects.order_by("pk").first()
    assert [jobs.answer(bell.pk).job_id for _claim in range(2)] == [brief.jobs.get().pk, bell.pk]


class TestLookingAgain:
    @pytest.fixture(autouse=True)
    def fetched(self, poll):
        """An article that came from its page."""
        poll(excerpt(1))
        end_fetches()
        return Item.objects.get()

    def look(self, source) -> int:
        polling.take(None, source, not_modified())
        asked = Fetch.objects.open().count()
        end_fetches()
        return asked

    def test_a_page_is_looked_at_again_twice(self, source, clock):
        asked = []
        for _hour in range(60):
            asked.append(self.look(source))
            clock.shift(HOUR)
        assert [hour for hour, count in enumerate(asked) if count] == [
            when // HOUR for when in LOOK_AGAIN
        ]
        assert sum(asked) == len(LOOK_AGAIN) == 2
        assert Brief.objects.get().newer_article is None
        assert Article.objects.count() == 1

    def test_a_desk_that_slept_looks_once(self, source, clock):
        clock.shift(30 * HOUR)
        assert [self.look(source) for _poll in range(3)] == [1, 0, 0]

    def test_nobody_looks_at_old_pages(self, source, clock):
        clock.shift(50 * HOUR)
        assert self.look(source) == 0

    def test_a_correction_that_no_list_shows_is_a_version(self, source, clock, fetched):
        clock.shift(3 * HOUR)
        polling.take(None, source, not_modified())
        fetch = Fetch.objects.open().get()
        told = {"content_type": "text/html", "headers": {"content-type": "text/html"}}
        body = page(1, cost="45").encode()
        items.take_page(None, fetch.item, response(body, url=fetch.url, **told))
        assert "45" in Brief.objects.get().newer_article.raw_text

    def test_a_page_that_is_gone_changes_nothing(self, source, clock, fetched):
        clock.shift(3 * HOUR)
        polling.take(None, source, not_modified())
        ledger.fail(ledger.claim(Fetch.objects.open().get().pk), "Gone.", temporary=False)
        fetched.refresh_from_db()
        assert (fetched.state, fetched.reason) == (State.TAKEN_IN, "")

    def test_whole_texts_are_not_asked_for_their_pages(self, poll, source, clock):
        Fetch.objects.all().delete()
        clock.shift(3 * HOUR)
        poll(entry(2))
        clock.shift(3 * HOUR)
        assert self.look(source) == 0

    def test_new_pages_come_first(self, poll, clock, monkeypatch):
        monkeypatch.setattr(polling, "MOST_PAGES", 1)
        clock.shift(3 * HOUR)
        poll(excerpt(2))
        assert Fetch.objects.open().get().url == f"{SITE}/news/2"

    def test_fetches_are_kept_until_nobody_looks_again(self):
        assert bells.KEPT > pace.LOOKED_AT
