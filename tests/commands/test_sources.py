"""`manage.py sources`: what it shows, what it fetches, and its exit codes."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from summaries import wiring
from summaries.models import Fetch, Host, Item, Source
from summaries.net.errors import bad_status
from summaries.services.sources import hosts, items, ledger, polling
from summaries.services.sources.polling import Outcome
from tests.services.sources.fakes import FEED, FakeClient, make_feed, response

PAGE = "https://marfa.example/news/1"

pytestmark = pytest.mark.django_db


def run(*arguments) -> str:
    out = StringIO()
    call_command("sources", *arguments, stdout=out)
    return out.getvalue()


def run_badly(*arguments) -> str:
    out = StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command("sources", *arguments, stdout=out)
    assert stopped.value.code == 1
    return out.getvalue()


def well(source: Source, **facts) -> Source:
    """Have the source as it is after a success."""
    now = timezone.now()
    usual = {"last_success_at": now, "last_item_at": now, "next_fetch_at": now + timedelta(hours=1)}
    Source.objects.filter(pk=source.pk).update(**usual | facts)
    return source


@pytest.fixture
def feed():
    return make_feed()


@pytest.fixture
def web(monkeypatch):
    """The client the command uses; every feed lists one item whose page is to be fetched."""
    client = FakeClient()
    client.answers[FEED] = response()
    monkeypatch.setattr(wiring, "web_client", lambda: client)
    monkeypatch.setattr(hosts, "POLITENESS", timedelta(milliseconds=20))
    monkeypatch.setattr(items, "take_page", lambda *arguments: None)
    monkeypatch.setattr(polling, "take", list_one)
    monkeypatch.setattr(ledger, "ring_bell", lambda fetch_id, after=0: None)
    return client


def list_one(claim, source, answer) -> Outcome:
    item = source.items.create(key="1", url=PAGE, listed_hash="1", state=Item.State.WAITING)
    ledger.enqueue_item(item)
    return Outcome(7, 1)


def test_list_shows_every_source(feed):
    Source.objects.create(name_en="Readers")
    lines = run("list").splitlines()
    assert f"Al-Marfa Daily: feed (RSS, Atom or JSON Feed), New, {FEED}" in lines
    assert "Readers: by hand, By hand" in lines


def test_fetch_polls_and_reads_the_pages_of_what_is_new(feed, web):
    web.answers[PAGE] = response(b"<html/>", url=PAGE)
    assert run("fetch").splitlines() == [
        "Al-Marfa Daily: 7 listed, 1 new",
        f"Al-Marfa Daily: page read: {PAGE}",
    ]
    assert set(Fetch.objects.values_list("state", flat=True)) == {Fetch.State.DONE}


def test_pages_can_be_left_to_the_workers(feed, web):
    assert run("fetch", "al-marfa daily", "--no-pages") == "Al-Marfa Daily: 7 listed, 1 new\n"
    assert Fetch.objects.open().get().kind == Fetch.Kind.ITEM


def test_a_failure_is_said_in_words(feed, web):
    web.answers[FEED] = bad_status(404)
    assert "failed: The server answered 404" in run_badly("fetch")


def test_a_host_that_is_left_alone_is_said_and_not_waited_for(feed, web):
    later = timezone.now() + timedelta(hours=1)
    Host.objects.create(name="marfa.example", closed_until=later)
    said = run("fetch")
    assert "put off until" in said
    assert "is left alone for a while" in said
    assert web.asked == []


def test_only_the_named_sources_are_fetched(feed, web):
    make_feed("Jadwal", "https://jadwal.example/feed")
    run("fetch", "Al-Marfa Daily", "--no-pages")
    assert web.asked == ["https://marfa.example/robots.txt", FEED]


@pytest.mark.parametrize(
    ("name", "facts", "words"),
    [
        ("Nobody", {}, "There is no source “Nobody”"),
        ("Al-Marfa Daily", {"is_active": False}, "nothing to fetch"),
        ("Al-Marfa Daily", {"kind": Source.Kind.MANUAL}, "nothing to fetch"),
    ],
)
def test_what_cannot_be_fetched_is_said(feed, web, name, facts, words):
    Source.objects.update(**facts)
    with pytest.raises(CommandError, match=words):
        run("fetch", name)


def test_a_doctor_who_finds_nothing_says_so(feed):
    well(feed)
    said = run("doctor")
    assert "Al-Marfa Daily: Working | last success 20" in said
    assert "1 sources, 0 of them broken." in said


def test_a_broken_source_is_told_with_its_error_and_what_to_do(feed):
    well(feed, failures=7, failing_since=timezone.now(), last_error="It broke.")
    said = run_badly("doctor")
    assert "Al-Marfa Daily: Failing | " in said
    assert "error: It broke. | 7 fetches in a row failed" in said
    assert "1 sources, 1 of them broken." in said


def test_a_quiet_source_is_not_broken(feed):
    well(feed, last_item_at=timezone.now() - timedelta(days=40))
    said = run("doctor")
    assert "Al-Marfa Daily: Quiet" in said
    assert "nothing new for 40 days" in said


@pytest.mark.parametrize(
    ("state", "forced", "says"),
    [
        ("queued", False, "next run {until}"),
        ("queued", True, "next run waiting for a worker"),
        ("running", False, "next run running now"),
    ],
)
def test_the_next_run_agrees_with_the_state(feed, web, state, forced, says):
    until = timezone.now() + timedelta(hours=3)
    well(feed)
    ledger.enqueue_poll(feed)
    Fetch.objects.update(state=state, forced=forced)
    Host.objects.create(name="marfa.example", failures=1, closed_until=until)
    said = run("doctor")
    assert says.format(until=f"{timezone.localtime(until):%Y-%m-%d %H:%M}") in said
    assert "1 sources, 0 of them broken." in said


def test_the_doctor_sees_that_no_worker_fetches(feed, web):
    well(feed)
    ledger.enqueue_poll(feed)
    Fetch.objects.update(run_after=timezone.now() - timedelta(hours=2))
    assert "Start the fetch worker." in run_badly("doctor")


def test_a_manual_source_has_no_times(feed):
    Source.objects.update(kind=Source.Kind.MANUAL)
    assert "last success" not in run("doctor")
