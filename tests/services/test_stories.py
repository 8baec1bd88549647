"""Stories: what people put together and take apart, and what the machine may do on its own."""

import threading

import pytest
from django.db import connection, connections, transaction

from summaries.models import Article, Brief, Story
from summaries.services import stories
from summaries.services.errors import Invalid, NotAllowed, WrongState
from summaries.workflow import Role
from tests.factories import make_brief, make_source, make_user


@pytest.fixture
def briefs(db):
    return [make_brief() for _number in range(5)]


def _story(*briefs: Brief, by_hand: bool = False) -> Story:
    story = Story.objects.create()
    pks = [brief.pk for brief in briefs]
    Brief.objects.filter(pk__in=pks).update(story=story, story_by_hand=by_hand)
    return story


def _together() -> list[set[int]]:
    """Return which briefs are in a story with each other, by their places."""
    pks = list(Brief.objects.order_by("pk").values_list("pk", flat=True))
    found = [
        {pks.index(pk) for pk in story.briefs.values_list("pk", flat=True)}
        for story in Story.objects.order_by("pk")
    ]
    return sorted(found, key=min)


def _fixed() -> list[bool]:
    return list(Brief.objects.order_by("pk").values_list("story_by_hand", flat=True))


def _events(brief: Brief) -> list[tuple]:
    rows = brief.events.filter(verb__contains="stor").order_by("pk")
    return [(event.verb, event.actor, event.reason, event.data) for event in rows]


def _joined(brief: Brief, other: Brief) -> Story | None:
    with transaction.atomic():
        stories.take_turn()
        return stories.join(brief, other)


class TestJoining:
    """The machine's way."""

    def test_two_briefs_make_a_story(self, briefs):
        story = _joined(briefs[1], briefs[0])
        assert _together() == [{0, 1}]
        assert briefs[1].story == story
        assert not any(_fixed())
        facts = {"story": story.pk, "other": briefs[0].pk}
        assert _events(briefs[1]) == [("joined_story", None, "", facts)]
        facts = {"story": story.pk, "other": briefs[1].pk}
        assert _events(briefs[0]) == [("joined_story", None, "", facts)]

    def test_a_third_joins_and_the_others_are_left_in_peace(self, briefs):
        _story(*briefs[:2])
        _joined(briefs[2], briefs[0])
        assert _together() == [{0, 1, 2}]
        assert _events(briefs[0]) == _events(briefs[1]) == []

    def test_nothing_joins_a_brief_that_somebody_took_out(self, briefs):
        Brief.objects.filter(pk=briefs[0].pk).update(story_by_hand=True)
        assert _joined(briefs[1], briefs[0]) is None
        assert _together() == []

    def test_a_story_that_people_made_takes_more(self, briefs):
        _story(*briefs[:2], by_hand=True)
        _joined(briefs[2], briefs[1])
        assert _together() == [{0, 1, 2}]

    def test_a_full_story_takes_no_more(self, briefs, monkeypatch):
        monkeypatch.setattr(stories, "MOST_BRIEFS", 2)
        _story(*briefs[:2])
        assert _joined(briefs[2], briefs[0]) is None
        assert _together() == [{0, 1}]


class TestMerging:
    """Putting briefs and stories together."""

    @pytest.mark.parametrize(
        ("before", "chosen", "after"),
        [
            ([], [0, 1], [{0, 1}]),
            ([], [0, 1, 4], [{0, 1, 4}]),
            ([[0, 1]], [1, 2], [{0, 1, 2}]),
            ([[0, 1], [2, 3, 4]], [0, 4], [{0, 1, 2, 3, 4}]),
            ([[0, 1], [2, 3]], [0, 4], [{0, 1, 4}, {2, 3}]),
        ],
    )
    def test_what_becomes_of_it(self, briefs, reporter, before, chosen, after):
        for places in before:
            _story(*(briefs[place] for place in places))
        merged = stories.merge(reporter, [briefs[place] for place in chosen])
        assert _together() == after
        members = set(after[0])
        assert set(merged.briefs.all()) == {briefs[place] for place in members}
        assert _fixed() == [place in members for place in range(5)]
        facts = {"story": merged.pk, "briefs": [briefs[place].pk for place in sorted(members)]}
        for place in members:
            assert _events(briefs[place]) == [("story_merged", reporter, "", facts)]

    def test_the_larger_story_stays_or_the_older_one(self, briefs, reporter):
        small, large = _story(*briefs[:2]), _story(*briefs[2:])
        assert stories.merge(reporter, [briefs[0], briefs[2]]) == large
        assert not Story.objects.filter(pk=small.pk).exists()

    @pytest.mark.parametrize(
        ("chosen", "said"),
        [([0], "alone makes no story"), ([0, 0], "alone"), ([2, 3], "in one story already")],
    )
    def test_what_cannot_be_put_together(self, briefs, reporter, chosen, said):
        _story(*briefs[2:4])
        with pytest.raises(Invalid, match=said):
            stories.merge(reporter, [briefs[place] for place in chosen])
        assert _together() == [{2, 3}]

    def test_a_story_has_a_limit(self, briefs, reporter, monkeypatch):
        monkeypatch.setattr(stories, "MOST_BRIEFS", 3)
        _story(*briefs[:2]), _story(*briefs[2:4])
        with pytest.raises(Invalid, match="at most 3 briefs"):
            stories.merge(reporter, [briefs[0], briefs[2]])
        assert _together() == [{0, 1}, {2, 3}]


class TestSplitting:
    """Taking a brief out."""

    def test_the_others_stay_together(self, briefs, reporter):
        story = _story(*briefs[:3])
        assert stories.split(reporter, briefs[1], " Another fire. ") == story
        assert _together() == [{0, 2}]
        assert _fixed() == [False, True, False, False, False]
        facts = {"story": story.pk, "taken_out": briefs[1].pk}
        for place in range(3):
            assert _events(briefs[place]) == [("story_split", reporter, "Another fire.", facts)]

    def test_a_story_of_one_dissolves(self, briefs, reporter):
        _story(*briefs[:2], by_hand=True)
        assert stories.split(reporter, briefs[0]) is None
        assert Story.objects.count() == 0
        assert _fixed()[:2] == [True, False], "the other may find a story again"

    def test_twice_is_a_conflict(self, briefs, reporter):
        _story(*briefs[:3])
        stories.split(reporter, briefs[0])
        with pytest.raises(WrongState, match="in no story any more"):
            stories.split(reporter, briefs[0])


def test_who_has_no_role_changes_no_story(briefs):
    nobody = make_user(None, "nadia")
    _story(*briefs[:2])
    with pytest.raises(NotAllowed):
        stories.merge(nobody, briefs[1:3])
    with pytest.raises(NotAllowed):
        stories.split(nobody, briefs[0])
    assert _together() == [{0, 1}]


def test_the_reprints_of_an_article_are_those_of_its_first_version(briefs):
    first = briefs[0].article
    version = Article.objects.create(channel="source", content_hash="v", version_of=first)
    names = ["One", "Two", "Three"]
    for name in names:
        Article.objects.create(
            channel="source", content_hash=name, reprint_of=first, source=make_source(name)
        )
    found = stories.reprints([version, briefs[1].article], 2)
    assert {pk: [a.source.name_en for a in some] for pk, some in found.items()} == {
        version.pk: ["One", "Two"]
    }


@pytest.mark.django_db(transaction=True)
def test_two_people_at_once_leave_every_brief_in_at_most_one_whole_story():
    person = make_user(Role.EDITOR, "huda")
    briefs = [make_brief() for _number in range(6)]
    failures: list[Exception] = []

    def work(way: int) -> None:
        try:
            for step in range(8):
                one, other = briefs[step % 6], briefs[(step + 1 + way) % 6]
                for change in (
                    lambda one=one, other=other: stories.merge(person, [one, other][::way]),
                    lambda other=other: stories.split(person, other),
                ):
                    try:
                        change()
                    except (Invalid, WrongState):
                        continue
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(way,)) for way in (1, -1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    assert all(len(together) > 1 for together in _together())
    assert Story.objects.filter(briefs=None).count() == 0
    assert connection.in_atomic_block is False
