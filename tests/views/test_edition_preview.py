"""What a publisher sees and tries of an edition before anybody gets it."""

import re
from datetime import date
from smtplib import SMTPDataError, SMTPServerDisconnected

import pytest
from django.core import mail
from django.utils import timezone

from summaries.models import Edition
from summaries.workflow import Status
from tests.factories import make_brief, make_edition
from tests.views.edition_form import at, send, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.fixture
def briefs():
    return [make_brief(Status.PUBLISHED) for _n in range(4)]


@pytest.fixture
def desk(at_desk, publisher):
    return at_desk(publisher)


@pytest.mark.parametrize("channel", ["web", "email", "text"])
@pytest.mark.parametrize(("show", "has", "lacks"), [("en", 0, 1), ("ar", 1, 0), ("both", 0, None)])
def test_the_preview_is_of_what_the_form_has(desk, briefs, today, channel, show, has, lacks):
    intros = ("Good morning.", "صباح الخير.")
    change = typed(briefs[0], show=show)
    page = desk.post(at(f"edition-{channel}", today), change).content.decode()
    assert intros[has] in page
    assert lacks is None or intros[lacks] not in page
    assert not Edition.objects.exists()


@pytest.mark.parametrize("channel", ["web", "email", "text"])
def test_the_preview_before_anything_was_posted_is_of_what_is_stored(desk, briefs, today, channel):
    make_edition(today, *briefs, published=False, intro_en="Stored.", intro_ar="محفوظ.")
    response = desk.get(at(f"edition-{channel}", today), {"show": "en"})
    assert "Stored." in response.content.decode()
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]


def test_one_that_is_out_is_previewed_with_its_own_briefs(desk, briefs, today):
    make_edition(today, *briefs)
    page = desk.post(at("edition-web", today), typed(show="en", intro_en="New words.")).content
    assert briefs[0].live.headline_en in page.decode()
    assert "New words." in page.decode()


@pytest.mark.parametrize("name", ["reporter"])
def test_everybody_on_the_desk_sees_the_preview(request, at_desk, briefs, today, name):
    client = at_desk(request.getfixturevalue(name))
    assert client.get(at("edition-web", today)).status_code == 200


def test_the_email_is_shown_in_each_wording_that_readers_get(desk, briefs, today):
    assert 'value="both-ar"' in desk.get(at("edition", today)).content.decode()
    for show, language in (("both", "en"), ("both-ar", "ar")):
        page = desk.post(at("edition-email", today), typed(*briefs, show=show)).content.decode()
        assert f'<html lang="{language}"' in page
    assert desk.post(at("edition-web", today), typed(*briefs, show="both-ar")).status_code == 200


def test_a_test_goes_to_the_publisher_alone(desk, publisher, briefs, today):
    response = send(desk, today, *briefs, do="test", show="en")
    page = response.content.decode()
    assert f"on its way to <bdi>{publisher.email}</bdi>" in page
    assert "mailbox" not in page
    [message] = mail.outbox
    assert message.to == [publisher.email]
    assert message.subject.startswith("Test: ")
    assert "Good morning." in message.body
    assert message.alternatives[0].mimetype == "text/html"
    assert not Edition.objects.exists()


@pytest.mark.parametrize(("intro", "is_unsaved"), [("Good morning.", False), ("Else.", True)])
def test_after_a_test_only_what_differs_is_not_saved_yet(desk, briefs, today, intro, is_unsaved):
    send(desk, today, *briefs)
    page = send(desk, today, *briefs, do="test", version=1, intro_en=intro).content.decode()
    assert ("data-unsaved\n" in page) is is_unsaved
    assert (">Not saved yet</p>" in page) is is_unsaved
    assert "#going-out" not in re.findall(r'formaction="([^"]*)"', page)


def test_in_a_demo_the_mailbox_is_named_where_the_test_lies(desk, briefs, today, monkeypatch):
    monkeypatch.setattr("summaries.services.mailbox.is_open", lambda: True)
    response = send(desk, today, *briefs, do="test")
    assert "/mailbox/?to=" in response.content.decode()


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (SMTPServerDisconnected("gone"), "The mail server cannot be reached now."),
        (SMTPDataError(554, b"5.6.0 no\r\nsense"), "refused the test: “554 5.6.0 no sense”."),
    ],
)
def test_a_mail_server_that_does_not_take_it_is_said_in_words(
    desk, briefs, today, monkeypatch, error, words
):
    def broken(*_arguments):
        raise error

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", broken)
    response = send(desk, today, *briefs, do="test", intro_en="Typed.")
    page = response.content.decode()
    assert response.status_code == 400
    assert words in page
    assert "Typed." in page


@pytest.mark.parametrize("change", ["address", "briefs"])
def test_a_test_that_cannot_be_says_why(desk, publisher, briefs, today, change):
    if change == "address":
        publisher.email = ""
        publisher.save()
    response = send(desk, today, *(briefs if change == "address" else ()), do="test")
    assert response.status_code == 400
    assert not mail.outbox
