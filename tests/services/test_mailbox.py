"""The emails of a demo are read back as they were written."""

from datetime import timedelta

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.utils import timezone

from summaries.services import mailbox

BACKEND = "django.core.mail.backends.filebased.EmailBackend"


@pytest.fixture(autouse=True)
def _demo(settings, tmp_path):
    settings.DEBUG, settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = True, BACKEND, tmp_path


def _email(subject: str, to: str = "reader@inbox.example", text: str = "Ferries sail.\n"):
    email = EmailMultiAlternatives(subject, text, to=[to], headers={"List-Id": "<daily.brief>"})
    email.attach_alternative(f"<html><head></head><body>{text}</body></html>", "text/html")
    return email


def _send(*emails) -> None:
    get_connection().send_messages(emails)


def test_an_email_comes_back_whole():
    _send(_email("الموجز اليومي: العبّارات", text="تبحر العبّارات من جديد.\n"))
    kept = mailbox.newest()[0]
    assert (kept.subject, kept.recipient) == ("الموجز اليومي: العبّارات", "reader@inbox.example")
    assert kept.text == "تبحر العبّارات من جديد.\n"
    assert kept.html.startswith("<html>")
    assert ("List-Id", "<daily.brief>") in kept.headers
    assert abs(kept.date - timezone.now()) < timedelta(minutes=1)


def test_the_newest_of_a_connection_comes_first():
    _send(_email("One"), _email("Two"), _email("Three"))
    _send(_email("Four"))
    assert [kept.subject for kept in mailbox.newest()] == ["Four", "Three", "Two", "One"]


def test_a_line_of_dashes_in_a_text_ends_nothing():
    text = f"Above\n{'-' * 79}\nSubject: forged\n\nBelow\n"
    _send(_email("One", text=text), _email("Two"))
    found = mailbox.newest()
    assert [kept.subject for kept in found] == ["Two", "One"]
    assert found[1].text == text


def test_one_address_sees_its_own():
    _send(_email("One", "a@inbox.example"), _email("Two", "b@inbox.example"))
    assert [kept.subject for kept in mailbox.newest("a@inbox.example")] == ["One"]
    assert mailbox.newest("c@inbox.example") == []


def test_an_email_is_found_by_its_key():
    _send(_email("One"), _email("Two"))
    assert [mailbox.find(kept.key).subject for kept in mailbox.newest()] == ["Two", "One"]
    assert mailbox.find("../secret") is None


def test_an_empty_or_missing_folder_is_an_empty_mailbox(settings, tmp_path):
    assert mailbox.newest() == []
    settings.EMAIL_FILE_PATH = tmp_path / "nowhere"
    assert mailbox.newest() == []


@pytest.mark.parametrize(
    ("debug", "backend", "is_open"),
    [
        (True, BACKEND, True),
        (False, BACKEND, False),
        (True, "django.core.mail.backends.smtp.EmailBackend", False),
    ],
)
def test_only_a_demo_has_one(settings, debug, backend, is_open):
    settings.DEBUG, settings.EMAIL_BACKEND = debug, backend
    assert mailbox.is_open() == is_open
