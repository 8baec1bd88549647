"""What is opened inside our network serves the source that lives there, and nobody else."""

import pytest
from django.contrib.auth import get_user_model

from summaries.models import Fetch, Item, Source
from summaries.services.errors import Invalid
from summaries.services.sources import addresses, fetching, ledger
from summaries.services.sources.inner import opened_for
from summaries.workflow import Role
from tests.factories import make_brief, make_user
from tests.services.sources.fakes import FEED, FakeClient, make_feed, response

INNER, OTHER = "intern.example:8080", "other.example:8080"
PAGE = f"http://{INNER}/news/1"
OPENED = frozenset({INNER, OTHER, "10.0.0.7:80"})


@pytest.fixture(autouse=True)
def opened(settings):
    settings.OUTBOUND_ALLOWED = list(OPENED)


@pytest.fixture
def admin(db):
    return make_user(Role.ADMIN, "ada")


@pytest.fixture
def web():
    client = FakeClient(allowed=OPENED)
    client.answers[PAGE] = response(b"<html/>", url=PAGE)
    return client


@pytest.mark.parametrize(
    ("facts", "pairs"),
    [
        ({"url": f"http://{INNER}/feed"}, {INNER}),
        ({"url": "http://10.0.0.7/feed"}, {"10.0.0.7:80"}),
        ({"url": FEED}, set()),
        # A feed's home page is what a list of feeds says: only where people bring the articles.
        ({"url": FEED, "homepage": f"http://{INNER}/"}, set()),
        ({"homepage": f"http://{INNER}/"}, {INNER}),
        ({"url": "http://intern.example:9090/"}, set()),
        ({"url": "http://intern.example/"}, set()),
        ({"url": "nonsense"}, set()),
        ({}, set()),
    ],
)
def test_a_source_may_use_what_it_lives_on(facts, pairs):
    assert opened_for(Source(**facts), OPENED) == pairs


def test_nobody_may_use_anything():
    assert opened_for(None, OPENED) == frozenset()


def _run(fetch: Fetch, web) -> Fetch:
    fetching.run(fetch.pk, web)
    fetch.refresh_from_db()
    return fetch


def _item(source: Source) -> Fetch:
    item = Item.objects.create(
        source=source, key="1", url=PAGE, listed_hash="1", state=Item.State.WAITING
    )
    return ledger.enqueue_item(item)


@pytest.mark.parametrize("own", [FEED, f"http://{OTHER}/feed", "http://intern.example/feed"])
def test_an_item_of_another_source_does_not_lead_inside(db, rung, web, own):
    fetch = _run(_item(make_feed(url=own)), web)
    assert (fetch.state, fetch.error_kind) == (Fetch.State.FAILED, "port")
    assert web.asked == []


def test_an_item_of_the_source_that_lives_there_is_fetched(db, rung, web, monkeypatch):
    monkeypatch.setattr("summaries.services.sources.items.take_page", lambda *facts: None)
    fetch = _run(_item(make_feed(url=f"http://{INNER}/feed")), web)
    assert (fetch.state, web.asked[-1]) == (Fetch.State.DONE, PAGE)


def test_a_poll_of_a_source_inside_is_fetched(db, rung, web):
    source = make_feed(url=f"http://{INNER}/feed")
    _run(ledger.enqueue_poll(source), web)
    assert web.asked[-1] == source.url


def test_an_address_inside_is_refused(admin, rung, web):
    for source in (None, make_feed(url=FEED), make_feed("Other", f"http://{OTHER}/feed")):
        with pytest.raises(Invalid, match=r"intern\.example:8080 is open to the source"):
            ledger.enqueue_address(admin, PAGE, source)
    assert not Fetch.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        lambda: Source.objects.update(url=FEED),
        lambda: get_user_model().objects.get(username="ada").groups.clear(),
        lambda: Fetch.objects.update(asked_by=None),
    ],
    ids=["the source moved away", "who asked is no admin any more", "who asked has left"],
)
def test_an_address_inside_is_checked_again_when_it_is_fetched(admin, rung, web, change):
    source = make_feed(url=f"http://{INNER}/feed")
    fetch = ledger.enqueue_address(admin, PAGE, source)
    change()
    assert _run(fetch, web).state == Fetch.State.FAILED
    assert web.asked == []


def test_only_an_admin_may_have_any_address_of_an_inner_server_fetched(
    admin, reporter, rung, web, monkeypatch
):
    brief = make_brief()
    monkeypatch.setattr(addresses, "take", lambda claim, *_: claim.finish(brief=brief))
    source = make_feed(url=f"http://{INNER}/feed")
    # Found by the address, as on the desk.
    with pytest.raises(Invalid, match=r"intern\.example:8080 is open to the source"):
        addresses.ask(reporter, PAGE)
    fetch = addresses.ask(admin, PAGE)
    assert fetch.source == source
    assert _run(fetch, web).state == Fetch.State.DONE
