"""A worker that dies at any one moment of a message, and what the next one makes of it."""

from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from summaries.models import Correction, Delivery, Subscriber
from summaries.services import site
from summaries.services.mailing import deliveries, envelope, mailings, postbox, sending, standing
from summaries.workflow import Status
from tests.factories import make_brief, make_edition, make_revision, make_subscriber

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("checks", "bells")]


class Killed(BaseException):
    """SIGKILL, as far as Python code can feel it: nothing catches it, nothing is cleaned up."""


@pytest.fixture
def mailing():
    """A mailing that is due, of one brief, to one reader; time stands still."""
    edition = make_edition(None, make_brief(Status.PUBLISHED))
    with time_machine.travel(f"{edition.date}T23:30:00Z", tick=False) as clock:
        make_subscriber()
        mailing = mailings.open_daily(edition)
        mailing.clock = clock
        yield mailing


def before(owner, name: str, monkeypatch) -> None:
    """Kill the worker when it is about to do this."""

    def killed(*_arguments, **_named):
        raise Killed

    monkeypatch.setattr(owner, name, killed)


def after(owner, name: str, monkeypatch) -> None:
    """Kill the worker when it has just done this."""
    original = getattr(owner, name)

    def killed(*arguments, **named):
        original(*arguments, **named)
        raise Killed

    monkeypatch.setattr(owner, name, killed)


def killed_once(mailing, moment, owner, name: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        moment(owner, name, patch)
        # No goodbye to the server either.
        patch.setattr(postbox.Postbox, "__exit__", lambda *_arguments: None)
        with pytest.raises(Killed):
            sending.work()


MOMENTS = [
    pytest.param(before, sending.fanout, "go_on", 1, id="before the fan-out"),
    pytest.param(after, sending.fanout, "go_on", 1, id="after the fan-out"),
    pytest.param(before, deliveries, "claim", 1, id="before the claim"),
    pytest.param(after, deliveries, "claim", 1, id="after the claim"),
    pytest.param(after, standing, "read", 1, id="before the letter is chosen"),
    pytest.param(before, envelope, "message_id", 1, id="after the letter is chosen"),
    pytest.param(before, deliveries.Claim, "intend", 1, id="before the intent"),
    pytest.param(after, deliveries.Claim, "intend", 1, id="after the intent"),
    pytest.param(before, EmailBackend, "send_messages", 1, id="before the message"),
    pytest.param(after, EmailBackend, "send_messages", 2, id="after the server took it"),
    pytest.param(before, deliveries.Claim, "done", 2, id="before the outcome"),
    pytest.param(after, deliveries.Claim, "done", 1, id="after the outcome"),
]


@pytest.mark.parametrize(("moment", "owner", "name", "messages"), MOMENTS)
def test_nobody_goes_without_and_only_the_message_in_hand_comes_twice(
    mailing, moment, owner, name, messages
):
    killed_once(mailing, moment, owner, name)
    # While the lease holds, nobody else touches what the dead worker had.
    claimed = Delivery.objects.filter(state=Delivery.State.RUNNING).exists()
    sending.work()
    assert Delivery.objects.filter(state=Delivery.State.RUNNING).exists() == claimed
    mailing.clock.shift(settings.MAIL_LEASE + timedelta(seconds=1))
    for _ in range(2):
        sending.work()
    assert Delivery.objects.get().state == Delivery.State.DONE
    assert len(mail.outbox) == messages
    # Known to be one by its Message-ID.
    assert len({message.extra_headers["Message-ID"] for message in mail.outbox}) == 1


def test_a_worker_that_dies_on_every_attempt_is_told_in_words(mailing):
    for _ in range(deliveries.MAX_ATTEMPTS):
        killed_once(mailing, after, deliveries, "claim")
        mailing.clock.shift(settings.MAIL_LEASE + timedelta(seconds=1))
    sending.work()
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.error) == (Delivery.State.FAILED, deliveries.LOST_WORKER)


def test_what_a_stopped_worker_had_is_taken_up_at_the_next_start(mailing):
    killed_once(mailing, after, deliveries, "claim")
    assert deliveries.take_up() == 1
    sending.work()
    assert Delivery.objects.get().state == Delivery.State.DONE


@pytest.mark.parametrize("retracted", [False, True])
def test_what_was_corrected_before_the_second_attempt_is_said_though_the_first_is_unknown(
    mailing, publisher, retracted
):
    killed_once(mailing, after, EmailBackend, "send_messages")
    brief = mailing.edition.briefs.get()
    correction = retract(brief) if retracted else correct(brief)
    mailings.open_correction(publisher, correction)
    mailing.clock.shift(settings.MAIL_LEASE + timedelta(seconds=1))
    for _ in range(3):
        sending.work()
    daily, notice = Delivery.objects.order_by("pk")
    assert notice.state == Delivery.State.DONE
    # The corrected letter is another message: no mail reader hides it as the one it has.
    expected = Delivery.State.CANCELLED if retracted else Delivery.State.DONE
    assert daily.state == expected
    ids = [message.extra_headers["Message-ID"] for message in mail.outbox]
    assert len(ids) == len(set(ids)) == (2 if retracted else 3)


@pytest.mark.parametrize("retracted", [False, True])
def test_a_message_that_may_have_arrived_on_the_last_attempt_is_corrected(
    mailing, publisher, retracted
):
    for _ in range(deliveries.MAX_ATTEMPTS):
        killed_once(mailing, before, EmailBackend, "send_messages")
        mailing.clock.shift(settings.MAIL_LEASE + timedelta(seconds=1))
    sending.work()
    daily = Delivery.objects.get()
    assert (daily.state, daily.error) == (Delivery.State.FAILED, deliveries.LOST_WORKER)
    brief = mailing.edition.briefs.get()
    told(mailings.open_correction(publisher, retract(brief) if retracted else correct(brief)))


def told(notice) -> None:
    """Assert that a correction went to the one reader."""
    sending.work()
    assert [delivery.state for delivery in notice.deliveries.all()] == [Delivery.State.DONE]


@pytest.mark.parametrize(
    "refusal",
    [
        pytest.param(SMTPRecipientsRefused({"a@inbox.example": (450, b"4.2.0 later")}), id="later"),
        pytest.param(SMTPSenderRefused(451, b"4.3.0 slow down", "desk@news.example"), id="busy"),
        pytest.param(SMTPDataError(554, b"5.6.0 malformed"), id="never"),
        pytest.param(ValueError("a header that cannot be written"), id="broken"),
    ],
)
def test_a_refusal_does_not_make_the_attempt_before_it_certain(mailing, publisher, refusal):
    killed_once(mailing, after, EmailBackend, "send_messages")
    mailing.clock.shift(settings.MAIL_LEASE + timedelta(seconds=1))
    refuse(refusal)
    told(mailings.open_correction(publisher, correct(mailing.edition.briefs.get())))


def refuse(error: Exception) -> None:
    """Send what is due to a server that answers so."""

    def refused(_self, _messages):
        raise error

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", refused)
        sending.work()


def test_who_changes_their_mind_after_a_message_that_may_have_arrived_is_told(mailing, publisher):
    killed_once(mailing, after, EmailBackend, "send_messages")
    mailing.clock.shift(settings.MAIL_LEASE + timedelta(seconds=1))
    Subscriber.objects.update(frequency=Subscriber.Frequency.BREAKING)
    sending.work()
    assert Delivery.objects.get().error == standing.CHANGED_MIND
    told(mailings.open_correction(publisher, correct(mailing.edition.briefs.get())))


@pytest.mark.parametrize("retracted", [False, True])
def test_nobody_is_told_of_what_was_surely_refused(mailing, publisher, retracted):
    refuse(SMTPDataError(554, b"5.6.0 malformed"))
    brief = mailing.edition.briefs.get()
    notice = mailings.open_correction(publisher, retract(brief) if retracted else correct(brief))
    sending.work()
    assert Delivery.objects.get(mailing=mailing).state == Delivery.State.FAILED
    assert not notice.deliveries.exists()


def correct(brief) -> Correction:
    make_revision(brief, headline="The port opens on Sunday")
    brief.live, brief.status = brief.current, Status.CORRECTED
    return _stored(brief, Correction.Kind.CORRECTION)


def retract(brief) -> Correction:
    brief.status = Status.RETRACTED
    return _stored(brief, Correction.Kind.RETRACTION)


def _stored(brief, kind: str) -> Correction:
    brief.save()
    site.changed()
    return Correction.objects.create(
        brief=brief, revision=brief.live, kind=kind, note_en="It is Sunday.", note_ar="إنه الأحد."
    )


def test_a_worker_whose_lease_ran_out_writes_no_outcome_and_sends_nothing(mailing):
    sending.fanout.go_on(1)
    slow = deliveries.claim(Delivery.objects.get().pk)
    mailing.clock.shift(settings.MAIL_LEASE + timedelta(seconds=1))
    quick = deliveries.claim(slow.delivery_id)
    assert quick
    assert not slow.intend(None, "<late>")
    assert not slow.done()
    assert quick.done()
