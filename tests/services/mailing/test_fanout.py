"""Who gets a delivery of what, once, however often the fan-out is broken off."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from summaries.models import Correction, Delivery, Letter, LetterBrief, Mailing, Suppression
from summaries.models.subscriber import Subscriber
from summaries.services.mailing import deliveries, fanout, mailings, recipients
from summaries.services.subscriptions import choices, joining, leaving, links
from summaries.services.subscriptions.choices import Choices
from summaries.workflow import Status
from tests.factories import make_brief, make_edition, make_revision, make_subscriber

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("checks", "bells")]

Frequency = Subscriber.Frequency
State = Subscriber.State
SUNDAY = date(2026, 6, 7)


def receivers(mailing: Mailing) -> set[str]:
    return set(mailing.deliveries.values_list("subscriber__email", flat=True))


def name(subscriber: Subscriber) -> str:
    return subscriber.email


@pytest.fixture
def daily():
    return mailings.open_daily(make_edition(SUNDAY, make_brief(Status.PUBLISHED)))


@pytest.mark.parametrize(
    ("fields", "daily_", "weekly_", "breaking_"),
    [
        ({}, True, False, False),
        ({"also_breaking": True}, True, False, True),
        ({"frequency": Frequency.WEEKLY, "weekday": 6}, False, True, False),
        ({"frequency": Frequency.WEEKLY, "weekday": 5}, False, False, False),
        ({"frequency": Frequency.WEEKLY, "weekday": 6, "also_breaking": True}, False, True, True),
        ({"frequency": Frequency.BREAKING}, False, False, True),
        ({"state": State.PENDING, "also_breaking": True}, False, False, False),
        ({"state": State.LEFT, "also_breaking": True}, False, False, False),
    ],
)
def test_who_gets_what(fields, daily_, weekly_, breaking_):
    make_subscriber(**fields)
    found = [recipients.daily(), recipients.weekly(SUNDAY), recipients.breaking()]
    assert [chosen.exists() for chosen in found] == [daily_, weekly_, breaking_]


def test_nothing_is_written_to_an_address_on_the_suppression_list():
    reader = make_subscriber(also_breaking=True)
    Suppression.objects.create(key=reader.key, reason=Suppression.Reason.ASKED)
    assert not recipients.daily().exists()
    assert not recipients.breaking().exists()


def test_everybody_has_one_delivery_though_the_fan_out_was_broken_off(daily, monkeypatch):
    monkeypatch.setattr(fanout, "BATCH", 3)
    readers = {name(make_subscriber()) for _ in range(10)}
    fanout.go_on(batches=2)
    assert daily.deliveries.count() == 6
    daily.refresh_from_db()
    assert daily.fanned_out_at is None
    # Somebody beyond the cursor has one already.
    last = Subscriber.objects.order_by("pk").last()
    Delivery.objects.create(mailing=daily, kind="daily", subscriber=last)
    fanout.go_on(batches=10)
    daily.refresh_from_db()
    assert daily.fanned_out_at
    assert receivers(daily) == readers


def test_a_broken_batch_leaves_nothing_half_written(daily, monkeypatch):
    make_subscriber()

    def broken(*_arguments):
        raise RuntimeError("killed")

    with monkeypatch.context() as patch:
        patch.setattr(fanout, "_advance", broken)
        with pytest.raises(RuntimeError), transaction.atomic():
            fanout.go_on(batches=1)
    assert not daily.deliveries.exists()
    fanout.go_on(batches=1)
    assert daily.deliveries.count() == 1


def test_an_edition_waits_for_everybodys_hour_or_goes_at_once():
    zones = ["Pacific/Kiritimati", "Asia/Kathmandu", "UTC", "Pacific/Honolulu"]
    for zone in zones:
        make_subscriber(hour=7, time_zone=zone)
    with time_machine.travel("2026-06-07T05:00:00Z", tick=False):
        mailing = mailings.open_daily(make_edition(SUNDAY, make_brief(Status.PUBLISHED)))
        fanout.go_on(1)
    waits = mailing.deliveries.order_by("pk").values_list("run_after", flat=True)
    assert [f"{moment:%d %H:%M}" for moment in waits] == [
        "07 05:00",
        "07 05:00",
        "07 07:00",
        "07 17:00",
    ]


def _at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}:00+00:00")


@pytest.mark.parametrize(
    ("chosen", "moment"),
    [
        ({"hour": 18}, "2026-06-07T18:00"),
        ({"time_zone": "America/New_York"}, "2026-06-07T11:00"),
        ({"hour": 5}, "2026-06-07T06:00"),
        ({"language": "ar"}, "2026-06-07T07:00"),
    ],
)
def test_what_waits_for_an_hour_waits_for_the_one_that_is_chosen_then(chosen, moment):
    other, reader = make_subscriber(hour=7), make_subscriber(hour=7)
    with time_machine.travel(_at("2026-06-07T06:00"), tick=False):
        mailings.open_daily(make_edition(SUNDAY, make_brief(Status.PUBLISHED)))
        fanout.go_on(9)
        choices.change(reader, replace(Choices.of(reader), **chosen))
    assert reader.deliveries.get().run_after == _at(moment)
    assert other.deliveries.get().run_after == _at("2026-06-07T07:00")


def test_neither_another_attempt_nor_what_waits_for_no_hour_is_moved():
    reader = make_subscriber(hour=7)
    with time_machine.travel(_at("2026-06-07T06:00"), tick=False):
        mailings.open_daily(make_edition(SUNDAY, make_brief(Status.PUBLISHED)))
        fanout.go_on(9)
        again = reader.deliveries.get()
        link = deliveries.answer(reader, Delivery.Kind.LINK)
        Delivery.objects.filter(pk=again.pk).update(attempts=1)
        choices.change(reader, replace(Choices.of(reader), hour=18))
    for before in (again, link):
        assert Delivery.objects.get(pk=before.pk).run_after == before.run_after


def test_who_comes_back_gets_what_still_waits_at_the_new_hour():
    reader = make_subscriber(hour=7, confirm_key="")
    with time_machine.travel(_at("2026-06-07T06:00"), tick=False):
        mailings.open_daily(make_edition(SUNDAY, make_brief(Status.PUBLISHED)))
        fanout.go_on(9)
        leaving.leave(reader)
        joining.ask(reader.email, Choices(hour=18, time_zone="UTC"))
        joining.confirm(links.token(links.CONFIRM, Subscriber.objects.get()))
    assert reader.deliveries.get(kind="daily").run_after == _at("2026-06-07T18:00")


def test_a_week_is_opened_when_its_date_begins_anywhere():
    make_subscriber(frequency=Frequency.WEEKLY, weekday=SUNDAY.weekday(), hour=7)
    with time_machine.travel("2026-06-06T09:59:00Z", tick=False) as clock:
        Subscriber.objects.update(confirmed_at=timezone.now())
        assert mailings.open_weekly_due() == []
        clock.shift(timedelta(minutes=1))
        [mailing] = mailings.open_weekly_due()
        assert mailing.date == SUNDAY
        fanout.go_on(5)
        assert mailings.open_weekly_due() == [mailing]
        fanout.go_on(5)
    assert f"{mailing.deliveries.get().run_after:%d %H:%M}" == "07 07:00"


def test_who_subscribes_before_their_hour_gets_this_week_after_it_the_next():
    weekly = {"frequency": Frequency.WEEKLY, "weekday": SUNDAY.weekday(), "hour": 7}
    make_subscriber("first@inbox.example", **weekly)
    with time_machine.travel("2026-06-07T06:00:00Z", tick=False) as clock:
        mailing = mailings.open_weekly(SUNDAY)
        fanout.go_on(5)
        make_subscriber("early@inbox.example", **weekly)
        clock.shift(timedelta(minutes=30))
        mailings.open_weekly(SUNDAY)
        fanout.go_on(5)
        clock.shift(timedelta(hours=3))
        make_subscriber("late@inbox.example", **weekly)
        mailings.open_weekly(SUNDAY)
        fanout.go_on(5)
    assert receivers(mailing) == {"early@inbox.example"}


def test_nobody_waits_for_a_week_that_nobody_wants():
    make_subscriber()
    assert mailings.open_weekly(SUNDAY) is None


def delivered(reader, brief, *, revision=None, state=Delivery.State.DONE, **fields) -> Delivery:
    """Return a delivery of a letter that held the brief."""
    mailing = Mailing.objects.create(kind="daily")
    letter = Letter.objects.create(mailing=mailing, digest="x", subject="s", text="t", html="h")
    LetterBrief.objects.create(
        letter=letter, brief=brief, revision=revision or brief.live, position=0
    )
    return Delivery.objects.create(
        mailing=mailing, subscriber=reader, kind="daily", letter=letter, state=state, **fields
    )


def corrected(brief, kind=Correction.Kind.CORRECTION) -> Correction:
    """Correct a brief: it has a new version."""
    if kind == Correction.Kind.CORRECTION:
        make_revision(brief, headline="The port opens on Sunday")
        brief.live = brief.current
        brief.save()
    return Correction.objects.create(
        brief=brief, revision=brief.live, kind=kind, note_en="x", note_ar="x"
    )


@pytest.fixture
def brief():
    return make_brief(Status.PUBLISHED)


def test_a_correction_reaches_exactly_those_who_got_the_wrong_text(brief, publisher):
    old = brief.live
    got = make_subscriber(frequency=Frequency.BREAKING)
    delivered(got, brief)
    delivered(make_subscriber(), make_brief(Status.PUBLISHED))
    delivered(make_subscriber(state=State.LEFT), brief)
    delivered(None, brief)
    correction = corrected(brief)
    delivered(make_subscriber(), brief)
    assert brief.live != old
    mailing = mailings.open_correction(publisher, correction)
    fanout.go_on(5)
    assert receivers(mailing) == {name(got)}


@pytest.mark.parametrize("state", [Delivery.State.FAILED, Delivery.State.CANCELLED, "queued"])
def test_who_may_have_got_the_wrong_text_holds_it(brief, state):
    reader = make_subscriber()
    delivered(reader, brief, state=state)
    assert list(recipients.holders(brief)) == [reader]


def test_who_was_left_by_a_dead_worker_with_the_wrong_text_holds_it(brief):
    reader = make_subscriber()
    over = timezone.now() - timedelta(seconds=1)
    delivered(reader, brief, state=Delivery.State.RUNNING, lease_until=over)
    assert list(recipients.holders(brief)) == [reader]


def test_a_later_text_is_no_wrong_one(brief, publisher):
    first = corrected(brief)
    corrected(brief)
    delivered(make_subscriber(), brief)
    mailing = mailings.open_correction(publisher, first)
    fanout.go_on(5)
    assert receivers(mailing) == set()


def test_a_retraction_reaches_those_who_got_any_version(brief, publisher):
    readers = [make_subscriber(), make_subscriber()]
    delivered(readers[0], brief)
    corrected(brief)
    delivered(readers[1], brief)
    retraction = corrected(brief, Correction.Kind.RETRACTION)
    mailing = mailings.open_correction(publisher, retraction)
    fanout.go_on(5)
    assert receivers(mailing) == set(map(name, readers))


def test_what_was_under_way_when_a_correction_was_opened_is_found_when_it_arrived(brief, publisher):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        reader = make_subscriber()
        lease = timezone.now() + settings.MAIL_LEASE
        under_way = delivered(reader, brief, state=Delivery.State.RUNNING, lease_until=lease)
        mailing = mailings.open_correction(publisher, corrected(brief))
        fanout.go_on(5)
        assert receivers(mailing) == set()
        Delivery.objects.filter(pk=under_way.pk).update(state=Delivery.State.DONE)
        clock.shift(settings.MAIL_LEASE)
        for _ in range(2):
            fanout.go_on(5)
        assert receivers(mailing) == {name(reader)}
        clock.shift(settings.MAIL_LEASE + timedelta(seconds=1))
        fanout.go_on(5)
        mailing.refresh_from_db()
        assert mailing.fanned_out_at
        assert mailing.deliveries.count() == 1


def test_a_letter_that_may_have_gone_out_is_corrected(brief, publisher):
    reader, other = make_subscriber(), make_subscriber()
    lost = delivered(reader, brief, state=Delivery.State.RUNNING)
    before = mailings.open_correction(publisher, corrected(brief))
    unconcerned = mailings.open_correction(publisher, corrected(make_brief(Status.PUBLISHED)))
    fanout.owe_corrections(lost, lost.letter)
    fanout.owe_corrections(lost, lost.letter)
    assert receivers(before) == {name(reader)}
    assert receivers(unconcerned) == set()
    assert not other.deliveries.exists()


def test_the_fan_out_asks_little_of_the_database(daily, django_assert_max_num_queries):
    for _ in range(20):
        make_subscriber()
    with django_assert_max_num_queries(8):
        fanout.go_on(5)
