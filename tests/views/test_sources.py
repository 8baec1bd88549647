"""The pages of the sources: what they show to whom, and what their buttons do."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from summaries import wiring
from summaries.models import Fetch, Item, Source
from summaries.net import errors
from summaries.net.client import Policy
from summaries.net.errors import FetchError, Kind
from summaries.services import preferences
from summaries.services.sources import history, registry
from summaries.services.sources.facts import Facts
from summaries.workflow import Role
from tests.factories import make_article, make_brief, make_user

ADDRESS = "https://marfa.example/rss"
FEED = Facts("Al-Marfa Daily", "المرفأ اليومي", "feed", ADDRESS, country="LB")
TYPED = {
    "kind": "feed",
    "url": ADDRESS,
    "name_en": "Al-Marfa Daily",
    "name_ar": "المرفأ اليومي",
    "country": "LB",
    "licence": "excerpt",
    "interval_minutes": "30",
    "is_active": "on",
}


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch):
    monkeypatch.setattr("summaries.services.sources.ledger.ring_bell", lambda *a, **k: None)


@pytest.fixture
def admin(db):
    """Somebody who looks after the desk."""
    cache.clear()
    return make_user(Role.ADMIN, "amal")


@pytest.fixture
def source(admin):
    return registry.add(admin, FEED)


def address(name, *arguments):
    return reverse(f"desk:{name}", args=arguments)


def page(client, name, *arguments, **query):
    response = client.get(address(name, *arguments), query)
    assert response.status_code == 200
    return response.content.decode()


def make_item(source, state="archived", **facts) -> Item:
    usual = {"title": "ميناء الرملة يستأنف رحلاته", "url": "https://marfa.example/news/1"}
    key = str(Item.objects.count())
    return Item.objects.create(
        source=source, key=key, state=state, listed_hash="1", **usual | facts
    )


def test_the_header_leads_to_it(at_desk, reporter):
    assert f'href="{address("sources")}"' in page(at_desk(reporter), "queue")


@pytest.mark.parametrize(
    ("state", "hours", "says"),
    [
        ("running", 0, "running now"),
        ("queued", 0, "waiting for a worker"),
        ("queued", 6, "in 6 hours"),
        ("done", 0, "in 2 hours"),
    ],
)
def test_the_next_run_is_when_it_will_be(at_desk, reporter, source, state, hours, says):
    now = timezone.now()
    Fetch.objects.update(state=state, run_after=now + timedelta(hours=hours, minutes=5))
    Fetch.objects.filter(run_after__lt=now + timedelta(hours=1)).update(run_after=now)
    Source.objects.update(next_fetch_at=now + timedelta(hours=2, minutes=5))
    assert says in page(at_desk(reporter), "source", source.pk)


def test_without_sources_it_says_what_to_do(at_desk, admin, reporter):
    assert "No sources yet" in page(at_desk(reporter), "sources")
    assert address("source-add") not in page(at_desk(reporter), "sources")
    assert address("source-add") in page(at_desk(admin), "sources")


def test_each_source_tells_how_it_stands(at_desk, reporter, source):
    now = timezone.now()
    Source.objects.update(
        failures=6, failing_since=now - timedelta(hours=3), last_error="The certificate expired."
    )
    Fetch.objects.all().delete()
    registry.add(source.events.get().actor, Facts("Readers of Tyre"))
    make_item(source, "taken_in")
    found = page(at_desk(reporter), "sources")
    for words in ("Failing", "6 fetches in a row failed", "The certificate expired.", "Lebanon"):
        assert words in found
    assert "By hand" in found
    assert found.index("Al-Marfa Daily") < found.index("Readers of Tyre")
    assert "1.0 a day, at most 1" in found
    assert found.count("<rect") == 14


def test_the_list_is_narrowed_by_state(at_desk, reporter, source, admin):
    registry.add(admin, Facts("Readers of Tyre"))
    client = at_desk(reporter)
    assert "Readers of Tyre" not in page(client, "sources", state="new")
    assert "Al-Marfa Daily" not in page(client, "sources", state="by_hand")
    assert "No source is in this state" in page(client, "sources", state="failing")
    assert "Al-Marfa Daily" in page(client, "sources", state="nonsense")


def test_a_script_gets_the_list_alone(at_desk, reporter, source):
    response = at_desk(reporter).get(address("sources"), headers={"HX-Request": "true"})
    found = response.content.decode()
    assert "<hx-partial" in found
    assert "<html" not in found


def test_names_stand_in_the_language_of_the_page(at_desk, admin, source):
    preferences.save(admin, language="ar", single_keys=True, email_notices=True)
    found = page(at_desk(admin), "sources")
    assert ">المرفأ اليومي</a>" in found
    assert "لبنان" in found


def test_the_list_takes_as_many_queries_for_many_sources(
    at_desk, reporter, admin, django_assert_max_num_queries
):
    for n in range(15):
        registry.add(admin, Facts(f"Source {n}", kind="feed", url=f"https://s{n}.example/"))
    client = at_desk(reporter)
    with django_assert_max_num_queries(9):
        page(client, "sources")


def test_a_source_shows_its_items_fetches_and_history(at_desk, editor, source):
    brief = make_brief(source=source)
    make_item(source, "taken_in", article=brief.article)
    make_item(source, "set_aside", reason="It is in English, not in Arabic.")
    Fetch.objects.create(
        kind="poll", source=source, url=ADDRESS, host="x", state="failed", error="It was slow."
    )
    found = page(at_desk(editor), "source", source.pk)
    for words in ("It is in English", "It was slow.", "added the source", ADDRESS, "Lebanon"):
        assert words in found
    assert address("brief", brief.pk) in found
    assert found.count("<rect") == 30
    assert address("source-edit", source.pk) not in found
    assert "Take in anyway" not in found
    assert "It is in English" not in page(at_desk(editor), "source", source.pk, items="taken_in")


def test_a_reprint_leads_to_the_brief_of_the_first(at_desk, editor, source):
    brief, article = make_brief(source=source), make_article()
    article.reprint_of = brief.article
    article.save()
    make_item(source, "reprint", article=article)
    assert address("brief", brief.pk) in page(at_desk(editor), "source", source.pk)


def test_items_have_pages_and_many_take_no_more_queries(
    at_desk, admin, source, django_assert_max_num_queries
):
    for _n in range(31):
        make_item(source)
    client = at_desk(admin)
    with django_assert_max_num_queries(20):
        assert "Page 1 of 2" in page(client, "source", source.pk)
    assert page(client, "source", source.pk, page="2").count("Take in anyway") == 1


def test_hostile_items_stay_text(at_desk, editor, source):
    make_item(source, title="<script>alert(1)</script>", reason="<b>x</b>")
    found = page(at_desk(editor), "source", source.pk)
    assert "<script>alert" not in found
    assert "&lt;b&gt;x" in found


def test_adding(at_desk, admin):
    client = at_desk(admin)
    assert "Test this source" in page(client, "source-add")
    response = client.post(address("source-add"), TYPED | {"reason": "Asked for"})
    source = Source.objects.get()
    assert response["Location"] == address("source", source.pk)
    assert (source.country, source.is_active) == ("LB", True)
    assert source.events.get().reason == "Asked for"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"name_en": ""}, "required"),
        ({"url": "http://127.0.0.1/"}, "public internet"),
        ({"interval_minutes": "3"}, "every 5 minutes"),
        ({"interval_minutes": "often"}, "whole number"),
        ({"kind": "page_list"}, "which links"),
        ({"country": "XX"}, "valid choice"),
    ],
)
def test_a_refusal_keeps_what_was_typed(at_desk, admin, change, says):
    response = at_desk(admin).post(address("source-add"), TYPED | {"skip_patterns": "كرة"} | change)
    found = response.content.decode()
    assert response.status_code == 400
    assert says in found
    assert "كرة" in found
    assert not Source.objects.exists()


def test_changing(at_desk, admin, source):
    client = at_desk(admin)
    found = page(client, "source-edit", source.pk)
    assert ADDRESS in found
    assert 'name="is_active"' not in found
    seen = history.last_change(source)
    typed = TYPED | {"licence": "full", "seen": seen}
    response = client.post(address("source-edit", source.pk), typed)
    assert response["Location"] == address("source", source.pk)
    source.refresh_from_db()
    assert source.licence == "full"
    assert "<del" in page(client, "source", source.pk)
    response = client.post(address("source-edit", source.pk), typed | {"licence": "excerpt"})
    assert response.status_code == 409
    assert "meanwhile" in response.content.decode()


class Web:
    """A client that always answers the same."""

    policy = Policy()

    def __init__(self, answer) -> None:
        self.answer = answer

    def within(self, pairs) -> "Web":
        assert not pairs, "nothing is opened"
        return self

    def get(self, url, **conditions):
        raise self.answer


@pytest.mark.parametrize("with_script", [False, True])
def test_a_test_stores_nothing_and_keeps_what_was_typed(
    at_desk, admin, source, monkeypatch, with_script
):
    error = FetchError(Kind.TIMEOUT, errors.TIMED_OUT, host="marfa.example", seconds=10)
    monkeypatch.setattr(wiring, "web_client", lambda deadline: Web(error))
    typed = TYPED | {"test": "1", "name_en": "", "skip_patterns": "كرة", "is_active": ""}
    headers = {"HX-Request": "true"} if with_script else {}
    for place in (address("source-add"), address("source-edit", source.pk)):
        response = at_desk(admin).post(place, typed, headers=headers)
        found = response.content.decode()
        assert response.status_code == 200
        assert "marfa.example was too slow" in found
        assert ("كرة" in found) != with_script
        assert ("<html" in found) != with_script
        assert 'class="error"' not in found
    assert Source.objects.count() == 1


def test_a_test_of_nothing_says_what_is_missing(at_desk, admin):
    found = at_desk(admin).post(address("source-add"), {"test": "1"}).content.decode()
    assert "Give the address" in found or "Choose one" in found


@pytest.mark.parametrize(
    ("name", "data", "active", "fetches"),
    [
        ("source-fetch", {}, True, 1),
        ("source-pause", {"reason": "Holidays"}, False, 0),
    ],
)
def test_buttons(at_desk, admin, source, name, data, active, fetches):
    response = at_desk(admin).post(address(name, source.pk), data)
    assert response["Location"] == address("source", source.pk)
    source.refresh_from_db()
    assert (source.is_active, source.fetches.open().count()) == (active, fetches)


def test_a_paused_source_can_be_resumed_and_not_fetched(at_desk, admin, source):
    client = at_desk(admin)
    refused = client.post(address("source-pause", source.pk), {"reason": ""})
    assert refused.status_code == 400
    assert "required" in refused.content.decode()
    client.post(address("source-pause", source.pk), {"reason": "Holidays"})
    found = page(client, "source", source.pk)
    assert "Holidays" in found
    assert address("source-fetch", source.pk) not in found
    assert client.post(address("source-fetch", source.pk)).status_code == 409
    client.post(address("source-resume", source.pk))
    source.refresh_from_db()
    assert source.is_active


def test_an_item_is_taken_in_anyway(at_desk, admin, source):
    item = make_item(source)
    client = at_desk(admin)
    assert address("item-take", source.pk, item.pk) in page(client, "source", source.pk)
    response = client.post(address("item-take", source.pk, item.pk))
    assert response["Location"] == address("source", source.pk)
    assert item.fetches.get().asked_by == admin


def test_an_item_of_another_source_is_not_found_through_this_one(at_desk, admin, source):
    item = make_item(registry.add(admin, Facts("Another")))
    response = at_desk(admin).post(address("item-take", source.pk, item.pk))
    assert response.status_code == 404
    assert not item.fetches.exists()


@pytest.mark.parametrize(
    ("verb", "name"),
    [
        ("get", "source-add"),
        ("get", "source-edit"),
        ("get", "sources-import"),
        ("post", "source-add"),
        ("post", "source-edit"),
        ("post", "sources-import"),
        ("post", "source-fetch"),
        ("post", "source-pause"),
        ("post", "source-resume"),
        ("post", "item-take"),
    ],
)
def test_only_admins_change_sources(at_desk, publisher, source, verb, name):
    arguments = [source.pk] if name not in ("source-add", "sources-import") else []
    arguments += [make_item(source).pk] if name == "item-take" else []
    before = Fetch.objects.count(), source.events.count()
    act = getattr(at_desk(publisher), verb)
    for data in (TYPED, TYPED | {"test": "1"}, {"reason": "Mine"}):
        response = act(address(name, *arguments), data)
        assert response.status_code == 403
        assert "Only admins change sources" in response.content.decode()
    assert (Fetch.objects.count(), source.events.count()) == before


@pytest.mark.parametrize("name", ["source", "source-edit"])
def test_an_unknown_source_is_not_found(at_desk, admin, name):
    assert at_desk(admin).get(address(name, 999)).status_code == 404


@pytest.mark.parametrize(("ending", "kind"), [("opml", "text/x-opml"), ("csv", "text/csv")])
def test_sources_go_out_and_come_in_as_files(at_desk, admin, source, ending, kind):
    client = at_desk(admin)
    response = client.get(address(f"sources-{ending}"))
    text = b"".join(response.streaming_content)
    assert response["Content-Type"].startswith(kind)
    assert f'.{ending}"' in response["Content-Disposition"]
    assert "المرفأ اليومي".encode() in text
    source.delete()
    upload = {"file": SimpleUploadedFile(f"sources.{ending}", text)}
    found = client.post(address("sources-import"), upload).content.decode()
    assert "1 source came in." in found
    assert "It came in, active." in found
    assert Source.objects.get().country == "LB"


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({}, "required"),
        ({"file": SimpleUploadedFile("x.opml", b"")}, "empty"),
        ({"file": SimpleUploadedFile("x.pdf", b"x")}, "ends in .opml"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(at_desk, admin, files, says):
    response = at_desk(admin).post(address("sources-import"), files)
    assert response.status_code == 400
    assert says in response.content.decode()


def test_what_did_not_come_in_is_told_line_by_line(at_desk, admin, source):
    data = (
        b"name_en,kind,url\nAl-Marfa Daily,feed,https://x.example/\nNew,feed,https://n.example/\n"
    )
    upload = {"file": SimpleUploadedFile("x.csv", data)}
    found = at_desk(admin).post(address("sources-import"), upload).content.decode()
    for words in ("1 source came in, paused.", "1 did not come in.", "this name"):
        assert words in found
