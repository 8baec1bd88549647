"""From draft to readers and back: submit, return, publish, correct, retract."""

import re

import pytest
from django.urls import reverse

from summaries.services import reshaping, segments
from summaries.views.desk import page
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


def _seen(client, brief) -> str:
    """Return what the page, opened now, says that it shows."""
    page = client.get(reverse("desk:brief", args=[brief.pk])).content.decode()
    return re.search(r'name="seen" value="(\d[\d: ]*)"', page)[1]


def test_a_publisher_publishes(at_desk, publisher):
    brief = make_brief(Status.IN_REVIEW)
    client = at_desk(publisher)
    _post(client, "publish", brief, seen=_seen(client, brief))
    assert brief.status == Status.PUBLISHED
    assert brief.live == brief.current


@pytest.mark.parametrize(
    ("lacking", "said"),
    [
        ({}, "in both languages"),
        ({"headline_ar": ""}, "in English only"),
        ({"summary_ar": ""}, "in English only"),
        ({"headline_en": ""}, "in Arabic only"),
    ],
)
def test_the_panel_says_in_which_languages_readers_will_have_it(at_desk, publisher, lacking, said):
    brief = make_brief(Status.IN_REVIEW)
    type(brief.current).objects.filter(pk=brief.current_id).update(**lacking)
    page = at_desk(publisher).get(reverse("desk:brief", args=[brief.pk])).content.decode()
    assert f"at once, {said}" in page


def test_text_of_a_stand_in_needs_a_confirmation(at_desk, publisher):
    brief = make_brief(Status.IN_REVIEW, stand_in=True)
    client = at_desk(publisher)
    seen = _seen(client, brief)
    refused = _post(client, "publish", brief, seen=seen)
    assert (refused.status_code, brief.status) == (400, Status.IN_REVIEW)
    assert "checked every sentence" in refused.content.decode()
    _post(client, "publish", brief, seen=seen, confirm_stand_in="on")
    assert brief.status == Status.PUBLISHED
    assert brief.events.first().data["trial_models"] == [
        {"model": STAND_IN["model"], "wrote": "translation", "measured": STAND_IN["quality"]},
        {"model": STAND_IN["model"], "wrote": "summary", "measured": None},
    ]


def test_a_correction_with_text_of_a_stand_in_needs_a_confirmation_too(at_desk, publisher):
    brief = make_brief(Status.PUBLISHED, stand_in=True)
    make_revision(brief, author=publisher, headline="Ramla port resumes ferries on Friday")
    client = at_desk(publisher)
    page = client.get(reverse("desk:brief", args=[brief.pk])).content.decode()
    assert page.count('name="confirm_stand_in"') == 1
    notes = {"note_en": "It is Friday.", "note_ar": "الموعد يوم الجمعة."}
    seen = _seen(client, brief)
    refused = _post(client, "correct", brief, seen=seen, **notes)
    assert (refused.status_code, brief.status) == (400, Status.PUBLISHED)
    answer = refused.content.decode()
    assert "Confirm that you checked every sentence" in answer
    assert "It is Friday." in answer
    _post(client, "correct", brief, seen=seen, confirm_stand_in="on", **notes)
    assert brief.status == Status.CORRECTED


@pytest.mark.parametrize("status", [Status.IN_REVIEW, Status.PUBLISHED])
def test_text_of_an_ordinary_model_needs_none(at_desk, publisher, status):
    brief = make_brief(status)
    make_revision(brief, author=publisher, headline="Ramla port resumes ferries on Friday")
    page = at_desk(publisher).get(reverse("desk:brief", args=[brief.pk])).content.decode()
    assert "confirm_stand_in" not in page


def test_the_box_names_the_figure_that_the_text_was_measured_by(at_desk, publisher):
    brief = make_brief(Status.IN_REVIEW, stand_in=True)
    page = at_desk(publisher).get(reverse("desk:brief", args=[brief.pk])).content.decode()
    label = re.search(r'<label class="check">(?:(?!</label>).)*confirm_stand_in.*?</label>', page)
    assert "Trial translation: measured 13.9 BLEU on FLORES dev." in label[0]


def test_what_changed_since_the_page_was_opened_is_not_published(at_desk, publisher, editor):
    brief = make_brief(Status.IN_REVIEW)
    client = at_desk(publisher)
    opened = _seen(client, brief)
    cited = brief.current.sentences.first().evidence.first().segment
    segments.save(editor, cited, version=0, english="Nobody saw this.")
    for unseen in (opened, "", "nonsense"):
        refused = _post(client, "publish", brief, seen=unseen)
        assert (refused.status_code, brief.status) == (409, Status.IN_REVIEW)
        answer = refused.content.decode()
        assert "Look at it again, then publish." in answer
        assert "Nobody saw this." in answer
    shown = re.search(r'name="seen" value="([^"]+)"', answer)[1]
    _post(client, "publish", brief, seen=shown)
    assert brief.status == Status.PUBLISHED


def test_a_stale_correction_keeps_its_notes(at_desk, publisher, editor):
    brief = make_brief(Status.PUBLISHED)
    make_revision(brief, author=publisher, headline="Ramla port resumes ferries on Friday")
    client = at_desk(publisher)
    notes = {
        "note_en": "It is Friday.",
        "note_ar": "الموعد يوم الجمعة.",
        "seen": _seen(client, brief),
    }
    make_revision(brief, author=publisher, headline="Nobody saw this headline")
    refused = _post(client, "correct", brief, **notes)
    assert (refused.status_code, brief.status) == (409, Status.PUBLISHED)
    answer = refused.content.decode()
    for text in (notes["note_en"], notes["note_ar"], "Nobody saw this headline"):
        assert text in answer


def test_a_page_opened_while_a_sentence_is_divided_is_whole(at_desk, editor, monkeypatch):
    """The rows are read before the evidence: a half that came in between has no row yet."""
    brief = make_brief(Status.IN_REVIEW)
    whole = brief.article.segments.filter(line=1).first()
    read = page.segment_rows

    def divided_meanwhile(brief):
        rows = read(brief)
        words = whole.arabic.split()
        halves = (words[0], " ".join(words[1:]))
        reshaping.split(editor, whole, version=0, arabic=halves, english=("One.", "Two."))
        return rows

    monkeypatch.setattr(page, "segment_rows", divided_meanwhile)
    assert at_desk(editor).get(reverse("desk:brief", args=[brief.pk])).status_code == 200
    assert brief.article.segments.count() == 6


def test_a_correction_moves_the_live_text_and_needs_both_notes(at_desk, publisher):
    brief = make_brief(Status.PUBLISHED)
    make_revision(brief, author=publisher, headline="Ramla port resumes ferries on Friday")
    client = at_desk(publisher)
    seen = _seen(client, brief)
    refused = _post(client, "correct", brief, note_en="It is Friday.", note_ar="")
    assert refused.status_code == 400
    assert "It is Friday." in refused.content.decode()
    _post(
        client, "correct", brief, note_en="It is Friday.", note_ar="الموعد يوم الجمعة.", seen=seen
    )
    assert brief.status == Status.CORRECTED
    assert brief.live == brief.current


def test_a_correction_without_a_change_is_refused(at_desk, publisher):
    brief = make_brief(Status.PUBLISHED)
    client = at_desk(publisher)
    notes = {"note_en": "Nothing", "note_ar": "لا شيء", "seen": _seen(client, brief)}
    response = _post(client, "correct", brief, **notes)
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
    assert _post(client, "publish", brief, seen=_seen(client, brief)).status_code == 400


def test_the_publish_panel_says_what_is_unfinished(at_desk, publisher):
    brief = make_brief(Status.IN_REVIEW)
    client = at_desk(publisher)
    page_before = client.get(reverse("desk:brief", args=[brief.pk])).content.decode()
    assert "5 sentences are not approved" in page_before
    segments.approve_remaining(publisher, brief)
    page_after = client.get(reverse("desk:brief", args=[brief.pk])).content.decode()
    assert "not approved" not in page_after
