"""From draft to readers and back: submit, return, publish, correct, retract."""

import pytest
from django.urls import reverse

from summaries.workflow import Status
from tests.factories import STAND_IN, make_brief, make_revision

pytestmark = pytest.mark.django_db


def _post(client, name: str, brief, **data):
    response = client.post(reverse(f"desk:{name}", args=[brief.pk]), data)
    brief.refresh_from_db()
    return response


def test_a_reporter_submits(at_desk, reporter):
    brief = make_brief(Status.DRAFT)
    assert _post(at_desk(reporter), "submit", brief).status_code == 302
    assert brief.status == Status.IN_REVIEW


def test_an_editor_returns_with_a_reason_that_the_history_shows(at_desk, editor):
    brief = make_brief(Status.IN_REVIEW)
    client = at_desk(editor)
    _post(client, "return", brief, **{"return-reason": "Which pier?"})
    assert brief.status == Status.DRAFT
    page = client.get(reverse("desk:brief", args=[brief.pk])).content.decode()
    assert "Which pier?" in page


def test_a_return_without_a_reason_asks_for_one(at_desk, editor):
    brief = make_brief(Status.IN_REVIEW)
    response = _post(at_desk(editor), "return", brief, **{"return-reason": " "})
    assert (response.status_code, brief.status) == (400, Status.IN_REVIEW)
    assert response.context["opened"] == "return"


def test_a_publisher_publishes(at_desk, publisher):
    brief = make_brief(Status.IN_REVIEW)
    _post(at_desk(publisher), "publish", brief)
    assert brief.status == Status.PUBLISHED
    assert brief.live == brief.current


def test_text_of_a_stand_in_needs_a_confirmation(at_desk, publisher):
    brief = make_brief(Status.IN_REVIEW, stand_in=True)
    client = at_desk(publisher)
    refused = _post(client, "publish", brief)
    assert (refused.status_code, brief.status) == (400, Status.IN_REVIEW)
    assert "checked every sentence" in refused.content.decode()
    _post(client, "publish", brief, confirm_stand_in="on")
    assert brief.status == Status.PUBLISHED


def test_a_correction_moves_the_live_text_and_needs_both_notes(at_desk, publisher):
    brief = make_brief(Status.PUBLISHED)
    make_revision(brief, author=publisher, headline="Ramla port resumes ferries on Friday")
    client = at_desk(publisher)
    refused = _post(client, "correct", brief, note_en="It is Friday.", note_ar="")
    assert refused.status_code == 400
    assert "It is Friday." in refused.content.decode()
    _post(client, "correct", brief, note_en="It is Friday.", note_ar="الموعد يوم الجمعة.")
    assert brief.status == Status.CORRECTED
    assert brief.live == brief.current


def test_a_correction_without_a_change_is_refused(at_desk, publisher):
    brief = make_brief(Status.PUBLISHED)
    response = _post(at_desk(publisher), "correct", brief, note_en="Nothing", note_ar="لا شيء")
    assert (response.status_code, brief.status) == (400, Status.PUBLISHED)


def test_a_retraction_needs_a_reason(at_desk, publisher):
    brief = make_brief(Status.PUBLISHED)
    client = at_desk(publisher)
    assert _post(client, "retract", brief).status_code == 400
    _post(client, "retract", brief, **{"retract-reason": "The port is still closed."})
    assert brief.status == Status.RETRACTED


@pytest.mark.parametrize(
    ("status", "role", "offered", "withheld"),
    [
        (Status.DRAFT, "reporter", "Submit for review", "Publish…"),
        (Status.IN_REVIEW, "reporter", "In review", "Return…"),
        (Status.IN_REVIEW, "editor", "Return…", "Publish…"),
        (Status.IN_REVIEW, "publisher", "Publish…", "Retract…"),
        (Status.PUBLISHED, "editor", "Public page", "Retract…"),
        (Status.PUBLISHED, "publisher", "Retract…", "Publish…"),
    ],
)
def test_only_possible_buttons_show(request, at_desk, status, role, offered, withheld):
    brief = make_brief(status)
    client = at_desk(request.getfixturevalue(role))
    page = client.get(reverse("desk:brief", args=[brief.pk])).content.decode()
    assert offered in page
    assert withheld not in page


def test_a_stand_in_sentence_that_no_evidence_shows_needs_a_confirmation_too(at_desk, publisher):
    brief = make_brief(Status.IN_REVIEW)
    assert brief.article.segments.filter(evidence=None).update(provenance=STAND_IN) == 1
    client = at_desk(publisher)
    page = client.get(reverse("desk:brief", args=[brief.pk])).content.decode()
    assert "I checked every sentence" in page
    assert _post(client, "publish", brief).status_code == 400
