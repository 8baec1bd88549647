"""The feeds as feed readers get them, held against the rules of their formats."""

import json

import feedparser
import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from summaries.models import Revision, Source, SummarySentence
from summaries.readers import feeds as readers
from summaries.services import publishing, site
from summaries.services.languages import CHOICES
from summaries.workflow import Status
from tests.factories import make_brief, make_correction, make_source, make_topic
from tests.rules import atom, html, json_feed
from tests.texts import STAND_IN

pytestmark = pytest.mark.django_db

FORMATS = {"atom": atom, "json": json_feed}
TYPES = {"atom": "application/atom+xml", "json": "application/feed+json"}
EVERY = [(language, ending) for language in CHOICES for ending in FORMATS]
HOSTILE = "\x00\x0b\ufffe]]><script>alert(1)</script>\u202egnp.exe & \x1b “x” \U0001f6a2"


def _get(client, language: str, ending: str, topic: str = "", **headers):
    args = [language, topic, ending] if topic else [language, ending]
    address = reverse("public:topic-feed" if topic else "public:feed", args=args)
    return client.get(address, headers=headers)


def _kinds() -> None:
    """Have one brief of each kind that a feed meets."""
    brief = make_brief(Status.CORRECTED, source=make_source())
    brief.topic = make_topic()
    brief.save()
    make_brief(Status.PUBLISHED, stand_in=True)
    make_brief(Status.IN_REVIEW)
    make_correction(make_brief(Status.RETRACTED), kind="retraction")


@pytest.mark.parametrize(("language", "ending"), EVERY)
@pytest.mark.parametrize("topic", ["", "transport", "economy"])
def test_every_feed_keeps_the_rules_of_its_format(client, language, ending, topic):
    _kinds()
    response = _get(client, language, ending, topic)
    assert response.status_code == 200
    assert response["Content-Type"] == TYPES[ending]
    assert FORMATS[ending].faults(response.content) == []


@pytest.mark.parametrize(("language", "ending"), EVERY)
def test_an_empty_feed_keeps_them_too(client, language, ending):
    assert FORMATS[ending].faults(_get(client, language, ending).content) == []


@pytest.mark.parametrize(("language", "ending"), EVERY)
def test_hostile_text_breaks_nothing_and_reverses_nothing(client, language, ending):
    brief = make_brief(Status.CORRECTED, source=make_source())
    brief.topic = make_topic("hostile")
    brief.save()
    type(brief.topic).objects.filter(pk=brief.topic_id).update(name_en=HOSTILE, name_ar=HOSTILE)
    names = ("name_en", "name_ar", "ownership_en", "ownership_ar")
    Source.objects.update(**dict.fromkeys(names, HOSTILE))
    Revision.objects.update(headline_en=HOSTILE, headline_ar=HOSTILE, summary_ar=HOSTILE)
    SummarySentence.objects.update(text=HOSTILE)
    brief.corrections.update(note_en=HOSTILE, note_ar=HOSTILE)
    type(brief.article).objects.update(byline=HOSTILE, url="javascript:alert(1)")
    body = _get(client, language, ending, "hostile").content
    assert FORMATS[ending].faults(body) == []
    assert "\u202e" not in body.decode()
    assert "javascript:" not in body.decode()
    found = readers.parse(body, url="http://testserver/", content_type=TYPES[ending])
    assert "]]>" in found.entries[0].title


@pytest.mark.parametrize("ending", FORMATS)
def test_our_own_reader_understands_them(client, ending):
    _kinds()
    body = _get(client, "both", ending).content
    found = readers.parse(body, url="http://testserver/feeds/both", content_type=TYPES[ending])
    assert found.title == "The Daily Brief · الموجز اليومي"
    assert len(found.entries) == 2
    for entry in found.entries:
        assert entry.url.startswith("http://testserver/briefs/")
        assert entry.guid.startswith("tag:")
        assert entry.published_at


def test_other_readers_understand_the_atom_feed(client):
    _kinds()
    found = feedparser.parse(_get(client, "ar", "atom").content)
    assert not found.bozo
    assert found.version == "atom10"
    assert found.feed.language == "ar"
    assert {entry.title for entry in found.entries} == {
        "ميناء الرملة يستأنف رحلات العبّارات بعد عاصفة"
    }
    assert all('dir="rtl"' in entry.content[0].value for entry in found.entries)


@pytest.mark.parametrize("ending", FORMATS)
def test_a_correction_and_a_retraction_reach_every_feed_at_once(
    client, kept_pages, publisher, ending
):
    brief = make_brief(Status.PUBLISHED)
    before = {language: _get(client, language, ending).content for language in CHOICES}
    brief.current.sentences.first()
    _change(brief)
    publishing.correct(publisher, brief, "It was Friday.", "كان يوم الجمعة.")
    corrected = {language: _get(client, language, ending).content for language in CHOICES}
    for language in CHOICES:
        assert corrected[language] != before[language]
        assert _ids(corrected[language], ending) == _ids(before[language], ending)
        assert ("It was Friday." in corrected[language].decode()) == (language != "ar")
        assert ("كان يوم الجمعة." in corrected[language].decode()) == (language != "en")
    publishing.retract(publisher, brief, "Made up.")
    for language in CHOICES:
        gone = _get(client, language, ending).content
        assert _ids(gone, ending) == []
        assert "Ramla port resumes" not in gone.decode()
        assert "Made up." not in gone.decode()
        assert FORMATS[ending].faults(gone) == []


def _change(brief) -> None:
    segment = brief.live.sentences.first().evidence.first().segment
    segment.english = "On Friday ferries resume."
    segment.save()


def _ids(body: bytes, ending: str) -> list[str]:
    if ending == "json":
        return [item["id"] for item in json.loads(body)["items"]]
    return [entry.id for entry in feedparser.parse(body).entries]


def test_a_trial_model_is_named_to_programs(client):
    make_brief(Status.PUBLISHED, stand_in=True)
    (item,) = json.loads(_get(client, "en", "json").content)["items"]
    trials = item["_newsdesk"]["translation"]["trial_models"]
    named = [(one["model"], one["measured"]) for one in trials]
    assert named == [(STAND_IN["model"], STAND_IN["quality"]), (STAND_IN["model"], None)]


def test_a_retraction_leaves_a_tombstone_in_atom(client):
    brief = make_brief(Status.RETRACTED)
    make_correction(brief, kind="retraction", note_en="We were misled.", note_ar="ضُلّلنا.")
    page = _get(client, "en", "atom").content.decode()
    assert f'brief/{brief.pk}/en" when="' in page
    assert "<at:comment>We were misled.</at:comment>" in page


@pytest.fixture
def kept_pages(settings):
    """Keep pages as a deployment does; tests do not otherwise."""
    settings.CACHES = settings.CACHES | {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    }
    cache.clear()
    yield
    cache.clear()


@pytest.mark.parametrize("ending", FORMATS)
def test_a_feed_is_kept_until_the_site_changes(
    client, kept_pages, django_assert_num_queries, ending
):
    make_brief(Status.PUBLISHED)
    first = _get(client, "en", ending)
    with django_assert_num_queries(1):
        assert _get(client, "en", ending).content == first.content
    with django_assert_num_queries(1):
        again = _get(client, "en", ending, **{"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert again["Access-Control-Allow-Origin"] == "*"
    make_brief(Status.PUBLISHED)
    site.changed()
    changed = _get(client, "en", ending, **{"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def test_it_is_the_same_for_everybody_and_for_every_host(client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    make_brief(Status.CORRECTED, source=make_source())
    bodies = {
        _get(client, "both", "atom", **headers).content
        for headers in ({}, {"Host": "evil.example"}, {"Accept-Language": "ar"})
    }
    bodies.add(client.get("/feeds/both.atom?show=ar").content)
    assert len(bodies) == 1
    assert b"evil" not in bodies.pop()


@pytest.mark.parametrize("ending", FORMATS)
def test_pages_of_other_sites_may_read_it_and_nobody_gets_a_cookie(client, ending):
    response = _get(client, "en", ending)
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response
    assert not response.cookies
    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"


@pytest.mark.parametrize(
    "address",
    ["/feeds/en/nothing.atom", "/feeds/fr.atom", "/feeds/en.rss", "/feeds/en", "/feeds/en/.json"],
)
def test_there_is_no_other_feed(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/feeds/", "/feeds/en.atom", "/feeds/ar/transport.json"])
def test_feeds_are_for_reading(client, address):
    head, got = client.head(address), client.get(address)
    assert head.status_code == 200
    assert head.content == b""
    assert {name: head[name] for name in ("ETag", "Content-Type")} == {
        name: got[name] for name in ("ETag", "Content-Type")
    }
    assert Client(enforce_csrf_checks=True).post(address).status_code in (403, 405)
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("show", CHOICES)
def test_the_page_lists_every_feed(client, show):
    page = client.get(reverse("public:feeds"), {"show": show}).content.decode()
    assert html.faults(page) == []
    for language in CHOICES:
        for ending in FORMATS:
            assert f'href="/feeds/{language}.{ending}"' in page
            assert f'href="/feeds/{language}/transport.{ending}"' in page
