"""What admins do with sources: what is refused, what is told, and what the fetcher is asked."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from summaries.models import Fetch, Item, Source
from summaries.services import site
from summaries.services.errors import Invalid, NotAllowed, Stale, WrongState
from summaries.services.sources import history, items, registry
from summaries.services.sources.facts import Facts, InvalidFact, countries
from summaries.workflow import Role
from tests.factories import make_topic, make_user

pytestmark = pytest.mark.django_db
Kind = Source.Kind
FEED = Facts("Al-Marfa Daily", "المرفأ اليومي", Kind.FEED, "https://marfa.example/rss")
LIST = replace(FEED, kind=Kind.PAGE_LIST, link_pattern="*/news/*")


@pytest.fixture
def admin():
    return make_user(Role.ADMIN, "amal")


@pytest.fixture(autouse=True)
def bells(rung):
    """Ring no broker."""
    return rung


@pytest.fixture
def source(admin):
    return registry.add(admin, FEED)


def make_item(source, state=Item.State.ARCHIVED, url="https://marfa.example/news/1"):
    facts = {"title": "الميناء", "listed_hash": "1", "reason": "It is old."}
    facts["published_at"] = timezone.now() - timedelta(days=99)
    return Item.objects.create(source=source, key="1", url=url, state=state, **facts)


def test_a_new_source_is_stored_told_and_fetched(admin, bells, django_capture_on_commit_callbacks):
    facts = replace(FEED, country="LB", topic=make_topic(), url=" HTTPS://Marfa.example:443/rss ")
    with django_capture_on_commit_callbacks(execute=True):
        source = registry.add(admin, facts, reason="Asked for by the desk")
    assert source.url == "https://marfa.example/rss"
    event = source.events.get()
    assert (event.verb, event.actor, event.reason) == ("added", admin, "Asked for by the desk")
    assert [fetch.pk for fetch in source.fetches.all()] == bells


def test_a_name_that_changed_is_new_to_readers_at_once(admin, source):
    before = site.version()
    registry.change(admin, source, FEED)
    assert site.version() == before, "nothing changed"
    registry.change(admin, source, replace(FEED, name_en="The Marfa Daily"))
    assert site.version() != before


@pytest.mark.parametrize("kind", [Kind.MANUAL, "paused"])
def test_nothing_is_fetched_for_one_by_hand_or_paused(admin, kind):
    change = {"is_active": False} if kind == "paused" else {"kind": kind}
    source = registry.add(admin, replace(FEED, **change))
    assert not Fetch.objects.exists()
    assert source.next_fetch_at is None


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("name_en", "  ", "a name"),
        ("name_en", "x" * 201, "more than 200"),
        ("name_ar", "x" * 201, "more than 200"),
        ("url", "", "Give the address"),
        ("url", "marfa.example/rss", "http://"),
        ("url", "ftp://marfa.example/rss", "Only http"),
        ("url", "https://me:secret@marfa.example/", "password"),
        ("url", "https://127.1/rss", "public internet"),
        ("url", "https://marfa.example:8080/", "port 8080"),
        ("url", f"https://marfa.example/{'x' * 1000}", "more than 1000"),
        ("homepage", "javascript:alert(1)", "no web address"),
        ("homepage", f"https://marfa.example/{'x' * 200}", "no web address"),
        ("country", "XX", "no country"),
        ("country", "Lebanon", "no country"),
        ("interval_minutes", 4, "5 minutes"),
        ("interval_minutes", 10081, "7 days"),
        ("interval_minutes", 10**18, "7 days"),
        ("kind", "rumour", "Choose one"),
        ("licence", "all", "Choose one"),
        ("skip_patterns", "\n".join(["x"] * 101), "At most 100"),
        ("keep_patterns", "x" * 301, "At most 100"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(admin, field, value, says):
    with pytest.raises(InvalidFact, match=says) as refused:
        registry.add(admin, replace(FEED, **{field: value}))
    assert refused.value.field == field
    assert not Source.objects.exists()


def test_a_page_list_needs_to_know_its_links(admin):
    with pytest.raises(InvalidFact) as refused:
        registry.add(admin, replace(LIST, link_pattern=" \n "))
    assert refused.value.field == "link_pattern"
    assert registry.add(admin, LIST).kind == Kind.PAGE_LIST


@pytest.mark.parametrize(
    ("field", "other"),
    [
        ("url", {"name_en": "Another"}),
        ("url", {"name_en": "Another", "url": "http://marfa.example/rss"}),
        ("name_en", {"name_en": "al-marfa daily", "url": "https://other.example/rss"}),
    ],
)
def test_one_source_an_address_and_a_name(admin, source, field, other):
    with pytest.raises(InvalidFact) as refused:
        registry.add(admin, replace(FEED, **other))
    assert refused.value.field == field


def test_several_sources_may_come_by_hand(admin):
    for name in ("One", "Two"):
        registry.add(admin, Facts(name))
    assert Source.objects.filter(url="").count() == 2


@pytest.mark.parametrize("role", [Role.REPORTER, Role.EDITOR, Role.PUBLISHER])
@pytest.mark.parametrize(
    "act",
    [
        lambda who, source: registry.add(who, replace(FEED, name_en="New")),
        lambda who, source: registry.change(who, source, FEED),
        lambda who, source: registry.pause(who, source, "Why not"),
        lambda who, source: registry.resume(who, source),
        lambda who, source: registry.fetch_now(who, source),
        lambda who, source: registry.take_in_item(who, make_item(source)),
    ],
)
def test_only_admins_change_sources(source, role, act):
    before = source.events.count()
    with pytest.raises(NotAllowed):
        act(make_user(role), source)
    assert source.events.count() == before


def test_a_change_says_what_it_was_before(admin, source):
    registry.change(admin, source, replace(FEED, licence="full", is_active=False), reason="Agreed")
    source.refresh_from_db()
    event = source.events.first()
    assert event.data == {"before": {"licence": "excerpt"}, "after": {"licence": "full"}}
    assert (event.verb, event.reason) == ("changed", "Agreed")
    assert source.is_active, "pausing has its own button, and its reason"


def test_a_change_of_nothing_is_none(admin, source):
    registry.change(admin, source, FEED)
    assert source.events.count() == 1


def test_two_admins_do_not_overwrite_each_other(admin, source):
    seen = history.last_change(source)
    registry.change(admin, source, replace(FEED, country="LB"), seen=seen)
    with pytest.raises(Stale):
        registry.change(admin, source, replace(FEED, country="EG"), seen=seen)
    history.record(source, "recovered")
    seen = source.events.filter(verb="changed").get().pk
    registry.change(admin, source, replace(FEED, country="JO"), seen=seen)
    source.refresh_from_db()
    assert source.country == "JO"


def test_another_address_starts_anew(admin, source):
    told = timezone.now()
    Source.objects.update(
        failures=7, last_error="Gone.", etag="x", last_success_at=told, told_failing_at=told
    )
    old = source.fetches.get()
    registry.change(admin, source, replace(FEED, url="https://marfa.example/new"))
    source.refresh_from_db()
    old.refresh_from_db()
    assert (source.failures, source.last_error, source.etag) == (0, "", "")
    assert (source.last_success_at, source.told_failing_at) == (None, None)
    assert old.state == Fetch.State.CANCELLED
    assert source.fetches.open().get().url == "https://marfa.example/new"


def test_another_interval_keeps_what_is_known(admin, source):
    Source.objects.update(etag="x")
    registry.change(admin, source, replace(FEED, interval_minutes=60))
    source.refresh_from_db()
    assert source.etag == "x"
    assert source.next_fetch_at <= timezone.now()


def test_pausing_needs_a_reason_and_stops_what_is_open(admin, source):
    with pytest.raises(Invalid, match="Say why"):
        registry.pause(admin, source, " ")
    registry.pause(admin, source, "They rebuild their site.")
    source.refresh_from_db()
    assert (source.is_active, source.fetches.open().count()) == (False, 0)
    assert source.events.first().reason == "They rebuild their site."
    with pytest.raises(WrongState):
        registry.pause(admin, source, "Again")


def test_resuming_fetches_at_once_and_leaves_what_was_told(admin, source):
    registry.pause(admin, source, "Holidays")
    registry.resume(admin, source)
    source.refresh_from_db()
    assert source.is_active
    assert source.fetches.open().count() == 1
    assert source.told_silent_at is None
    with pytest.raises(WrongState):
        registry.resume(admin, source)


def test_fetching_now_brings_an_open_fetch_forward(admin, source):
    later = timezone.now() + timedelta(hours=1)
    source.fetches.update(run_after=later)
    fetch = registry.fetch_now(admin, source)
    assert fetch.run_after < later
    assert (source.fetches.count(), fetch.asked_by) == (1, admin)


@pytest.mark.parametrize("why", ["by hand", "paused"])
def test_fetching_now_needs_something_to_fetch(admin, source, why):
    if why == "paused":
        registry.pause(admin, source, "Holidays")
    else:
        source = registry.add(admin, Facts("By hand"))
    with pytest.raises(WrongState):
        registry.fetch_now(admin, source)


@pytest.mark.parametrize("state", registry.TAKEABLE)
def test_an_item_that_was_left_out_is_taken_in_by_hand(admin, source, state):
    item = make_item(source, state)
    fetch = registry.take_in_item(admin, item)
    item.refresh_from_db()
    assert (fetch.item, fetch.kind, fetch.asked_by) == (item, Fetch.Kind.ITEM, admin)
    assert (item.state, item.reason) == (Item.State.WAITING, "")
    assert not items.is_old(item), "a person wants it, however old it is"
    assert source.events.first().data["item"] == item.pk


@pytest.mark.parametrize(
    ("state", "url"),
    [
        (Item.State.TAKEN_IN, "https://marfa.example/1"),
        (Item.State.REPRINT, "https://marfa.example/1"),
        (Item.State.WAITING, "https://marfa.example/1"),
        (Item.State.ARCHIVED, ""),
    ],
)
def test_an_item_on_the_desk_or_without_a_page_is_not(admin, source, state, url):
    item = make_item(source, state, url)
    with pytest.raises(WrongState):
        registry.take_in_item(admin, item)
    assert not Fetch.objects.filter(kind=Fetch.Kind.ITEM).exists()


def test_countries_have_names_in_both_languages():
    assert countries("en")["LB"] == "Lebanon"
    assert countries("ar")["LB"] == "لبنان"
    assert countries("en").keys() == countries("ar").keys()
    assert "EU" not in countries("en")
    assert len(countries("en")) > 240
