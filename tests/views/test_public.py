"""What readers see, and what they never get: a cookie, an unpublished text, a third party."""

import re
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from summaries.models import Brief, Source
from summaries.services import publishing
from summaries.workflow import LIVE, Role, Status
from tests.factories import STAND_IN, make_brief, make_revision, make_source, make_user

pytestmark = pytest.mark.django_db

# One of them is the version of the site.
FRONT_QUERIES = 8
BRIEF_QUERIES = 8


@pytest.fixture
def published():
    return make_brief(Status.PUBLISHED, source=make_source())


def _read(client, brief, **query):
    return client.get(brief.get_absolute_url(), query)


@pytest.mark.parametrize("status", list(Status))
def test_the_front_page_lists_live_briefs_only(client, status):
    make_brief(status)
    listed = "Ramla port" in client.get(reverse("public:front")).content.decode()
    assert listed == (status in LIVE)


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (Status.DRAFTING, 404),
        (Status.DRAFT, 404),
        (Status.IN_REVIEW, 404),
        (Status.PUBLISHED, 200),
        (Status.CORRECTED, 200),
        (Status.RETRACTED, 410),
    ],
)
def test_a_permalink_answers_by_state(client, status, code):
    assert _read(client, make_brief(status)).status_code == code


@pytest.mark.parametrize(
    "path", ["/briefs/{}-wrong-slug/", "/briefs/{}", "/briefs/{}/", "/briefs/00{}-x/"]
)
def test_another_slug_moves_for_good(client, published, path):
    response = client.get(path.format(published.pk))
    assert response.status_code == 301
    assert response["Location"] == published.get_absolute_url()


def test_both_languages_are_marked_and_the_arabic_is_on_the_right(client, published):
    page = _read(client, published).content.decode()
    english, arabic = (
        page.index('class="en" lang="en" dir="ltr"'),
        page.index('class="ar" lang="ar" dir="rtl"'),
    )
    assert english < arabic
    assert published.live.headline_en in page
    assert published.live.headline_ar in page


@pytest.mark.parametrize(
    ("show", "english", "arabic"),
    [("both", True, True), ("en", True, False), ("ar", False, True), ("xx", True, True)],
)
def test_one_language_can_be_chosen(client, published, show, english, arabic):
    page = client.get(reverse("public:front"), {"show": show}).content.decode()
    assert ("About 1,200 people" in page) == english
    assert ("وقالت الهيئة" in page) == arabic


def test_the_source_is_named_with_its_owner_and_the_original(client, published):
    page = _read(client, published).content.decode()
    for text in ("Al-Marfa Daily (independent, reader-owned)", "المرفأ اليومي (مستقلة"):
        assert text in page
    assert f'href="{published.article.url}"' in page


def test_the_machine_is_disclosed_in_both_languages(client, published):
    page = _read(client, published).content.decode()
    assert "Translated by machine, published by an editor" in page
    assert "ترجمة آلية نشرها محرر" in page
    assert "Trial" not in page


@pytest.mark.parametrize("place", ["front", "brief"])
def test_a_stand_in_is_disclosed_in_both_languages(client, place):
    brief = make_brief(Status.PUBLISHED, stand_in=True)
    address = reverse("public:front") if place == "front" else brief.get_absolute_url()
    page = client.get(address).content.decode()
    assert "Trial translation: measured 13.9 BLEU on FLORES dev; checked by an editor" in page
    assert "ترجمة تجريبية" in page


def test_the_evidence_shows_only_the_sentences_it_rests_on(client, published):
    page = _read(client, published).content.decode()
    assert "Two of five piers were damaged" in page
    published.live.sentences.last().evidence.all().delete()
    assert "ودعت البلدية" not in _read(client, published).content.decode()


@pytest.mark.parametrize(("show", "language"), [("ar", "ar"), ("both", "en"), ("en", "en")])
def test_the_evidence_is_headed_in_the_language_of_the_page(client, published, show, language):
    headings = _evidence_headings(client, published, show)
    english = [sentence.text for sentence in published.live.sentences.all()]
    texts = published.live.arabic_paragraphs if language == "ar" else english
    assert headings == [(language, text) for text in texts]


def test_the_evidence_is_headed_in_english_where_the_arabic_does_not_go_along(client, published):
    published.live.sentences.last().delete()
    headings = _evidence_headings(client, published, "ar")
    assert headings == [("en", sentence.text) for sentence in published.live.sentences.all()]


def _evidence_headings(client, brief, show):
    page = _read(client, brief, show=show).content.decode()
    heading = r'<summary><span lang="(en|ar)" dir="(?:ltr|rtl)">([^<]*)</span>'
    return re.findall(heading, page.partition('id="evidence"')[2])


@pytest.mark.parametrize("address", ["brief", "corrections"])
def test_the_dates_of_an_arabic_page_have_an_arabic_comma(client, address):
    brief = make_brief(Status.CORRECTED)
    path = brief.get_absolute_url() if address == "brief" else reverse("public:corrections")
    page = client.get(path, {"show": "ar"}).content.decode()
    said = re.findall(r"<time[^>]*>([^<]*:[^<]*)</time>", page)
    assert said
    assert all("،" in words and "," not in words for words in said)


def test_readers_see_the_live_version_not_the_desk_s(client, published):
    make_revision(published, headline="Not yet for readers")
    assert "Not yet for readers" not in _read(client, published).content.decode()


def test_a_correction_is_shown_in_both_languages(client):
    page = _read(client, make_brief(Status.CORRECTED)).content.decode()
    assert "An earlier version said that 12,000" in page
    assert "ذكرت نسخة سابقة" in page


def test_a_retracted_brief_leaves_a_note_and_none_of_its_text(client):
    brief = make_brief(Status.RETRACTED)
    page = _read(client, brief).content.decode()
    assert "This brief was retracted" in page
    assert "سُحب هذا الموجز" in page
    assert "1,200" not in page


@pytest.mark.parametrize("address", ["front", "brief", "missing"])
def test_readers_get_no_cookie(client, published, address):
    places = {"front": "/", "brief": published.get_absolute_url(), "missing": "/nothing/"}
    response = client.get(places[address])
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.parametrize(("show", "query"), [("both", ""), ("en", "?show=en"), ("ar", "?show=ar")])
def test_each_language_is_its_own_canonical_page_and_names_the_others(
    client, published, show, query
):
    page = _read(client, published, show=show, utm_source="letter").content.decode()
    address = "http://testserver" + published.get_absolute_url()
    assert f'<link rel="canonical" href="{address}{query}">' in page
    for language, other in (("en", "?show=en"), ("ar", "?show=ar"), ("x-default", "")):
        assert f'<link rel="alternate" hreflang="{language}" href="{address}{other}">' in page
    assert "utm_source" not in page


def test_nothing_is_inline_and_nothing_comes_from_elsewhere(client, published):
    response = _read(client, published)
    page = response.content.decode()
    assert not re.search(
        r"<style|\sstyle=|<script(?! (?:src=|type=.application/ld.json))|\son[a-z]+=", page
    )
    assert not re.findall(r'<(?:script|img|link rel="stylesheet")[^>]*(?:src|href)="https?:', page)
    assert "default-src 'self'" in response["Content-Security-Policy"]


def test_text_is_escaped(client):
    brief = make_brief(Status.PUBLISHED, source=Source.objects.create(name_en="<b>Bold</b>"))
    make_revision(brief, headline="<script>alert(1)</script>")
    brief.live = brief.current
    brief.save()
    page = _read(client, brief).content.decode()
    assert "<script>alert" not in page
    assert "<b>Bold" not in page


@pytest.mark.parametrize("briefs", [1, 6])
def test_front_page_queries_do_not_grow(client, django_assert_num_queries, briefs):
    for _number in range(briefs):
        make_brief(Status.CORRECTED, source=make_source())
    with django_assert_num_queries(FRONT_QUERIES):
        client.get(reverse("public:front"))


def test_brief_page_queries(client, published, django_assert_num_queries):
    with django_assert_num_queries(BRIEF_QUERIES):
        _read(client, published)


def test_posting_to_readers_pages_is_refused(client, published):
    assert client.post("/").status_code == 405
    assert client.post(published.get_absolute_url()).status_code == 405


@pytest.mark.parametrize("place", ["front", "brief"])
def test_a_stand_in_sentence_that_no_evidence_shows_is_disclosed_too(client, published, place):
    _leave_a_stand_in_sentence(published)
    address = reverse("public:front") if place == "front" else published.get_absolute_url()
    assert "Trial translation: measured 13.9 BLEU" in client.get(address).content.decode()


def _leave_a_stand_in_sentence(brief) -> None:
    """Mark as a stand-in's the one segment that no summary sentence rests on."""
    marked = brief.article.segments.filter(evidence=None).update(provenance=STAND_IN)
    assert marked == 1


@pytest.mark.parametrize("place", ["front", "brief"])
def test_readers_ask_again_and_download_only_what_changed(client, published, place):
    address = reverse("public:front") if place == "front" else published.get_absolute_url()
    first = client.get(address)
    assert set(first["Cache-Control"].split(", ")) == {"public", "max-age=0", "must-revalidate"}
    seen = {"If-None-Match": first["ETag"]}
    assert client.get(address, headers=seen).status_code == 304
    published.live.sentences.update(text="Put right.")
    assert client.get(address, headers=seen).status_code == 200


def test_the_arabic_page_is_arabic_all_over(client, published):
    page = _read(client, published, show="ar").content.decode()
    assert '<html lang="ar" dir="rtl">' in page
    assert "التصحيحات" in page
    assert ">Corrections<" not in page
    assert 'href="/corrections/?show=ar"' in page


def test_the_chosen_language_survives_the_way_to_the_right_address(client, published):
    response = client.get(f"/briefs/{published.pk}?show=ar")
    assert response.status_code == 301
    assert response["Location"].endswith("/?show=ar")


def test_the_icon_is_found_at_the_address_that_everybody_asks_for(client):
    response = client.get("/favicon.ico")
    assert response.status_code == 301
    assert response["Location"] == "/static/summaries/favicon.svg"
    assert "public" in response["Cache-Control"]
    assert not response.cookies
    assert client.post("/favicon.ico").status_code == 405


UNQUOTED = "وذكرت مصادر محلية أن التحقيق في أسباب العطل لا يزال مستمرا."


def _with_licence(licence) -> Brief:
    source = make_source()
    source.licence = licence
    source.save()
    brief = make_brief(Status.PUBLISHED, source=source)
    brief.article.segments.create(line=9, sentence=0, arabic=UNQUOTED, english="Sources said so.")
    return brief


@pytest.mark.parametrize("show", ["both", "en", "ar"])
@pytest.mark.parametrize("licence", Source.Licence)
def test_the_whole_article_is_shown_where_its_source_allows_it(client, licence, show):
    page = _read(client, _with_licence(licence), show=show).content.decode()
    assert (UNQUOTED in page) is (licence == Source.Licence.FULL)
    assert ('<section class="evidence original"' in page) is (licence == Source.Licence.FULL)
    # Folded until a reader wants it.
    assert "<details open" not in page.partition('class="evidence original"')[2]


@pytest.mark.parametrize("licence", Source.Licence)
def test_no_other_page_shows_more_than_is_quoted(client, at_desk, publisher, licence):
    brief = _with_licence(licence)
    slug = [brief.pk, brief.slug]
    pages = [reverse("public:front"), reverse("public:provenance", args=slug)]
    previews = [reverse(f"desk:preview-{what}", args=[brief.pk]) for what in ("email", "text")]
    for address in pages:
        assert UNQUOTED not in client.get(address).content.decode()
    at_desk(publisher)
    for address in previews:
        assert UNQUOTED not in client.get(address).content.decode()
    shown = client.get(reverse("desk:preview-web", args=[brief.pk])).content.decode()
    assert (UNQUOTED in shown) is (licence == Source.Licence.FULL)


def test_an_article_without_a_source_is_never_shown_whole(client):
    brief = make_brief(Status.PUBLISHED)
    brief.article.segments.create(line=9, sentence=0, arabic=UNQUOTED)
    assert UNQUOTED not in _read(client, brief).content.decode()


def test_a_retracted_article_is_not_shown_whole(client):
    brief = _with_licence(Source.Licence.FULL)
    Brief.objects.update(status=Status.RETRACTED)
    assert UNQUOTED not in _read(client, brief).content.decode()


def test_readers_learn_who_wrote_it_when_and_where(client, published):
    published.article.byline = "سلمى الحداد"
    published.article.published_at = datetime(2026, 3, 12, 8, 30, tzinfo=UTC)
    published.article.save()
    page = _read(client, published).content.decode()
    assert page.count("سلمى الحداد") == 2
    assert page.count('datetime="2026-03-12T08:30:00+00:00"') == 2
    assert "12 March 2026" in page
    assert "12 مارس 2026" in page
    assert page.count(f'href="{published.article.url}"') == 2
    assert "Appeared" not in _read(client, make_brief(Status.PUBLISHED)).content.decode()


@pytest.mark.parametrize("show", ["both", "en", "ar"])
@pytest.mark.parametrize("room", ["", "provenance/"])
def test_what_was_taken_back_stands_in_no_address_either(client, published, room, show):
    told = published.get_absolute_url() + room
    publishing.retract(make_user(Role.PUBLISHER), published, "The outlet withdrew it.")
    # The address that readers have answers itself: it leads to no other one that says it again.
    for path in (told, f"/briefs/{published.pk}-x/{room}"):
        response = client.get(path, {"show": show})
        assert response.status_code == 410
        assert "no-store" in response["Cache-Control"]
        assert "ramla" not in response.content.decode().lower()
    for path in (f"/briefs/{published.pk}", f"/briefs/{published.pk}-x/report/"):
        assert client.get(path)["Location"] == f"/briefs/{published.pk}-retracted/"
    for path in ("/corrections/", "/feeds/both.atom", "/feeds/both.json"):
        said = client.get(path).content.decode()
        assert f"/briefs/{published.pk}-retracted/" in said
        assert "ramla" not in said.lower()


@pytest.mark.parametrize(
    "path", ["/", "/archive/", "/corrections/", "/feeds/both.atom", "/sitemap.xml", "/robots.txt"]
)
@pytest.mark.parametrize("verb", ["post", "put", "delete"])
def test_pages_that_are_only_read_say_which_methods_they_know(db, path, verb):
    response = getattr(Client(enforce_csrf_checks=True), verb)(path)
    assert response.status_code == 405
    assert "GET" in response["Allow"]


def test_an_original_that_is_no_web_address_is_no_link(client, published):
    published.article.url = "javascript:alert(1)"
    published.article.save()
    for page in (_read(client, published), client.get("/")):
        assert "javascript:" not in page.content.decode()
