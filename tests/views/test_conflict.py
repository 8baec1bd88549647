"""Autosave, the working copy, evidence by number, and the choice between two versions."""

import pytest

from summaries.models import WorkingCopy
from summaries.workflow import Status
from tests.factories import make_brief, make_revision
from tests.views.editor import at, form_of, numbering


@pytest.fixture
def draft(reporter):
    return make_brief(Status.DRAFT, owner=reporter)


def test_what_is_typed_is_kept_and_shown_again(at_desk, reporter, draft):
    client = at_desk(reporter)
    data = form_of(draft, headline_en="Typed for an hour")
    assert client.post(at("autosave", draft), data).status_code == 204
    page = client.get(at("edit", draft)).content.decode()
    assert "Typed for an hour" in page
    assert "Restored what you typed" in page
    client.post(at("discard", draft))
    assert "Typed for an hour" not in client.get(at("edit", draft)).content.decode()


def test_an_unsaved_text_is_nobody_else_s(at_desk, reporter, editor, draft):
    at_desk(reporter).post(at("autosave", draft), form_of(draft, headline_en="Private"))
    assert "Private" not in at_desk(editor).get(at("edit", draft)).content.decode()


def test_a_copy_that_says_the_same_as_the_saved_text_is_not_mentioned(at_desk, reporter, draft):
    client = at_desk(reporter)
    client.post(at("autosave", draft), form_of(draft))
    assert "Restored" not in client.get(at("edit", draft)).content.decode()


def test_autosave_says_that_there_is_a_newer_version(at_desk, reporter, editor, draft):
    data = form_of(draft, headline_en="Mine")
    make_revision(draft, author=editor, headline="Theirs")
    response = at_desk(reporter).post(at("autosave", draft), data)
    assert response.status_code == 200
    assert "Huda saved version 2" in response.content.decode()


@pytest.mark.parametrize(
    "changes", [{"summary_ar": "س" * 100_001}, {"based_on": "x"}], ids=["endless", "damaged"]
)
def test_autosave_refuses_in_words(at_desk, reporter, draft, changes):
    response = at_desk(reporter).post(at("autosave", draft), form_of(draft, **changes))
    assert response.status_code == 400
    assert response["Content-Type"].startswith("text/plain")
    assert not WorkingCopy.objects.exists()


def test_saving_ends_the_copy(at_desk, reporter, draft):
    client = at_desk(reporter)
    data = form_of(draft, headline_en="Saved")
    client.post(at("autosave", draft), data)
    client.post(at("edit", draft), data)
    assert not WorkingCopy.objects.exists()


def test_evidence_is_chosen_by_number(at_desk, reporter, draft):
    at_desk(reporter).post(at("edit", draft), form_of(draft, evidence=["1", "2 3", "h، ٢"]))
    draft.refresh_from_db()
    third = draft.current.sentences.last()
    pks = list(draft.article.segments.values_list("pk", flat=True))
    assert {link.segment_id for link in third.evidence.all()} == {pks[0], pks[2]}
    assert all(link.chosen for link in third.evidence.all())


def test_numbers_mean_what_the_form_showed(at_desk, reporter, draft):
    data = form_of(draft, evidence=["1", "2 3", "3"])
    third = draft.article.segments.all()[3]
    draft.article.segments.create(line=0, sentence=5, arabic="سطر عاد.", english="A line is back.")
    at_desk(reporter).post(at("edit", draft), data)
    draft.refresh_from_db()
    assert draft.current.sentences.last().evidence.get().segment_id == third.pk


def test_all_errors_are_said_at_once(at_desk, reporter, draft):
    changes = {"headline_en": "", "summary_ar": "", "evidence": ["99", "2 3", "4"]}
    response = at_desk(reporter).post(at("edit", draft), form_of(draft, **changes))
    page = response.content.decode()
    assert response.status_code == 400
    assert page.count("This field is required.") == 2
    assert "no sentence “99”" in page
    assert "Owners of small boats" in page


def test_a_stale_save_is_compared_and_kept(at_desk, reporter, editor, draft):
    data = form_of(draft, headline_en="Mine, typed slowly")
    make_revision(draft, author=editor, headline="Theirs, saved first")
    client = at_desk(reporter)
    response = client.post(at("edit", draft), data)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Huda</bdi> saved version 2" in page
    assert page.count('name="pick-headline_en"') == 3
    assert WorkingCopy.objects.get().content["headline_en"] == "Mine, typed slowly"


@pytest.mark.parametrize(
    ("pick", "headline"),
    [
        ({}, "Mine"),
        ({"pick-headline_en": "theirs"}, "Theirs"),
        ({"pick-headline_en": "own"}, "Ours"),
    ],
)
def test_what_is_chosen_is_saved(at_desk, reporter, draft, pick, headline):
    make_revision(draft, headline="Theirs")
    data = {
        "row": [
            "headline_en:headline_en",
            "s1:sentence",
            "headline_ar:headline_ar",
            "p1:summary_ar",
        ],
        "based_on": 2,
        "numbering": numbering(draft),
        "mine-headline_en": "Mine",
        "theirs-headline_en": "Theirs",
        "own-headline_en": "Ours",
        "mine-s1": "One sentence stands.",
        "mine-headline_ar": "عنوان",
        "mine-p1": "فقرة.",
    }
    assert at_desk(reporter).post(at("edit", draft), data | pick).status_code == 302
    draft.refresh_from_db()
    assert (draft.current.number, draft.current.headline_en) == (3, headline)


def test_a_wording_that_was_typed_is_taken(at_desk, reporter, draft):
    make_revision(draft, headline="Theirs")
    data = form_of(draft, based_on=2) | {
        "row": [
            "headline_en:headline_en",
            "s1:sentence",
            "headline_ar:headline_ar",
            "p1:summary_ar",
        ],
        "pick-headline_en": "theirs",
        "theirs-headline_en": "Theirs",
        "own-was-headline_en": "Theirs",
        "own-headline_en": "Typed by hand",
        "mine-s1": "One sentence stands.",
        "mine-headline_ar": "عنوان",
        "mine-p1": "فقرة.",
    }
    at_desk(reporter).post(at("edit", draft), data)
    draft.refresh_from_db()
    assert draft.current.headline_en == "Typed by hand"


def test_a_choice_is_itself_guarded(at_desk, reporter, draft):
    make_revision(draft, headline="Second")
    make_revision(draft, headline="Third")
    data = form_of(draft, based_on=2, headline_en="Mine")
    assert at_desk(reporter).post(at("edit", draft), data).status_code == 409
