import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from summaries import tasks
from summaries.models import Attempts, Subscriber
from summaries.services.subscriptions import suppression
from tests.factories import make_subscriber

pytestmark = pytest.mark.django_db
ANN = "ann@inbox.example"
WHY = ("--reason", "She wrote a letter.")


def _said(*arguments: str) -> str:
    out = StringIO()
    call_command("subscribers", *arguments, stdout=out)
    return out.getvalue()


def test_counts():
    make_subscriber(ANN)
    suppression.suppress(ANN, "bounced")
    said = _said("counts").splitlines()
    assert "Subscribed: 1" in said
    assert "Every day: 1" in said
    assert "Suppressed, the address does not take our mail: 1" in said
    assert "Subscribed and suppressed: 1" in said


def test_export_writes_json_and_remembers_why():
    subscriber = make_subscriber(ANN)
    assert json.loads(_said("export", ANN, *WHY))["address"] == ANN
    assert subscriber.events.get().reason == WHY[1]


@pytest.mark.parametrize("never_again", [True, False])
def test_erase(never_again):
    make_subscriber(ANN)
    _said("erase", ANN.upper(), *WHY, *(["--never-again"] if never_again else []))
    assert not Subscriber.objects.exists()
    assert bool(suppression.of(ANN)) == never_again


def test_suppress_and_release():
    assert "any more" in _said("suppress", ANN, *WHY)
    assert "already" in _said("suppress", ANN, *WHY)
    assert suppression.of(ANN).note == WHY[1]
    assert "again" in _said("release", ANN, *WHY)
    assert "not on the list" in _said("release", ANN, *WHY)


@pytest.mark.parametrize("action", ["export", "erase"])
@pytest.mark.parametrize("address", [ANN, "nobody"])
def test_what_is_not_there_is_said_in_words(action, address):
    with pytest.raises(CommandError, match=r"Nobody is subscribed|not an email address"):
        _said(action, address, *WHY)


@pytest.mark.parametrize("action", ["export", "erase", "suppress", "release"])
def test_a_reason_is_asked_for(action):
    make_subscriber(ANN)
    with pytest.raises(CommandError, match="reason"):
        _said(action, ANN)


def test_beat_forgets_visitors():
    old = "2020-01-01T00:00Z"
    make_subscriber(ANN, state="pending", confirmed_at=None, created_at=old)
    Attempts.objects.create(key="1", window_at=old, count=3)
    tasks.forget_visitors()
    assert not Subscriber.objects.exists()
    assert not Attempts.objects.exists()
