"""Reports beside the text as it is now."""

import pytest

from summaries.models import ReaderReport, SummarySentence
from summaries.services import reported, reports
from summaries.workflow import Status
from tests.factories import make_brief, make_correction, make_report, make_revision

pytestmark = pytest.mark.django_db


@pytest.fixture
def brief():
    return make_brief(Status.PUBLISHED)


def _row(report=None) -> reported.Row:
    (row,) = reported.rows(reported.waiting())
    return row


def test_the_sentence_is_found_by_its_words_wherever_it_stands(brief):
    make_report(brief, position=0)
    revision = make_revision(brief)
    SummarySentence.objects.filter(revision=revision, position=0).update(position=9)
    row = _row()
    assert (row.number, row.is_changed) == (3, False)


def test_arabic_leads_to_the_sentence_beside_it(brief):
    make_report(brief, quoted=brief.live.arabic_paragraphs[2])
    assert _row().number == 3


@pytest.mark.parametrize("field", ["headline_en", "headline_ar"])
def test_a_headline_has_no_number_and_is_not_changed(brief, field):
    make_report(brief, quoted=getattr(brief.live, field))
    assert (_row().number, _row().is_changed) == (None, False)


def test_a_sentence_that_was_changed_since_says_so(brief):
    make_report(brief, position=1)
    revision = make_revision(brief)
    SummarySentence.objects.filter(revision=revision, position=1).update(text="Put right.")
    row = _row()
    assert (row.number, row.is_changed) == (None, True)


def test_the_whole_brief_changes_with_nothing(brief):
    make_report(brief)
    make_revision(brief, headline="Another")
    assert (_row().number, _row().is_changed) == (None, False)


def test_a_closed_report_leads_to_the_correction_that_answered_it(brief, editor):
    right, corrected = (make_report(brief, text) for text in ("One.", "Two."))
    first = make_correction(brief)
    reports.close(editor, right, ReaderReport.Outcome.NO_ERROR)
    reports.close(editor, corrected, ReaderReport.Outcome.CORRECTED)
    make_correction(brief)
    rows = reported.rows(reported.closed())
    assert [(row.report, row.correction) for row in rows] == [(corrected, first), (right, None)]


@pytest.mark.parametrize("number", [1, 6])
def test_queries_do_not_grow(editor, django_assert_num_queries, number):
    for _each in range(number):
        report = make_report(make_brief(Status.PUBLISHED))
        make_correction(report.brief)
        reports.close(editor, report, ReaderReport.Outcome.CORRECTED)
    with django_assert_num_queries(4):
        assert len(reported.rows(reported.closed())) == number
