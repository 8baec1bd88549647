"""Editing the text: saved as versions, rearranged without script, never overwriting."""

import pytest
from django.urls import reverse

from summaries.workflow import Status
from tests.factories import make_brief, make_revision


@pytest.fixture
def draft(reporter):
    return make_brief(Status.DRAFT, owner=reporter)


def _address(brief) -> str:
    return reverse("desk:edit", args=[brief.pk])


def _form(brief, **changes) -> dict:
    sentences = list(brief.current.sentences.all())
    return {
        "based_on": brief.current.number,
        "headline_en": brief.current.headline_en,
        "headline_ar": brief.current.headline_ar,
        "summary_ar": brief.current.summary_ar,
        "sentence": [sentence.text for sentence in sentences],
    } | changes


def test_the_form_starts_with_the_current_text(at_desk, reporter, draft):
    response = at_desk(reporter).get(_address(draft))
    page = response.content.decode()
    assert page.count('name="sentence"') == 3
    assert "Owners of small boats" in page
    assert draft.current.headline_ar in page


def test_saving_makes_a_version_that_keeps_evidence(at_desk, reporter, draft):
    data = _form(draft, headline_en="Ferries are back")
    data["sentence"][0] = "Ramla's ferries sail again on Thursday."
    response = at_desk(reporter).post(_address(draft), data)
    assert response["Location"] == reverse("desk:brief", args=[draft.pk])
    draft.refresh_from_db()
    first = draft.current.sentences.first()
    assert (draft.current.number, draft.current.headline_en) == (2, "Ferries are back")
    assert (first.text, first.edited) == ("Ramla's ferries sail again on Thursday.", True)
    assert first.evidence.count() == 1


@pytest.mark.parametrize(
    ("emptied", "words"),
    [
        ([0], "Saved as version 2, without the empty sentence 1."),
        ([0, 2], "Saved as version 2, without the empty sentences 1, 3."),
        ([], "Saved as version 2."),
    ],
)
def test_saving_names_the_sentences_that_were_emptied(at_desk, reporter, draft, emptied, words):
    data = _form(draft, headline_en="Ferries are back")
    for place in emptied:
        data["sentence"][place] = "  "
    response = at_desk(reporter).post(_address(draft), data, follow=True)
    assert [str(message) for message in response.context["messages"]] == [words]


@pytest.mark.parametrize(("button", "fields"), [("add", 4), ("remove-1", 2), ("remove-99", 3)])
def test_sentences_are_added_and_removed_without_saving(at_desk, reporter, draft, button, fields):
    data = _form(draft, headline_en="Typed and not saved", do=button)
    page = at_desk(reporter).post(_address(draft), data).content.decode()
    assert page.count('name="sentence"') == fields
    assert "Typed and not saved" in page
    assert draft.revisions.count() == 1


@pytest.mark.parametrize(
    "changes",
    [{"headline_en": ""}, {"headline_ar": " "}, {"summary_ar": ""}, {"sentence": ["", ""]}],
)
def test_an_incomplete_text_is_refused_and_kept(at_desk, reporter, draft, changes):
    data = _form(draft, **changes)
    response = at_desk(reporter).post(_address(draft), data)
    assert response.status_code == 400
    assert draft.revisions.count() == 1
    if "sentence" not in changes:
        assert "Owners of small boats" in response.content.decode()


def test_a_stale_save_shows_both_texts_and_overwrites_nothing(at_desk, reporter, editor, draft):
    data = _form(draft, headline_en="Mine, typed slowly")
    make_revision(draft, author=editor, headline="Theirs, saved first")
    client = at_desk(reporter)
    response = client.post(_address(draft), data)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Mine, typed slowly" in page
    assert "Theirs, saved first" in page
    draft.refresh_from_db()
    assert draft.current.headline_en == "Theirs, saved first"
    again = client.post(_address(draft), data | {"based_on": draft.current.number})
    assert again.status_code == 302


@pytest.mark.parametrize(
    ("status", "role", "code"),
    [
        (Status.IN_REVIEW, "reporter", 403),
        (Status.IN_REVIEW, "editor", 200),
        (Status.PUBLISHED, "editor", 403),
        (Status.PUBLISHED, "publisher", 200),
        (Status.RETRACTED, "publisher", 409),
        (Status.DRAFTING, "publisher", 409),
    ],
)
@pytest.mark.django_db
def test_who_may_edit_when(request, at_desk, status, role, code):
    brief = make_brief(status)
    client = at_desk(request.getfixturevalue(role))
    assert client.get(_address(brief)).status_code == code


@pytest.mark.django_db
def test_a_refused_save_gives_the_typed_text_back(at_desk, reporter):
    brief = make_brief(Status.IN_REVIEW)
    response = at_desk(reporter).post(_address(brief), _form(brief, headline_en="Hours of work"))
    assert response.status_code == 403
    assert "Hours of work" in response.content.decode()


@pytest.mark.parametrize("sentences", [["One."] * 900, ["x" * 2001]], ids=["many", "long"])
def test_too_much_text_is_refused_in_words(at_desk, reporter, draft, sentences):
    response = at_desk(reporter).post(_address(draft), _form(draft, sentence=sentences))
    assert response.status_code == 400
    assert "at most" in response.content.decode()
    assert draft.revisions.count() == 1
