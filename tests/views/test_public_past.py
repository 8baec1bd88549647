"""Archive, topics, search and corrections: what can be found, and what never can."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from summaries.models import Brief, Correction
from summaries.services import archive, public_search
from summaries.workflow import LIVE, Status
from tests.factories import (
    make_brief,
    make_correction,
    make_edition,
    make_revision,
    make_source,
    make_topic,
)
from tests.rules import html

pytestmark = pytest.mark.django_db

ROOMS = [
    "/archive/",
    "/archive/2026/03/",
    "/topics/transport/",
    "/search/?q=ramla",
    "/corrections/",
]
MARCH = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)


def live(when=MARCH, *, headline=None, status=Status.PUBLISHED, topic="transport") -> Brief:
    """Return a brief that was published at a time, findable by its words."""
    brief = make_brief(status, source=make_source())
    if headline:
        brief.live = make_revision(brief, headline=headline)
    brief.published_at, brief.topic = when, make_topic(topic)
    brief.save()
    public_search.index(brief)
    return brief


def read(client, path, **query) -> str:
    response = client.get(path, query)
    assert response.status_code == 200, path
    return response.content.decode()


@pytest.mark.parametrize("room", ROOMS[:4])
@pytest.mark.parametrize("status", list(Status))
def test_only_live_briefs_are_listed(client, room, status):
    live(headline="Another story altogether about Ramla")
    brief = make_brief(status, source=make_source())
    make_revision(brief, headline="Ramla whispers")
    Brief.objects.filter(pk=brief.pk).update(topic=make_topic(), published_at=MARCH)
    if brief.live:
        Brief.objects.filter(pk=brief.pk).update(live=brief.current)
    brief.refresh_from_db()
    public_search.index(brief)
    page = read(client, room)
    if room == "/archive/":
        assert f"{1 + (status in LIVE)} brief" in page
    else:
        assert ("Ramla whispers" in page) == (status in LIVE)


@pytest.mark.parametrize("show", ["both", "en", "ar"])
def test_the_rooms_are_sound_in_every_language(client, show):
    live(status=Status.CORRECTED), live()
    make_edition(MARCH.date(), live())
    for room in ROOMS:
        path, _mark, query = room.partition("?")
        page = read(client, path, show=show, **({"q": "ramla"} if query else {}))
        assert html.faults(page) == [], room


def test_links_carry_the_language_along(client):
    brief = live()
    page = read(client, "/archive/2026/03/", show="ar")
    assert f'href="{brief.get_absolute_url()}?show=ar"' in page
    assert '<html lang="ar" dir="rtl">' in page


def test_months_are_counted_in_the_newsroom_s_time(client, settings):
    settings.TIME_ZONE = "Asia/Beirut"
    timezone.get_default_timezone.cache_clear()
    with timezone.override("Asia/Beirut"):
        live(datetime(2026, 2, 28, 22, 30, tzinfo=UTC)), live(datetime(2026, 2, 28, 21, tzinfo=UTC))
        counted = {month.first: month.count for month in archive.months()}
        march = archive.of_month(datetime(2026, 3, 1).date()).items
    timezone.get_default_timezone.cache_clear()
    assert counted == {datetime(2026, 3, 1).date(): 1, datetime(2026, 2, 1).date(): 1}
    assert [brief.published_at.hour for brief in march] == [22]


@pytest.mark.parametrize(
    "path",
    ["/archive/2026/13/", "/archive/2026/00/", "/archive/9999/12/", "/archive/2026/3/",
     "/archive/2025/01/", "/topics/nothing/", "/archive/1899/01/"],
)  # fmt: skip
def test_what_is_no_month_or_topic_is_not_there(client, path):
    live()
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("before", ["x", "-1", "1.5", "9" * 30, "٣", f"{1 << 63}", "1 OR 1"])
def test_what_is_no_key_is_not_there(client, before):
    live()
    for room in ("/archive/2026/03/", "/topics/transport/", "/corrections/"):
        assert client.get(room, {"before": before}).status_code == 404
    assert client.get("/search/", {"q": "ramla", "before": before}).status_code == 404


@pytest.mark.parametrize("room", ROOMS[1:])
def test_pages_go_on_from_the_last_entry_and_lose_none(client, monkeypatch, room):
    monkeypatch.setattr(archive, "PAGE_SIZE", 2)
    # Two at one moment: the key decides between them.
    briefs = [live(MARCH + timedelta(hours=n // 2), status=Status.CORRECTED) for n in range(5)]
    path, _mark, query = room.partition("?")
    asked, seen = ({"q": "ramla"} if query else {}), []
    for _page in range(3):
        page = read(client, path, **asked)
        seen += [b.pk for b in briefs if f"/briefs/{b.pk}-" in page]
        if older := re.search(r'rel="next" href="[^"]*before=(\d+)', page):
            asked["before"] = older[1]
    assert sorted(seen) == [brief.pk for brief in briefs]
    assert 'rel="next"' not in page


@pytest.mark.parametrize(("room", "queries"), list(zip(ROOMS, (4, 3, 3, 2, 2), strict=True)))
def test_queries_do_not_grow(client, django_assert_num_queries, room, queries):
    for _number in range(6):
        live(status=Status.CORRECTED)
    with django_assert_num_queries(queries):
        client.get(room)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ferries ramla", True),
        ("RAMLA", True),
        ("ferr", True),
        ("عبارات", True),
        ("والعبّارات", True),
        ("ferries moon", False),
        ("?!", False),
        ('" OR 1=1 --', False),
        ("ramla NOT ferries", False),
        ("(ramla", True),
        ("ramla\0", True),
    ],
)
def test_words_are_found_in_both_languages_and_nothing_is_an_operator(client, words, found):
    brief = live()
    page = read(client, "/search/", q=words)
    assert (f"/briefs/{brief.pk}-" in page) == found
    assert ("No brief has all of these words" in page) == (not found)


def test_what_readers_cannot_see_is_not_found(client):
    brief = live()
    make_revision(brief, headline="Unpublished secret")
    public_search.index(brief)
    segment = brief.article.segments.first()
    assert segment.arabic
    brief.article.segments.update(english="Segment secret")
    public_search.index(brief)
    for words in ("unpublished", "secret"):
        assert "No brief has all of these words" in read(client, "/search/", q=words)


def test_an_empty_search_asks_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        page = read(client, "/search/", q="   ")
    assert "No brief has" not in page


def test_a_search_is_written_back_as_text(client):
    page = read(client, "/search/", q='"><script>alert(1)</script>', show="en")
    assert "<script>alert" not in page
    assert '<meta name="robots" content="noindex">' in page
    assert '<input type="hidden" name="show" value="en">' in page


def test_a_long_query_is_cut(client):
    live()
    assert client.get("/search/", {"q": "ramla " * 2000}).status_code == 200


def test_many_are_counted_up_to_a_limit(client, monkeypatch):
    monkeypatch.setattr("summaries.views.public.past._COUNTED", 1)
    live(), live()
    assert "More than 1 briefs" in read(client, "/search/", q="ramla")


def test_corrections_are_told_newest_first_with_their_notes(client):
    older, newer = live(headline="Older"), live(headline="Newer")
    make_correction(older), make_correction(newer)
    page = read(client, "/corrections/")
    assert page.index("Newer") < page.index("Older")
    assert page.count("An earlier version said that 12,000") == 2
    assert "ذكرت نسخة سابقة" in page


def test_a_retraction_is_told_without_what_was_taken_back(client):
    brief = live(headline="Something quite wrong")
    Brief.objects.filter(pk=brief.pk).update(status=Status.RETRACTED)
    facts = {"brief": brief, "revision": brief.live, "kind": "retraction"}
    Correction.objects.create(**facts, note_en="We could not confirm it.", note_ar="لم نتحقق منه.")
    Correction.objects.create(**facts)
    page = read(client, "/corrections/")
    assert "Something quite wrong" not in page
    assert "We could not confirm it." in page
    assert "لم نتحقق منه." in page
    assert "Do not rely on copies of it." in page


def test_notes_cannot_bring_markup(client):
    brief = live(status=Status.CORRECTED)
    brief.corrections.update(note_en="<img src=x onerror=alert(1)>", note_ar="<script>")
    for page in ("/corrections/", brief.get_absolute_url()):
        assert "<img src=x" not in read(client, page)


def test_a_month_lists_its_editions_on_its_first_page_only(client, monkeypatch):
    monkeypatch.setattr(archive, "PAGE_SIZE", 1)
    first, second = live(), live(MARCH + timedelta(hours=1))
    make_edition(MARCH.date(), first, second)
    assert 'href="/editions/2026-03-12/"' in read(client, "/archive/2026/03/")
    assert "/editions/" not in read(client, "/archive/2026/03/", before=second.pk)
