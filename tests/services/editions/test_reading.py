"""What readers get of editions."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from summaries.services.editions import reading
from summaries.workflow import Status
from tests.factories import make_brief, make_edition

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 2)


def test_the_newest_published_edition_is_the_latest():
    make_edition(MONDAY)
    newest = make_edition(MONDAY + timedelta(days=1))
    make_edition(MONDAY + timedelta(days=2), published=False)
    assert reading.latest() == newest


def test_there_may_be_none():
    make_edition(MONDAY, published=False)
    assert reading.latest() is None
    assert reading.on(MONDAY) is None


def test_an_edition_is_found_by_its_date_and_leads_to_its_neighbours():
    first, _draft, last = (
        make_edition(MONDAY + timedelta(days=n), published=n != 1) for n in range(3)
    )
    assert reading.on(MONDAY) == first
    assert reading.next(first) == last
    assert reading.previous(last) == first
    assert reading.previous(first) is reading.next(last) is None


def test_stories_stand_in_the_order_of_the_edition_without_the_retracted():
    one, two, gone = (make_brief(Status.PUBLISHED) for _n in range(3))
    make_edition(MONDAY, one, two)
    edition = make_edition(MONDAY + timedelta(days=1), two, gone, one)
    gone.status = Status.RETRACTED
    gone.save()
    assert [story.brief for story in reading.stories(edition)] == [two, one]


def test_stories_cost_the_same_queries_however_many(django_assert_num_queries):
    def cost(n):
        briefs = [make_brief(Status.PUBLISHED) for _n in range(n)]
        edition = make_edition(MONDAY + timedelta(days=n), *briefs)
        with django_assert_num_queries(7):
            assert len([story.evidence for story in reading.stories(edition)]) == n

    cost(1)
    cost(6)


def test_the_date_of_today_is_the_newsrooms(settings):
    assert make_edition().date == timezone.localdate()
