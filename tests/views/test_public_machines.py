"""What programs read: the sitemaps, robots.txt, JSON-LD and Open Graph."""

import json
import re
from datetime import UTC, date, datetime
from urllib.robotparser import RobotFileParser

import pytest
from django.urls import reverse
from lxml import etree

from summaries.models import Brief, Source
from summaries.views.public import sitemaps
from summaries.workflow import LIVE, Status
from tests.factories import make_brief, make_edition, make_revision, make_source, make_topic

pytestmark = pytest.mark.django_db

SITE = "http://testserver"
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
MARCH = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)


@pytest.fixture
def published():
    brief = make_brief(Status.CORRECTED, source=make_source())
    Brief.objects.filter(pk=brief.pk).update(topic=make_topic(), published_at=MARCH)
    brief.corrections.update(created_at=MARCH.replace(hour=11))
    return Brief.objects.get(pk=brief.pk)


def sitemap(client, address: str):
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    return etree.fromstring(response.content)


def pages(client) -> set[str]:
    """Return every address of every sitemap that the index names."""
    sections = sitemap(client, "/sitemap.xml").xpath("//s:loc/text()", namespaces=NAMES)
    found = [sitemap(client, section.removeprefix(SITE)) for section in sections]
    return {loc for part in found for loc in part.xpath("//s:loc/text()", namespaces=NAMES)}


def test_the_sitemaps_name_every_public_page_and_each_of_them_answers(client, published):
    make_edition(date(2026, 3, 12), published)
    found = pages(client)
    expected = ["/", "/archive/", "/archive/2026/03/", "/topics/transport/", "/corrections/"]
    expected += ["/editions/2026-03-12/", published.get_absolute_url()]
    assert {SITE + path for path in expected} <= found
    assert {SITE + path + "?show=ar" for path in expected} <= found
    for address in found:
        assert client.get(address.removeprefix(SITE)).status_code == 200, address


@pytest.mark.parametrize("status", list(Status))
def test_only_live_briefs_stand_in_the_sitemaps(client, status):
    brief = make_brief(status, source=make_source())
    named = any(f"/briefs/{brief.pk}-" in address for address in pages(client))
    assert named == (status in LIVE)


def test_a_sitemap_says_when_a_brief_changed_last_and_its_languages(client, published):
    part = sitemap(client, f"/sitemap-briefs-{published.pk // sitemaps.BRIEFS_A_SECTION}.xml")
    (url, *_others) = part.xpath("//s:url", namespaces=NAMES)
    assert url.xpath("s:lastmod/text()", namespaces=NAMES) == ["2026-03-12T11:00:00+00:00"]
    links = url.xpath("x:link/@hreflang", namespaces=NAMES)
    assert sorted(links) == ["ar", "en", "x-default"]
    assert url.xpath("count(s:loc)", namespaces=NAMES) == 1


@pytest.mark.parametrize(
    "section",
    [
        "nothing",
        "briefs",
        "briefs-",
        "briefs-7",
        "editions-1999",
        "briefs-" + "9" * 40,
        "briefs-00",
    ],
)
def test_there_is_no_empty_sitemap(client, published, section):
    assert client.get(f"/sitemap-{section}.xml").status_code == 404


def test_sections_are_bounded(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "BRIEFS_A_SECTION", 2)
    briefs = [make_brief(Status.PUBLISHED, source=make_source()) for _number in range(5)]
    index = sitemap(client, "/sitemap.xml").xpath("//s:loc/text()", namespaces=NAMES)
    sections = [loc for loc in index if "briefs" in loc]
    assert len(sections) == len({brief.pk // 2 for brief in briefs})
    assert all(any(f"/{b.pk}-" in loc for loc in pages(client)) for b in briefs)


def test_robots_keeps_search_engines_off_the_desk(client, published):
    robots = RobotFileParser()
    robots.parse(client.get("/robots.txt").content.decode().splitlines())
    for path in ("/", "/archive/", published.get_absolute_url(), "/feeds/both.atom"):
        assert robots.can_fetch("*", SITE + path)
    for path in ("/desk/", "/admin/", "/search/?q=x", "/subscription/abc/", "/sign-in/"):
        assert not robots.can_fetch("*", SITE + path)
    assert robots.site_maps() == [SITE + "/sitemap.xml"]


def json_ld(client, path: str, show: str = "both") -> dict:
    page = client.get(path, {"show": show}).content.decode()
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    return json.loads(text)


@pytest.mark.parametrize("show", ["both", "en", "ar"])
def test_a_brief_describes_itself_as_a_news_article(client, published, show):
    data = json_ld(client, published.get_absolute_url(), show)
    query = "" if show == "both" else f"?show={show}"
    live = published.live
    assert data["@type"] == "NewsArticle"
    assert data["headline"] == (live.headline_ar if show == "ar" else live.headline_en)
    assert data["inLanguage"] == (["en", "ar"] if show == "both" else show)
    assert data["url"] == SITE + published.get_absolute_url() + query
    assert data["datePublished"] == "2026-03-12T09:00:00+00:00"
    assert data["dateModified"] == "2026-03-12T11:00:00+00:00"
    assert data["isBasedOn"]["url"] == published.article.url
    assert data["isBasedOn"]["publisher"]["ownershipFundingInfo"] == "independent, reader-owned"
    assert data["publisher"]["correctionsPolicy"] == SITE + "/corrections/"
    (note,) = data["correction"]
    assert ("ذكرت" in note["text"]) == (show == "ar")


def test_an_edition_describes_itself_as_a_list_in_order(client, published):
    other = make_brief(Status.PUBLISHED)
    make_edition(date(2026, 3, 12), other, published)
    entries = json_ld(client, "/editions/2026-03-12/")["mainEntity"]["itemListElement"]
    assert [entry["url"] for entry in entries] == [
        SITE + other.get_absolute_url(),
        SITE + published.get_absolute_url(),
    ]


HOSTILE = "</script><script>alert(1)</script> <!-- & \u2028 \" ' ]]>"


def test_nothing_breaks_out_of_json_ld(client):
    source = Source.objects.create(name_en=HOSTILE, ownership_en=HOSTILE)
    brief = make_brief(Status.PUBLISHED, source=source)
    brief.live = make_revision(brief, headline=HOSTILE)
    brief.save()
    address = brief.get_absolute_url()
    page = client.get(address).content.decode()
    text = page.partition('ld+json">')[2].partition("</script>")[0]
    assert not set("<>&\u2028") & set(text)
    assert json_ld(client, address)["headline"] == HOSTILE
    assert "<script>alert" not in page


def test_link_previews_get_title_description_and_address(client, published):
    page = client.get(published.get_absolute_url(), {"show": "ar"}).content.decode()
    found = dict(re.findall(r'<meta property="([^"]+)" content="([^"]*)">', page))
    assert found["og:title"] == published.live.headline_ar
    assert found["og:type"] == "article"
    assert found["og:url"] == SITE + published.get_absolute_url() + "?show=ar"
    assert found["og:locale"] == "ar_AR"
    assert found["og:site_name"] == "الموجز اليومي"
    assert found["article:section"] == published.topic.name_ar
    assert found["article:modified_time"] == "2026-03-12T11:00:00+00:00"
    assert published.live.arabic_paragraphs[0] in found["og:description"]


def test_a_tombstone_tells_search_engines_nothing(client):
    brief = make_brief(Status.RETRACTED)
    page = client.get(brief.get_absolute_url()).content.decode()
    assert '<meta name="robots" content="noindex">' in page
    assert "ld+json" not in page
    assert "og:title" not in page


def test_feeds_are_announced_in_the_language_of_the_page(client, published):
    page = client.get(reverse("public:topic", args=["transport"]), {"show": "ar"}).content.decode()
    assert 'type="application/atom+xml"' in page
    addresses = re.findall(r'type="application/(?:atom\+xml|feed\+json)"[^>]*href="([^"]+)"', page)
    assert addresses
    for address in addresses:
        assert client.get(address).status_code == 200
