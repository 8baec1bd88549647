"""One row a story: which brief stands for it, what else it names, and what a search shows."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from summaries.models import Article, Brief, Story
from summaries.services import queue as service
from summaries.services import queue_rows, search
from summaries.workflow import Status
from tests.factories import make_brief, make_revision, make_source
from tests.views.test_queue import QUERIES


@pytest.fixture
def briefs(editor, reporter):
    """Seven briefs; 0, 2, 4 and 6 are one story, 1 and 5 another, 3 is alone."""
    states = [Status.DRAFT, Status.DRAFT, Status.IN_REVIEW, Status.DRAFT]
    states += [Status.PUBLISHED, Status.IN_REVIEW, Status.DRAFT]
    made = [make_brief(status, owner=editor, source=make_source()) for status in states]
    # The longest in its state is the newest but one.
    for hours, place in enumerate([3, 1, 0, 6, 2, 5, 4]):
        moment = timezone.now() - timedelta(hours=hours)
        Brief.objects.filter(pk=made[place].pk).update(status_changed_at=moment)
    for places in ((0, 2, 4, 6), (1, 5)):
        pks = [made[place].pk for place in places]
        Brief.objects.filter(pk__in=pks).update(story=Story.objects.create())
    Brief.objects.filter(pk=made[6].pk).update(owner=reporter, warnings=1)
    return made


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("", [6, 5, 3]),
        ("show=all", [6, 5, 3]),
        ("sort=oldest", [0, 1, 3]),
        ("sort=waiting", [5, 2, 3]),
        ("show=all&sort=waiting", [4, 5, 3]),
        ("show=draft", [6, 3, 1]),
        ("show=in_review", [5, 2]),
        ("show=live", [4]),
        ("show=mine", [5, 3, 2]),
        ("warnings=1", [6]),
        ("q=ferries", [6, 5, 3, 2, 1, 0]),
        ("q=ferries&show=all", [6, 5, 4, 3, 2, 1, 0]),
    ],
)
def test_the_first_of_a_story_stands_for_it(at_desk, editor, briefs, query, rows):
    search.index_all()
    page = at_desk(editor).get(f"/desk/?{query}").context["page"]
    assert [briefs.index(brief) for brief in page.briefs] == rows


@pytest.mark.parametrize("sort", ["", "oldest", "waiting"])
def test_pages_of_stories_follow_each_other_both_ways(at_desk, editor, monkeypatch, briefs, sort):
    monkeypatch.setattr(service, "PAGE_SIZE", 1)
    client = at_desk(editor)
    forth, query = [], f"show=all&sort={sort}"
    while query:
        page = client.get(f"/desk/?{query}")
        forth += page.context["page"].briefs
        query = page.context["older"]
    back = []
    while page:
        back = [*page.context["page"].briefs, *back]
        newer = page.context["newer"]
        page = client.get(f"/desk/?{newer}") if newer else None
    assert forth == back
    assert len(forth) == 3


def test_counts_are_of_briefs(at_desk, editor, briefs):
    page = at_desk(editor).get("/desk/")
    assert {tab.key: tab.count for tab in page.context["tabs"]}["open"] == 6
    assert "Each number counts briefs" in page.content.decode()


def test_a_row_names_the_others_whatever_their_state(at_desk, editor, briefs):
    briefs[4].refresh_from_db()
    make_revision(briefs[4], headline="Sailors wait ashore")
    page = at_desk(editor).get("/desk/?show=draft")
    story, alone, _other = page.context["page"].briefs
    assert (story.more_in_story, story.others) == (3, [briefs[4], briefs[2], briefs[0]])
    assert (alone.more_in_story, alone.others) == (0, [])
    text = page.content.decode()
    assert "+3 more in this story" in text
    assert "Sailors wait ashore" in text
    assert reverse("desk:story", args=[briefs[4].story_id]) in text
    assert reverse("desk:brief", args=[briefs[4].pk]) in text


def test_of_a_large_story_a_row_names_the_newest(at_desk, editor, briefs, monkeypatch):
    monkeypatch.setattr(queue_rows, "MOST_OTHERS", 2)
    story = at_desk(editor).get("/desk/?sort=oldest").context["page"].briefs[0]
    assert (story.more_in_story, story.others) == (3, [briefs[6], briefs[4]])


def test_a_choice_for_many_is_for_the_briefs_shown(at_desk, editor, briefs):
    client = at_desk(editor)
    client.get("/desk/?show=draft")
    client.post("/desk/bulk/", {"do": "assign", "owner": "none", "brief": [briefs[6].pk]})
    assert list(Brief.objects.filter(owner=None)) == [briefs[6]]


@pytest.mark.parametrize("stories", [1, 8])
def test_stories_cost_one_query(at_desk, editor, django_assert_num_queries, stories):
    client = at_desk(editor)
    for _number in range(stories):
        pks = [make_brief(source=make_source()).pk for _ in range(3)]
        Brief.objects.filter(pk__in=pks).update(story=Story.objects.create())
    client.get("/desk/")
    with django_assert_num_queries(QUERIES + 1):
        client.get("/desk/")


def _reprints(brief: Brief, *outlets) -> None:
    for number, source in enumerate(outlets):
        Article.objects.create(
            channel=Article.Channel.SOURCE,
            source=source,
            reprint_of=brief.article,
            content_hash=f"{brief.pk}-{number}",
        )


@pytest.mark.parametrize(
    ("outlets", "said"),
    [
        ([], None),
        (["Coastline"], "also published by 1 other outlet"),
        (["Coastline", "Hilltop", "Coastline"], "also published by 2 other outlets"),
        # Printed again at another address by itself, and by somebody unknown.
        (["Al-Marfa Daily"], None),
        (["Al-Marfa Daily", "Coastline", None, None], "also published by 2 other outlets"),
    ],
)
def test_a_row_says_how_many_other_outlets_have_its_text(at_desk, editor, outlets, said):
    brief = make_brief(Status.DRAFT, source=make_source())
    _reprints(brief, *(name and make_source(name) for name in outlets))
    text = at_desk(editor).get("/desk/").content.decode()
    assert (said in text) if said else ("also published" not in text)


def test_a_brief_on_a_newer_version_counts_the_reprints_of_the_first(at_desk, editor):
    brief = make_brief(Status.DRAFT, source=make_source())
    _reprints(brief, make_source("Coastline"))
    newer = Article.objects.create(
        channel=Article.Channel.SOURCE, source=make_source(), version_of=brief.article
    )
    Brief.objects.filter(pk=brief.pk).update(article=newer)
    (row,) = at_desk(editor).get("/desk/").context["page"].briefs
    assert row.also_published == 1


@pytest.mark.parametrize("rows", [1, 8])
def test_other_outlets_cost_one_query(at_desk, editor, django_assert_num_queries, rows):
    client = at_desk(editor)
    for _number in range(rows):
        brief = make_brief(source=make_source())
        _reprints(brief, make_source("Coastline"), make_source("Hilltop"))
    client.get("/desk/")
    with django_assert_num_queries(QUERIES):
        client.get("/desk/")
