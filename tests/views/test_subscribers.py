"""The desk's pages of subscribers: for admins alone, and every deed with its reason."""

import json

import pytest
from django.urls import reverse

from summaries.models import AuditEntry, Delivery, Subscriber, SubscriberEvent, Suppression
from summaries.services.subscriptions import suppression
from summaries.workflow import Role
from tests.factories import make_subscriber, make_topic, make_user

PAGE = "/desk/subscribers/"
ANN = "ann@inbox.example"
WHY = {"reason": "She telephoned on Monday."}


@pytest.fixture
def admin(db):
    return make_user(Role.ADMIN, "amal")


@pytest.fixture
def ann(db):
    subscriber = make_subscriber(ANN, topics=[make_topic()], bounces=2, bounce_error="450 later")
    facts = {"kind": "daily", "state": "failed", "error": "550 <b>no</b>"}
    Delivery.objects.create(subscriber=subscriber, **facts)
    return subscriber


def _button(name: str, subscriber: Subscriber) -> str:
    return reverse(f"desk:subscriber-{name}", args=[subscriber.pk])


def _page(response) -> str:
    return response.content.decode()


@pytest.mark.parametrize("role", ["reporter", "editor", "publisher", "outsider"])
def test_only_admins_see_an_address(request, at_desk, ann, role):
    client = at_desk(request.getfixturevalue(role))
    answers = [client.get(PAGE), client.post(PAGE, {"email": ANN}), client.get(f"{PAGE}{ann.pk}/")]
    answers += [client.post(_button(name, ann), WHY) for name in ("leave", "export", "erase")]
    for name in ("suppress", "release"):
        answers.append(client.post(reverse(f"desk:subscriber-{name}"), WHY | {"email": ANN}))
    for response in answers:
        assert response.status_code == 403
        assert "bounce" not in _page(response)
    ann.refresh_from_db()
    assert ann.state == "active"
    assert not SubscriberEvent.objects.exists()
    assert not Suppression.objects.exists()


def test_how_many_there_are(at_desk, admin, ann):
    make_subscriber(frequency="weekly")
    make_subscriber(state="left")
    suppression.suppress(ANN, "bounced")
    counts = at_desk(admin).get(PAGE).context["counts"]
    assert counts.states == {"Waiting for confirmation": 0, "Subscribed": 2, "Left": 1}
    assert counts.frequencies == {"Every day": 1, "Once a week": 1, "Only breaking news": 0}
    assert counts.suppressed["the address does not take our mail"] == 1
    assert counts.unreachable == 1


@pytest.mark.parametrize("written", [ANN, " Ann@INBOX.example "])
def test_one_is_found_by_address_and_the_address_stays_out_of_the_url(at_desk, admin, ann, written):
    response = at_desk(admin).post(PAGE, {"email": written})
    assert response["Location"] == f"{PAGE}{ann.pk}/"


def test_one_is_shown_with_everything_an_admin_needs(at_desk, admin, ann):
    page = _page(at_desk(admin).get(f"{PAGE}{ann.pk}/"))
    for words in (ANN, "Transport", "every day at 07:00", "450 later", "550 &lt;b&gt;no"):
        assert words in page


def test_each_look_is_in_the_audit_log(at_desk, admin, ann):
    client = at_desk(admin)
    client.post(PAGE, {"email": ANN}, follow=True)
    client.get(f"{PAGE}{ann.pk}/")
    looks = AuditEntry.objects.filter(action="looked").values_list("actor", "kind", "key", "name")
    assert list(looks) == [(admin.pk, "subscriber", str(ann.pk), "")] * 2


def test_an_unknown_address_is_said_to_be_so_and_can_be_suppressed(at_desk, admin):
    client = at_desk(admin)
    page = _page(client.post(PAGE, {"email": ANN}))
    assert "Nobody is subscribed with this address" in page
    client.post(reverse("desk:subscriber-suppress"), WHY | {"email": ANN})
    line = suppression.of(ANN)
    assert (line.reason, line.note, line.created_by) == ("admin", WHY["reason"], admin)
    assert WHY["reason"] in _page(client.post(PAGE, {"email": ANN}))
    client.post(reverse("desk:subscriber-release"), WHY | {"email": ANN})
    assert not suppression.of(ANN)


def test_leaving_on_request(at_desk, admin, ann):
    response = at_desk(admin).post(_button("leave", ann), WHY, follow=True)
    assert WHY["reason"] in _page(response)
    ann.refresh_from_db()
    assert ann.state == "left"
    event = ann.events.get()
    assert (event.verb, event.actor, event.reason) == ("leave", admin, WHY["reason"])


def test_exporting_on_request(at_desk, admin, ann):
    response = at_desk(admin).post(_button("export", ann), WHY)
    assert json.loads(response.content)["address"] == ANN
    assert "no-store" in response["Cache-Control"]
    assert ann.events.get().verb == "export"


@pytest.mark.parametrize("never_again", [True, False])
def test_erasing_on_request(at_desk, admin, ann, never_again, caplog):
    data = WHY | ({"never_again": "on"} if never_again else {})
    response = at_desk(admin).post(_button("erase", ann), data)
    assert response["Location"] == PAGE
    assert not Subscriber.objects.exists()
    assert bool(suppression.of(ANN)) == never_again
    assert "erased by amal: She telephoned" in caplog.text
    assert ANN not in caplog.text


def test_suppressing_and_releasing_a_subscriber(at_desk, admin, ann):
    client = at_desk(admin)
    client.post(reverse("desk:subscriber-suppress"), WHY | {"email": ANN})
    assert not Subscriber.objects.reachable().exists()
    response = client.post(reverse("desk:subscriber-release"), WHY | {"email": ANN})
    assert response["Location"] == f"{PAGE}{ann.pk}/"
    assert Subscriber.objects.reachable().exists()
    assert [event.verb for event in ann.events.all()] == ["release", "suppress"]


@pytest.mark.parametrize("name", ["leave", "export", "erase"])
@pytest.mark.parametrize("reason", ["", "   "])
def test_nothing_is_done_without_a_reason(at_desk, admin, ann, name, reason):
    response = at_desk(admin).post(_button(name, ann), {"reason": reason})
    assert response.status_code == 400
    assert "Say who asked for it" in _page(response)
    ann.refresh_from_db()
    assert (ann.state, ann.events.count()) == ("active", 0)


@pytest.mark.parametrize("name", ["suppress", "release"])
@pytest.mark.parametrize("data", [{"email": "nobody"} | WHY, {"email": ANN, "reason": ""}])
def test_no_address_is_judged_by_a_wrong_form(at_desk, admin, name, data):
    response = at_desk(admin).post(reverse(f"desk:subscriber-{name}"), data)
    assert response.status_code == 400
    assert not Suppression.objects.exists()


def test_who_is_gone_is_not_found(at_desk, admin):
    assert at_desk(admin).get(f"{PAGE}99/").status_code == 404
    assert at_desk(admin).post(f"{PAGE}99/erase/", WHY).status_code == 404
