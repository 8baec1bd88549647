"""What an edition is proposed with."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from summaries.models import Brief, Story
from summaries.services.editions import proposal
from summaries.services.editions.proposal import Candidate, chosen
from summaries.workflow import Status
from tests.factories import make_article, make_brief, make_edition

HOUR = timedelta(hours=1)


def candidate(pk: int, *, hours: float = 1, size=1, topic=None, story=None, **more) -> Candidate:
    brief = Brief(pk=pk, topic_id=topic, story_id=story)
    return Candidate(brief, age=hours * HOUR, size=size, **more)


def order(*offered: Candidate, size: int = 9) -> list[int]:
    return [brief.pk for brief in chosen(list(offered), size)]


@pytest.mark.parametrize(
    ("offered", "wanted"),
    [
        ([], []),
        # The larger story first, of equal ones the newer.
        ([candidate(1), candidate(2, size=5)], [2, 1]),
        ([candidate(1, hours=30), candidate(2, hours=1)], [2, 1]),
        # A very large story of yesterday goes before a small one of now, a small one does not.
        ([candidate(1, hours=0), candidate(2, hours=24, size=30)], [2, 1]),
        ([candidate(1, hours=0), candidate(2, hours=24, size=3)], [1, 2]),
        # One brief a story.
        ([candidate(1, story=7, hours=9), candidate(2, story=7), candidate(3)], [2, 3]),
        # Topics alternate where weights are near; a much larger story stays in front.
        ([candidate(n, topic=1) for n in (1, 2)] + [candidate(3, topic=2)], [1, 3, 2]),
        ([candidate(1, topic=1), candidate(2, topic=1, size=60), candidate(3, topic=2)], [2, 3, 1]),
        # What is not new is offered by no machine.
        ([candidate(1, is_new=False), candidate(2)], [2]),
    ],
)
def test_weight_spread_and_one_a_story(offered, wanted):
    assert order(*offered) == wanted


def test_there_are_no_more_than_asked_for():
    assert len(order(*(candidate(n) for n in range(1, 20)), size=8)) == 8


def published(hours: float, **fields) -> Brief:
    brief = make_brief(Status.PUBLISHED)
    brief.published_at = timezone.now() - hours * HOUR
    for name, value in fields.items():
        setattr(brief, name, value)
    brief.save()
    return brief


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.mark.django_db
def test_it_takes_what_came_since_the_last_edition(today):
    before, since = published(20), published(5)
    in_it = published(11)
    moment = timezone.now() - 10 * HOUR
    make_edition(today - timedelta(days=1), in_it, published_at=moment)
    assert proposal.propose(today) == [since]
    offered = {one.brief: one for one in proposal.candidates(today)}
    assert list(offered) == [since, in_it, before]
    assert [one.is_new for one in offered.values()] == [True, False, False]
    assert offered[in_it].before == today - timedelta(days=1)


@pytest.mark.django_db
def test_it_looks_two_days_back_and_offers_a_week(today):
    new, old, _older = published(40), published(50), published(24 * 8)
    assert proposal.propose(today) == [new]
    assert [one.brief for one in proposal.candidates(today)] == [new, old]


@pytest.mark.django_db
def test_what_readers_do_not_see_is_not_offered(today):
    published(1, status=Status.RETRACTED)
    make_brief(Status.IN_REVIEW)
    assert proposal.candidates(today) == []


@pytest.mark.django_db
def test_a_brief_that_was_asked_for_is_among_them_however_old(today):
    old, new = published(24 * 30), published(1)
    assert [one.brief for one in proposal.candidates(today, (old.pk, new.pk))] == [new, old]


@pytest.mark.django_db
def test_the_size_of_a_story_is_its_briefs_and_reprints(today):
    story = Story.objects.create()
    brief, _other, alone = published(1, story=story), published(2, story=story), published(3)
    for _n in range(2):
        reprint = make_article()
        reprint.reprint_of = brief.article
        reprint.save()
    sizes = {one.brief: one.size for one in proposal.candidates(today)}
    assert (sizes[brief], sizes[alone]) == (4, 1)


@pytest.mark.django_db
def test_its_size_is_a_setting(today, settings):
    settings.EDITION_SIZE = 2
    for _n in range(4):
        published(1)
    assert len(proposal.propose(today)) == 2


@pytest.mark.django_db
def test_it_costs_the_same_queries_however_many(today, django_assert_num_queries):
    for number in (1, 5):
        for _n in range(number):
            published(1)
        with django_assert_num_queries(5):
            proposal.candidates(today)
