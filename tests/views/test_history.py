"""Versions with their differences, restoring, changes of sentences, and the timeline."""

import pytest
from django.urls import reverse

from summaries.models import Event, SegmentEdit
from summaries.workflow import Status
from tests.factories import make_brief, make_revision


@pytest.fixture
def draft(reporter, editor):
    brief = make_brief(Status.DRAFT, owner=reporter)
    make_revision(brief, author=editor, headline="Ramla harbour resumes ferries after storm")
    return brief


def _page(client, brief, **query) -> str:
    return client.get(reverse("desk:history", args=[brief.pk]), query).content.decode()


def test_the_newest_version_is_compared_with_the_one_before(at_desk, reporter, draft):
    page = _page(at_desk(reporter), draft)
    assert page.count("<del>") == page.count("<ins>") == 1
    assert "harbour" in page
    assert "removed:" in page


@pytest.mark.parametrize("query", [{"from": "2", "to": "2"}, {"from": "1", "to": "1"}])
def test_any_two_versions_are_compared(at_desk, reporter, draft, query):
    assert "<del>" not in _page(at_desk(reporter), draft, **query)


@pytest.mark.parametrize("query", [{"from": "x"}, {"to": "9" * 30}, {"page": "z"}, {"show": "?"}])
def test_odd_addresses_show_the_page(at_desk, reporter, draft, query):
    assert "Version 2" in _page(at_desk(reporter), draft, **query)


def test_a_version_comes_back_as_a_new_one(at_desk, reporter, draft):
    address = reverse("desk:restore-version", args=[draft.pk, 1])
    assert at_desk(reporter).post(address).status_code == 302
    draft.refresh_from_db()
    assert (draft.current.number, draft.current.restored_from.number) == (3, 1)
    assert draft.current.sentences.count() == 3
    assert draft.current.sentences.first().evidence.count() == 1
    assert "Restored from version 1" in _page(at_desk(reporter), draft)
    assert (
        at_desk(reporter).post(reverse("desk:restore-version", args=[draft.pk, 3])).status_code
        == 409
    )


def test_changes_of_sentences_say_who_and_how(at_desk, reporter, editor, draft):
    segment = draft.article.segments.all()[1]
    SegmentEdit.objects.create(
        segment=segment, author=editor, before="The port opens.", after="The harbour opens."
    )
    page = _page(at_desk(reporter), draft, show="sentences")
    assert "Sentence 1" in page
    assert "Huda" in page
    assert "</span>port<span" in page


@pytest.mark.parametrize("show", ["versions", "sentences", "timeline"])
def test_queries_do_not_grow(at_desk, reporter, draft, show, django_assert_max_num_queries):
    client = at_desk(reporter)
    for number in range(40):
        make_revision(draft, headline=f"Headline {number}")
        Event.objects.create(brief=draft, actor=reporter, verb="edit")
        SegmentEdit.objects.create(segment=draft.article.segments.all()[number % 5], after="x")
    with django_assert_max_num_queries(16):
        _page(client, draft, show=show)
