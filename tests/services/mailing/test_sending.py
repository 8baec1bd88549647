"""Rounds of sending: who gets a letter, in which order, and what each answer of the server does."""

import smtplib
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from summaries.models import Correction, Delivery, Letter, Subscriber, Suppression
from summaries.services import site
from summaries.services.mailing import composing, deliveries, mailings, sending, standing
from summaries.workflow import Status
from tests.factories import make_brief, make_edition, make_revision, make_subscriber, make_topic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("checks", "bells")]

State = Delivery.State


@pytest.fixture
def edition():
    """Today's edition with one brief."""
    return make_edition(None, make_brief(Status.PUBLISHED))


@pytest.fixture
def daily(edition):
    """The mailing of today's edition, late enough for everybody's hour."""
    with time_machine.travel(f"{edition.date}T23:30:00Z", tick=False):
        yield mailings.open_daily(edition)


def outcomes() -> list[str]:
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))


def addressees() -> list[str]:
    return [message.to[0] for message in mail.outbox]


@pytest.fixture
def server(monkeypatch):
    """A mail server that gives these answers, one a message, before it takes everything."""
    answers: list[Exception] = []
    opened: list[int] = []

    def open_(_self):
        opened.append(1)
        return True

    def send(self, messages):
        if answers:
            raise answers.pop(0)
        return _send(self, messages)

    _send = EmailBackend.send_messages
    monkeypatch.setattr(EmailBackend, "open", open_)
    monkeypatch.setattr(EmailBackend, "send_messages", send)
    answers_and = type("Server", (), {"answers": answers, "opened": opened})
    return answers_and


def refusal(code: int, said: str) -> smtplib.SMTPRecipientsRefused:
    return smtplib.SMTPRecipientsRefused({"reader@inbox.example": (code, said.encode())})


def test_everybody_gets_the_letter_once_however_often_the_bell_rings(daily):
    readers = [make_subscriber() for _ in range(3)]
    for _ in range(3):
        assert not sending.work()
    assert sorted(addressees()) == sorted(reader.email for reader in readers)
    assert outcomes() == [State.DONE] * 3


def test_a_done_delivery_says_what_was_sent(daily):
    make_subscriber()
    sending.work()
    delivery = Delivery.objects.get()
    [message] = mail.outbox
    assert delivery.message_id == message.extra_headers["Message-ID"]
    assert delivery.letter.subject == message.subject
    assert delivery.finished_at == delivery.started_at == timezone.now()
    assert (delivery.claim_token, delivery.lease_until, delivery.error) == (None, None, "")


def test_answers_go_before_breaking_news_and_those_before_the_rest(daily, publisher):
    daily_reader = make_subscriber()
    urgent = make_subscriber(frequency=Subscriber.Frequency.BREAKING)
    asking = make_subscriber(state=Subscriber.State.PENDING, confirm_key="key")
    mailings.open_breaking(publisher, daily.edition.briefs.get())
    deliveries.answer(asking, Delivery.Kind.CONFIRM)
    sending.work()
    assert addressees() == [asking.email, urgent.email, daily_reader.email]


def test_nothing_is_sent_before_the_hour(edition):
    with time_machine.travel(f"{edition.date}T05:00:00Z", tick=False) as clock:
        mailings.open_daily(edition)
        make_subscriber(hour=7, time_zone="UTC")
        make_subscriber("east@inbox.example", hour=7, time_zone="Asia/Kathmandu")
        sending.work()
        assert addressees() == ["east@inbox.example"]
        clock.shift(timedelta(hours=2))
        sending.work()
        assert len(mail.outbox) == 2


def test_a_paused_mailing_waits_and_goes_on(daily, publisher):
    make_subscriber()
    mailings.pause(publisher, daily)
    sending.work()
    assert not mail.outbox
    mailings.resume(publisher, daily)
    sending.work()
    assert outcomes() == [State.DONE]


def test_a_mailing_that_is_paused_meanwhile_keeps_its_attempts(daily, publisher, monkeypatch):
    make_subscriber()
    sending.fanout.go_on(1)
    monkeypatch.setattr(deliveries, "waiting", _once(list(_keys())))
    mailings.pause(publisher, daily)
    sending.work()
    assert (outcomes(), Delivery.objects.get().attempts) == ([State.QUEUED], 0)


def _keys():
    return Delivery.objects.values_list("pk", flat=True)


def _once(found: list[int]):
    return lambda limit, without=(): [found.pop()] if found else []


def leave(reader):
    Subscriber.objects.filter(pk=reader.pk).update(state=Subscriber.State.LEFT)


def suppress(reader):
    Suppression.objects.create(key=reader.key, reason=Suppression.Reason.ASKED)


def erase(reader):
    reader.delete()


def want_less(reader):
    Subscriber.objects.filter(pk=reader.pk).update(frequency=Subscriber.Frequency.WEEKLY)


@pytest.mark.parametrize(
    ("happens", "words"),
    [
        (leave, standing.LEFT),
        (suppress, standing.SUPPRESSED),
        (erase, standing.ERASED),
        (want_less, standing.CHANGED_MIND),
    ],
)
def test_who_does_not_want_it_any_more_gets_nothing(daily, happens, words):
    reader = make_subscriber()
    sending.fanout.go_on(1)
    happens(reader)
    sending.work()
    assert not mail.outbox
    assert list(Delivery.objects.values_list("state", "error")) == [(State.CANCELLED, words)]


def test_who_chose_other_topics_gets_nothing(daily):
    brief = daily.edition.briefs.get()
    brief.topic = make_topic("transport")
    brief.save()
    make_subscriber(topics=[make_topic("culture")])
    sending.work()
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.error) == (State.CANCELLED, sending.NOTHING_FOR_THEM)


@pytest.mark.parametrize(("hours", "sent"), [(35, 1), (37, 0)])
def test_a_daily_brief_is_not_sent_days_later(edition, hours, sent):
    with time_machine.travel(f"{edition.date}T06:00:00Z", tick=False) as clock:
        mailings.open_daily(edition)
        make_subscriber(hour=7)
        sending.work()
        clock.shift(timedelta(hours=1 + hours))
        sending.work()
    assert len(mail.outbox) == sent
    assert Delivery.objects.get().error == ("" if sent else standing.TOO_OLD)


@pytest.mark.parametrize(
    ("kind", "state", "sent"),
    [
        (Delivery.Kind.CONFIRM, Subscriber.State.PENDING, 1),
        (Delivery.Kind.CONFIRM, Subscriber.State.LEFT, 1),
        (Delivery.Kind.CONFIRM, Subscriber.State.ACTIVE, 0),
        (Delivery.Kind.LINK, Subscriber.State.ACTIVE, 1),
        (Delivery.Kind.LINK, Subscriber.State.LEFT, 1),
        (Delivery.Kind.LINK, Subscriber.State.PENDING, 0),
    ],
)
def test_an_answer_is_for_the_state_that_was_asked_in(kind, state, sent):
    deliveries.answer(make_subscriber(state=state, confirm_key="key"), kind)
    sending.work()
    assert len(mail.outbox) == sent


@pytest.mark.parametrize("state", [Subscriber.State.PENDING, Subscriber.State.LEFT])
def test_a_link_to_confirm_what_is_confirmed_or_forgotten_is_not_sent(state):
    deliveries.answer(make_subscriber(state=state, confirm_key=""), Delivery.Kind.CONFIRM)
    sending.work()
    assert not mail.outbox
    assert Delivery.objects.get().error == standing.ANSWERED


def test_a_change_of_the_site_is_in_the_next_letter(daily):
    first, second = make_subscriber(), make_subscriber()
    brief = daily.edition.briefs.get()

    class Changing(composing.Composer):
        def letter_for(self, subscriber):
            letter = super().letter_for(subscriber)
            if subscriber == first_served(first, second):
                make_revision(brief, headline="The port opens on Sunday")
                brief.live = brief.current
                brief.save()
                site.changed()
            return letter

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("summaries.services.mailing.composers.Composer", Changing)
        sending.work()
    assert [letter.contents.get().revision.number for letter in Letter.objects.order_by("pk")] == [
        1,
        2,
    ]


def first_served(*readers):
    """Return whose delivery was claimed first."""
    begun = Delivery.objects.filter(attempts__gt=0).order_by("started_at", "pk")
    return begun.first().subscriber if begun.count() == 1 else None


@pytest.mark.parametrize(
    ("answer", "minutes"),
    [
        (refusal(450, "4.2.0 greylisted"), [5, 20, 80, 320]),
        (refusal(550, "5.7.1 relaying denied"), [5, 20, 80, 320]),
        (smtplib.SMTPDataError(451, b"4.3.0 try later"), [5, 20, 80, 320]),
        (smtplib.SMTPServerDisconnected("Connection unexpectedly closed"), [5, 20, 80, 320]),
        (TimeoutError("timed out"), [5, 20, 80, 320]),
    ],
)
def test_what_is_refused_for_now_is_tried_again_five_times(daily, server, answer, minutes):
    make_subscriber()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for pause in minutes:
            server.answers.append(answer)
            sending.work()
            delivery = Delivery.objects.get()
            assert delivery.state == State.QUEUED
            assert delivery.run_after - timezone.now() == timedelta(minutes=pause)
            clock.shift(timedelta(minutes=pause))
        server.answers.append(answer)
        sending.work()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (State.FAILED, 5)
    assert delivery.error
    assert not Suppression.objects.exists()


@pytest.mark.parametrize(
    "answer",
    [
        smtplib.SMTPSenderRefused(421, b"4.7.0 too many messages", "newsdesk@localhost"),
        smtplib.SMTPSenderRefused(451, b"4.3.0 slow down", "newsdesk@localhost"),
        smtplib.SMTPSenderRefused(530, b"5.7.0 authenticate first", "newsdesk@localhost"),
        refusal(421, "closing"),
        smtplib.SMTPDataError(421, b"4.3.2 shutting down"),
    ],
)
def test_a_server_that_wants_nothing_now_costs_no_attempt(daily, server, answer):
    make_subscriber()
    server.answers.append(answer)
    sending.work()
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts) == (State.QUEUED, 0)
    with time_machine.travel(delivery.run_after, tick=False):
        sending.work()
    assert outcomes() == [State.DONE]


def test_a_server_that_is_away_costs_nothing(daily, server, monkeypatch):
    make_subscriber()

    def away(_self):
        raise ConnectionRefusedError("Connection refused")

    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "open", away)
        assert not sending.work()
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts) == (State.QUEUED, 0)


def test_a_connection_that_breaks_is_opened_again_in_the_same_round(daily, server):
    for _ in range(4):
        make_subscriber()
    server.answers.append(smtplib.SMTPServerDisconnected("gone"))
    sending.work()
    assert sorted(outcomes()) == [State.DONE] * 3 + [State.QUEUED]
    assert len(server.opened) == 2


def test_a_round_ends_when_the_server_goes_away_again_and_again(daily, server):
    for _ in range(6):
        make_subscriber()
    server.answers += [smtplib.SMTPServerDisconnected("gone")] * 6
    assert not sending.work()
    assert sum(Delivery.objects.values_list("attempts", flat=True)) == sending.MOST_TROUBLES


@pytest.mark.parametrize("said", ["5.1.1 no such user", "no such user", "5.2.1 disabled"])
def test_a_dead_address_is_written_to_no_more(daily, server, said):
    reader = make_subscriber()
    server.answers.append(refusal(550, said))
    sending.work()
    assert outcomes() == [State.FAILED]
    assert Suppression.objects.get().key == reader.key
    assert set(reader.events.values_list("verb", flat=True)) >= {"bounced", "suppress"}


def test_a_refused_message_says_nothing_about_the_address(daily, server):
    reader = make_subscriber()
    server.answers.append(smtplib.SMTPDataError(554, b"5.6.0 malformed"))
    sending.work()
    reader.refresh_from_db()
    assert outcomes() == [State.FAILED]
    assert (reader.bounces, Suppression.objects.count()) == (0, 0)


def test_a_letter_that_cannot_be_written_keeps_no_other_mailing_waiting(
    daily, publisher, monkeypatch
):
    for _ in range(3):
        make_subscriber(also_breaking=True)
    mailings.open_breaking(publisher, daily.edition.briefs.get())
    whole = composing.Composer.letter_for

    def broken(self, subscriber):
        if self.mailing.kind == "breaking":
            raise ValueError("a template of tomorrow")
        return whole(self, subscriber)

    with monkeypatch.context() as patch:
        patch.setattr(composing.Composer, "letter_for", broken)
        sending.work()
    assert len(mail.outbox) == 3
    breaking = Delivery.objects.filter(kind="breaking")
    assert set(breaking.values_list("state", flat=True)) == {State.QUEUED}
    assert set(breaking.values_list("error", flat=True)) == {"", sending.BROKEN}


def test_an_address_that_no_message_can_have_fails_alone(daily):
    make_subscriber("a reader\n@inbox.example")
    make_subscriber()
    sending.work()
    assert sorted(outcomes()) == [State.DONE, State.FAILED]


def test_a_worker_that_is_told_to_go_ends_after_the_message_in_hand(daily, monkeypatch):
    for _ in range(3):
        make_subscriber()
    monkeypatch.setattr(sending, "_stopping", False)
    monkeypatch.setattr(
        EmailBackend, "send_messages", lambda self, messages: sending.stop() or len(messages)
    )
    assert not sending.work()
    assert sorted(outcomes()) == [State.DONE, State.QUEUED, State.QUEUED]


def test_a_round_ends_in_time_and_says_that_more_waits(daily):
    make_subscriber()
    assert sending.work(seconds=0)
    assert not mail.outbox


def test_an_outcome_is_written_though_the_database_is_busy(monkeypatch):
    monkeypatch.setattr("summaries.services.mailing.sending._WRITE_AGAIN", (0.0, 0.0))
    results = [sending.DatabaseError("locked"), sending.DatabaseError("locked"), True]

    def write():
        result = results.pop(0)
        if isinstance(result, Exception):
            raise result
        return result

    assert sending.surely(write)


def test_a_retraction_meanwhile_is_no_error(daily):
    brief = daily.edition.briefs.get()
    make_subscriber()
    brief.status = Status.RETRACTED
    brief.save()
    Correction.objects.create(
        brief=brief, revision=brief.live, kind=Correction.Kind.RETRACTION, note_en="", note_ar=""
    )
    sending.work()
    assert outcomes() == [State.CANCELLED]
