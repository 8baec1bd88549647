"""What is handed out as everything that is kept: complete, plain, and no one else's."""

import json

import pytest

from summaries.models import Delivery, Letter, Mailing, Subscriber, Suppression
from summaries.services.subscriptions import holding, suppression
from summaries.workflow import Role, Status
from tests.factories import make_brief, make_report, make_subscriber, make_topic, make_user

pytestmark = pytest.mark.django_db
ANN = "ann@inbox.example"
# Secrets, the digest, and what Django or the choices below say under another name.
ELSEWHERE = {
    "id", "key", "link_key", "confirm_key", "email", "created_at", "bounces", "bounced_at",
    "bounce_error",
}  # fmt: skip


@pytest.fixture
def ann():
    return make_subscriber(ANN, topics=[make_topic("economy")], bounces=2, bounce_error="450 later")


def test_no_field_of_a_subscriber_is_left_out(ann):
    held = holding.held(ann)
    given = {*held, *held["choices"]}
    names = {field.name for field in Subscriber._meta.get_fields() if field.concrete}
    assert names - ELSEWHERE <= given
    assert held["choices"]["topics"] == ["economy"]
    assert held["bounces"] == {"in_a_row": 2, "last_at": None, "last_error": "450 later"}
    assert held["suppressed"] is None


def test_it_is_plain_json_with_times_that_say_their_zone(ann):
    held = json.loads(json.dumps(holding.held(ann)))
    assert held["asked_at"].endswith("+00:00")
    assert held["left_at"] is None


def test_an_email_has_its_subject_and_when_it_was_sent(ann):
    mailing = Mailing.objects.create(kind=Mailing.Kind.WEEKLY, date="2026-11-01")
    letter = Letter.objects.create(mailing=mailing, subject="The Daily Brief: ferries")
    sent = {"state": "done", "finished_at": "2026-11-01T07:00Z", "letter": letter}
    Delivery.objects.create(subscriber=ann, kind="daily", **sent)
    Delivery.objects.create(subscriber=ann, kind="link", state="failed", error="550 unknown")
    refused, daily = holding.held(ann)["emails"]
    assert (daily["subject"], daily["sent_at"][:16]) == (letter.subject, "2026-11-01T07:00")
    assert (refused["subject"], refused["sent_at"], refused["error"]) == ("", None, "550 unknown")


def test_which_colleague_did_something_stays_with_us(ann):
    colleague = make_user(Role.ADMIN, "amal")
    suppression.suppress(ANN, Suppression.Reason.ADMIN, note="He asked.", actor=colleague)
    held = holding.held(ann)
    assert held["suppressed"]["note"] == "He asked."
    assert held["events"][0]["by_the_newsroom"]
    assert "amal" not in json.dumps(held)


def test_reports_that_ask_for_an_answer_to_the_address_belong_to_it(ann):
    brief = make_brief(Status.PUBLISHED)
    make_report(brief, "The sum is wrong.", email="Ann@inbox.example")
    make_report(brief, "Not mine.", email="bo@inbox.example")
    make_report(brief, "Nobody's.")
    (report,) = holding.held(ann)["reports"]
    assert (report["text"], report["brief"]) == ("The sum is wrong.", brief.get_absolute_url())
