"""The account counts what is missing and what is there twice, and says so in the table."""

import pytest
from django.db import connection

from summaries.models import Article, Event, Job, Revision
from summaries.services.intake import take_in
from summaries.workflow import Status
from tests.chaos import account, table
from tests.chaos.load import TEXT
from tests.factories import make_brief

ROW = table.Row("a | fault", "SQLite", "2 done", 0, 0, 3.4, "ready")


@pytest.fixture
def drafted(db):
    """A brief that is whole, and its job that is done."""
    brief = make_brief(Status.DRAFT)
    Job.objects.create(brief=brief, state=Job.State.DONE)
    return brief


@pytest.fixture
def ask(db):
    """Ask the tests' own database, as an account asks a newsroom's."""

    def asked(question: str) -> list[tuple]:
        with connection.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchall()

    return asked


def test_a_whole_draft_is_neither_lost_nor_doubled(ask, drafted):
    found = account.drawn(ask, [drafted.article_id])
    assert found == account.Account(frozenset({drafted.article_id}), 0, account.Counter())


@pytest.mark.parametrize(
    "spoil",
    [
        lambda brief: brief.article.segments.update(translated_at=None),
        lambda brief: brief.jobs.update(state=Job.State.RUNNING),
        lambda brief: type(brief).objects.filter(pk=brief.pk).update(current=None),
        lambda brief: type(brief).objects.filter(pk=brief.pk).update(status=Status.DRAFTING),
    ],
    ids=["a sentence is missing", "its job never ended", "it has no text", "it is no draft"],
)
def test_an_article_that_is_not_whole_is_lost(ask, drafted, spoil):
    spoil(drafted)
    assert account.drawn(ask, [drafted.article_id]).lost == 1


def test_what_stands_twice_is_doubled_by_its_kind(ask, drafted):
    first = drafted.revisions.get()
    Revision.objects.create(brief=drafted, number=first.number + 1)
    Event.objects.create(brief=drafted, verb="drafted")
    assert account.drawn(ask, []).doubled == {"versions": 1, "intakes and drafts": 1}


def test_a_letter_is_lost_or_doubled_by_its_reader(ask, db):
    letters = ["one@inbox.example", "one@inbox.example"]
    found = account.drawn(ask, [], ["one@inbox.example", "two@inbox.example"], letters)
    assert (found.lost, found.doubled) == (1, {"letters": 1})


def test_articles_of_the_load_are_taken_for_articles(reporter):
    taken = [take_in(reporter, TEXT.format(n=n), channel="api") for n in range(2)]
    assert Article.objects.count() == len({brief.pk for brief in taken}) == 2


def test_a_table_has_a_line_for_each_row_and_columns_of_one_width():
    lines = table.rendered([ROW, table.Row("b", "both", "", 1, 2, None, "lost")]).splitlines()
    assert [len(line) for line in lines] == [len(lines[0])] * 4
    assert lines[2].startswith("| a / fault | SQLite | 2 done    | 0    | 0       | 3 s ")
    assert "| never      |" in lines[3]


@pytest.mark.parametrize(
    ("change", "sound"),
    [({}, True), ({"lost": 1}, False), ({"doubled": 1}, False), ({"calm": None}, False)],
)
def test_a_row_is_sound_when_nothing_is_lost_doubled_or_restless(change, sound):
    values = {name: getattr(ROW, name) for name in table.Row.__dataclass_fields__}
    assert table.Row(**values | change).is_sound is sound
