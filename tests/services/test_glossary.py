"""The accepted glossary: when it counts as changed, where its terms are found, and the search."""

import pytest

from summaries.checks.base import Term
from summaries.engine.types import Wish
from summaries.services import glossary, term_changes
from summaries.services.term_changes import Wording

pytestmark = pytest.mark.django_db


@pytest.fixture
def ferry(editor):
    return term_changes.add(editor, Wording("العبّارات", "ferries", ("boats",), "Harbour desk"))


def test_accepted_terms_count_and_proposals_do_not(editor, reporter):
    assert glossary.terms() == ()
    term = term_changes.propose(reporter, Wording("رصيف", "pier", ("quay",)))
    assert glossary.terms() == ()
    term_changes.accept(editor, term)
    assert glossary.terms() == (Term("رصيف", "pier", ("quay",)),)


def test_the_stamp_changes_with_what_is_accepted_and_only_then(editor, ferry):
    stamps = [glossary.stamp()]
    other = term_changes.propose(editor, Wording("رصيف", "pier"))
    assert glossary.stamp() == stamps[0]
    term_changes.reject(editor, other, "Too plain")
    assert glossary.stamp() == stamps[0]
    term_changes.edit(editor, ferry, Wording("العبارات", "ferry boats"), reason="Clearer")
    stamps.append(glossary.stamp())
    term_changes.retire(editor, ferry, "Unused")
    stamps.append(glossary.stamp())
    assert len(set(stamps)) == 3


def test_terms_are_read_again_only_when_they_changed(editor, ferry, django_assert_num_queries):
    glossary.terms()
    with django_assert_num_queries(1):
        assert len(glossary.terms()) == 1


def test_terms_are_found_in_texts(ferry):
    assert glossary.terms_in("استأنفت العبّارات رحلاتها")[0].english == "ferries"
    assert glossary.terms_in("غرق قارب") == ()
    assert glossary.wishes(["قارب", "بالعبارات"]) == {1: [Wish("ferries", ("boats",))]}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("ferr", 1),
        ("FERRIES", 1),
        ("عبارات", 1),
        ("العَبّارات", 1),
        ("boats", 1),
        ("harbour", 1),
        ("train", 0),
        ("%", 0),
        ("  ", 1),
    ],
)
def test_search_in_both_languages(ferry, query, found):
    assert glossary.search(query).count() == found
    assert glossary.counts(query)[""] == found


def test_counts_by_state(editor, ferry):
    term_changes.propose(editor, Wording("رصيف", "pier"))
    counts = glossary.counts()
    assert (counts[""], counts["accepted"], counts["proposed"], counts["retired"]) == (2, 1, 1, 0)
    assert [term.english for term in glossary.search(state="proposed")] == ["pier"]
