"""Opening a mailing once, stopping it, going on, and how far it is."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from summaries.models import Correction, Delivery, Mailing
from summaries.services.errors import NotAllowed, WrongState
from summaries.services.mailing import deliveries, mailings, progress
from summaries.workflow import Status
from tests.factories import make_brief, make_edition, make_subscriber

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("checks")]

State = Delivery.State


def correction_of(brief) -> Correction:
    return Correction.objects.create(brief=brief, revision=brief.live, note_en="x", note_ar="x")


def test_each_thing_is_mailed_once(bells, publisher, django_capture_on_commit_callbacks):
    brief = make_brief(Status.PUBLISHED)
    edition, correction = make_edition(None, brief), correction_of(brief)
    make_subscriber(frequency="weekly", weekday=edition.date.weekday())
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):
            mailings.open_daily(edition, publisher)
            mailings.open_breaking(publisher, brief)
            mailings.open_correction(publisher, correction)
            mailings.open_weekly(edition.date)
        assert not bells
    assert Mailing.objects.count() == len(bells) == 4
    assert edition.mailing.created_by == publisher


def test_a_mailing_that_was_taken_back_rings_no_bell(bells, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        mailings.open_daily(make_edition())
        transaction.set_rollback(True)
    assert not bells
    assert not Mailing.objects.exists()


@pytest.mark.parametrize("about", ["edition", "brief", "correction"])
def test_a_pause_stands_in_the_history_of_what_is_sent(about, publisher, bells):
    brief = make_brief(Status.PUBLISHED)
    opened = {
        "edition": lambda: mailings.open_daily(make_edition(None, brief)),
        "brief": lambda: mailings.open_breaking(publisher, brief),
        "correction": lambda: mailings.open_correction(publisher, correction_of(brief)),
    }
    mailing = opened[about]()
    mailings.pause(publisher, mailing, "The headline is wrong.")
    mailings.resume(publisher, mailing)
    history = mailing.edition.events if mailing.edition else brief.events
    lines = history.filter(verb__startswith="mailing_").order_by("pk")
    assert list(lines.values_list("verb", "reason", "actor")) == [
        ("mailing_paused", "The headline is wrong.", publisher.pk),
        ("mailing_resumed", "", publisher.pk),
    ]


def test_a_mailing_is_stopped_once(publisher, bells):
    mailing = mailings.open_daily(make_edition())
    with pytest.raises(WrongState):
        mailings.resume(publisher, mailing)
    mailings.pause(publisher, mailing)
    with pytest.raises(WrongState):
        mailings.pause(publisher, mailing)


@pytest.mark.parametrize("who", ["reporter", "editor", "outsider"])
def test_only_who_decides_what_readers_see_stops_a_mailing(who, request, bells):
    mailing = mailings.open_daily(make_edition())
    with pytest.raises(NotAllowed):
        mailings.pause(request.getfixturevalue(who), mailing)
    mailing.refresh_from_db()
    assert mailing.paused_at is None


def test_an_answer_goes_first_and_waits_once(bells, django_capture_on_commit_callbacks):
    reader = make_subscriber()
    with django_capture_on_commit_callbacks(execute=True):
        first = deliveries.answer(reader, Delivery.Kind.LINK)
        again = deliveries.answer(reader, Delivery.Kind.LINK)
        other = deliveries.answer(reader, Delivery.Kind.CONFIRM)
        assert not bells
    assert (first, first != other, first.urgency, first.mailing) == (again, True, 0, None)
    assert bells
    Delivery.objects.filter(pk=first.pk).update(state=State.DONE)
    assert deliveries.answer(reader, Delivery.Kind.LINK) != first


def test_an_answer_that_is_called_off_says_why_and_takes_nobody_s_place():
    reader = make_subscriber()
    first = deliveries.answer(reader, Delivery.Kind.LINK, called_off="Too often.")
    assert (first.state, first.error) == (State.CANCELLED, "Too often.")
    assert deliveries.waiting(9) == []
    second = deliveries.answer(reader, Delivery.Kind.LINK)
    assert deliveries.waiting(9) == [second.pk]
    assert deliveries.answer(reader, Delivery.Kind.LINK, called_off="Too often.") == second
    second.refresh_from_db()
    assert second.state == State.QUEUED


def test_an_answer_is_no_part_of_a_mailing():
    with pytest.raises(ValueError, match="daily"):
        deliveries.answer(make_subscriber(), Delivery.Kind.DAILY)


def test_how_far_a_mailing_is(bells, django_assert_num_queries):
    mailing = mailings.open_daily(make_edition())
    now = timezone.now()
    states = [State.DONE] * 5 + [State.FAILED, State.CANCELLED, State.RUNNING] + [State.QUEUED] * 2
    for number, state in enumerate(states):
        Delivery.objects.create(
            mailing=mailing,
            kind="daily",
            state=state,
            run_after=now + timedelta(hours=1 if number == 9 else -1),
            finished_at=now if number < 7 else None,
            error="550 no" if state == State.FAILED else "",
        )
    with django_assert_num_queries(1):
        found = progress.of(mailing)
    assert (found.total, found.ended, found.percent) == (10, 7, 70)
    assert (found.queued, found.later, found.until) == (2, 1, now + timedelta(hours=1))
    assert (found.is_written, found.is_over, found.is_paused) == (False, False, False)
    assert found.finished_at == now
    assert progress.troubles(mailing) == [{"error": "550 no", "count": 1}]


def test_a_mailing_to_nobody_is_over_when_that_is_known(bells):
    mailing = mailings.open_daily(make_edition())
    assert (progress.of(mailing).is_over, progress.of(mailing).percent) == (False, 0)
    mailing.fanned_out_at = timezone.now()
    assert (progress.of(mailing).is_over, progress.of(mailing).percent) == (True, 100)
