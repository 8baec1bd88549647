"""Which briefs use a term, and which published ones word it as it was agreed before."""

import pytest

from summaries.models import Evidence
from summaries.services import search, term_changes, term_uses
from summaries.services.term_changes import Wording
from summaries.workflow import Status
from tests.factories import make_brief

pytestmark = pytest.mark.django_db


def indexed(status):
    brief = make_brief(status)
    search.index(brief)
    return brief


@pytest.fixture
def term(editor):
    """«العبّارات» stands in the headline and in the first sentence of the factories' story."""
    return term_changes.add(editor, Wording("عبّارات", "ferries"))


def changed(editor, term, english="passenger boats", **more):
    return term_changes.edit(editor, term, Wording("عبّارات", english, **more), reason="Clearer")


def test_briefs_that_use_it_the_newest_first(term):
    older, newer = indexed(Status.DRAFT), indexed(Status.PUBLISHED)
    assert term_uses.uses(term) == [newer, older]


def test_words_apart_from_each_other_are_no_use(editor):
    indexed(Status.DRAFT)
    assert term_uses.uses(term_changes.add(editor, Wording("ميناء الخميس", "x"))) == []


def test_a_changed_term_lists_the_published_briefs_with_the_old_wording(editor, term):
    indexed(Status.DRAFT), indexed(Status.RETRACTED)
    published, corrected = indexed(Status.PUBLISHED), indexed(Status.CORRECTED)
    assert term_uses.outdated(term) == []
    term = changed(editor, term)
    assert term_uses.former_wordings(term) == ["ferries"]
    found = term_uses.outdated(term)
    assert {one.brief for one in found} == {published, corrected}
    assert ("headline", "ferries") in found[0].places
    assert ("summary", "Ferries") in found[0].places


def test_evidence_counts_as_readers_see_it(editor, term):
    brief = indexed(Status.PUBLISHED)
    links = Evidence.objects.filter(sentence__revision=brief.live)
    brief.live.headline_en = "Boats are back"
    brief.live.save()
    brief.live.sentences.update(text="They are back.")
    links.update(english="Some ferry left.")
    term = changed(editor, term)
    (one,) = term_uses.outdated(term)
    assert one.places == [("evidence", "ferry")]
    links.update(english="It left.")
    brief.article.segments.update(english="A ferry left.")
    assert term_uses.outdated(term) == []


def test_wordings_to_avoid_count_too(editor, term):
    brief = indexed(Status.PUBLISHED)
    term = changed(editor, term, "ferries", forbidden=("riders",))
    assert term_uses.outdated(term) == []
    brief.live.sentences.update(text="All riders are back.")
    assert [one.brief for one in term_uses.outdated(term)] == [brief]


def test_a_wording_that_came_back_and_a_retired_term_list_nothing(editor, term):
    indexed(Status.PUBLISHED)
    back = changed(editor, changed(editor, term), "ferries")
    assert term_uses.former_wordings(back) == ["passenger boats"]
    assert term_uses.outdated(back) == []
    gone = term_changes.retire(editor, changed(editor, back), "Unused")
    assert term_uses.outdated(gone) == []


def test_both_cases_of_a_plural_are_found(editor):
    brief = make_brief()
    brief.article.segments.filter(kind="body").update(arabic="وطالب المهندسين بتقرير")
    search.index(brief)
    term = term_changes.add(editor, Wording("المهندسون", "engineers"))
    assert term_uses.uses(term) == [brief]
