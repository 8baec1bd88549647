"""Several workers at once, each with its connection: one fan-out, one message each."""

import threading
from collections import Counter

import pytest
from django.core import mail
from django.db import connection

from summaries.models import Delivery
from summaries.services.mailing import deliveries, fanout, mailings, sending
from summaries.services.subscriptions import erasure
from summaries.workflow import Status
from tests.factories import make_brief, make_edition, make_subscriber

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("checks", "bells"),
]

READERS = 24
WORKERS = 3


def at_once(*tasks) -> None:
    """Run each in a thread of its own; raise what any of them raised."""
    raised: list[BaseException] = []
    start = threading.Barrier(len(tasks))

    def run(task) -> None:
        try:
            start.wait(10)
            task()
        except BaseException as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(task,)) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert not any(thread.is_alive() for thread in threads)
    if raised:
        raise raised[0]


@pytest.fixture
def mailing(monkeypatch):
    """A mailing that is due, fanned out in small batches."""
    monkeypatch.setattr(fanout, "BATCH", 5)
    edition = make_edition(None, make_brief(Status.PUBLISHED))
    for _ in range(READERS):
        make_subscriber(hour=0)
    return mailings.open_daily(edition)


def test_nobody_gets_two_from_workers_that_run_at_once(mailing):
    at_once(*[sending.work] * WORKERS)
    # Who found nothing free left; what others had written meanwhile waits for the next bell.
    sending.work()
    assert Counter(Delivery.objects.values_list("state", flat=True)) == {"done": READERS}
    got = Counter(message.to[0] for message in mail.outbox)
    assert len(got) == READERS
    assert set(got.values()) == {1}


def test_one_of_many_takes_a_delivery(mailing):
    fanout.go_on(10)
    wanted = Delivery.objects.values_list("pk", flat=True)[0]
    claims = []
    at_once(*[lambda: claims.append(deliveries.claim(wanted))] * WORKERS)
    assert len([claim for claim in claims if claim]) == 1
    assert Delivery.objects.get(pk=wanted).attempts == 1


def test_subscribers_are_erased_while_a_mailing_is_written(mailing):
    readers = [make_subscriber(hour=0) for _ in range(10)]

    def erase() -> None:
        for reader in readers:
            erasure.erase(reader)

    at_once(lambda: fanout.go_on(100), erase, lambda: fanout.go_on(100))
    sending.work()
    assert len({message.to[0] for message in mail.outbox} - {r.email for r in readers}) == READERS
    assert not Delivery.objects.open().exists()


def test_two_find_the_same_edition_and_open_one_mailing(mailing):
    edition = make_edition(mailing.edition.date.replace(year=2020))
    opened = []
    at_once(*[lambda: opened.append(mailings.open_daily(edition))] * WORKERS)
    assert len({one.pk for one in opened}) == 1
