"""Every entry of a source becomes an item in a state, once."""

import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from summaries.models import Article, Brief, Fetch, Item, Source
from summaries.readers.errors import NotAFeed
from summaries.readers.types import Entry
from summaries.services.engine_words import SENTENCES
from summaries.services.intake import Facts, receive
from summaries.services.sources import changes, entries, ledger, listing, pace, patterns, polling
from summaries.services.sources.polling import MOST_PAGES, Outcome
from tests.factories import make_source
from tests.services.sources.articles import NOW, SITE, entry, excerpt, feed, headline, rss, text
from tests.services.sources.fakes import make_feed, not_modified, response

State = Item.State
DEMAND = (
    "وطالب أهالي الحي المجاور بتوسيع الطريق المؤدي إليه وتوفير حافلات كافية، بحسب لجنة محلية "
    "تشكلت هذا الأسبوع."
)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bell", "rung")]


def states() -> dict[str, str]:
    return dict(Item.objects.values_list("title", "state"))


def test_whole_texts_go_to_the_desk(poll, source):
    assert poll(entry(2), entry(1)) == Outcome(seen=2, fresh=2)
    first, second = Article.objects.order_by("pk")
    assert (first.headline, second.headline) == (headline(1), headline(2))
    assert (first.source, first.url, first.channel) == (source, f"{SITE}/news/1", "source")
    assert (first.byline, first.published_at) == ("سلمى الحداد", NOW - timedelta(hours=1))
    assert first.brief.owner is None
    assert {item.article.headline for item in Item.objects.all()} == {headline(1), headline(2)}
    assert set(states().values()) == {State.TAKEN_IN}
    assert not Fetch.objects.exists()


def test_excerpts_wait_for_their_pages(poll):
    assert poll(excerpt(2), excerpt(1)) == Outcome(2, 2)
    assert set(states().values()) == {State.WAITING}
    assert [fetch.url for fetch in Fetch.objects.order_by("pk")] == [
        f"{SITE}/news/1",
        f"{SITE}/news/2",
    ]
    assert not Article.objects.exists()


def test_the_same_list_again_is_nothing_new(poll, django_assert_max_num_queries):
    poll(entry(1), excerpt(2))
    before = list(Item.objects.values())
    with django_assert_max_num_queries(20):
        assert poll(entry(1), excerpt(2)) == Outcome(2, 0)
    assert list(Item.objects.values()) == before
    assert (Article.objects.count(), Fetch.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    "again",
    [
        {"text": text(1).replace(" ", "  ")},
        {"text": text(1).replace("كلفة", "كُلفة")},
        {"text": text(1).replace("40", "٤٠")},
        {"text": text(1) + "\nآخر تحديث: 12 مارس 2026"},
        {"updated_at": NOW},
    ],
    ids=["spaces", "vowels", "digits", "updated line", "time of change"],
)
def test_what_looks_other_and_says_the_same_is_no_version(poll, again):
    poll(entry(1))
    poll(entry(1, **again))
    assert Article.objects.count() == 1
    assert Brief.objects.get().newer_article is None


def test_a_changed_text_is_a_version_at_once(poll, clock):
    poll(entry(1))
    clock.shift(3600)
    assert poll(entry(1, text=text(1, cost="45"))) == Outcome(1, 0)
    brief = Brief.objects.get()
    assert brief.newer_article.raw_text.count("45") == 1
    item = Item.objects.get()
    assert (item.state, item.article, item.changed_at) == (
        State.TAKEN_IN,
        brief.article,
        NOW + timedelta(hours=1),
    )


def test_an_excerpt_that_changed_has_its_page_fetched_again(poll, clock):
    poll(excerpt(1))
    item = Item.objects.get()
    item.article = receive(text(1), Facts("source", item.source)).article
    item.state = State.TAKEN_IN
    item.save()
    Fetch.objects.update(state=Fetch.State.DONE, finished_at=NOW)
    clock.shift(timedelta(minutes=20))
    poll(excerpt(1, title="عنوان آخر للخبر نفسه"))
    item.refresh_from_db()
    assert (item.state, item.article_id is None) == (State.WAITING, False)
    assert Fetch.objects.open().get().item == item, "at once"
    Fetch.objects.open().update(state=Fetch.State.DONE, finished_at=timezone.now())
    clock.shift(timedelta(minutes=20))
    poll(excerpt(1, title="عنوان ثالث للخبر نفسه"))
    assert not Fetch.objects.open().exists(), "not whenever it changes"
    clock.shift(timedelta(minutes=21))
    polling.take(None, item.source, not_modified())
    assert Fetch.objects.open().get().item == item


@pytest.mark.parametrize(
    "renumbered",
    [
        lambda one: replace(one, guid=f"new-{one.guid}"),
        lambda one: replace(one, url=one.url.replace("/news/", "/archive/")),
        lambda one: replace(one, guid=f"new-{one.guid}", url=one.url.replace("news", "archive")),
        lambda one: replace(one, guid=one.url),
    ],
    ids=["guids", "addresses", "both", "guids are addresses"],
)
def test_a_feed_that_numbers_its_entries_anew_duplicates_nothing(poll, renumbered):
    listed = [entry(number) for number in range(6, 0, -1)]
    poll(*listed)
    poll(*map(renumbered, listed))
    poll(*map(renumbered, listed))
    assert (Article.objects.count(), Brief.objects.count()) == (6, 6)
    assert set(states().values()) == {State.TAKEN_IN}


def test_a_renumbered_entry_is_found_by_its_new_number_from_then_on(poll):
    poll(entry(1))
    poll(entry(1, guid="new"))
    poll(entry(1, guid="new", url=f"{SITE}/moved/1", text=text(1, cost="45")))
    assert Item.objects.count() == 1
    assert Brief.objects.get().newer_article


def test_one_number_for_every_entry_keeps_them_apart(poll):
    """Some feeds have the same GUID for whatever comes first."""
    said = {
        "افتتاح جسر في المرسى": "عبرت أولى الشاحنات الجسر الحديدي صباح الأحد بعد تأخير دام عامين.",
        "أمطار غزيرة على الساحل": "توقعت هيئة الأرصاد هطول أمطار رعدية مصحوبة برياح قوية الليلة.",
        "مباراة ودية بين فريقين": "فاز فريق النخيل على ضيفه بهدفين دون رد وسط حضور جماهيري كبير.",
    }
    for number, (title, words) in enumerate(said.items()):
        poll(entry(number, guid="top", title=title, text=words))
    assert set(Brief.objects.values_list("article__headline", flat=True)) == set(said)
    assert not Brief.objects.exclude(newer_article=None).exists()


@pytest.mark.parametrize("listed", [entry, excerpt])
def test_an_entry_with_another_headline_and_address_is_the_same_article(poll, listed):
    """Addresses are often made of headlines."""
    poll(entry(1))
    poll(listed(1, title="تفاصيل مشروع طال انتظاره", url=f"{SITE}/news/tafasil"))
    assert Item.objects.count() == Brief.objects.count() == 1


def test_one_address_for_every_entry_keeps_them_apart(poll):
    poll(entry(1, url=SITE), entry(2, url=SITE))
    poll(entry(3, url=SITE))
    assert Brief.objects.count() == 3


def test_another_text_under_an_entry_is_no_version(poll):
    poll(entry(1))
    notice = "تعذر عرض هذه الصفحة في الوقت الحالي.\nنعتذر عن أي إزعاج ونعمل على حل المشكلة سريعا."
    poll(entry(1, title="خطأ مؤقت", text=notice))
    assert Brief.objects.get().newer_article is None
    assert Item.objects.get().reason.startswith("The source shows another text")
    assert Item.objects.get().state == State.TAKEN_IN


class TestTheFirstFetch:
    @pytest.fixture
    def source(self, clock):
        return make_feed()

    def test_what_is_old_is_archived(self, poll):
        poll(entry(4, hours=1), entry(3, hours=23.9), entry(2, hours=24.1), excerpt(1, hours=900))
        assert [states()[headline(number)] for number in (4, 3, 2, 1)] == [
            State.TAKEN_IN,
            State.TAKEN_IN,
            State.ARCHIVED,
            State.ARCHIVED,
        ]
        assert Item.objects.get(title=headline(1)).reason
        assert not Fetch.objects.exists()

    def test_of_those_without_a_date_ten_are_news(self, poll):
        poll(*(entry(number, hours=None) for number in range(30)))
        assert {t for t, s in states().items() if s == State.TAKEN_IN} == {
            headline(number) for number in range(10)
        }
        assert Counter(states().values())[State.ARCHIVED] == 20

    def test_an_archived_entry_that_changes_stays_archived(self, poll):
        poll(entry(1, hours=200))
        poll(entry(1, hours=200, text=text(1, cost="45")))
        assert Item.objects.get().state == State.ARCHIVED
        assert not Article.objects.exists()

    def test_a_fetch_that_broke_off_is_still_the_first(self, source, monkeypatch):
        listed = [entry(2, hours=1), entry(1, hours=100)]
        monkeypatch.setattr(polling, "read_feed", lambda body, **told: feed(*listed))
        for _ in range(2):
            polling.take(None, source, response())
        assert Counter(states().values()) == {State.TAKEN_IN: 1, State.ARCHIVED: 1}


@pytest.mark.parametrize(("days", "state"), [(6, State.TAKEN_IN), (8, State.ARCHIVED)])
def test_later_only_what_was_shown_very_late_is_archived(poll, days, state):
    poll(entry(1, hours=24 * days))
    assert Item.objects.get().state == state


@pytest.mark.parametrize(
    ("patterns", "state"),
    [
        ({}, State.TAKEN_IN),
        ({"skip_patterns": "افتتاح"}, State.TAKEN_IN),
        ({"skip_patterns": "بلديه"}, State.SKIPPED),
        ({"skip_patterns": "/news/1"}, State.SKIPPED),
        ({"keep_patterns": "اقتصاد"}, State.SKIPPED),
        ({"keep_patterns": "اقتصاد\nالمرسى"}, State.TAKEN_IN),
    ],
)
def test_patterns(poll, source, patterns, state):
    for name, value in patterns.items():
        setattr(source, name, value)
    poll(entry(1))
    item = Item.objects.get()
    assert item.state == state
    assert bool(item.reason) is (state == State.SKIPPED)


@pytest.mark.parametrize(
    ("listed", "said"),
    [
        (
            {"title": "Port opens to ships in the north", "text": "The port has opened. " * 20},
            "It is in English, not in Arabic.",
        ),
        (
            {"title": "Le port est ouvert aux navires du nord", "text": "", "is_whole": False},
            "It is in French, not in Arabic.",
        ),
        (
            {
                "title": "وزیر راه و شهرسازی از افتتاح بندر تازه خبر داد",
                "text": "وزیر راه و شهرسازی گفت که بندر تازه امروز گشایش یافت. " * 4
                + "او افزود که هزینه این طرح را دولت پرداخته است.",
            },
            "Persian",
        ),
        ({"title": "", "text": "", "is_whole": False, "url": ""}, "neither its whole text nor an"),
        ({"title": "خبر", "text": "قصير", "url": ""}, "too little Arabic"),
    ],
    ids=["english", "french excerpt", "persian", "nothing", "too short"],
)
def test_what_is_no_arabic_article_is_set_aside_with_the_reason(poll, listed, said):
    poll(entry(1, **listed))
    item = Item.objects.get()
    assert item.state == State.SET_ASIDE
    assert said in item.reason
    assert not Fetch.objects.exists()


def test_a_whole_text_that_is_none_waits_for_its_page(poll):
    poll(entry(1, text=""))
    assert Item.objects.get().state == State.WAITING


def test_a_text_that_another_source_had_first_is_a_reprint(poll):
    first = receive(f"{headline(1)}\n\n{text(1)}", Facts("source", make_source("Al-Rasif"))).brief
    poll(entry(1))
    item = Item.objects.get()
    assert (item.state, item.article.reprint_of) == (State.REPRINT, first.article)
    assert Brief.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "briefs"),
    [
        (text(1).replace("صباح أمس", "صباح أول من أمس"), 1),
        ("\n".join([*text(1).splitlines()[:2], DEMAND]), 2),
    ],
    ids=["hardly", "an article of its own"],
)  # fmt: skip
def test_a_reprint_that_changes_is_no_version_of_the_other_outlets_article(poll, changed, briefs):
    first = receive(f"{headline(1)}\n\n{text(1)}", Facts("source", make_source("Al-Rasif"))).brief
    poll(entry(1))
    poll(entry(1, text=changed))
    first.refresh_from_db()
    assert first.newer_article is None
    assert Brief.objects.count() == briefs


def test_a_broken_entry_stops_no_other_and_is_tried_again(poll, monkeypatch):
    real = entries.intake.prepare

    def prepare(body, title):
        if "2" in title:
            raise ValueError("unforeseen")
        return real(body, title)

    monkeypatch.setattr(entries.intake, "prepare", prepare)
    assert poll(entry(3), entry(2), entry(1)).again
    assert states() == {
        headline(1): State.TAKEN_IN,
        headline(2): State.FAILED,
        headline(3): State.TAKEN_IN,
    }
    assert "an admin finds it in the log" in Item.objects.get(state=State.FAILED).reason
    monkeypatch.setattr(entries.intake, "prepare", real)
    assert not poll(entry(3), entry(2), entry(1)).again
    assert set(states().values()) == {State.TAKEN_IN}


def test_a_busy_database_ends_the_poll_and_loses_nothing(poll, monkeypatch):
    def busy(*args):
        raise OperationalError("database is locked")

    monkeypatch.setattr(entries, "take", busy)
    with pytest.raises(OperationalError):
        poll(entry(1))
    monkeypatch.undo()
    assert not Item.objects.exists()


def test_many_pages_are_asked_for_in_turns_and_none_is_lost(poll, source):
    poll(*(excerpt(number) for number in range(120, 0, -1)))
    assert Item.objects.filter(state=State.WAITING).count() == 120
    assert Fetch.objects.open().count() == MOST_PAGES
    poll(excerpt(120))
    assert Fetch.objects.open().count() == MOST_PAGES, "the first ones are not done yet"
    asked = set(Fetch.objects.values_list("item", flat=True))
    for _ in range(3):
        Fetch.objects.open().update(state=Fetch.State.DONE, finished_at=timezone.now())
        Item.objects.filter(fetches__state="done").update(state=State.TAKEN_IN)
        polling.take(None, source, not_modified())
        asked |= set(Fetch.objects.values_list("item", flat=True))
    assert len(asked) == Fetch.objects.count() == 120


def test_another_worker_with_the_same_list_is_no_harm(poll, monkeypatch):
    poll(entry(1))
    monkeypatch.setattr(entries, "find", lambda *args: None)
    monkeypatch.setattr(entries, "free_key", lambda source, one: entries.key_of(one.guid))
    assert poll(entry(1)) == Outcome(1, 0)
    assert Item.objects.get().state == State.TAKEN_IN


def test_a_feed_is_read_in_its_own_process_before_anything_is_stored(source):
    body = rss(entry(2), entry(1))
    assert polling.take(None, source, response(body)) == Outcome(2, 2)
    with pytest.raises(NotAFeed):
        polling.take(None, source, response(b"<html><body>Not found</body></html>"))
    assert Item.objects.count() == 2


def test_a_page_that_lists_articles(clock):
    source = make_feed(last_success_at=NOW, link_pattern="/news/*")
    source.kind = Source.Kind.PAGE_LIST
    links = "".join(f'<a href="/news/{n}">{headline(n)}</a>' for n in (1, 2))
    body = f'<html lang=ar><body><a href="/about">من نحن</a>{links}</body></html>'.encode()
    answer = response(body, url=f"{SITE}/", content_type="text/html")
    assert polling.take(None, source, answer) == Outcome(2, 2)
    assert states() == {headline(1): State.WAITING, headline(2): State.WAITING}
    assert {fetch.url for fetch in Fetch.objects.all()} == {f"{SITE}/news/1", f"{SITE}/news/2"}


def test_an_item_whose_page_cannot_be_fetched(poll, source):
    poll(excerpt(2), excerpt(1))
    first, second = Item.objects.order_by("pk")
    second.article = receive(text(2), Facts("source", source)).article
    second.save()
    for fetch in Fetch.objects.all():
        claim = ledger.claim(fetch.pk)
        ledger.fail(claim, "It is gone.", "status", temporary=False)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.reason) == (State.FAILED, "It is gone.")
    assert (second.state, second.reason) == (State.TAKEN_IN, "It is gone.")


def test_every_reason_is_known_to_those_who_translate():
    reasons = [
        value
        for module in (changes, entries, listing, pace, patterns)
        for name, value in vars(module).items()
        if name.isupper() and isinstance(value, str)
    ]
    assert len(reasons) == 10
    assert set(reasons) <= set(SENTENCES)


ODD = (
    "", " ", "\x00", "\u202e", "a\ud800b", "ا" * 30_000, "\u0301" * 500, "٪%(x)s%s{0}",
    "<b>خبر</b>", "\n\n", "﷽" * 200, "😀" * 50, "https://", "'; DROP TABLE", "ع\u0000ق",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_listed_ends_in_a_state_with_a_reason(poll, seed):
    chance = random.Random(seed)

    def odd(number: int) -> Entry:
        texts = {
            name: chance.choice([*ODD, getattr(entry(number), name)])
            for name in ("guid", "title", "text", "byline", "language")
        }
        when = chance.choice([None, NOW, datetime.min.replace(tzinfo=UTC), NOW + timedelta(days=1)])
        return entry(
            number,
            **texts | {"guid": texts["guid"] or "none"},
            url=chance.choice(["", SITE, f"{SITE}/{number}", f"{SITE}/{'x' * 950}"]),
            is_whole=chance.random() < 0.6,
            published_at=when,
            updated_at=chance.choice([None, NOW]),
        )

    for _ in range(3):
        poll(*map(odd, range(12)))
    assert not Item.objects.filter(state=State.FAILED).exists()
    told = {State.TAKEN_IN, State.REPRINT, State.WAITING}
    assert all(item.reason for item in Item.objects.exclude(state__in=told))
    assert not Item.objects.filter(state=State.TAKEN_IN, article=None).exists()
