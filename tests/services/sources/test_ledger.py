import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from kombu.exceptions import OperationalError

from summaries.engine.errors import Stopped
from summaries.models import Fetch, Host, Item
from summaries.services.errors import Invalid
from summaries.services.jobs import LOST_WORKER
from summaries.services.sources import bells, hosts, ledger
from tests.services.sources.fakes import make_feed, response


@pytest.fixture
def poll(feed):
    return ledger.enqueue_poll(feed)


@pytest.fixture
def item(feed):
    return Item.objects.create(
        source=feed,
        key="1",
        url="https://marfa.example/news/1",
        listed_hash="1",
        state=Item.State.WAITING,
    )


def expire_lease() -> None:
    Fetch.objects.update(lease_until=timezone.now() - timedelta(seconds=1))


def make_due() -> None:
    Fetch.objects.update(run_after=timezone.now() - timedelta(seconds=1))


def close(host: str) -> None:
    later = timezone.now() + timedelta(minutes=15)
    Host.objects.update_or_create(name=host, defaults={"closed_until": later})


def test_a_fetch_rings_after_commit(feed, rung, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        fetch = ledger.enqueue_poll(feed)
        assert rung == []
    assert rung == [fetch.pk]
    assert (fetch.host, fetch.state) == ("marfa.example", Fetch.State.QUEUED)


def test_a_source_has_one_open_poll(feed, poll):
    assert ledger.enqueue_poll(feed) is None
    ledger.claim(poll.pk)
    assert ledger.enqueue_poll(feed) is None
    assert Fetch.objects.count() == 1


def test_a_person_brings_a_waiting_poll_forward(feed, poll, editor):
    Fetch.objects.update(run_after=timezone.now() + timedelta(hours=6))
    assert ledger.enqueue_poll(feed, actor=editor) == poll
    poll.refresh_from_db()
    assert poll.run_after <= timezone.now()
    assert poll.asked_by == editor


def test_an_item_has_one_open_fetch(item):
    first = ledger.enqueue_item(item)
    assert ledger.enqueue_item(item) == first
    assert first.source == item.source


@pytest.mark.parametrize(
    "url",
    ["ftp://marfa.example/", "http://127.1/", "http://[::ffff:7f00:1]/", "https://u:p@a.example/"],
)
def test_an_address_that_is_never_fetched_is_refused_in_words(editor, url):
    with pytest.raises(Invalid, match=r"\.$"):
        ledger.enqueue_address(editor, url)
    assert not Fetch.objects.exists()


def test_an_address_is_stored_in_its_normal_form(editor, rung):
    fetch = ledger.enqueue_address(editor, " HTTPS://Marfa.Example/news 1 ")
    assert (fetch.url, fetch.host) == ("https://marfa.example/news%201", "marfa.example")
    assert fetch.asked_by == editor


def test_an_address_has_one_open_fetch(editor, rung):
    url = "https://marfa.example/" + "news/" * 190
    first = ledger.enqueue_address(editor, url)
    assert ledger.enqueue_address(editor, url) == first
    twin = {name: getattr(first, name) for name in ("kind", "url", "host")}
    with pytest.raises(IntegrityError), transaction.atomic():
        Fetch.objects.create(**twin)
    ledger.claim(first.pk).drop()
    assert ledger.enqueue_address(editor, url) != first


def _tables_read_by(act) -> list[str]:
    """Return the tables that an act reads in its transaction, in order."""
    with CaptureQueriesContext(connection) as asked:
        act()
    queries = [query["sql"] for query in asked]
    begin = next(place for place, sql in enumerate(queries) if sql.startswith("SAVEPOINT"))
    found = (re.search(r' FROM "summaries_(\w+)"', sql) for sql in queries[begin:])
    return [match[1] for match in found if match]


@pytest.mark.parametrize("end", ["finish", "fail", "sweep"])
def test_the_source_of_a_poll_is_locked_before_the_poll(poll, end):
    """As by an admin who pauses it: two that lock in different order wait for each other."""
    Fetch.objects.update(attempts=settings.JOB_MAX_ATTEMPTS - 1)
    claim = ledger.claim(poll.pk)
    if end == "sweep":
        expire_lease()
    ends = {
        "finish": claim.finish,
        "fail": lambda: ledger.fail(claim, "It broke.", temporary=True),
        "sweep": bells.sweep,
    }
    assert _tables_read_by(ends[end])[:2] == ["source", "fetch"]
    poll.refresh_from_db()
    assert not poll.is_open


def test_a_fetch_is_claimed_once(poll):
    assert ledger.claim(poll.pk)
    assert ledger.claim(poll.pk) is None
    assert bells.answer() is None


def test_finish_records_what_came_of_it(feed, poll):
    claim = ledger.claim(poll.pk).answered(response(b"12345"))
    claim.finish(seen=12, fresh=3)
    poll.refresh_from_db()
    assert (poll.state, poll.status, poll.size) == (Fetch.State.DONE, 200, 5)
    assert (poll.seen, poll.fresh, poll.claim_token) == (12, 3, None)


@pytest.mark.parametrize("lose", [expire_lease, lambda: Fetch.objects.update(state="cancelled")])
def test_a_lost_claim_cannot_finish_or_fail(poll, lose):
    lost = ledger.claim(poll.pk)
    lose()
    other = ledger.claim(poll.pk)
    with pytest.raises(Stopped):
        lost.finish(seen=1)
    ledger.fail(lost, "Too late.", temporary=False)
    lost.release()
    assert not lost.renew()
    poll.refresh_from_db()
    assert poll.state == (Fetch.State.RUNNING if other else Fetch.State.CANCELLED)
    assert poll.error == ""


def test_an_abandoned_fetch_is_rung_for_and_taken_again(poll, rung):
    ledger.claim(poll.pk)
    expire_lease()
    Fetch.objects.update(rung_at=timezone.now() - timedelta(hours=1))
    assert bells.sweep() == 1
    assert rung == [poll.pk]
    assert ledger.claim(poll.pk)


def test_a_worker_that_dies_on_every_attempt_ends_in_words(feed, poll):
    for _ in range(settings.JOB_MAX_ATTEMPTS):
        assert ledger.claim(poll.pk)
        expire_lease()
    bells.sweep()
    poll.refresh_from_db()
    feed.refresh_from_db()
    assert (poll.state, poll.error) == (Fetch.State.FAILED, LOST_WORKER)
    assert (feed.failures, feed.last_error) == (1, LOST_WORKER)
    assert ledger.claim(poll.pk) is None


def test_a_failed_poll_is_not_repeated_but_left_to_the_schedule(feed, poll):
    ledger.fail(ledger.claim(poll.pk), "It broke.", "timeout", temporary=True)
    poll.refresh_from_db()
    feed.refresh_from_db()
    assert (poll.state, poll.error, poll.error_kind) == (Fetch.State.FAILED, "It broke.", "timeout")
    assert (feed.failures, feed.last_error) == (1, "It broke.")
    assert feed.next_fetch_at > timezone.now() + timedelta(minutes=50)


def test_a_page_is_asked_for_three_times_with_longer_and_longer_pauses(item):
    fetch = ledger.enqueue_item(item)
    pauses = []
    for _ in range(settings.JOB_MAX_ATTEMPTS):
        make_due()
        ledger.fail(ledger.claim(fetch.pk), "It broke.", temporary=True)
        fetch.refresh_from_db()
        pauses.append(fetch.run_after - timezone.now())
    assert timedelta(seconds=50) < pauses[0] < pauses[1] / 3
    assert fetch.state == Fetch.State.FAILED
    item.refresh_from_db()
    assert (item.state, item.reason) == (Item.State.FAILED, "It broke.")


def test_a_page_waits_as_long_as_its_host_asks(item):
    fetch = ledger.enqueue_item(item)
    pause = timedelta(hours=1)
    ledger.fail(ledger.claim(fetch.pk), "It broke.", temporary=True, pause=pause)
    fetch.refresh_from_db()
    assert fetch.run_after > timezone.now() + timedelta(minutes=59)


def test_a_page_that_is_gone_is_asked_for_once(item):
    fetch = ledger.enqueue_item(item)
    ledger.fail(ledger.claim(fetch.pk), "It is gone.", temporary=False, status=410)
    fetch.refresh_from_db()
    item.refresh_from_db()
    assert (fetch.state, fetch.status) == (Fetch.State.FAILED, 410)
    assert item.state == Item.State.FAILED


def test_an_item_that_is_on_the_desk_stays_there_when_its_page_fails(item):
    Item.objects.update(state=Item.State.TAKEN_IN)
    fetch = ledger.enqueue_item(item)
    ledger.fail(ledger.claim(fetch.pk), "It is gone.", temporary=False)
    item.refresh_from_db()
    assert item.state == Item.State.TAKEN_IN


def test_what_is_given_back_does_not_count(poll):
    ledger.claim(poll.pk).release()
    poll.refresh_from_db()
    assert (poll.state, poll.attempts) == (Fetch.State.QUEUED, 0)
    later = timezone.now() + timedelta(seconds=2)
    ledger.claim(poll.pk).postpone(later)
    poll.refresh_from_db()
    assert (poll.run_after, poll.attempts) == (later, 0)
    assert ledger.claim(poll.pk) is None


def test_a_bell_is_answered_with_the_most_urgent_fetch(item, poll, editor, rung):
    page = ledger.enqueue_item(item)
    address = ledger.enqueue_address(editor, "https://marfa.example/news/2")
    order = [bells.answer().fetch_id for _ in range(3)]
    assert order == [address.pk, poll.pk, page.pk]


def test_one_source_keeps_some_workers_busy_and_never_all(feed, rung):
    pages = []
    for number in range(5):
        url = f"https://slow{number}.example/news"
        facts = {"key": str(number), "url": url, "listed_hash": "1", "state": Item.State.WAITING}
        pages.append(ledger.enqueue_item(Item.objects.create(source=feed, **facts)))
    claims = [bells.answer() for _ in pages]
    assert [claim is None for claim in claims] == [False] * 3 + [True] * 2
    # Its next poll, and what others have, goes on.
    poll = ledger.enqueue_poll(feed)
    assert bells.answer().fetch_id == poll.pk
    claims[0].drop()
    assert bells.answer().fetch_id in {page.pk for page in pages[3:]}
    expire_lease()
    assert bells.answer()


def test_one_person_keeps_some_workers_busy_and_never_all(editor, reporter, poll):
    for number in range(5):
        ledger.enqueue_address(editor, f"https://slow{number}.example/news")
    taken = [bells.answer().fetch_id for _ in range(4)]
    assert taken[-1] == poll.pk
    assert bells.answer() is None
    other = ledger.enqueue_address(reporter, "https://slow9.example/news")
    assert bells.answer().fetch_id == other.pk


def test_a_bell_passes_by_a_busy_host(poll):
    other = ledger.enqueue_poll(make_feed("Jadwal", "https://jadwal.example/feed"))
    turn = hosts.take_turn("marfa.example", timedelta(minutes=1))
    assert bells.answer().fetch_id == other.pk
    assert bells.answer() is None
    turn.end(timedelta())
    assert bells.answer().fetch_id == poll.pk


def test_a_closed_host_is_only_tried_for_who_asks(feed, poll, editor):
    close("marfa.example")
    assert bells.answer() is None
    assert bells.sweep() == 0
    ledger.enqueue_poll(feed, actor=editor)
    assert bells.answer().fetch_id == poll.pk


def test_the_sweeper_rings_once_a_host(item, poll, rung):
    ledger.enqueue_item(item)
    other = ledger.enqueue_poll(make_feed("Jadwal", "https://jadwal.example/feed"))
    Fetch.objects.update(rung_at=timezone.now() - timedelta(hours=1))
    assert bells.sweep() == 2
    assert set(rung) == {poll.pk, other.pk}


def test_the_sweeper_leaves_alone_what_was_rung_for_lately(poll):
    assert bells.sweep() == 0


def test_a_broker_that_is_away_loses_nothing_and_is_asked_once(poll):
    tries = []

    def broken(fetch_id):
        tries.append(fetch_id)
        raise OperationalError("refused")

    ledger.enqueue_poll(make_feed("Jadwal", "https://jadwal.example/feed"))
    Fetch.objects.update(rung_at=timezone.now() - timedelta(hours=1))
    assert bells.sweep(broken) == 0
    assert len(tries) == 1
    assert bells.sweep(lambda fetch_id: None) == 2


def test_the_next_of_a_host_is_rung_for_when_the_host_is_free(poll, item, monkeypatch):
    heard = []
    monkeypatch.setattr(ledger, "ring_bell", lambda pk, after=0: heard.append((pk, after)))
    page = ledger.enqueue_item(item)
    ledger.claim(poll.pk)
    hosts.take_turn("marfa.example", timedelta(minutes=1)).end(timedelta(seconds=2))
    bells.ring_for_next("marfa.example")
    ((fetch_id, after),) = heard
    assert fetch_id == page.pk
    assert 1.9 < after < 2.2


def test_nobody_keeps_a_bell_for_a_host_that_is_left_alone(poll, rung):
    close("marfa.example")
    bells.ring_for_next("marfa.example")
    assert rung == []


def test_what_a_stopped_worker_left_is_taken_up_at_once(poll, rung):
    ledger.claim(poll.pk)
    hosts.take_turn("marfa.example", timedelta(minutes=1))
    bells.take_up()
    assert rung == [poll.pk]
    assert bells.answer().fetch_id == poll.pk


def test_fetches_of_a_paused_source_are_cancelled(feed, poll, item):
    ledger.enqueue_item(item)
    claim = ledger.claim(poll.pk)
    assert ledger.cancel_open(feed.fetches) == 2
    assert not claim.renew()
    assert not Fetch.objects.open().exists()


def test_a_claim_with_another_token_is_nobodys(poll):
    ledger.claim(poll.pk)
    assert not ledger.Claim(poll.pk, uuid4()).renew()


def test_what_ended_long_ago_is_forgotten(feed, poll, item):
    page = ledger.enqueue_item(item)
    ledger.claim(poll.pk).finish()
    Fetch.objects.filter(pk=poll.pk).update(finished_at=timezone.now() - timedelta(days=29))
    assert bells.forget_old() == 0
    Fetch.objects.filter(pk=poll.pk).update(finished_at=timezone.now() - timedelta(days=31))
    assert bells.forget_old() == 1
    assert Fetch.objects.get() == page
