import pytest

from summaries.models import Subscriber, Suppression
from summaries.services.subscriptions import suppression
from tests.factories import make_subscriber

pytestmark = pytest.mark.django_db
ANN = "ann@inbox.example"
Reason = Suppression.Reason


@pytest.mark.parametrize("written", [ANN, "ANN@Inbox.example", "  ann@inbox.EXAMPLE\n"])
def test_however_it_is_written_it_is_one_address(written):
    assert suppression.suppress(ANN, Reason.ADMIN)
    assert suppression.of(written)
    assert not suppression.suppress(written, Reason.ADMIN)
    assert suppression.release(written)
    assert not suppression.of(ANN)


def test_the_list_holds_no_address():
    suppression.suppress(ANN, Reason.ASKED)
    line = Suppression.objects.get()
    assert "ann" not in f"{line.key}{line.note}{line}"


def test_the_first_reason_stays():
    suppression.suppress(ANN, Reason.ASKED)
    suppression.suppress(ANN, Reason.BOUNCED, note="550")
    assert suppression.of(ANN).reason == Reason.ASKED


def test_the_subscriber_is_known_by_the_same_key_and_remembers(publisher):
    subscriber = make_subscriber("Ann@Inbox.Example", bounces=2)
    suppression.suppress(ANN, Reason.ADMIN, note="Spam trap.", actor=publisher)
    assert not Subscriber.objects.reachable().exists()
    suppression.release(ANN, note="It was none.", actor=publisher)
    assert list(Subscriber.objects.reachable()) == [subscriber]
    subscriber.refresh_from_db()
    assert subscriber.bounces == 0
    kept = [(event.verb, event.actor, event.reason) for event in subscriber.events.all()]
    assert kept == [
        ("release", publisher, "It was none."),
        ("suppress", publisher, "Spam trap."),
    ]


def test_what_is_not_on_the_list_cannot_be_released():
    subscriber = make_subscriber(ANN)
    assert not suppression.release(ANN)
    assert not subscriber.events.exists()
