"""Forms of anonymous readers are taken from our own pages, and from programs."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from summaries.views.public.posted import same_site

OURS, THEIRS = "https://news.example", "https://evil.example"


@same_site
def _view(request):
    return HttpResponse("done")


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = OURS
    settings.ALLOWED_HOSTS = ["inside.example", "news.example"]
    settings.CSRF_TRUSTED_ORIGINS = ["https://www.news.example"]


def _answer(verb: str = "post", **headers) -> HttpResponse:
    request = getattr(RequestFactory(), verb)("/x/", headers=headers, HTTP_HOST="inside.example")
    request.LANGUAGE_CODE = "en"
    return _view(request)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": OURS},
        {"origin": "https://NEWS.example"},
        {"origin": "http://inside.example"},
        {"origin": "https://www.news.example"},
        {"origin": OURS, "sec-fetch-site": "same-origin"},
        {"origin": "null", "sec-fetch-site": "same-origin"},
        {"origin": "null"},
        {"sec-fetch-site": "none"},
    ],
)
def test_our_own_pages_and_programs_are_let_in(headers):
    assert _answer(**headers).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": THEIRS},
        {"origin": THEIRS, "sec-fetch-site": "same-origin"},
        {"origin": "https://news.example.evil.example"},
        {"origin": "https://evilnews.example"},
        {"origin": "https://news.example:8443"},
        {"origin": "https://news.example@evil.example"},
        {"origin": "https://blog.news.example", "sec-fetch-site": "same-site"},
        {"origin": "null", "sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "cross-site"},
        {"origin": ""},
        {"origin": "http://["},
        {"origin": "https://news.example]"},
        {"origin": "https://news\u2100.example"},
        {"origin": "news.example"},
    ],
)
def test_other_sites_are_not(headers):
    response = _answer(**headers)
    assert response.status_code == 403
    page = response.content.decode()
    assert "was on another site" in page
    assert "Nothing was changed" in page


def test_links_from_other_sites_may_be_followed():
    assert _answer("get", **{"sec-fetch-site": "cross-site", "origin": THEIRS}).status_code == 200


def test_no_token_of_a_form_is_asked_for():
    assert _view.csrf_exempt
