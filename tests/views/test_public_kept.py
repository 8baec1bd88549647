"""Pages that are kept: made once, for everybody the same, and never after the site changed."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import resolve
from django.utils import timezone

from summaries.models import Brief, Correction
from summaries.services import publishing, site
from summaries.views.public import kept as keeping
from summaries.views.public import sitemaps
from summaries.views.public.kept import kept
from summaries.workflow import Status
from tests.factories import make_brief, make_edition, make_revision, make_source, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _kept(settings):
    settings.CACHES = settings.CACHES | {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    }
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def published():
    brief = make_brief(Status.PUBLISHED, source=make_source())
    Brief.objects.filter(pk=brief.pk).update(topic=make_topic())
    site.changed()
    return Brief.objects.get(pk=brief.pk)


@pytest.fixture
def made():
    """A kept view that counts how often it is made, and what it answers."""
    calls = []

    def view(request, **answer):
        calls.append(request.get_full_path())
        response = HttpResponse(answer.pop("body", b"page"), **answer)
        return response

    view.calls = calls
    return view


def ask(view, path="/", method="get", **headers):
    return kept(view)(getattr(RequestFactory(headers=headers), method)(path))


def test_a_kept_page_costs_one_query(client, published, django_assert_num_queries):
    first = client.get("/")
    with django_assert_num_queries(1):
        second = client.get("/")
    assert second.content == first.content
    assert second["ETag"] == first["ETag"]
    assert second["Content-Type"] == first["Content-Type"]
    assert second["Content-Security-Policy"] == first["Content-Security-Policy"]


def test_no_page_is_kept_in_another_s_place(client, published):
    """A server that believes it stands below /corrections asks for `/` where that was meant."""
    poisoned = client.get("/", SCRIPT_NAME="/corrections").text
    assert "/corrections/briefs/" not in poisoned
    assert client.get("/").text == poisoned
    assert client.get("/corrections/").context is not None, "made now, and not what was kept"


@pytest.mark.parametrize("address", ["/", "/?show=ar", "/feeds/en.atom"])
def test_no_answer_for_everybody_sets_a_cookie(client, published, address):
    client.get(address)
    kept_page = client.get(address, headers={"Cookie": "sessionid=abc; csrftoken=malformed"})
    assert "public" in kept_page["Cache-Control"]
    assert not kept_page.cookies


def test_who_has_the_page_gets_304_without_its_being_made(
    client, published, django_assert_num_queries
):
    etag = client.get("/")["ETag"]
    with django_assert_num_queries(1):
        again = client.get("/", headers={"If-None-Match": etag})
    assert again.status_code == 304
    assert again.content == b""
    assert again["ETag"] == etag
    assert "max-age=0" in again["Cache-Control"]


def test_head_is_answered_as_get_without_the_text(client, published):
    head = client.head("/")
    got = client.get("/")
    assert head.content == b""
    assert head["ETag"] == got["ETag"]
    assert head["Content-Length"] == got["Content-Length"]
    assert got.content


def test_what_is_posted_is_refused(made):
    assert ask(made, method="post").status_code == 405
    assert made.calls == []


@pytest.mark.parametrize(
    ("path", "other"),
    [("/", "/?show=ar"), ("/?show=en", "/?show=ar"), ("/a/", "/b/"), ("/", "/?show=en")],
)
def test_each_page_and_language_is_kept_by_itself(made, path, other):
    ask(made, path), ask(made, other), ask(made, path), ask(made, other)
    assert made.calls == [path, other]


@pytest.mark.parametrize(
    "query", ["?utm_source=x", "?show=xx", "?show=", "?show=ar&x=1", "?q=port", "?before=7", "?="]
)
def test_odd_questions_are_answered_and_never_kept(made, query):
    for _time in range(2):
        assert ask(made, "/" + query).status_code == 200
    ask(made, "/")
    assert len(made.calls) == 3
    ask(made, "/")
    assert len(made.calls) == 3


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"X-Forwarded-Host": "evil.example"},
        {"Accept-Language": "ar"},
        {"Cookie": "django_language=ar; sessionid=abc"},
    ],
)
def test_no_header_changes_what_the_next_reader_gets(client, published, settings, headers):
    settings.ALLOWED_HOSTS = ["*"]
    addresses = ["/", published.get_absolute_url(), "/archive/", "/sitemap.xml", "/robots.txt"]
    poisoned = [client.get(address, headers=headers) for address in addresses]
    for address, response in zip(addresses, poisoned, strict=True):
        assert "evil.example" not in response.content.decode()
        fresh = client.get(address)
        assert fresh.content == response.content
        site.changed()
        assert client.get(address).content == response.content


def test_only_one_spelling_of_an_address_is_kept(made):
    def ask_as(path):
        request = RequestFactory().get(path)
        request.resolver_match = resolve(path)
        kept(lambda request: made(request))(request)
        return len(made.calls)

    assert [ask_as("/briefs/7-x/"), ask_as("/briefs/7-x/")] == [1, 1]
    assert [ask_as("/briefs/007-x/"), ask_as("/briefs/007-x/")] == [2, 3]


@pytest.mark.parametrize("status", [301, 302, 404, 500, 503])
def test_only_pages_are_kept(made, status):
    def view(request):
        return made(request, status=status)

    assert ask(view).status_code == status
    assert "ETag" not in ask(view)
    assert len(made.calls) == 2


def test_a_tombstone_is_kept_and_stays_gone(made):
    def view(request):
        return made(request, status=410)

    etag = ask(view)["ETag"]
    again = ask(view, **{"If-None-Match": etag})
    assert again.status_code == 410
    assert len(made.calls) == 1


def _with_cookie(request):
    response = HttpResponse(b"mine")
    response.set_cookie("who", "me")
    return response


def _with_token(request):
    request.META["CSRF_COOKIE_NEEDS_UPDATE"] = True
    return HttpResponse(b"mine")


@pytest.mark.parametrize(
    "answer",
    [
        _with_cookie,
        _with_token,
        lambda request: HttpResponse(b"mine", headers={"Vary": "Cookie"}),
        lambda request: HttpResponse(b"mine", headers={"Cache-Control": "private"}),
        lambda request: HttpResponse(b"mine", headers={"Cache-Control": "no-store"}),
    ],
)
def test_what_belongs_to_one_reader_is_not_kept(made, answer):
    def view(request):
        made(request)
        return answer(request)

    ask(view), ask(view)
    assert len(made.calls) == 2


def test_what_is_too_large_is_made_each_time(made, monkeypatch):
    monkeypatch.setattr(keeping, "MAX_BYTES", 3)
    ask(made), ask(made)
    assert len(made.calls) == 2


def test_another_day_is_another_page(made, monkeypatch):
    ask(made)
    tomorrow = timezone.localdate() + timedelta(days=1)
    monkeypatch.setattr(keeping.timezone, "localdate", lambda: tomorrow)
    ask(made)
    assert len(made.calls) == 2


def test_what_changes_while_a_page_is_made_is_not_kept_out(made):
    def view(request):
        response = made(request, body=str(len(made.calls)))
        if len(made.calls) == 1:
            site.changed()
        return response

    ask(view)
    assert ask(view).content == b"1"
    assert len(made.calls) == 2


def _pages(brief) -> list[str]:
    month = f"/archive/{timezone.localdate():%Y/%m}/"
    edition = f"/editions/{timezone.localdate()}/"
    return [
        "/",
        edition,
        month,
        "/topics/transport/",
        "/search/?q=resumes",
        f"/sitemap-briefs-{brief.pk // sitemaps.BRIEFS_A_SECTION}.xml",
    ]


@pytest.fixture
def shown_everywhere(published, client):
    """A brief in today's edition that every page has been asked for."""
    make_edition(None, published)
    site.changed()
    publishing.public_search.index(published)
    slug = published.slug
    for page in _pages(published):
        assert slug in client.get(page).content.decode(), page
    return published


def test_a_retraction_shows_at_once_everywhere(client, publisher, shown_everywhere):
    slug = shown_everywhere.slug
    assert client.get(shown_everywhere.get_absolute_url()).status_code == 200
    publishing.retract(publisher, shown_everywhere, "The outlet withdrew it.")
    for page in _pages(shown_everywhere):
        response = client.get(page)
        assert slug not in response.content.decode(), page
        assert "Ramla port" not in response.content.decode(), page
    assert client.get(shown_everywhere.get_absolute_url()).status_code == 410
    shown_everywhere.refresh_from_db()
    assert client.get(shown_everywhere.get_absolute_url()).status_code == 410
    corrections = client.get("/corrections/").content.decode()
    assert shown_everywhere.get_absolute_url() in corrections
    assert "Ramla port resumes" not in corrections


def test_a_correction_shows_at_once_everywhere(client, publisher, shown_everywhere):
    before = {page: client.get(page).content for page in _pages(shown_everywhere)}
    make_revision(shown_everywhere, headline="Ramla port resumes its ferries")
    shown_everywhere.refresh_from_db()
    publishing.correct(publisher, shown_everywhere, "Its ferries.", "عباراته.")
    for page, old in before.items():
        assert client.get(page).content != old, page
        assert "ramla-port-resumes-its-ferries" in client.get(page).content.decode(), page
    assert "Its ferries." in client.get("/corrections/").content.decode()
    assert Correction.objects.count() == 1


def test_a_publication_shows_at_once(client, publisher):
    assert "Ramla port" not in client.get("/").content.decode()
    publishing.publish(publisher, make_brief(Status.IN_REVIEW))
    assert "Ramla port" in client.get("/").content.decode()


def test_a_change_that_was_rolled_back_takes_nothing_away(made):
    ask(made)
    version = site.version()
    with transaction.atomic():
        site.changed()
        transaction.set_rollback(True)
    assert site.version() == version
    ask(made)
    assert len(made.calls) == 1
