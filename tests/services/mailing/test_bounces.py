"""Messages that come back: dead addresses, full mailboxes, complaints, and forgeries."""

import io
import os
import sys
from datetime import timedelta
from email.message import EmailMessage

import pytest
import time_machine
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from summaries.management.commands.bounce import Command as Bounce
from summaries.models import Delivery, Suppression
from summaries.services.mailing import bounces, envelope
from summaries.services.mailing.bounces import Outcome
from tests.factories import make_subscriber

pytestmark = pytest.mark.django_db

REPORT = """\
From: MAILER-DAEMON@mx.example
To: bounces@site.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <20260601.1@mx.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type={type}; boundary="b"

--b
Content-Type: text/plain

This is the mail system. Your message could not be delivered.

--b
Content-Type: {part}

{fields}

--b
Content-Type: {quoted}

From: Newsdesk <newsdesk@site.example>
Message-ID: {message_id}
Subject: The daily brief

--b--
"""
STATUS = """\
Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; reader@inbox.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {said}"""


@pytest.fixture
def delivery():
    """A daily brief that the mail system took."""
    reader = make_subscriber("reader@inbox.example")
    sent = Delivery.objects.create(
        subscriber=reader, kind=Delivery.Kind.DAILY, state=Delivery.State.DONE
    )
    sent.message_id = envelope.message_id(sent, 7)
    sent.save()
    return sent


def bounce(
    message_id: str,
    status: str = "5.1.1",
    action: str = "failed",
    said: str = "550 no such user",
    quoted: str = "text/rfc822-headers",
) -> bytes:
    fields = STATUS.format(action=action, status=status, said=said)
    report = REPORT.format(
        type="delivery-status",
        part="message/delivery-status",
        fields=fields,
        quoted=quoted,
        message_id=message_id,
    )
    return report.encode()


def complaint(message_id: str) -> bytes:
    report = REPORT.format(
        type="feedback-report",
        part="message/feedback-report",
        fields="Feedback-Type: abuse\nUser-Agent: Mail/1\nVersion: 1",
        quoted="message/rfc822",
        message_id=message_id,
    )
    return report.encode()


@pytest.mark.parametrize("quoted", ["text/rfc822-headers", "message/rfc822"])
def test_a_dead_address_is_suppressed(delivery, quoted):
    assert bounces.take_in(bounce(delivery.message_id, quoted=quoted)) == Outcome.SUPPRESSED
    reader = delivery.subscriber
    line = Suppression.objects.get()
    assert (line.key, line.reason) == (reader.key, Suppression.Reason.BOUNCED)
    assert "550 no such user" in reader.events.get(verb="bounced").reason
    delivery.refresh_from_db()
    # They hold no letter that might be corrected.
    assert (delivery.state, delivery.letter) == (Delivery.State.FAILED, None)


def forged(message_id: str) -> str:
    left, _dot, signature = message_id.rpartition("@")[0].rpartition(".")
    return f"{left}.{signature[::-1]}@site.example>"


@pytest.mark.parametrize(
    "message_id",
    [forged, lambda _real: "<1.7@site.example>", lambda _real: "", lambda _real: "<1.7.x@y>"],
)
def test_a_forged_bounce_suppresses_nobody(delivery, message_id):
    raw = bounce(message_id(delivery.message_id))
    assert bounces.take_in(raw) == Outcome.UNKNOWN
    assert not Suppression.objects.exists()


def test_the_signature_of_one_delivery_is_no_other_ones(delivery):
    other = Delivery.objects.create(subscriber=make_subscriber(), kind="daily")
    swapped = delivery.message_id.replace(f"<{delivery.pk}.", f"<{other.pk}.")
    assert bounces.take_in(bounce(swapped)) == Outcome.UNKNOWN


@pytest.mark.parametrize("action", ["delayed", "relayed", "delivered", "expanded"])
def test_what_is_no_failure_counts_nothing(delivery, action):
    raw = bounce(delivery.message_id, status="4.4.1", action=action)
    assert bounces.take_in(raw) == Outcome.DELAYED
    delivery.subscriber.refresh_from_db()
    assert delivery.subscriber.bounces == 0


def test_a_refusal_of_ours_says_nothing_about_the_address(delivery):
    raw = bounce(delivery.message_id, status="5.7.1", said="550 you are on a list")
    assert bounces.take_in(raw) == Outcome.DELAYED
    assert not Suppression.objects.exists()


def soft(delivery) -> Outcome:
    return bounces.take_in(bounce(delivery.message_id, status="5.2.2", said="552 full"))


@pytest.mark.parametrize(
    ("days", "outcome"),
    [
        ([0, 1, 2], Outcome.SUPPRESSED),
        ([0, 7, 14], Outcome.SUPPRESSED),
        ([0, 0, 0], Outcome.COUNTED),
        ([0, 1], Outcome.COUNTED),
        ([0, 1, 17], Outcome.COUNTED),
    ],
)
def test_three_temporary_refusals_in_a_row_on_different_days_are_enough(delivery, days, outcome):
    begun = timezone.now().replace(hour=9)
    for day in days:
        with time_machine.travel(begun + timedelta(days=day), tick=False):
            last = soft(delivery)
    assert last == outcome
    assert Suppression.objects.exists() == (outcome == Outcome.SUPPRESSED)


def test_whatever_bytes_a_server_says_are_kept_as_words(delivery):
    raw = bounce(delivery.message_id, said="550 SAID").replace(b"SAID", b"no\x00 \xff\xfe user")
    assert bounces.take_in(raw) == Outcome.SUPPRESSED
    delivery.refresh_from_db()
    assert delivery.error.startswith("5.1.1 smtp; 550 no ")
    assert delivery.error.endswith(" user")
    assert "\0" not in delivery.error


def test_a_complaint_is_believed_at_once(delivery):
    assert bounces.take_in(complaint(delivery.message_id)) == Outcome.COMPLAINED
    assert Suppression.objects.get().reason == Suppression.Reason.COMPLAINED


def test_a_bounce_for_somebody_who_was_erased_is_no_error(delivery):
    delivery.subscriber.delete()
    assert bounces.take_in(bounce(delivery.message_id)) == Outcome.SUPPRESSED
    assert not Suppression.objects.exists()


def test_the_letter_itself_is_no_bounce(delivery):
    letter = EmailMessage()
    letter["Message-ID"] = delivery.message_id
    letter.set_content("The daily brief")
    assert bounces.take_in(letter.as_bytes()) == Outcome.UNKNOWN


def nested(message_id: str) -> bytes:
    part = b"Content-Type: message/rfc822\n\n"
    return part * 3_000 + bounce(message_id)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff\xfe",
        b"Content-Type: multipart/report\n\n",
        b"Content-Type: message/delivery-status\n\nAction: failed\n",
        b'Content-Type: multipart/report; boundary="b"\n\n--b\n' * 200,
    ],
)
def test_what_is_no_message_is_unknown(raw):
    assert bounces.take_in(raw) == Outcome.UNKNOWN


def test_what_is_nested_too_deep_is_unknown(delivery):
    assert bounces.take_in(nested(delivery.message_id)) == Outcome.UNKNOWN


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.data())
def test_any_part_of_a_bounce_can_be_broken(delivery, data):
    raw = bytearray(bounce(delivery.message_id))
    for _ in range(data.draw(st.integers(1, 5))):
        place = data.draw(st.integers(0, len(raw) - 1))
        raw[place : place + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=10))
    assert isinstance(bounces.take_in(bytes(raw)), Outcome)


def test_the_command_reads_a_message_and_says_what_it_did(delivery, monkeypatch, capsys):
    stdin = io.TextIOWrapper(io.BytesIO(bounce(delivery.message_id)))
    monkeypatch.setattr(sys, "stdin", stdin)
    call_command("bounce")
    assert capsys.readouterr().out.strip() == Outcome.SUPPRESSED


def test_without_the_database_the_mail_system_tries_again_later(monkeypatch, capsys):
    def away(_raw):
        raise OperationalError("connection refused")

    monkeypatch.setattr(bounces, "take_in", away)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"x")))
    with pytest.raises(SystemExit) as ended:
        Bounce().run_from_argv(["manage.py", "bounce"])
    assert ended.value.code == os.EX_TEMPFAIL
    assert "connection refused" in capsys.readouterr().err
