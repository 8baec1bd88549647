"""The preferences page, and the language of each page."""

import re

import pytest
from django.urls import reverse

from summaries.models import DeskPreference
from summaries.services import preferences
from summaries.workflow import Status
from tests.factories import make_brief

pytestmark = pytest.mark.django_db
PAGE = reverse("desk:preferences")
LANGUAGE = reverse("desk:language")
ARABIC = '<html lang="ar" dir="rtl">'
ENGLISH = '<html lang="en" dir="ltr">'


def _save(client, **choices):
    return client.post(PAGE, {"language": "", **choices})


def test_choices_are_saved_and_shown_again(at_desk, editor):
    client = at_desk(editor)
    response = _save(client, language="en", email_notices="on")
    assert response["Location"] == PAGE
    stored = DeskPreference.objects.get(user=editor)
    assert (stored.language, stored.single_keys, stored.email_notices) == ("en", False, True)
    page = client.get(PAGE).content.decode()
    assert "Your preferences are saved." in page
    assert re.search(r'name="email_notices"[^>]*checked', page)
    assert not re.search(r'name="single_keys"[^>]*checked', page)
    assert re.search(r'value="en"[^>]*checked', page)


def test_a_language_the_desk_has_not_is_refused(at_desk, editor):
    assert _save(at_desk(editor), language="fr").status_code == 400
    assert at_desk(editor).post(LANGUAGE, {"language": "fr"}).status_code == 400
    assert not DeskPreference.objects.exists()


def test_the_answer_speaks_the_language_just_chosen(at_desk, editor):
    client = at_desk(editor)
    page = client.post(PAGE, {"language": "ar"}, follow=True).content.decode()
    assert ARABIC in page
    assert "حُفظت تفضيلاتك." in page


@pytest.mark.parametrize(
    ("asked", "leads_to"),
    [
        ("/desk/preferences/?x=1", "/desk/preferences/?x=1"),
        ("https://evil.example/", "/desk/"),
        ("//evil.example/", "/desk/"),
        ("javascript:alert(1)", "/desk/"),
        ("", "/desk/"),
    ],
)
def test_the_switch_in_the_top_bar_leads_back_and_never_away(at_desk, editor, asked, leads_to):
    response = at_desk(editor).post(LANGUAGE, {"language": "ar", "next": asked})
    assert response["Location"] == leads_to
    assert preferences.of(editor).language == "ar"


@pytest.mark.parametrize(
    ("chosen", "browser", "expected"),
    [
        ("", "", ENGLISH),
        ("", "ar-EG,ar;q=0.9,en;q=0.5", ARABIC),
        ("", "fr", ENGLISH),
        ("en", "ar", ENGLISH),
        ("ar", "en", ARABIC),
    ],
)
def test_the_desk_speaks_as_chosen_else_as_the_browser_asks(
    at_desk, editor, chosen, browser, expected
):
    preferences.speak(editor, chosen)
    response = at_desk(editor).get(PAGE, headers={"Accept-Language": browser})
    assert expected in response.content.decode()
    assert response["Content-Language"] == ("ar" if expected == ARABIC else "en")


def test_each_person_has_their_own_language(client, editor, reporter):
    preferences.speak(editor, "ar")
    for person, expected in ((editor, ARABIC), (reporter, ENGLISH), (editor, ARABIC)):
        client.force_login(person)
        assert expected in client.get(PAGE).content.decode()


@pytest.mark.parametrize(("browser", "expected"), [("ar", ARABIC), ("en", ENGLISH)])
def test_signing_in_speaks_as_the_browser_asks(client, browser, expected):
    response = client.get(reverse("login"), headers={"Accept-Language": browser})
    assert expected in response.content.decode()


def test_the_admin_speaks_arabic_too(client, django_user_model):
    boss = django_user_model.objects.create_superuser("boss", "boss@desk.example", "x")
    preferences.speak(boss, "ar")
    client.force_login(boss)
    assert 'lang="ar"' in client.get(reverse("admin:index")).content.decode()


@pytest.mark.parametrize(
    ("query", "expected"), [({}, ENGLISH), ({"show": "ar"}, ARABIC), ({"show": "en"}, ENGLISH)]
)
@pytest.mark.parametrize("place", ["front", "brief", "missing"])
def test_readers_pages_ask_neither_browser_nor_session(at_desk, editor, place, query, expected):
    preferences.speak(editor, "ar" if expected == ENGLISH else "en")
    brief = make_brief(Status.PUBLISHED)
    places = {"front": "/", "brief": brief.get_absolute_url(), "missing": "/nothing/"}
    client = at_desk(editor)
    response = client.get(places[place], query, headers={"Accept-Language": "ar, en;q=0.1"})
    assert expected in response.content.decode()
    assert "Cookie" not in response.get("Vary", "")
    assert "Accept-Language" not in response.get("Vary", "")
    assert not response.cookies


def test_a_refusal_speaks_the_language_too(at_desk, editor):
    preferences.speak(editor, "ar")
    brief = make_brief(Status.IN_REVIEW)
    response = at_desk(editor).post(reverse("desk:publish", args=[brief.pk]))
    page = response.content.decode()
    assert response.status_code == 403
    assert ARABIC in page
    assert "غير متاح لهذا الحساب" in page


def test_dates_in_an_arabic_page_have_arabic_months(at_desk, editor):
    preferences.speak(editor, "ar")
    brief = make_brief(Status.DRAFT)
    address = reverse("desk:comment", args=[brief.pk])
    data = {"comment-text": "Hm", "comment-segment": ""}
    page = at_desk(editor).post(address, data, headers={"HX-Request": "true"}).content.decode()
    assert not re.search(r"\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)", page)
    assert re.search(r"<time [^>]*>\d{1,2} [\u0621-\u064a]+", page)
