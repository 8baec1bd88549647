"""Emails by outcome, and how subscribers grow."""

from datetime import timedelta

import pytest

from summaries.models import Delivery, Mailing, SubscriberEvent
from summaries.models.ledger import State
from summaries.services.dashboard import mail
from summaries.services.dashboard.period import Period
from summaries.services.subscriptions import suppression
from tests.factories import make_subscriber

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def send(moment, *states: str, mailing: bool = True) -> None:
    opened = Mailing.objects.create(kind="daily", created_at=moment) if mailing else None
    for state in states:
        Delivery.objects.create(kind="daily", mailing=opened, state=state, created_at=moment)


def test_what_became_of_the_emails_of_each_day(period, now):
    send(now - DAY, "done", "done", "failed")
    send(now, "running", "queued", "cancelled")
    send(now, "done", mailing=False)
    send(now - 9 * DAY, "failed")
    rows = [(d.sent, d.failed, d.cancelled, d.waiting) for d in mail.deliveries(period)]
    assert rows[-2:] == [(2, 1, 0, 0), (1, 0, 1, 2)]
    assert set(rows[:-2]) == {(0, 0, 0, 0)}


def test_what_is_due(now):
    for hours in (-2, -1, 3):
        facts = {"run_after": now + hours * HOUR, "kind": "link"}
        Delivery.objects.create(state=State.QUEUED, **facts)
    paused = Mailing.objects.create(kind="daily", paused_at=now)
    facts = {"run_after": now - DAY, "kind": "daily"}
    Delivery.objects.create(state=State.QUEUED, mailing=paused, **facts)
    assert mail.due(Period.last(7, now)) == (2, now - 2 * HOUR)


def test_growth_is_who_confirmed_less_who_left(period, now):
    stays, leaves = make_subscriber(), make_subscriber(state="left")
    never = make_subscriber(state="left", confirmed_at=None)
    for who, verb, moment in (
        (stays, "confirm", now - 2 * DAY),
        (leaves, "confirm", now - 30 * DAY),
        (leaves, "leave", now - DAY),
        (never, "leave", now - DAY),
        (stays, "choose", now),
    ):
        SubscriberEvent.objects.create(subscriber=who, verb=verb, created_at=moment)
    rows = [(one.came, one.went, one.net, one.total) for one in mail.growth(period)]
    assert rows[3:] == [(0, 0, 0, 1), (1, 0, 1, 2), (0, 1, -1, 1), (0, 0, 0, 1)]


def test_whose_address_is_dead_cannot_be_reached(db):
    _reached, dead, gone = make_subscriber(), make_subscriber(), make_subscriber(state="left")
    for reader in (dead, gone):
        suppression.suppress(reader.email, "bounced")
    assert mail.unreachable() == 1
