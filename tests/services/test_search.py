"""Search: both languages, every spelling, and queries that mean harm."""

import pytest
from django.conf import settings as django_settings
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from summaries import tasks
from summaries.models import Brief, SearchEntry, SegmentEdit
from summaries.services import intake, search, segments
from summaries.workflow import Status
from tests.factories import make_brief, make_revision


@pytest.fixture
def brief(db):
    brief = make_brief(Status.DRAFT)
    search.index(brief)
    return brief


def _found(query: str) -> list[Brief]:
    return list(Brief.objects.filter(search.matching(query)))


@pytest.mark.parametrize(
    "query",
    [
        "ferries",
        "FERR",
        "piers damaged",
        "العبارات",
        "عبّارات",
        "الرمله",
        "رملة ميناء",
        "١٬٢٠٠",
        "بلدي",
        'ferries "resume"',
    ],
)
def test_finds_in_both_languages(brief, query):
    assert _found(query) == [brief]


@pytest.mark.parametrize("query", ["ferries Kyoto", "طائرة", "?!", '"', "NEAR(", "errie"])
def test_finds_nothing(brief, query):
    assert _found(query) == []


@pytest.mark.parametrize("query", ["", "   "])
def test_an_empty_query_is_none(query):
    assert search.matching(query) is None


def test_indexing_again_replaces_the_words(brief):
    for headline in ("Camels cross the desert", "Horses cross the desert"):
        make_revision(brief, headline=headline)
        search.index(brief)
    assert _found("horses") == [brief]
    assert _found("camels") == []
    assert SearchEntry.objects.count() == 1


def test_an_article_can_be_found_as_soon_as_it_is_taken_in(reporter, monkeypatch):
    monkeypatch.setattr("summaries.services.jobs.ring_bell", lambda job: None)
    text = "افتتحت مكتبة عامة في حي البساتين يوم الأحد. وحضر الافتتاح عشرات من سكان الحي."
    brief = intake.take_in(reporter, text, channel="paste")
    assert _found("مكتبه بساتين") == [brief]


def test_reindexing_covers_every_brief(db, capsys):
    briefs = [make_brief(Status.DRAFT), make_brief(Status.DRAFTING)]
    assert search.index_all() == 2
    assert _found("رملة") == briefs


def test_words_of_a_tab_that_was_closed_while_typing_are_found_soon(brief, editor):
    segment = brief.article.segments.last()
    text = "Quokkas arrive."
    segments.save(editor, segment, version=segment.version, english=text, settled=False)
    assert _found("quokkas") == []
    tasks.catch_up_search()
    assert _found("quokkas") == [brief]
    SegmentEdit.objects.update(updated_at=timezone.now() - search.LATELY)
    assert search.catch_up() == 0
    beats = {entry["task"] for entry in django_settings.CELERY_BEAT_SCHEDULE.values()}
    assert tasks.catch_up_search.name in beats


@settings(
    deadline=None,
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.one_of(
        st.text(max_size=300),
        st.text(st.characters(categories=["L", "N", "M", "Co"]), max_size=40),
        st.text(alphabet="\"'*:()^-+{}\\&|!<>\x00 اwANDORNEAR"),
    )
)
@example("a" * 100_000)
@example("\x00")
@example("words:ferries")
@example("ferries'; DROP TABLE summaries_search")
@example("ab\u19b0cd")
@example("\ud83d\ude00 \U0001e900\U0001e943")
def test_no_query_is_an_error(brief, query):
    condition = search.matching(query)
    if condition is not None:
        assert len(Brief.objects.filter(condition)) <= 1
