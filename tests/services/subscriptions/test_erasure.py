import json
from io import StringIO

import pytest
from django.core.management import call_command

from summaries.models import Delivery, ReaderReport, Subscriber, SubscriberEvent, Suppression
from summaries.services.subscriptions import erasure, holding, joining, links, suppression
from summaries.services.subscriptions.choices import Choices
from summaries.workflow import Status
from tests.factories import make_brief, make_subscriber, make_topic

pytestmark = pytest.mark.django_db
ANN = "ann@inbox.example"


@pytest.fixture
def ann():
    """Somebody with everything that can be kept about a subscriber."""
    subscriber = make_subscriber(ANN, topics=[make_topic()], bounce_error=f"550 <{ANN}> unknown")
    SubscriberEvent.objects.create(subscriber=subscriber, verb="choose", data={"hour": 9})
    for state in ("done", "queued", "failed"):
        Delivery.objects.create(
            subscriber=subscriber,
            kind="daily",
            state=state,
            error=f"550 <{ANN}> unknown",
            message_id=f"<{state}.1@news.example>",
        )
    brief = make_brief(Status.PUBLISHED)
    ReaderReport.objects.create(
        brief=brief, revision=brief.live, text="Wrong!", email="Ann@inbox.example"
    )
    suppression.suppress(ANN, Suppression.Reason.BOUNCED, note=f"550 <{ANN}> unknown")
    return subscriber


def _database() -> str:
    out = StringIO()
    call_command(
        "dumpdata",
        "summaries",
        stdout=out,
        exclude=["summaries.PublicSearchEntry", "summaries.SearchEntry"],
    )
    return out.getvalue().casefold()


def test_nothing_in_the_database_names_who_was_erased(ann):
    assert _database().count(ANN) > 3
    erasure.erase(ann)
    assert ANN not in _database()
    assert not Subscriber.objects.exists()
    assert not SubscriberEvent.objects.exists()


def test_the_numbers_of_what_was_sent_stay(ann):
    erasure.erase(ann)
    rows = set(Delivery.objects.values_list("state", "subscriber", "error", "message_id"))
    assert rows == {("done", None, "", ""), ("cancelled", None, "", ""), ("failed", None, "", "")}


def test_a_dead_address_stays_on_the_list_without_words(ann):
    erasure.erase(ann)
    line = suppression.of(ANN)
    assert (line.reason, line.note) == (Suppression.Reason.BOUNCED, "")


@pytest.mark.parametrize("never_again", [True, False])
def test_who_asks_for_it_is_never_written_to_again(never_again):
    erasure.erase(make_subscriber(ANN), never_again=never_again)
    line = suppression.of(ANN)
    assert (line and line.reason) == (Suppression.Reason.ASKED if never_again else None)
    joining.ask("ANN@INBOX.EXAMPLE", Choices())
    joining.confirm(_token())
    assert Subscriber.objects.reachable().exists() != never_again


def _token() -> str:
    return links.token(links.CONFIRM, Subscriber.objects.get())


def test_what_is_kept_is_handed_out_whole(ann):
    held = json.loads(json.dumps(holding.held(ann)))
    assert (held["address"], held["state"]) == (ANN, "active")
    assert held["choices"]["topics"] == ["transport"]
    assert [event["what"] for event in held["events"]] == ["suppress", "choose"]
    assert {email["state"] for email in held["emails"]} == {"done", "queued", "failed"}
    assert held["suppressed"]["reason"] == "bounced"
    assert [report["text"] for report in held["reports"]] == ["Wrong!"]
    assert held["bounces"]["last_error"].startswith("550")


def test_the_keys_of_the_links_are_not_handed_out(ann):
    assert ann.link_key not in json.dumps(holding.held(ann))


def test_of_others_nothing_is_handed_out(ann):
    other = make_subscriber("bo@inbox.example")
    assert ANN not in json.dumps(holding.held(other))
