"""What needs no token is the same for everybody, kept like a page, and open to every site."""

from datetime import date

import pytest
from django.core.cache import cache
from django.test import Client

from summaries.models import Revision
from summaries.services import site
from summaries.workflow import Status
from tests.factories import make_brief, make_edition
from tests.views.api.conftest import problem_of

pytestmark = pytest.mark.django_db

BRIEFS = "/api/v1/briefs"
EDITIONS = "/api/v1/editions"


@pytest.fixture
def kept_pages(settings):
    """Keep answers as a deployment does; tests do not otherwise."""
    settings.CACHES = settings.CACHES | {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    }
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def addresses():
    """One address of each kind: two lists, a brief, an edition, a retracted brief."""
    brief = make_brief(Status.PUBLISHED)
    gone = make_brief(Status.RETRACTED)
    make_edition(date(2026, 11, 20), brief)
    return {
        BRIEFS: 200,
        EDITIONS: 200,
        f"{BRIEFS}/{brief.pk}": 200,
        f"{EDITIONS}/2026-11-20": 200,
        f"{BRIEFS}/{gone.pk}": 410,
    }


def test_answers_are_kept_until_the_site_changes(
    client, kept_pages, addresses, django_assert_num_queries
):
    for address, status in addresses.items():
        first = client.get(address)
        with django_assert_num_queries(1):
            again = client.get(address, headers={"If-None-Match": first["ETag"]})
        assert again.status_code == (304 if status == 200 else 410)
        assert again["Access-Control-Allow-Origin"] == "*"
    Revision.objects.update(headline_en="Another headline")
    site.changed()
    for address, status in addresses.items():
        if status == 200 and address != EDITIONS:
            assert "Another headline" in client.get(address).content.decode()


def test_an_etag_holds_for_questions_that_are_not_kept(client):
    make_brief(Status.PUBLISHED)
    make_brief(Status.PUBLISHED)
    first = client.get(BRIEFS, {"limit": 1})
    again = client.get(BRIEFS, {"limit": 1}, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert client.get(BRIEFS, {"limit": 2})["ETag"] != first["ETag"]


def test_scripts_of_every_site_may_read_and_nothing_is_personal(client, addresses):
    for address, status in [*addresses.items(), (f"{BRIEFS}/9999", 404), (f"{BRIEFS}?x=1", 422)]:
        response = client.get(address, headers={"Origin": "https://elsewhere.example"})
        assert response.status_code == status
        assert response["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in response
        assert not response.cookies
        assert "Authorization" not in response.get("Vary", "")
        assert "max-age=0" in response["Cache-Control"]


def test_a_token_changes_nothing_and_is_not_asked_for(program, client, addresses):
    for address in addresses:
        assert program.get(address).content == client.get(address).content
        assert "RateLimit" not in program.get(address)


def test_refusals_come_in_the_language_of_who_asks(client, kept_pages, addresses):
    gone = next(address for address, status in addresses.items() if status == 410)
    english, arabic = (
        client.get(gone, headers={"Accept-Language": language}).json() for language in ("en", "ar")
    )
    assert english["type"] == arabic["type"]
    assert english["title"] == "This brief was retracted"
    response = client.get(gone, headers={"Accept-Language": "ar"})
    assert "Accept-Language" in response["Vary"]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_briefs_are_the_same_in_every_language(client, addresses, language):
    for address, status in addresses.items():
        if status == 200:
            response = client.get(address, headers={"Accept-Language": language})
            assert response.content == client.get(address).content


def test_the_host_that_was_asked_never_shows(client, kept_pages, addresses, settings):
    settings.ALLOWED_HOSTS = ["*"]
    for address in addresses:
        response = client.get(address, headers={"Host": "evil.example"})
        assert b"evil.example" not in response.content
        assert b"evil.example" not in client.get(address).content


def test_head_is_like_get_and_nothing_else_is_known(client, addresses):
    for address, status in addresses.items():
        head, got = client.head(address), client.get(address)
        assert (head.status_code, head.content) == (status, b"")
        assert head["Content-Length"] == str(len(got.content))
        for verb in ("post", "put", "patch", "delete", "options"):
            response = getattr(Client(enforce_csrf_checks=True), verb)(address)
            problem_of(response, 405)
            assert response["Allow"] == "GET, HEAD"
