"""Emails to the desk: who gets one, what it says, and that none is lost or sent twice."""

import re
from datetime import date, timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone, translation
from django.utils.formats import date_format

from summaries import tasks
from summaries.models import Notice
from summaries.services import comments, editorial, notices, preferences
from summaries.services.editions import wanting
from summaries.workflow import Role, Status
from tests.factories import (
    make_brief,
    make_edition,
    make_live,
    make_report,
    make_revision,
    make_user,
)

pytestmark = pytest.mark.django_db
Kind = Notice.Kind


@pytest.fixture(autouse=True)
def bells(monkeypatch):
    """How often the broker was told, instead of a broker."""
    rung = []
    monkeypatch.setattr(notices, "ring_bell", lambda: rung.append(1))
    return rung


@pytest.fixture
def brief(omar):
    return make_brief(Status.IN_REVIEW, owner=omar)


@pytest.fixture
def notice(huda, omar, brief):
    return notices.write(omar, brief, Kind.ASSIGNED, actor=huda)


def _speak(user, language: str) -> None:
    preferences.save(user, language=language, single_keys=True, email_notices=True)


def test_a_notice_is_rung_for_after_commit(
    huda, omar, brief, bells, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        notices.write(omar, brief, Kind.ASSIGNED, actor=huda)
        assert bells == []
    assert bells == [1]


@pytest.mark.parametrize(
    "why", ["oneself", "no address", "inactive", "no role", "not wanted", "nobody"]
)
def test_who_gets_no_email(huda, omar, brief, why):
    if why == "not wanted":
        preferences.save(omar, language="", single_keys=True, email_notices=False)
    omar.email = "" if why == "no address" else omar.email
    omar.is_active = why != "inactive"
    if why == "no role":
        omar.groups.clear()
    actor, recipient = (omar if why == "oneself" else huda), (None if why == "nobody" else omar)
    assert notices.write(recipient, brief, Kind.ASSIGNED, actor=actor) is None
    assert not Notice.objects.exists()


def test_who_left_the_desk_meanwhile_is_told_nothing(notice, omar, mailoutbox):
    omar.groups.clear()
    assert notices.send_due() == 0
    notice.refresh_from_db()
    assert (mailoutbox, notice.error) == ([], notices.NO_ADDRESS)


def test_returning_a_brief_tells_who_submitted_it_too(omar, huda):
    brief = make_brief(Status.DRAFT, owner=make_user(Role.PUBLISHER, "salma"))
    editorial.submit(omar, brief)
    editorial.return_to_draft(huda, brief, "No quotes yet.")
    told = Notice.objects.filter(kind=Kind.RETURNED)
    assert {notice.recipient.username for notice in told} == {"salma", "omar"}


def test_returning_a_brief_tells_its_owner_why(huda, brief, mailoutbox):
    editorial.return_to_draft(huda, brief, "No quotes yet.")
    assert notices.send_due() == 1
    assert mailoutbox[0].subject == "Huda returned to you: Ramla port resumes ferries after storm"
    assert "No quotes yet." in mailoutbox[0].body


def test_the_email_is_text_and_html_with_the_way_to_the_brief(notice, settings, mailoutbox):
    settings.SITE_URL = "https://desk.example"
    notices.send_due()
    (message,) = mailoutbox
    (html, kind), *_more = message.alternatives
    link = f"https://desk.example/desk/briefs/{notice.brief_id}/"
    assert message.to == [notice.recipient.email]
    assert kind == "text/html"
    for part in (message.body, html):
        assert link in part
        assert "https://desk.example/desk/preferences/" in part
        assert "Ramla port resumes" in part
        assert "ميناء الرملة" in part


@pytest.mark.parametrize(
    ("language", "subject", "attributes"),
    [
        ("", "Huda assigned to you: Ramla port", 'lang="en" dir="ltr"'),
        ("ar", "إسناد إليك من Huda: ميناء الرملة", 'lang="ar" dir="rtl"'),
    ],
)
def test_the_email_speaks_the_recipient_s_language(
    notice, omar, mailoutbox, language, subject, attributes
):
    _speak(omar, language)
    notices.send_due()
    html = mailoutbox[0].alternatives[0][0]
    assert mailoutbox[0].subject.startswith(subject)
    assert f"<html {attributes}>" in html
    assert f"<div {attributes}" in html
    assert '<p lang="en" dir="ltr"' in html
    assert '<p lang="ar" dir="rtl"' in html


@pytest.mark.parametrize(
    "headline", ["Storm\r\nBcc: all@example.org", "Storm\u2028Bcc: x\x0b\x85y"]
)
def test_no_text_can_add_a_header(huda, omar, brief, mailoutbox, headline):
    make_revision(brief, headline=headline)
    huda.first_name = "Huda\nX-Spam: no"
    huda.save()
    notices.write(omar, brief, Kind.ASSIGNED, actor=huda)
    notices.send_due()
    (message,) = mailoutbox
    assert len(message.subject.splitlines()) == 1
    assert message.recipients() == [omar.email]
    assert message.message()["X-Spam"] is None


def test_a_report_is_told_with_the_sentence_and_the_reader_s_words(omar, brief, mailoutbox):
    make_live(brief)
    report = make_report(brief, "It is <b>five</b>.", position=1, email="layla@reader.example")
    notices.write(omar, brief, Kind.REPORTED, report=report)
    assert notices.send_due() == 1
    (message,) = mailoutbox
    html = message.alternatives[0][0]
    assert message.subject == "A reader reported an error: Ramla port resumes ferries after storm"
    for part in (message.body, html):
        assert report.quoted in part
        assert f"/desk/briefs/{brief.pk}/" in part
    assert "It is <b>five</b>." in message.body
    assert "It is &lt;b&gt;five&lt;/b&gt;." in html
    assert "layla@reader.example" not in message.body + html


@pytest.mark.parametrize("language", ["", "ar"])
def test_an_edition_that_was_held_back_says_what_is_wanting(omar, mailoutbox, language):
    _speak(omar, language)
    edition = make_edition(date(2026, 11, 24), published=False, held_for=["few:1", "intro_ar"])
    notices.write(omar, edition, Kind.HELD)
    assert notices.send_due() == 1
    (message,) = mailoutbox
    with translation.override(language or "en"):
        reasons = wanting.in_words(edition.held_for)
        day = date_format(edition.date, "DATE_FORMAT")
    assert day in message.subject
    for part in (message.body, message.alternatives[0][0]):
        assert "/desk/editions/2026-11-24/" in part
        assert all(reason in part for reason in reasons)
        assert day in part


def test_markup_in_a_comment_stays_text(huda, omar, brief, mailoutbox):
    comments.add(huda, brief, "@omar <img src=x onerror=alert(1)> & more")
    notices.send_due()
    assert "<img src=x" in mailoutbox[0].body
    assert "<img" not in mailoutbox[0].alternatives[0][0]


def test_html_says_every_style_inline_and_loads_nothing(notice, mailoutbox):
    notices.send_due()
    html = mailoutbox[0].alternatives[0][0]
    assert not re.search(r"<style|<link|<script|<img|\ssrc=", html)


def test_a_sent_notice_is_sent_once(notice, mailoutbox):
    assert [notices.send_due(), notices.send_due()] == [1, 0]
    notice.refresh_from_db()
    assert notice.sent_at is not None
    assert (notice.attempts, notice.error, notice.attempt_until) == (1, "", None)
    assert len(mailoutbox) == 1


def test_what_another_worker_is_sending_is_left_alone_until_its_lease_ends(notice, mailoutbox):
    now = timezone.now()
    Notice.objects.update(attempt_until=now + notices.LEASE, attempts=1)
    assert notices.send_due() == 0
    Notice.objects.update(attempt_until=now - timedelta(seconds=1))
    assert notices.send_due() == 1


def test_two_workers_that_saw_the_same_notice_send_it_once(notice, mailoutbox, monkeypatch):
    inner = []
    original = notices.message_for

    def meanwhile(found):
        inner.append(notices.send_due())
        return original(found)

    monkeypatch.setattr(notices, "message_for", meanwhile)
    assert notices.send_due() == 1
    assert inner == [0]
    assert len(mailoutbox) == 1


def _break(monkeypatch, error: Exception) -> None:
    def send(_self, _messages):
        raise error

    monkeypatch.setattr(EmailBackend, "send_messages", send)


@pytest.mark.parametrize("error", [ConnectionRefusedError("no"), SMTPServerDisconnected("gone")])
def test_a_mail_server_that_is_away_is_asked_again_later_and_later(notice, monkeypatch, error):
    _break(monkeypatch, error)
    pauses = []
    for attempt in range(1, notices.MAX_ATTEMPTS + 1):
        Notice.objects.update(run_after=timezone.now())
        assert notices.send_due() == 0
        notice.refresh_from_db()
        assert notice.attempts == attempt
        assert type(error).__name__ in notice.error
        pauses.append(notice.run_after - timezone.now())
        assert notices.send_due() == 0, "not before its pause is over"
    assert pauses == sorted(pauses)
    assert pauses[0] > timedelta(seconds=50)
    Notice.objects.update(run_after=timezone.now())
    assert notices.send_due() == 0
    notice.refresh_from_db()
    assert (notice.attempts, notice.sent_at) == (notices.MAX_ATTEMPTS, None)


@pytest.mark.parametrize(
    "error",
    [
        SMTPRecipientsRefused({"omar@desk.example": (550, b"No such user")}),
        SMTPDataError(554, b"5.6.0 No such user, nor such a message"),
    ],
)
def test_what_is_refused_for_good_is_not_tried_again(notice, monkeypatch, error):
    _break(monkeypatch, error)
    notices.send_due()
    notice.refresh_from_db()
    assert notice.attempts == notices.MAX_ATTEMPTS
    assert "No such user" in notice.error


@pytest.mark.parametrize(
    "said", [(452, b"Mailbox full"), (550, b"5.7.1 Relaying denied"), (530, b"Authenticate first")]
)
def test_a_full_mailbox_or_what_admins_can_mend_is_tried_again(notice, omar, monkeypatch, said):
    _break(monkeypatch, SMTPRecipientsRefused({omar.email: said}))
    notices.send_due()
    notice.refresh_from_db()
    assert notice.attempts == 1


def test_a_notice_that_cannot_be_written_does_not_hold_up_the_others(
    huda, omar, brief, mailoutbox, monkeypatch
):
    broken = notices.write(omar, brief, Kind.ASSIGNED, actor=huda)
    notices.write(omar, brief, Kind.RETURNED, actor=huda)
    original = notices.message_for

    def message_for(notice):
        if notice.pk == broken.pk:
            raise ValueError("a broken template")
        return original(notice)

    monkeypatch.setattr(notices, "message_for", message_for)
    assert notices.send_due() == 1
    broken.refresh_from_db()
    assert "a broken template" in broken.error


def test_who_left_meanwhile_gets_nothing(notice, omar, mailoutbox):
    omar.is_active = False
    omar.save()
    assert notices.send_due() == 0
    notice.refresh_from_db()
    assert notice.error == notices.NO_ADDRESS
    assert mailoutbox == []


def test_the_task_sends_what_is_due_and_beat_asks_for_it(notice, mailoutbox, settings):
    tasks.send_notices()
    assert len(mailoutbox) == 1
    beats = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert tasks.send_notices.name in beats
