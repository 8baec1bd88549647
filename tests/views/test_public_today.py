"""The front page and the editions: what is of today, what came since, and what is left."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from summaries.models import Brief, Edition
from summaries.services import breaking
from summaries.workflow import Role, Status
from tests.factories import (
    make_brief,
    make_edition,
    make_revision,
    make_source,
    make_topic,
    make_user,
)
from tests.rules import html

pytestmark = pytest.mark.django_db

# One of them is the version of the site.
EDITION_QUERIES = 11


def named(headline: str, *, hours_ago: int = 0, status=Status.PUBLISHED) -> Brief:
    """Return a live brief with an English headline of its own."""
    brief = make_brief(status, source=make_source())
    revision = make_revision(brief, headline=headline)
    brief.live, brief.topic = revision, make_topic()
    brief.published_at = timezone.now() - timedelta(hours=hours_ago)
    brief.save()
    return brief


@pytest.fixture
def briefs():
    return [named(f"{word} story", hours_ago=10) for word in ("First", "Second", "Third")]


def read(client, path="/", **query):
    response = client.get(path, query)
    assert response.status_code == 200
    return response.content.decode()


def test_the_front_page_is_the_newest_edition_in_its_order(client, briefs):
    first, second, third = briefs
    make_edition(timezone.localdate() - timedelta(days=1), first)
    make_edition(None, third, first, second, intro_en="A calm day.", intro_ar="يوم هادئ.")
    page = read(client)
    places = [page.index(f">{brief.live.headline_en}<") for brief in (third, first, second)]
    assert places == sorted(places)
    assert '<div class="en" lang="en" dir="ltr"><p>A calm day.</p>' in page
    assert "يوم هادئ." in page
    assert "not out yet" not in page
    assert "3 stories" in page


def test_it_says_when_it_is_not_of_today(client, briefs):
    day = timezone.localdate() - timedelta(days=2)
    make_edition(day, *briefs)
    page = read(client)
    assert "Today&#x27;s brief is not out yet" in page or "Today's brief is not out yet" in page
    assert f'datetime="{day}"' in page


@pytest.mark.parametrize(("count", "said"), [(2, True), (3, False)])
def test_it_says_when_it_is_short(client, briefs, count, said):
    make_edition(None, *briefs[:count])
    assert ("A short edition: 2 stories." in read(client)) == said


def test_what_came_since_the_edition_is_listed_once(client, briefs):
    edition = make_edition(None, *briefs, published_at=timezone.now() - timedelta(hours=5))
    named("Since the edition", hours_ago=1)
    named("Before the edition", hours_ago=9)
    elsewhere = named("In a planned edition", hours_ago=1)
    make_edition(edition.date + timedelta(days=1), elsewhere, published=False)
    page = read(client)
    assert page.count("Since the edition<") == 1
    # What the desk plans changes nothing for readers.
    assert page.count("In a planned edition<") == 1
    assert "Before the edition" not in page
    assert "First story" in page.partition("Since then")[0]


def test_breaking_news_is_on_the_front_page_though_it_is_older_than_the_edition(client, briefs):
    make_edition(None, *briefs, published_at=timezone.now() - timedelta(hours=5))
    left_out = named("Left out of it", hours_ago=9)
    assert "Left out of it" not in read(client)
    breaking.send_breaking(make_user(Role.PUBLISHER), left_out)
    assert read(client).count("Left out of it<") == 1


def test_without_an_edition_the_newest_briefs_are_shown(client, briefs):
    make_edition(None, briefs[0], published=False)
    page = read(client)
    assert "Second story" in page
    assert "Since then" not in page


def test_an_edition_whose_briefs_were_all_retracted_says_so(client, briefs):
    make_edition(None, *briefs)
    Brief.objects.update(status=Status.RETRACTED)
    page = read(client)
    assert "No brief of this edition is left" in page
    assert "First story" not in page


def test_nothing_is_published_yet(client, db):
    assert "Nothing is published yet" in read(client)


@pytest.mark.parametrize("state", [Edition.State.DRAFT, Edition.State.SCHEDULED])
def test_an_edition_is_nowhere_before_it_is_published(client, briefs, state):
    edition = make_edition(None, published=False, state=state, intro_en="Not yet.")
    assert client.get(f"/editions/{edition.date}/").status_code == 404
    assert "Not yet." not in read(client)
    assert str(edition.date) not in client.get("/sitemap-pages.xml").content.decode()


@pytest.mark.parametrize("day", ["2026-13-01", "2026-02-30", "0000-01-01", "tomorrow", "20260101"])
def test_a_day_that_is_none_is_no_address(client, db, day):
    assert client.get(f"/editions/{day}/").status_code == 404


def test_a_day_leads_to_the_ones_around_it(client, briefs):
    days = [date(2026, 3, number) for number in (1, 4, 9)]
    for day, brief in zip(days, briefs, strict=True):
        make_edition(day, brief)
    page = read(client, "/editions/2026-03-04/", show="en")
    assert 'rel="prev" href="/editions/2026-03-01/?show=en"' in page
    assert 'rel="next" href="/editions/2026-03-09/?show=en"' in page
    assert "Second story" in page
    assert "First story" not in page
    assert 'rel="prev"' not in read(client, "/editions/2026-03-01/")
    assert 'rel="next"' not in read(client, "/editions/2026-03-09/")


def test_a_brief_leads_to_the_edition_it_stands_in(client, briefs):
    make_edition(date(2026, 3, 4), briefs[0])
    assert 'href="/editions/2026-03-04/"' in read(client, briefs[0].get_absolute_url())
    assert "/editions/" not in read(client, briefs[1].get_absolute_url())


@pytest.mark.parametrize("count", [1, 6])
def test_queries_do_not_grow_with_the_edition(client, django_assert_num_queries, count):
    make_edition(None, *(named(f"Story {n}") for n in range(count)))
    with django_assert_num_queries(EDITION_QUERIES):
        client.get("/")


@pytest.mark.parametrize("show", ["both", "en", "ar"])
def test_the_pages_are_sound(client, briefs, show):
    make_edition(None, *briefs, intro_en="A calm day.", intro_ar="يوم هادئ.")
    named("Since the edition")
    for path in ("/", f"/editions/{timezone.localdate()}/", briefs[0].get_absolute_url()):
        assert html.faults(read(client, path, show=show)) == []


def test_an_introduction_cannot_bring_markup(client, briefs):
    make_edition(None, *briefs, intro_en="<script>alert(1)</script>", intro_ar="<b>x</b>")
    page = read(client)
    assert "<script>alert" not in page
    assert "<b>x" not in page
