from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from summaries.engine.errors import TextRejected
from summaries.models import Fetch, Host, Item, Source
from summaries.net.errors import Kind, bad_status
from summaries.services.errors import Invalid
from summaries.services.jobs import UNEXPECTED
from summaries.services.sources import addresses, fetching, hosts, items, ledger, polling
from summaries.services.sources.polling import Outcome
from tests.factories import make_brief
from tests.services.sources.fakes import FEED, ROBOTS, not_modified, response, unreachable

PAGE = "https://marfa.example/news/1"


@pytest.fixture
def taken(monkeypatch):
    """What was handed over to be read and stored, instead of reading and storing it."""
    calls = []

    def take(claim, subject, answer):
        calls.append((subject, answer))
        return Outcome(12, 3)

    monkeypatch.setattr(polling, "take", take)
    return calls


@pytest.fixture
def poll(feed, web):
    """Poll the feed now and return the fetch as it ended."""
    web.answers[FEED] = response()

    def run() -> Fetch:
        Host.objects.update(next_request_at=timezone.now())
        fetch = ledger.enqueue_poll(feed)
        fetching.run(fetch.pk, web)
        fetch.refresh_from_db()
        feed.refresh_from_db()
        return fetch

    return run


@pytest.fixture
def item(feed):
    return Item.objects.create(
        source=feed, key="1", url=PAGE, listed_hash="1", state=Item.State.WAITING
    )


def test_a_poll_is_handed_over_and_done(feed, poll, taken):
    fetch = poll()
    assert [(subject, answer.body) for subject, answer in taken] == [(feed, b"<rss/>")]
    assert (fetch.state, fetch.status, fetch.size) == (Fetch.State.DONE, 200, 6)
    assert (fetch.seen, fetch.fresh) == (12, 3)
    assert feed.last_success_at is not None


def test_robots_txt_comes_first_and_the_host_has_its_peace_afterwards(poll, web, taken):
    poll()
    assert web.asked == [ROBOTS, FEED]
    assert Host.objects.get().next_request_at > timezone.now() + timedelta(seconds=1)


def test_the_second_poll_asks_whether_something_changed(poll, web, taken):
    web.answers[FEED] = response(headers={"etag": '"1"', "last-modified": "yesterday"})
    poll()
    web.answers[FEED] = not_modified()
    fetch = poll()
    assert web.conditions[-1] == {"etag": '"1"', "last_modified": "yesterday"}
    assert (fetch.state, fetch.status) == (Fetch.State.DONE, 304)
    assert taken[-1][1].not_modified


def test_the_same_bytes_again_count_as_unchanged(feed, poll, taken):
    poll()
    fetch = poll()
    assert (fetch.state, fetch.status, fetch.size) == (Fetch.State.DONE, 200, 6)
    assert [answer.not_modified for _source, answer in taken] == [False, True]


def test_an_address_that_robots_txt_forbids_is_not_asked_for(feed, poll, web, taken):
    web.answers[ROBOTS] = response(b"User-agent: Newsdesk\nDisallow: /feed", url=ROBOTS)
    fetch = poll()
    assert (fetch.state, fetch.error_kind) == (Fetch.State.FAILED, Kind.ROBOTS)
    assert feed.last_error.startswith("The robots.txt of marfa.example asks")
    assert web.asked == [ROBOTS]
    assert taken == []


@pytest.mark.parametrize("error", [bad_status(410), bad_status(500), unreachable()])
def test_what_fails_stands_on_the_source_in_words(feed, poll, web, taken, error):
    web.answers[FEED] = error
    fetch = poll()
    assert (fetch.state, fetch.error) == (Fetch.State.FAILED, str(error))
    assert (fetch.status, fetch.error_kind) == (error.status, error.kind)
    assert (feed.failures, feed.last_error, feed.is_active) == (1, str(error), True)
    assert taken == []


def test_a_source_waits_as_long_as_its_server_asks(feed, poll, web):
    web.answers[FEED] = bad_status(429, timedelta(hours=5))
    poll()
    assert feed.next_fetch_at > timezone.now() + timedelta(hours=4)
    assert hosts.is_closed("marfa.example")


@pytest.mark.parametrize(
    ("raised", "words"),
    [
        (TextRejected("This is no feed."), "This is no feed."),
        (Invalid("This is not possible."), "This is not possible."),
        (RuntimeError("inner details"), UNEXPECTED),
    ],
)
def test_what_cannot_be_read_fails_in_words_and_harms_no_worker(
    feed, poll, monkeypatch, raised, words
):
    def take(claim, source, answer):
        raise raised

    monkeypatch.setattr(polling, "take", take)
    fetch = poll()
    assert (fetch.state, fetch.error) == (Fetch.State.FAILED, words)
    assert (feed.last_error, feed.body_hash) == (words, "")
    # The host itself is well.
    assert Host.objects.get().failures == 0


def test_a_client_that_breaks_gives_the_turn_back(feed, poll, web):
    web.answers[FEED] = lambda: 1 / 0
    fetch = poll()
    assert fetch.error == UNEXPECTED
    assert Host.objects.get().next_request_at < timezone.now() + timedelta(seconds=3)


@pytest.mark.parametrize("url", ["ftp://marfa.example/", "http://127.0.0.1/", "http://[::1]/"])
def test_an_address_that_is_never_fetched_fails_before_any_request(feed, poll, web, url):
    Source.objects.update(url=url)
    feed.refresh_from_db()
    fetch = poll()
    assert fetch.state == Fetch.State.FAILED
    assert feed.last_error
    assert web.asked == []
    assert not Host.objects.exists()


def test_a_busy_host_sends_the_fetch_back_uncounted(feed, web):
    hosts.take_turn("marfa.example", timedelta(minutes=1))
    fetch = ledger.enqueue_poll(feed)
    fetching.run(fetch.pk, web)
    fetch.refresh_from_db()
    assert (fetch.state, fetch.attempts, fetch.error) == (Fetch.State.QUEUED, 0, "")
    assert timedelta(0) < fetch.run_after - timezone.now() <= timedelta(seconds=2)
    assert web.asked == []


def test_a_host_that_is_left_alone_sends_the_poll_back_with_the_reason(feed, web):
    closed_until = timezone.now() + timedelta(hours=1)
    Host.objects.create(name="marfa.example", closed_until=closed_until)
    fetch = ledger.enqueue_poll(feed)
    fetching.run(fetch.pk, web)
    fetch.refresh_from_db()
    feed.refresh_from_db()
    assert (fetch.state, fetch.error) == (Fetch.State.QUEUED, fetching.HOST_CLOSED)
    assert fetch.run_after == feed.next_fetch_at == closed_until


def test_who_asks_waits_for_a_host_that_is_busy_and_left_alone_only_while_it_is_busy(
    feed, web, editor
):
    closed_until = timezone.now() + timedelta(hours=6)
    Host.objects.create(name="marfa.example", closed_until=closed_until)
    hosts.take_turn("marfa.example", timedelta(minutes=1), forced=True)
    fetch = ledger.enqueue_poll(feed, actor=editor)
    fetching.run(fetch.pk, web)
    fetch.refresh_from_db()
    assert (fetch.state, fetch.error) == (Fetch.State.QUEUED, "")
    assert fetch.run_after - timezone.now() <= timedelta(seconds=2)


ELSEWHERE = "https://rasif.example"


@pytest.mark.parametrize(("path", "state"), [("/feed", "done"), ("/private/feed", "failed")])
def test_the_robots_txt_of_where_a_redirect_leads_holds_as_well(
    feed, poll, web, taken, path, state
):
    rules = response(b"User-agent: *\nDisallow: /private", url=f"{ELSEWHERE}/robots.txt")
    web.answers[f"{ELSEWHERE}/robots.txt"] = rules
    web.answers[FEED] = response(url=f"{ELSEWHERE}{path}")
    assert poll().state == state
    assert web.asked == [ROBOTS, FEED, f"{ELSEWHERE}/robots.txt"]
    if state == "failed":
        assert feed.last_error.startswith("The robots.txt of rasif.example asks")
        assert taken == []


def test_a_fetch_whose_source_is_removed_meanwhile_is_nobodys(feed, web):
    claim = ledger.claim(ledger.enqueue_poll(feed).pk)
    feed.delete()
    fetching.work(claim, web)
    assert web.asked == []


def test_five_failures_in_a_row_close_the_host_and_a_person_opens_it(
    feed, poll, web, taken, editor
):
    web.answers[FEED] = unreachable()
    for _ in range(5):
        poll()
    assert hosts.is_closed("marfa.example")
    assert poll().state == Fetch.State.QUEUED
    web.answers[FEED] = response()
    fetch = ledger.enqueue_poll(feed, actor=editor)
    fetching.run(fetch.pk, web)
    assert not hosts.is_closed("marfa.example")
    feed.refresh_from_db()
    assert feed.failures == 0


def test_a_poll_of_a_source_that_was_paused_meanwhile_is_dropped(feed, poll, web):
    Source.objects.update(is_active=False)
    assert poll().state == Fetch.State.CANCELLED
    assert web.asked == []


def test_a_poll_of_an_address_that_was_changed_meanwhile_is_dropped_and_due_anew(feed, web):
    fetch = ledger.enqueue_poll(feed)
    Source.objects.update(url="https://marfa.example/other")
    fetching.run(fetch.pk, web)
    fetch.refresh_from_db()
    feed.refresh_from_db()
    assert fetch.state == Fetch.State.CANCELLED
    assert feed.next_fetch_at <= timezone.now()


def test_the_page_of_an_item_is_handed_over(feed, web, item, monkeypatch):
    web.answers[PAGE] = response(b"<html/>", url=PAGE)
    brief = make_brief()
    monkeypatch.setattr(items, "take_page", lambda claim, subject, answer: brief)
    fetch = ledger.enqueue_item(item)
    fetching.run(fetch.pk, web)
    fetch.refresh_from_db()
    assert (fetch.state, fetch.brief) == (Fetch.State.DONE, brief)
    assert "etag" not in web.conditions[-1]
    feed.refresh_from_db()
    assert feed.last_fetch_at is None


def test_an_address_is_handed_over_even_without_a_source(web, editor, rung, monkeypatch):
    web.answers[PAGE] = response(b"<html/>", url=PAGE)
    brief = make_brief()
    monkeypatch.setattr(addresses, "take", lambda claim, *_: claim.finish(brief=brief))
    fetch = ledger.enqueue_address(editor, PAGE)
    fetching.run(fetch.pk, web)
    fetch.refresh_from_db()
    assert (fetch.state, fetch.brief) == (Fetch.State.DONE, brief)


def test_a_claim_that_is_lost_while_the_host_answers_has_no_effect(feed, poll, web, taken):
    def cancelled_meanwhile():
        Fetch.objects.update(state=Fetch.State.CANCELLED, claim_token=None)
        return response()

    web.answers[FEED] = cancelled_meanwhile
    assert poll().state == Fetch.State.CANCELLED
    assert taken == []
    assert (feed.failures, feed.last_success_at) == (0, None)


def test_a_worker_that_died_midway_is_followed_by_another(feed, web, poll, taken):
    fetch = ledger.enqueue_poll(feed)
    dead = ledger.claim(fetch.pk)
    hosts.take_turn("marfa.example", timedelta(minutes=1))
    past = timezone.now() - timedelta(seconds=1)
    Fetch.objects.update(lease_until=past)
    Host.objects.update(next_request_at=past)
    fetching.run(fetch.pk, web)
    fetch.refresh_from_db()
    assert (fetch.state, fetch.attempts) == (Fetch.State.DONE, 2)
    assert len(taken) == 1
    assert not dead.renew()


def test_the_end_of_a_turn_rings_for_the_next_fetch_of_the_host(feed, poll, item, rung, taken):
    page = ledger.enqueue_item(item)
    poll()
    assert rung == [page.pk]


@pytest.mark.django_db(transaction=True)
def test_neither_the_network_nor_reading_holds_a_transaction(feed, poll, web, monkeypatch):
    inside = []

    def watched(*_arguments):
        inside.append(connection.in_atomic_block)
        return Outcome()

    web.answers[FEED] = lambda: (watched(), response())[1]
    monkeypatch.setattr(polling, "take", watched)
    poll()
    assert inside == [False, False]
