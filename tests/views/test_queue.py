"""The queue: what it lists, counts and filters, and how many queries that takes."""

import pytest
from django.urls import reverse

from summaries.models import Job
from summaries.workflow import Status
from tests.factories import make_brief, make_job, make_source

# Session, user, roles, counts, page count, rows, newest jobs; a savepoint is none.
QUERIES = 7


@pytest.fixture
def every_state(reporter, editor):
    source = make_source()
    working = make_brief(Status.DRAFTING, owner=reporter, source=source)
    make_job(working)
    failed = make_brief(Status.DRAFTING, owner=reporter, source=source)
    make_job(failed, Job.State.FAILED, error="Broken.")
    return [
        working,
        failed,
        *(make_brief(status, owner=editor, source=source) for status in list(Status)[1:]),
    ]


def _page(client, **query):
    return client.get(reverse("desk:queue"), query)


def _counts(response) -> dict[str, int]:
    return {tab.key: tab.count for tab in response.context["tabs"]}


def test_counts_by_state(at_desk, editor, every_state):
    assert _counts(_page(at_desk(editor))) == {
        "open": 4,
        "mine": 2,
        "in_review": 1,
        "draft": 1,
        "drafting": 1,
        "stopped": 1,
        "live": 2,
        "retracted": 1,
    }


@pytest.mark.parametrize(
    ("show", "listed"),
    [("", 4), ("mine", 2), ("live", 2), ("stopped", 1), ("retracted", 1), ("nonsense", 4)],
)
def test_filters(at_desk, editor, every_state, show, listed):
    response = _page(at_desk(editor), show=show)
    assert len(response.context["page"].object_list) == listed


def test_a_row_shows_both_headlines_source_owner_and_real_progress(at_desk, editor, every_state):
    page = _page(at_desk(editor)).content.decode()
    for text in ("Ramla port resumes", "ميناء الرملة", "Al-Marfa Daily", "Omar", "Failed"):
        assert text in page
    assert "Translating, 2 of 5 sentences" in page


def test_a_finished_job_leaves_no_alarm(at_desk, reporter):
    make_job(make_brief(Status.DRAFT, owner=reporter), Job.State.DONE)
    assert _counts(_page(at_desk(reporter)))["stopped"] == 0


def test_a_restored_line_that_failed_is_an_alarm_too(at_desk, reporter):
    make_job(make_brief(Status.DRAFT, owner=reporter), Job.State.FAILED)
    counts = _counts(_page(at_desk(reporter)))
    assert (counts["stopped"], counts["draft"]) == (1, 1)


def test_an_empty_desk_says_what_to_do(at_desk, reporter):
    assert "Paste an Arabic article" in _page(at_desk(reporter)).content.decode()


@pytest.mark.parametrize("rows", [1, 8])
def test_queries_do_not_grow_with_the_rows(at_desk, editor, django_assert_num_queries, rows):
    client = at_desk(editor)
    for _number in range(rows):
        make_job(make_brief(Status.DRAFTING, owner=editor, source=make_source()))
    with django_assert_num_queries(QUERIES):
        _page(client)
