from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from summaries.models import Delivery, Subscriber, SubscriberEvent, Suppression
from summaries.services.subscriptions import joining, leaving, links, suppression
from summaries.services.subscriptions.choices import Choices
from summaries.services.subscriptions.links import CONFIRM, LEAVE, SETTINGS, DeadLink
from tests.factories import make_subscriber, make_topic

pytestmark = pytest.mark.django_db
State, Kind = Subscriber.State, Delivery.Kind
ANN = "ann@inbox.example"
WEEKLY = Choices(language="ar", speaks="ar", topics=("transport",), frequency="weekly", weekday=3)


def _kinds() -> list[str]:
    return list(Delivery.objects.order_by("pk").values_list("kind", flat=True))


def _only() -> Subscriber:
    return Subscriber.objects.get()


def _confirm(subscriber: Subscriber) -> Subscriber:
    return joining.confirm(links.token(CONFIRM, subscriber))


def _age(subscriber: Subscriber, **by) -> None:
    earlier = timezone.now() - timedelta(**by)
    Subscriber.objects.filter(pk=subscriber.pk).update(created_at=earlier)
    subscriber.events.update(created_at=earlier)


def test_asking_sends_one_link_and_nothing_is_chosen_yet():
    joining.ask(ANN, WEEKLY)
    subscriber = _only()
    assert (subscriber.state, subscriber.frequency) == (State.PENDING, "daily")
    assert (subscriber.speaks, subscriber.confirmed_at) == ("ar", None)
    assert joining.asked(subscriber) == WEEKLY
    assert _kinds() == [Kind.CONFIRM]
    assert not Subscriber.objects.reachable().exists()


def test_confirming_subscribes_as_asked():
    make_topic()
    joining.ask(ANN, WEEKLY)
    subscriber = _confirm(_only())
    assert (subscriber.state, subscriber.confirm_key) == (State.ACTIVE, "")
    assert Choices.of(subscriber) == WEEKLY
    assert [event.verb for event in subscriber.events.all()] == ["confirm", "ask"]
    assert list(Subscriber.objects.reachable()) == [subscriber]


def test_the_link_that_confirms_works_once():
    joining.ask(ANN, WEEKLY)
    token = links.token(CONFIRM, _only())
    joining.confirm(token)
    with pytest.raises(DeadLink):
        joining.confirm(token)
    assert SubscriberEvent.objects.filter(verb="confirm").count() == 1


def test_of_two_presses_at_once_one_subscribes(monkeypatch):
    joining.ask(ANN, WEEKLY)
    subscriber = _only()
    token = links.token(CONFIRM, subscriber)
    # Both have read the row before either writes.
    monkeypatch.setattr(links, "subscriber_of", lambda _purpose, _token: subscriber)
    joining.confirm(token)
    subscriber.state, subscriber.confirm_key = State.PENDING, token.split(".")[0].split("-")[2]
    with pytest.raises(DeadLink):
        joining.confirm(token)


def test_a_link_cannot_be_used_again_after_leaving():
    joining.ask(ANN, WEEKLY)
    token = links.token(CONFIRM, _only())
    leaving.leave(joining.confirm(token))
    with pytest.raises(DeadLink):
        joining.confirm(token)
    assert _only().state == State.LEFT


def test_nobody_confirms_with_an_empty_key():
    subscriber = make_subscriber(ANN, state=State.PENDING, confirm_key="")
    with pytest.raises(DeadLink):
        _confirm(subscriber)


def test_asking_again_sends_another_link_and_the_first_works_still():
    joining.ask(ANN, WEEKLY)
    first = links.token(CONFIRM, _only())
    Delivery.objects.update(state=Delivery.State.DONE)
    joining.ask(ANN.upper(), Choices())
    assert _kinds() == [Kind.CONFIRM, Kind.CONFIRM]
    # What was asked last counts.
    assert Choices.of(joining.confirm(first)) == Choices()


def test_a_stranger_changes_nothing_of_who_is_subscribed():
    make_topic()
    joining.ask(ANN, WEEKLY)
    before = _confirm(_only())
    joining.ask(ANN, Choices(language="en"))
    after = _only()
    assert Choices.of(after) == WEEKLY
    assert (after.state, after.link_key) == (State.ACTIVE, before.link_key)
    assert after.confirm_key == ""
    assert _kinds()[-1] == Kind.LINK
    assert after.events.first().data == {}


@pytest.fixture
def left():
    """Somebody who was subscribed, and left."""
    subscriber = make_subscriber(ANN, language="en", confirm_key="")
    leaving.leave(subscriber)
    return subscriber


def test_who_left_subscribes_anew_and_the_old_way_in_ends(left):
    make_topic()
    old = {purpose: links.token(purpose, left) for purpose in (SETTINGS, LEAVE)}
    joining.ask(ANN, WEEKLY)
    assert _kinds() == [Kind.CONFIRM]
    subscriber = _confirm(_only())
    assert (subscriber.state, subscriber.left_at) == (State.ACTIVE, None)
    assert Choices.of(subscriber) == WEEKLY
    with pytest.raises(DeadLink):
        links.subscriber_of(SETTINGS, old[SETTINGS])
    assert links.subscriber_of(SETTINGS, links.token(SETTINGS, subscriber)) == subscriber
    # Whoever opens an old letter to leave does leave.
    assert links.subscriber_of(LEAVE, old[LEAVE]) == subscriber


def test_a_stranger_changes_nothing_of_who_left(left):
    before = Subscriber.objects.values().get() | {"confirm_key": ""}
    old = {purpose: links.token(purpose, left) for purpose in (SETTINGS, LEAVE)}
    joining.ask(ANN, WEEKLY)
    assert _only().confirm_key
    assert Subscriber.objects.values().get() | {"confirm_key": ""} == before
    for purpose, token in old.items():
        assert links.subscriber_of(purpose, token) == left


def test_who_left_and_waits_gets_the_link_to_what_is_kept(left):
    joining.ask(ANN, WEEKLY)
    token = links.token(CONFIRM, _only())
    joining.ask_for_link(ANN, "en")
    assert _kinds() == [Kind.CONFIRM, Kind.LINK]
    assert joining.confirm(token).state == State.ACTIVE


def test_who_left_confirms_once(left):
    joining.ask(ANN, WEEKLY)
    token = links.token(CONFIRM, _only())
    leaving.leave(joining.confirm(token))
    with pytest.raises(DeadLink):
        joining.confirm(token)
    with pytest.raises(DeadLink):
        _confirm(_only())


@pytest.mark.parametrize(
    ("state", "kind"),
    [(State.PENDING, Kind.CONFIRM), (State.ACTIVE, Kind.LINK), (State.LEFT, Kind.LINK)],
)
def test_who_asks_for_the_link_gets_what_leads_on(state, kind):
    before = make_subscriber(ANN, state=state, language="ar")
    joining.ask_for_link(ANN, "en")
    after = _only()
    assert (_kinds(), after.state, after.language) == ([kind], state, "ar")
    assert (after.link_key, after.events.get().verb) == (before.link_key, "ask_link")


def test_an_unknown_address_that_asks_for_the_link_gets_the_way_in():
    joining.ask_for_link(ANN, "ar")
    assert _kinds() == [Kind.CONFIRM]
    assert _confirm(_only()).speaks == "ar"


def test_asking_for_the_link_keeps_what_was_chosen_when_subscribing():
    make_topic()
    joining.ask(ANN, WEEKLY)
    joining.ask_for_link(ANN, "ar")
    assert Choices.of(_confirm(_only())) == WEEKLY


@pytest.mark.parametrize("reason", Suppression.Reason.values)
def test_a_suppressed_address_is_never_reachable(reason):
    suppression.suppress(ANN, reason)
    joining.ask(ANN, WEEKLY)
    _confirm(_only())
    assert not Subscriber.objects.reachable().exists()


def test_a_topic_that_is_no_more_is_left_out():
    make_topic("transport")
    joining.ask(ANN, Choices(topics=("transport", "gone")))
    assert Choices.of(_confirm(_only())).topics == ("transport",)


def test_addresses_nobody_confirmed_are_forgotten_after_days():
    joining.ask(ANN, WEEKLY)
    _age(_only(), days=2)
    assert joining.forget_unconfirmed() == 0
    _age(_only(), days=4)
    assert joining.forget_unconfirmed() == 1
    assert not Subscriber.objects.exists()
    assert not SubscriberEvent.objects.exists()


def test_of_who_is_forgotten_no_server_s_words_are_kept():
    joining.ask(ANN, WEEKLY)
    Delivery.objects.update(state=Delivery.State.FAILED, error=f"550 <{ANN}> unknown")
    _age(_only(), days=4)
    joining.forget_unconfirmed()
    assert Delivery.objects.get().error == ""


def test_who_asked_again_lately_is_kept():
    joining.ask(ANN, WEEKLY)
    _age(_only(), days=4)
    joining.ask(ANN, WEEKLY)
    assert joining.forget_unconfirmed() == 0
    _confirm(_only())


def test_unconfirmed_addresses_on_the_list_are_forgotten_at_once():
    suppression.suppress(ANN, Suppression.Reason.ASKED)
    joining.ask(ANN, WEEKLY)
    assert joining.forget_unconfirmed() == 1
    assert suppression.of(ANN)


def test_who_never_confirmed_and_left_is_forgotten():
    joining.ask(ANN, WEEKLY)
    leaving.leave(_only())
    _age(_only(), days=4)
    assert joining.forget_unconfirmed() == 1


def test_who_was_subscribed_once_is_as_before(left):
    joining.ask(ANN, WEEKLY)
    _age(_only(), days=2)
    joining.forget_unconfirmed()
    assert _only().confirm_key
    _age(_only(), days=4)
    assert joining.forget_unconfirmed() == 0
    assert (_only().state, _only().confirm_key) == (State.LEFT, "")


def test_subscribers_are_not_forgotten():
    _age(make_subscriber(ANN), days=400)
    assert joining.forget_unconfirmed() == 0
    assert Subscriber.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_many_who_ask_at_once_make_one_subscriber():
    def ask(_number) -> None:
        try:
            joining.ask(ANN, WEEKLY)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(ask, range(6)))
    assert _only().events.count() == 6
