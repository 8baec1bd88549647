"""The preview is what readers will get: the same page, the same email, in every choice."""

import re

import pytest
from django.urls import reverse

from summaries.models import DeskPreference
from summaries.services import publishing
from summaries.workflow import Status
from tests.factories import make_brief, make_correction, make_revision, make_source

pytestmark = pytest.mark.django_db

PAGE_QUERIES = 11
FRAMED = ("preview-web", "preview-email")
_BASE = '<base target="_blank">'


@pytest.fixture
def brief():
    return make_brief(Status.IN_REVIEW, source=make_source())


def _address(name: str, brief) -> str:
    return reverse(f"desk:{name}", args=[brief.pk])


def _page(client, name: str, brief, **query) -> str:
    response = client.get(_address(name, brief), query)
    assert response.status_code == 200
    return response.content.decode()


# Frames run none.
_SCRIPT = '<script src="/static/summaries/public.js"></script>'


def _timeless(page: str) -> str:
    page = re.sub(r"<time.*?</time>", "<time>", page).replace(_BASE, "").replace(_SCRIPT, "")
    return re.sub(r"\d{4}-\d\d-\d\dT[0-9:.+]+", "then", page)


@pytest.mark.parametrize("show", ["both", "en", "ar"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_publishing_makes_the_page_that_was_previewed(at_desk, publisher, brief, show, language):
    edited = brief.article.segments.order_by("line", "sentence")[1]
    edited.english = "The port authority says that ferries run again from Thursday."
    edited.save()
    DeskPreference.objects.create(user=publisher, language=language)
    desk = at_desk(publisher)
    previewed = _page(desk, "preview-web", brief, show=show)
    publishing.publish(publisher, brief)
    brief.refresh_from_db()
    desk.logout()
    public = desk.get(brief.get_absolute_url(), {"show": show}).content.decode()
    assert _timeless(previewed) == _timeless(public)
    assert "ferries run again from Thursday" in previewed
    assert previewed.count(_BASE) == 1
    assert _BASE not in public


def test_the_preview_of_a_correction_shows_the_new_text_and_readers_keep_theirs(
    at_desk, publisher, brief
):
    publishing.publish(publisher, brief)
    brief.refresh_from_db()
    make_revision(brief, headline="Ramla ferries are back")
    client = at_desk(publisher)
    previewed = _page(client, "preview-web", brief)
    assert "Ramla ferries are back" in previewed
    assert "-ramla-ferries-are-back/" in previewed, "the permalink follows the headline"
    assert f'datetime="{brief.published_at.isoformat()[:16]}' in previewed
    assert "Ramla ferries are back" not in client.get(brief.get_absolute_url()).content.decode()


def test_a_segment_edited_after_publishing_shows_in_the_preview_only(at_desk, publisher, brief):
    publishing.publish(publisher, brief)
    brief.refresh_from_db()
    brief.article.segments.update(english="Put right on the desk.")
    client = at_desk(publisher)
    assert "Put right on the desk" in _page(client, "preview-web", brief)
    assert "Put right on the desk" not in client.get(brief.get_absolute_url()).content.decode()


def test_a_preview_changes_nothing(at_desk, publisher, brief):
    for name in ("preview", *FRAMED, "preview-text"):
        _page(at_desk(publisher), name, brief)
    brief.refresh_from_db()
    assert (brief.live, brief.published_at, brief.status) == (None, None, Status.IN_REVIEW)


@pytest.mark.parametrize("name", FRAMED)
def test_only_the_framed_pages_may_be_framed_and_only_here(at_desk, editor, brief, name):
    response = at_desk(editor).get(_address(name, brief))
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["preview", "preview-text", "brief", "queue"])
def test_other_pages_are_in_no_frame(at_desk, editor, brief, name):
    address = reverse("desk:queue") if name == "queue" else _address(name, brief)
    response = at_desk(editor).get(address)
    assert response["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]


def test_the_email_may_load_nothing_and_run_nothing(at_desk, editor, brief):
    policy = at_desk(editor).get(_address("preview-email", brief))["Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["style-src"] == "'unsafe-inline'"
    assert rules["script-src"] == "'none'"


def test_the_frame_can_run_no_script(at_desk, editor, brief):
    page = _page(at_desk(editor), "preview", brief)
    allowed = re.search(r'<iframe[^>]*sandbox="([^"]*)"', page)[1].split()
    assert "allow-scripts" not in allowed
    assert not {name for name in allowed if "top-navigation" in name or "forms" in name}


@pytest.mark.parametrize(
    ("query", "framed"),
    [
        ({}, "preview/web/"),
        ({"show": "ar"}, "preview/web/?show=ar"),
        ({"channel": "email", "show": "en", "width": "phone"}, "preview/email/?show=en"),
        ({"channel": "nonsense", "width": "nonsense", "show": "<b>"}, "preview/web/"),
    ],
)
def test_links_choose_what_the_frame_shows(at_desk, editor, brief, query, framed):
    page = _page(at_desk(editor), "preview", brief, **query)
    assert f'src="/desk/briefs/{brief.pk}/{framed}"' in page
    width = "phone" if query.get("width") == "phone" else "desktop"
    assert f'class="preview {width}"' in page
    assert "<b>" not in page


def test_a_choice_keeps_the_others(at_desk, editor, brief):
    page = _page(at_desk(editor), "preview", brief, channel="email", show="ar")
    assert 'href="?channel=email&amp;show=ar&amp;width=phone"' in page
    assert 'href="?show=ar"' in page


def test_the_plain_text_shows_its_subject_and_is_not_html(at_desk, editor, brief):
    client = at_desk(editor)
    page = _page(client, "preview", brief, channel="text")
    assert "<iframe" not in page
    assert "Ramla port resumes ferries after storm · ميناء" in page
    response = client.get(_address("preview-text", brief))
    assert response["Content-Type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize("status", [Status.DRAFTING, Status.RETRACTED])
@pytest.mark.parametrize("name", ["preview", *FRAMED, "preview-text"])
def test_what_cannot_be_published_has_no_preview(at_desk, editor, status, name):
    assert at_desk(editor).get(_address(name, make_brief(status))).status_code == 409


def test_a_live_brief_says_whether_readers_see_it_already(at_desk, editor):
    brief = make_brief(Status.CORRECTED)
    make_correction(brief)
    client = at_desk(editor)
    page = _page(client, "preview", brief)
    assert "this is what readers see now" in page
    assert f'href="/briefs/{brief.pk}"' in page
    assert "12,000" in _page(client, "preview-web", brief)
    make_revision(brief, headline="Ramla ferries are back")
    assert "Readers do not see these changes yet" in _page(client, "preview", brief)


def test_the_email_keeps_its_language_whatever_the_desk_speaks(at_desk, editor, brief):
    DeskPreference.objects.create(user=editor, language="ar")
    page = _page(at_desk(editor), "preview-email", brief, show="en")
    assert "Translated by machine, published by an editor" in page
    assert not re.search("[\u0600-\u06ff]", page)


@pytest.mark.parametrize("name", ["preview", *FRAMED, "preview-text"])
def test_previews_take_no_post(at_desk, editor, brief, name):
    assert at_desk(editor).post(_address(name, brief)).status_code == 405


@pytest.mark.parametrize("name", ["preview", *FRAMED, "preview-text"])
def test_queries_do_not_grow(at_desk, editor, brief, name, django_assert_max_num_queries):
    client = at_desk(editor)
    with django_assert_max_num_queries(PAGE_QUERIES):
        _page(client, name, brief)
