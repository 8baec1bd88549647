import pytest

from summaries.models import Subscriber
from summaries.services.subscriptions import leaving, links
from tests.factories import make_subscriber

pytestmark = pytest.mark.django_db
State = Subscriber.State


@pytest.mark.parametrize("state", [State.ACTIVE, State.PENDING])
def test_who_leaves_is_sent_nothing_more(state):
    subscriber = make_subscriber(state=state, confirm_key=links.new_key())
    assert leaving.leave(subscriber)
    assert (subscriber.state, subscriber.confirm_key) == (State.LEFT, "")
    assert subscriber.left_at
    assert not Subscriber.objects.reachable().exists()
    assert subscriber.events.get().verb == "leave"


def test_leaving_twice_is_leaving_once():
    subscriber = make_subscriber()
    leaving.leave(subscriber)
    first = subscriber.left_at
    assert not leaving.leave(subscriber)
    assert (subscriber.left_at, subscriber.events.count()) == (first, 1)


def test_who_left_still_opens_their_data():
    subscriber = make_subscriber()
    token = links.token(links.SETTINGS, subscriber)
    leaving.leave(subscriber)
    assert links.subscriber_of(links.SETTINGS, token) == subscriber


def test_an_admin_says_why(publisher):
    subscriber = make_subscriber()
    leaving.leave(subscriber, actor=publisher, reason="She telephoned.")
    event = subscriber.events.get()
    assert (event.actor, event.reason) == (publisher, "She telephoned.")
