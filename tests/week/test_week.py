"""Twenty-three feeds through a week: what stands on the desk at the end, and how the sources are.

The servers are real, the week is not: the clock travels. Nothing is fetched but from loopback.
"""

from contextlib import contextmanager
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from summaries.models import Article, Brief, Fetch, Item, Notice, Source
from summaries.net.client import Client, Policy
from summaries.services.sources import alerts, fetching, health, registry, schedule
from summaries.services.sources.facts import Facts
from summaries.workflow import Role
from tests.factories import make_user
from tests.week.outlets import START, outlets
from tests.week.server import serving

pytestmark = pytest.mark.django_db

WEEK = timedelta(days=7)
STEP = timedelta(hours=3)
# Spread by a tenth, so that a healthy source is due at every step.
INTERVAL_MINUTES = 160
# After a poll, the pages of its items wait their turn at the host.
PAUSE = timedelta(seconds=5)
MOST_ROUNDS = 100
# The outlet with rules: what its admin wrote.
RULES = {"skip_patterns": "*/sport/*\nرأي:*"}


class Week:
    """The desk's side of the week: at every step it fetches what is due."""

    def __init__(self, traveller, client: Client) -> None:
        self.traveller = traveller
        self.client = client

    def go_by(self) -> None:
        """Live through the week."""
        for step in range(WEEK // STEP):
            self.traveller.move_to(START + step * STEP, tick=False)
            schedule.schedule_due()
            self._work()
            alerts.check()

    def _work(self) -> None:
        """Fetch what is due by now, the pages that polls ask for included."""
        soon = 6 * PAUSE
        for _round in range(MOST_ROUNDS):
            if not Fetch.objects.open().filter(run_after__lte=timezone.now() + soon).exists():
                return
            for pk in list(Fetch.objects.claimable().values_list("pk", flat=True)):
                fetching.run(pk, self.client)
            self.traveller.shift(PAUSE)
        raise AssertionError("the fetches of a step do not end")


@pytest.fixture(scope="module")
def week(django_db_setup, django_db_blocker):
    """Live through the week once; the tests look at what is left. Yields the outlets' servers."""
    news = outlets()
    with django_db_blocker.unblock(), serving(news) as servers, _rolled_back():
        ports = frozenset(f"127.0.0.1:{server.server_port}" for server in servers.values())
        client = Client(Policy(allowed=ports, deadline=1.0))
        with pytest.MonkeyPatch.context() as patch, time_machine.travel(START) as traveller:
            patch.setattr("django.conf.settings.OUTBOUND_ALLOWED", sorted(ports))
            admin = make_user(Role.ADMIN, "week-admin")
            for outlet in news.values():
                registry.add(admin, _facts(outlet))
            Week(traveller, client).go_by()
            yield servers


@pytest.fixture
def desk(week, client):
    """Somebody's browser at the desk, at the end of the week."""
    client.force_login(make_user(Role.EDITOR))
    return client


@contextmanager
def _rolled_back():
    """Undo in the end whatever was stored."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _facts(outlet) -> Facts:
    is_list = outlet.format == "list"
    path = "/old-feed" if outlet.slug == "intiqal" else "/feed"
    return Facts(
        name_en=outlet.name_en,
        name_ar=outlet.name_ar,
        kind=Source.Kind.PAGE_LIST if is_list else Source.Kind.FEED,
        url=f"{outlet.base}{path}",
        link_pattern="*/news/*" if is_list else "",
        interval_minutes=INTERVAL_MINUTES,
        **(RULES if outlet.slug == "qawaid" else {}),
    )


def state_of(name: str) -> str:
    """Return how a source stands at the end of the week."""
    return health.of(Source.objects.get(name_en=name)).state


def items_of(name: str, state: str = "") -> list[str]:
    """Return the titles of what a source listed, of one state if given."""
    items = Item.objects.filter(source__name_en=name).order_by("published_at")
    return list((items.filter(state=state) if state else items).values_list("title", flat=True))


def expected() -> dict[str, list[str]]:
    """Return the titles that each outlet published in the week and that are meant for the desk."""
    unwanted = {("qawaid", "sport"), ("qawaid", "private"), ("qawaid", "opinion")}
    found = {}
    for outlet in outlets().values():
        pieces = sorted((p for p in outlet.pieces if p.at >= START), key=lambda p: p.at)
        wanted = [p.title for p in pieces if (outlet.slug, p.section) not in unwanted]
        if outlet.slug == "lughat":
            wanted = [title for title in wanted if _is_arabic(title)]
        found[outlet.name_en] = wanted
    return found


def _is_arabic(title: str) -> bool:
    """Tell by letters that other languages have and Arabic does not."""
    return title[0] > "z" and not set("پچژگکیٹڈےں") & set(title)


@pytest.mark.parametrize("name", expected())
def test_what_an_outlet_published_is_on_the_desk_once(week, name):
    arrived = Item.State.TAKEN_IN, Item.State.REPRINT
    items = Item.objects.filter(source__name_en=name, state__in=arrived)
    assert list(items.order_by("published_at").values_list("title", flat=True)) == expected()[name]
    assert items.values("article").distinct().count() == len(expected()[name])


def test_every_text_has_one_brief(week):
    firsts = Article.objects.filter(reprint_of=None, version_of=None)
    assert Brief.objects.count() == firsts.count()
    assert Brief.objects.values("article__content_hash").distinct().count() == firsts.count()


def test_reprints_are_attached_to_the_article_that_came_first(week):
    reprints = Article.objects.exclude(reprint_of=None).select_related(
        "source", "reprint_of__source"
    )
    attached = {(a.source.name_en, a.reprint_of.source.name_en, a.headline) for a in reprints}
    agency = {p.slug: p.title for p in outlets()["wikala"].pieces}
    assert attached == {
        ("Naql Press", "Al-Ufuq News Agency", agency[slug]) for slug in ("e1", "e3")
    }


@pytest.mark.parametrize(
    ("event", "tellers"),
    [
        ("e1", {"Al-Ufuq News Agency", "Sada al-Madina", "Al-Riwaya"}),
        ("e2", {"Al-Ufuq News Agency", "Sada al-Madina", "Al-Riwaya"}),
        ("e4", {"Al-Ufuq News Agency", "Al-Riwaya"}),
        ("e5", {"Al-Ufuq News Agency", "Sada al-Madina"}),
    ],
)
def test_an_event_is_one_story_whoever_tells_it(week, event, tellers):
    told = next(p for p in outlets()["wikala"].pieces if p.slug == event)
    story = Brief.objects.get(article__headline=told.title).story
    assert story is not None
    assert {brief.article.source.name_en for brief in story.briefs.all()} == tellers


def test_no_other_article_is_in_a_story(week):
    in_stories = Brief.objects.exclude(story=None).values_list("article__headline", flat=True)
    of_events = {p.title for o in outlets().values() for p in o.pieces if p.slug[1:].isdigit()}
    assert set(in_stories) <= of_events


def test_the_queue_shows_one_row_a_story(desk):
    page = desk.get(reverse("desk:queue"), {"show": "all"})
    stories = [brief.story_id for brief in page.context["page"].briefs if brief.story_id]
    assert len(stories) == len(set(stories))


def test_a_corrected_article_is_marked_and_a_cosmetic_change_is_not(week):
    changed = Brief.objects.exclude(newer_article=None)
    assert [brief.article.source.name_en for brief in changed] == ["Al-Muraja'a"]
    assert "164" in changed[0].newer_article.raw_text
    assert "146" in changed[0].article.raw_text


def test_old_items_are_archived_and_not_queued(week):
    archived = items_of("Al-Arshif", Item.State.ARCHIVED)
    assert archived
    assert not Article.objects.filter(headline__in=archived).exists()
    assert Item.objects.filter(source__name_en="Al-Arshif").count() < 300


def test_what_the_rules_leave_out_says_why(week):
    source = Source.objects.get(name_en="Al-Mizan")
    reasons = source.items.filter(state=Item.State.SKIPPED).values_list("reason", flat=True)
    assert sorted(reasons) == [
        "It was left out by the pattern “*/sport/*”.",
        "It was left out by the pattern “رأي:*”.",
    ]


def test_what_robots_forbid_is_never_asked_for(week):
    assert not [path for path in week["qawaid"].asked if path.startswith("/private/")]


def test_other_languages_are_set_aside_with_the_reason(week):
    aside = Item.objects.filter(source__name_en="Polyglot", state=Item.State.SET_ASIDE)
    assert set(aside.values_list("reason", flat=True)) == {
        "It is in English, not in Arabic.",
        "It is in Persian, not in Arabic.",
        "It is in Urdu, not in Arabic.",
    }


def test_an_outlet_that_renumbers_its_articles_makes_no_second_ones(week):
    assert len(items_of("Al-Fihris")) == len(outlets()["tarqim"].pieces)


def test_a_feed_that_moved_is_followed(week):
    assert Source.objects.get(name_en="Al-Rihla").url.endswith("/feed")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Al-Amwaj", "The server answered 404"),
        ("Al-Qafila", "was too slow"),
        ("Al-Fanar", "answers with a web page, not a feed"),
    ],
)
def test_a_broken_feed_fails_in_words_and_the_admins_are_told_once(week, name, words):
    source = Source.objects.get(name_en=name)
    assert state_of(name) == "failing"
    assert words in source.last_error
    assert list(source.notices.values_list("kind", flat=True)) == [Notice.Kind.FAILING]


def test_a_feed_that_fell_silent_is_quiet_and_not_broken(week):
    source = Source.objects.get(name_en="Al-Hudu")
    assert state_of("Al-Hudu") == "quiet"
    assert list(source.notices.values_list("kind", flat=True)) == [Notice.Kind.SILENT]


@pytest.mark.parametrize("name", ["Al-Wasit", "Al-Fakhkh", "Al-Hamil", "Al-Zahma"])
def test_a_feed_that_recovered_works_and_nobody_was_alarmed(week, name):
    source = Source.objects.get(name_en=name)
    assert state_of(name) == "working"
    assert source.fetches.filter(kind=Fetch.Kind.POLL, state=Fetch.State.FAILED).exists()
    assert not source.notices.exists()


def test_the_sources_page_tells_it_all(desk):
    page = desk.get(reverse("desk:sources")).content.decode()
    for outlet in outlets().values():
        assert outlet.name_en.replace("'", "&#x27;") in page
    assert "answers with a web page, not a feed" in page
