"""The mailbox of a demo: every email in a harmless frame, and nothing where emails are sent."""

import pytest
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from summaries.services import mailbox
from tests.rules import html

BACKEND = "django.core.mail.backends.filebased.EmailBackend"
HOSTILE = '<script>alert(1)</script>"'

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _demo(settings, tmp_path):
    settings.DEBUG, settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = True, BACKEND, tmp_path


@pytest.fixture
def kept():
    """An email to a reader, with hostile words."""
    text = f"{HOSTILE}\nhttps://brief.example/subscription/1/\n"
    email = EmailMultiAlternatives(HOSTILE, text, to=["reader@inbox.example"])
    email.attach_alternative(
        "<html><head></head><body><p>Ferries sail.</p></body></html>", "text/html"
    )
    email.send()
    return mailbox.newest()[0]


def test_it_lists_what_was_written(client, kept):
    page = client.get(reverse("mailbox:index")).text
    assert reverse("mailbox:message", args=[kept.key]) in page
    assert "reader@inbox.example" in page
    assert HOSTILE not in page
    assert html.faults(page) == []


def test_an_empty_one_says_so(client):
    page = client.get(reverse("mailbox:index"), {"to": "nobody@inbox.example"}).text
    assert "No emails yet" in page
    assert html.faults(page) == []


def test_it_shows_an_email(client, kept):
    page = client.get(reverse("mailbox:message", args=[kept.key])).text
    assert reverse("mailbox:html", args=[kept.key]) in page
    assert 'href="https://brief.example/subscription/1/"' in page
    assert HOSTILE not in page
    assert html.faults(page) == []


def test_the_frame_may_load_and_run_nothing(client, kept):
    response = client.get(reverse("mailbox:html", args=[kept.key]))
    assert "Ferries sail." in response.text
    assert '<base target="_blank">' in response.text
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'none'" in policy
    assert response["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize("name", ["index", "message", "html"])
def test_nobody_keeps_a_copy_and_reading_is_all(client, kept, name):
    address = reverse(f"mailbox:{name}", args=[] if name == "index" else [kept.key])
    response = client.get(address)
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("name", ["message", "html"])
def test_an_unknown_email_is_not_found(client, name):
    assert client.get(reverse(f"mailbox:{name}", args=["unknown"])).status_code == 404


@pytest.mark.parametrize("name", ["index", "message", "html"])
def test_there_is_none_where_emails_are_sent(client, kept, settings, name):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    address = reverse(f"mailbox:{name}", args=[] if name == "index" else [kept.key])
    assert client.get(address).status_code == 404


def test_who_asked_for_an_email_finds_it(client, settings):
    leads_there = f'href="{reverse("mailbox:index")}"'
    assert leads_there in client.get(reverse("subscriptions:sent")).text
    settings.DEBUG = False
    assert leads_there not in client.get(reverse("subscriptions:sent")).text
