"""The page of a story: its briefs side by side, put together and taken apart without script."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from summaries.models import Article, Brief, Revision, Source, Story
from summaries.services import search, stories
from summaries.workflow import Status
from tests.factories import make_brief, make_revision, make_source

HEADLINES = ["Ferries sail again", "Port opens after storm", "Sailors wait ashore"]


@pytest.fixture
def briefs(editor):
    made = [make_brief(Status.DRAFT, source=make_source()) for _ in HEADLINES]
    for brief, headline in zip(made, HEADLINES, strict=True):
        make_revision(brief, headline=headline)
    return made


@pytest.fixture
def story(briefs, editor):
    return stories.merge(editor, briefs[:2])


def _reprint(brief: Brief, name: str, **fields) -> Article:
    source = Source.objects.create(name_en=name)
    return Article.objects.create(
        channel=Article.Channel.SOURCE, source=source, reprint_of=brief.article,
        content_hash=name, url=f"https://{name.lower()}.example/1", **fields,
    )  # fmt: skip


def _post(client, name: str, brief: Brief, **data):
    return client.post(reverse(f"desk:{name}", args=[brief.pk]), data, follow=True)


def _said(response) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def test_a_story_shows_its_briefs_side_by_side(at_desk, editor, briefs, story):
    moment = timezone.now().replace(year=2024, month=5, day=4)
    _reprint(briefs[0], "Coastline", published_at=moment)
    Article.objects.filter(pk=briefs[1].article_id).update(published_at=moment)
    client = at_desk(editor)
    page = client.get(reverse("desk:story", args=[story.pk])).content.decode()
    first = briefs[0].article.segments.filter(kind="body").first()
    for text in (
        "Ferries sail again", "Port opens after storm", "Al-Marfa Daily",
        "independent, reader-owned", "Draft", first.arabic, first.english,
        "published 4 May 2024", "Also published by", "Coastline", "2 briefs about this event",
    ):  # fmt: skip
        assert text in page, text
    assert page.index("Port opens after storm") < page.index("Ferries sail again")
    assert page.count(first.arabic) == 2
    assert page.count("Take it out of the story…") == 2


def test_a_brief_leads_to_its_story(at_desk, editor, briefs, story):
    response = at_desk(editor).get(reverse("desk:brief-story", args=[briefs[0].pk]))
    assert response["Location"] == reverse("desk:story", args=[story.pk])


def test_a_brief_alone_is_offered_others(at_desk, editor, briefs):
    page = at_desk(editor).get(reverse("desk:brief-story", args=[briefs[0].pk])).content.decode()
    assert "This brief is in no story" in page
    assert "Port opens after storm" in page
    assert "Take it out" not in page


def test_looking_for_another_brief(at_desk, editor, briefs, story):
    search.index_all()
    client, address = at_desk(editor), reverse("desk:story", args=[story.pk])
    found = {
        query: [briefs.index(b) for b in client.get(f"{address}?q={query}").context["candidates"]]
        for query in ("", "ashore", "camels", str(briefs[2].pk))
    }
    assert list(found.values()) == [[2], [2], [], [2]]


def test_putting_a_brief_in(at_desk, editor, briefs, story):
    response = _post(at_desk(editor), "story-merge", briefs[0], other=briefs[2].pk)
    assert response.redirect_chain[-1][0] == reverse("desk:story", args=[story.pk])
    assert "one story now" in _said(response)
    assert story.briefs.count() == 3


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ("", "no brief with this number"),
        ("x", "no brief with this number"),
        ("9" * 30, "no brief with this number"),
        ("999", "no brief with this number"),
        ("1", "in one story already"),
    ],
)
def test_what_cannot_be_put_in_is_said(at_desk, editor, briefs, story, other, said):
    other = briefs[1].pk if other == "1" else other
    response = _post(at_desk(editor), "story-merge", briefs[0], other=other)
    assert response.redirect_chain[-1][0] == reverse("desk:story", args=[story.pk])
    assert said in _said(response)
    assert story.briefs.count() == 2


def test_taking_a_brief_out(at_desk, reporter, briefs, story):
    stories.merge(reporter, [briefs[0], briefs[2]])
    client = at_desk(reporter)
    response = _post(client, "story-split", briefs[0], reason="Another port")
    assert response.redirect_chain[-1][0] == reverse("desk:story", args=[story.pk])
    assert "“Ferries sail again” is a row of its own again." in _said(response)
    history = client.get(reverse("desk:brief", args=[briefs[0].pk])).content.decode()
    assert "took it out of its story" in history
    assert "Another port" in history
    other = client.get(reverse("desk:brief", args=[briefs[1].pk])).content.decode()
    assert "took another brief out of its story" in other


def test_the_last_two_part(at_desk, editor, briefs, story):
    client = at_desk(editor)
    response = _post(client, "story-split", briefs[1])
    assert response.redirect_chain[-1][0] == reverse("desk:brief-story", args=[briefs[1].pk])
    assert "dissolved" in _said(response)
    assert Story.objects.count() == 0
    assert client.get(reverse("desk:story", args=[story.pk])).status_code == 404
    assert _post(client, "story-split", briefs[1]).status_code == 409


def test_a_reason_without_end_is_refused_in_words(at_desk, editor, briefs, story):
    response = _post(at_desk(editor), "story-split", briefs[1], reason="x" * 3000)
    assert "at most 2000 characters" in _said(response)
    assert story.briefs.count() == 2


def test_the_review_page_names_the_others_and_the_reprints(at_desk, editor, briefs, story):
    _reprint(briefs[0], "Coastline")
    client = at_desk(editor)
    page = client.get(reverse("desk:brief", args=[briefs[0].pk])).content.decode()
    assert "1 other brief about this event" in page
    assert "Port opens after storm" in page
    assert "Also published by" in page
    alone = client.get(reverse("desk:brief", args=[briefs[2].pk])).content.decode()
    assert "other brief about" not in alone
    assert "Also published by" not in alone
    assert _way_to_its_story(alone, briefs[2]) == "Put it into a story"


def _way_to_its_story(page: str, brief: Brief) -> str:
    address = reverse("desk:brief-story", args=[brief.pk])
    return page.split(f'href="{address}">')[1].split("<")[0]


def test_a_reprinted_brief_that_is_in_no_story_promises_none(at_desk, editor, briefs, story):
    for brief in briefs:
        _reprint(brief, f"Coastline {brief.pk}")
    client = at_desk(editor)
    said = [
        _way_to_its_story(client.get(reverse("desk:brief", args=[b.pk])).content.decode(), b)
        for b in briefs
    ]
    assert said == ["The whole story", "The whole story", "Put it into a story"]


@pytest.mark.parametrize(
    ("language", "title"), [("en", "Ashore at last"), ("ar", "على البر أخيرا")]
)
def test_the_headline_is_in_the_language_of_the_page(at_desk, editor, briefs, language, title):
    revision = make_revision(briefs[0], headline="Ashore at last")
    Revision.objects.filter(pk=revision.pk).update(headline_ar="على البر أخيرا")
    client = at_desk(editor)
    address, headers = (
        reverse("desk:brief-story", args=[briefs[0].pk]),
        {"Accept-Language": language},
    )
    page = client.get(address, headers=headers).content.decode()
    assert f"<bdi>{title}</bdi></h1>" in page


def test_candidates_name_their_outlet_and_time(at_desk, editor, briefs):
    moment = timezone.now().replace(year=2024, month=5, day=4)
    Article.objects.filter(pk=briefs[1].article_id).update(published_at=moment)
    page = at_desk(editor).get(reverse("desk:brief-story", args=[briefs[0].pk])).content.decode()
    offered = page.split('class="candidates"')[1]
    assert "Al-Marfa Daily" in offered
    assert "4 May 2024" in offered
    assert offered.count("<time") == 2


def test_where_nothing_came_in_around_it_the_search_is_left(at_desk, editor, briefs):
    pks = [brief.article_id for brief in briefs[1:]]
    long_ago = timezone.now() - timedelta(days=30)
    Article.objects.filter(pk__in=pks).update(taken_in_at=long_ago)
    page = at_desk(editor).get(reverse("desk:brief-story", args=[briefs[0].pk])).content.decode()
    assert "No other brief came in around the same days. Search for one." in page


@pytest.mark.parametrize("number", [2, 12])
def test_queries_do_not_grow_with_the_briefs(
    at_desk, editor, briefs, django_assert_num_queries, number
):
    many = [make_brief(source=make_source()) for _ in range(number)]
    story = stories.merge(editor, many)
    client, address = at_desk(editor), reverse("desk:story", args=[story.pk])
    client.get(address)
    with django_assert_num_queries(15):
        client.get(address)


def test_a_large_story_has_pages(at_desk, editor, briefs, story, monkeypatch):
    monkeypatch.setattr("summaries.views.desk.stories.PAGE_SIZE", 1)
    client, address = at_desk(editor), reverse("desk:story", args=[story.pk])
    first, second = (client.get(f"{address}?page={n}").context["cards"] for n in (1, 2))
    assert [card.brief for card in (*first, *second)] == [briefs[1], briefs[0]]
