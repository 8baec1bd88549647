"""Briefs that stand in one language: left out of the other's lists, and never an empty heading."""

import json
import re

import pytest
from django.utils import timezone

from summaries.models import Brief
from summaries.services import public_search
from summaries.views.public import sitemaps
from summaries.workflow import Status
from tests.factories import (
    make_brief,
    make_correction,
    make_edition,
    make_source,
    make_topic,
    take_out,
)
from tests.rules import html

pytestmark = pytest.mark.django_db

MISSING = {"en": ["headline_en", "sentences"], "ar": ["headline_ar", "summary_ar"]}
ONLY = {"en": "هذا الموجز بالإنجليزية فقط.", "ar": "This brief is in Arabic only."}


def published_in(language: str) -> Brief:
    """Return a live brief about transport that stands in this language alone."""
    brief = make_brief(Status.PUBLISHED, source=make_source())
    brief.topic = make_topic()
    brief.save()
    take_out(brief, *MISSING["ar" if language == "en" else "en"])
    public_search.index(brief)
    return brief


def lists(brief: Brief) -> list[str]:
    month = f"/archive/{timezone.localdate():%Y/%m}/"
    return ["/", month, "/topics/transport/", "/search/?q=ramla", "/search/?q=الرملة"]


def read(client, path: str, show: str) -> str:
    response = client.get(path + ("&" if "?" in path else "?") + f"show={show}")
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("show", ["both", "en", "ar"])
@pytest.mark.parametrize("in_edition", [False, True])
def test_lists_hold_what_the_reader_can_read(client, language, show, in_edition):
    brief = published_in(language)
    if in_edition:
        make_edition(None, brief)
    found = 0
    for path in lists(brief):
        page = read(client, path, show)
        assert html.faults(page) == []
        there = f'href="{brief.get_absolute_url()}' in page
        found += there
        if show not in (language, "both"):
            assert not there, path
    assert bool(found) == (show in (language, "both"))


@pytest.mark.parametrize(("show", "words"), [("en", False), ("ar", True), ("both", False)])
def test_an_edition_says_how_many_are_in_the_other_language(client, show, words):
    make_edition(None, published_in("en"), make_brief(Status.PUBLISHED))
    for path in ("/", f"/editions/{timezone.localdate()}/"):
        page = read(client, path, show)
        assert (page.count('data-show="both"') == 2) == words
        assert page.count("<article") == (1 if show == "ar" else 2)


def test_a_month_of_the_other_language_says_so(client):
    published_in("ar")
    page = read(client, f"/archive/{timezone.localdate():%Y/%m}/", "en")
    assert "No brief of this month is in this language." in page


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("show", ["both", "en", "ar"])
def test_its_page_is_in_the_language_it_has_and_says_so(client, language, show):
    brief = published_in(language)
    page = read(client, brief.get_absolute_url(), show)
    assert html.faults(page) == []
    headline = getattr(brief.live, f"headline_{language}")
    (h1,) = re.findall(r"<h1>([^<]+)</h1>", page)
    assert h1 == headline
    assert f"<title>{headline}</title>" in page
    assert f'og:title" content="{headline}"' in page
    assert (ONLY[language] in page) == (show != language)
    data = json.loads(re.search(r'ld\+json">(.+?)</script>', page)[1])
    assert data["headline"] == headline
    assert data["inLanguage"] == language
    assert "alternativeHeadline" not in data


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("show", ["both", "en", "ar"])
def test_search_engines_hear_of_no_page_in_the_other_language(client, language, show):
    brief = published_in(language)
    whole = "http://testserver" + brief.get_absolute_url()
    page = read(client, brief.get_absolute_url(), show)
    canonical = f"{whole}?show={show}" if show == language else whole
    assert f'<link rel="canonical" href="{canonical}">' in page
    assert re.findall(r'hreflang="([^"]+)" href="http', page) == [language, "x-default"]
    sitemap = client.get(
        f"/sitemap-briefs-{brief.pk // sitemaps.BRIEFS_A_SECTION}.xml"
    ).content.decode()
    assert re.findall(r"<loc>([^<]+)</loc>", sitemap) == [whole, f"{whole}?show={language}"]


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("show", ["both", "en", "ar"])
@pytest.mark.parametrize("path", ["/corrections/", "{}report/", "{}provenance/"])
def test_no_link_or_heading_is_empty(client, language, show, path):
    brief = published_in(language)
    make_correction(brief)
    page = read(client, path.format(brief.get_absolute_url()), show)
    assert html.faults(page) == []
    assert getattr(brief.live, f"headline_{language}") in page
