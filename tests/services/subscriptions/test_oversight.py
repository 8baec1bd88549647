"""What admins see of subscribers and do for them, without the pages."""

import pytest

from summaries.models import Delivery, Subscriber, SubscriberEvent, Suppression
from summaries.services.errors import Invalid, NotAllowed
from summaries.services.subscriptions import oversight, suppression
from summaries.workflow import Role
from tests.factories import make_subscriber, make_user

pytestmark = pytest.mark.django_db
ANN, WHY = "ann@inbox.example", "She telephoned."

DEEDS = {
    "leave": lambda actor, ann, why: oversight.leave(actor, ann, why),
    "suppress": lambda actor, ann, why: oversight.suppress(actor, ann.email, why),
    "release": lambda actor, ann, why: oversight.release(actor, ann.email, why),
    "export": lambda actor, ann, why: oversight.export(actor, ann, why),
    "erase": lambda actor, ann, why: oversight.erase(actor, ann, why),
}


@pytest.fixture
def admin():
    return make_user(Role.ADMIN, "amal")


@pytest.fixture
def ann():
    return make_subscriber(ANN)


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("role", [Role.REPORTER, Role.EDITOR, Role.PUBLISHER])
def test_only_admins_do_anything(ann, deed, role):
    with pytest.raises(NotAllowed):
        DEEDS[deed](make_user(role), ann, WHY)
    assert Subscriber.objects.reachable().get() == ann
    assert not SubscriberEvent.objects.exists()


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("why", ["", " \n\t"])
def test_nothing_is_done_without_a_reason(admin, ann, deed, why):
    with pytest.raises(Invalid):
        DEEDS[deed](admin, ann, why)
    assert Subscriber.objects.reachable().get() == ann
    assert not SubscriberEvent.objects.exists()


@pytest.mark.parametrize("deed", ["leave", "suppress", "release", "export"])
def test_who_did_it_and_why_is_kept(admin, ann, deed):
    if deed == "release":
        suppression.suppress(ANN, Suppression.Reason.BOUNCED)
    DEEDS[deed](admin, ann, f"  {WHY}\n")
    event = ann.events.first()
    assert (event.verb, event.actor, event.reason) == (deed, admin, WHY)


def test_what_is_so_already_is_said_and_leaves_no_trace(admin, ann):
    assert not oversight.release(admin, ANN, WHY)
    assert oversight.suppress(admin, ANN, WHY)
    assert not oversight.suppress(admin, ANN.upper(), WHY)
    assert ann.events.count() == 1


def test_an_address_nobody_subscribed_can_be_suppressed(admin):
    assert oversight.suppress(admin, ANN, WHY)
    line = suppression.of(ANN)
    assert (line.reason, line.note, line.created_by) == (Suppression.Reason.ADMIN, WHY, admin)


@pytest.mark.parametrize("never_again", [True, False])
def test_of_who_is_erased_the_log_keeps_the_reason_alone(admin, ann, caplog, never_again):
    oversight.erase(admin, ann, WHY, never_again=never_again)
    assert not Subscriber.objects.exists()
    assert bool(suppression.of(ANN)) == never_again
    assert f"erased by amal: {WHY}" in caplog.text
    assert ANN not in caplog.text


def test_an_export_is_what_is_held_and_says_that_it_was_made(admin, ann):
    held = oversight.export(admin, ann, WHY)
    assert held["address"] == ANN
    assert [event["what"] for event in held["events"]] == ["export"]
    assert held["events"][0]["by_the_newsroom"]
    assert "amal" not in str(held)


@pytest.mark.parametrize("written", [ANN, " Ann@INBOX.example\n", "ann@İnbox.example"])
def test_one_is_found_however_the_address_is_written(ann, written):
    assert oversight.find(written) == (None if "İ" in written else ann)


def test_counting_takes_four_queries(django_assert_num_queries):
    make_subscriber(frequency="weekly")
    make_subscriber(state="pending", frequency="weekly")
    suppressed = make_subscriber()
    suppression.suppress(suppressed.email, Suppression.Reason.COMPLAINED)
    suppression.suppress("nobody@inbox.example", Suppression.Reason.ASKED)
    with django_assert_num_queries(4):
        counts = oversight.counts()
    assert counts.states == {"Waiting for confirmation": 1, "Subscribed": 2, "Left": 0}
    assert counts.frequencies == {"Every day": 1, "Once a week": 1, "Only breaking news": 0}
    assert sorted(counts.suppressed.values()) == [0, 0, 1, 1]
    assert counts.unreachable == 1


def test_the_last_deliveries_are_shown_and_no_more(ann, monkeypatch):
    monkeypatch.setattr(oversight, "DELIVERIES_SHOWN", 2)
    made = [Delivery.objects.create(subscriber=ann, kind="link") for _each in range(3)]
    Delivery.objects.create(subscriber=make_subscriber(), kind="link")
    assert oversight.deliveries_of(ann) == made[:0:-1]
