"""The queue: what it lists, counts, filters and orders, page by page, and how many queries."""

from datetime import timedelta
from itertools import chain

import pytest
from django.urls import reverse
from django.utils import timezone

from summaries.models import Brief, Job
from summaries.services import queue as service
from summaries.services import search
from summaries.workflow import Status
from tests.factories import (
    make_article,
    make_brief,
    make_comment,
    make_job,
    make_report,
    make_source,
    make_topic,
)

# Session, user, preferences, roles, keys, rows, their jobs, other outlets, people, sources, topics,
# counts; the session is written when the address changed, between two savepoints.
QUERIES = 12
REMEMBERING = 3


@pytest.fixture
def every_state(reporter, editor):
    source = make_source()
    working = make_brief(Status.DRAFTING, owner=reporter, source=source)
    make_job(working)
    failed = make_brief(Status.DRAFTING, owner=reporter, source=source)
    make_job(failed, Job.State.FAILED, error="Broken.")
    _set(failed, stopped=True)
    return [
        working,
        failed,
        *(make_brief(status, owner=editor, source=source) for status in list(Status)[1:]),
    ]


@pytest.fixture
def small_pages(monkeypatch):
    monkeypatch.setattr(service, "PAGE_SIZE", 3)


def _set(brief, **fields):
    Brief.objects.filter(pk=brief.pk).update(**fields)


def _page(client, **query):
    return client.get(reverse("desk:queue"), query)


def _counts(response) -> dict[str, int]:
    return {tab.key: tab.count for tab in response.context["tabs"]}


def _listed(response) -> list[Brief]:
    return list(response.context["page"].briefs)


def _hours_ago(hours: float):
    return timezone.now() - timedelta(hours=hours)


def test_counts_by_state(at_desk, editor, every_state):
    _set(every_state[2], warnings=3, blocking=1)
    _set(every_state[4], newer_article=make_article())
    for _reader in range(2):
        make_report(every_state[4])
    assert _counts(_page(at_desk(editor))) == {
        "open": 4,
        "mine": 2,
        "in_review": 1,
        "draft": 1,
        "drafting": 1,
        "stopped": 1,
        "blocked": 1,
        "warnings": 1,
        "changed": 1,
        "reported": 1,
        "live": 2,
        "retracted": 1,
        "all": 7,
    }


def test_counting_ends_at_a_limit(at_desk, editor, every_state, monkeypatch):
    monkeypatch.setattr(service, "COUNT_LIMIT", 2)
    page = _page(at_desk(editor))
    assert _counts(page)["all"] == 3
    assert "<b>2+</b> <span>All</span>" in page.content.decode()
    assert "<b>2</b> <span>Published</span>" in page.content.decode()


@pytest.mark.parametrize(
    ("show", "listed"),
    [
        ("", 4),
        ("mine", 2),
        ("drafting", 1),
        ("live", 2),
        ("stopped", 1),
        ("retracted", 1),
        ("all", 7),
        ("nonsense", 4),
    ],
)
def test_tabs(at_desk, editor, every_state, show, listed):
    assert len(_listed(_page(at_desk(editor), show=show))) == listed


@pytest.fixture
def six(reporter, editor):
    """Drafts that differ in one thing each; the last is plain."""
    made = [make_brief(Status.DRAFT, owner=reporter) for _ in range(6)]
    _set(made[0], owner=editor)
    _set(made[1], owner=None)
    _set(made[2], topic=make_topic("sport"))
    _set(made[3], warnings=2)
    _set(made[4], warnings=1, blocking=1)
    _set(made[4], status_changed_at=_hours_ago(5))
    other = make_source("Al-Sahil Weekly")
    made[5].article.source = other
    made[5].article.save()
    return made


@pytest.mark.parametrize(
    ("query", "places"),
    [
        ({"owner": "me"}, [0]),
        ({"owner": "none"}, [1]),
        ({"owner": "omar"}, [5, 4, 3, 2, 1, 0]),
        ({"topic": "sport"}, [2]),
        ({"topic": "none"}, [5, 4, 3, 1, 0]),
        ({"warnings": "1"}, [4, 3]),
        ({"warnings": "blocking"}, [4]),
        ({"warnings": "yes"}, [5, 4, 3, 2, 1, 0]),
        ({"age": "1"}, [4]),
        ({"age": "4"}, [4]),
        ({"age": "24"}, []),
        ({"age": "-1"}, [5, 4, 3, 2, 1, 0]),
        ({"source": "weekly"}, [5]),
        ({"source": "none"}, [4, 3, 2, 1, 0]),
        ({"source": "none", "sort": "oldest"}, [0, 1, 2, 3, 4]),
        ({"source": "9" * 30}, [5, 4, 3, 2, 1, 0]),
        ({"sort": "oldest"}, [0, 1, 2, 3, 4, 5]),
        ({"sort": "waiting", "owner": "reporter"}, [4, 2, 3, 5]),
        ({"sort": "backwards"}, [5, 4, 3, 2, 1, 0]),
        ({"topic": "sport", "owner": "me"}, []),
        ({"topic": "sport", "owner": "reporter", "show": "draft"}, [2]),
    ],
)
def test_filters_and_orders(at_desk, editor, reporter, six, query, places):
    keys = {"sport": six[2] and str(make_topic("sport").pk), "reporter": str(reporter.pk)}
    keys["weekly"] = str(make_source("Al-Sahil Weekly").pk)
    asked = {name: keys.get(value, value) for name, value in query.items()}
    assert [six.index(b) for b in _listed(_page(at_desk(editor), **asked))] == places


@pytest.mark.parametrize(
    ("q", "show", "found"),
    [
        ("ferries", "", 4),
        ("الرمله", "", 4),
        ("ferries", "all", 7),
        ("ferries", "live", 2),
        ("camels", "all", 0),
        ("?!", "all", 0),
        (" ", "", 4),
        ("\x00'\"*", "", 0),
    ],
)
def test_search(at_desk, editor, every_state, q, show, found):
    search.index_all()
    assert len(_listed(_page(at_desk(editor), q=q, show=show))) == found


def test_active_filters_are_said_and_cleared_one_by_one(at_desk, editor, six):
    page = _page(at_desk(editor), owner="me", age="4", q="port", sort="oldest", show="draft")
    assert [(one.words, one.query) for one in page.context["narrowed"]] == [
        ("Search: port", "show=draft&owner=me&age=4&sort=oldest"),
        ("Owner: me", "show=draft&q=port&age=4&sort=oldest"),
        ("In its state over 4 hours", "show=draft&q=port&owner=me&sort=oldest"),
    ]
    assert 'href="?show=draft&amp;sort=oldest"' in page.content.decode()
    assert "No brief matches" in page.content.decode()


@pytest.mark.parametrize("sort", ["", "oldest", "waiting"])
@pytest.mark.parametrize("show", ["all", "open", "draft"])
def test_pages_follow_each_other_both_ways(at_desk, editor, every_state, small_pages, sort, show):
    client = at_desk(editor)
    forth, query = [], f"show={show}&sort={sort}"
    while query:
        page = client.get(f"/desk/?{query}")
        forth.append([b.pk for b in _listed(page)])
        query = page.context["older"]
    back = []
    while page:
        back.insert(0, [b.pk for b in _listed(page)])
        newer = page.context["newer"]
        page = client.get(f"/desk/?{newer}") if newer else None
    forth, back = list(chain(*forth)), list(chain(*back))
    assert forth == back
    assert len(set(forth)) == len(forth) == {"all": 7, "open": 4, "draft": 1}[show]


def test_a_page_stays_while_new_briefs_come_in(at_desk, editor, every_state, small_pages):
    client = at_desk(editor)
    second = _page(client, show="all").context["older"]
    before = _listed(client.get(f"/desk/?{second}"))
    for _number in range(5):
        make_brief(Status.DRAFT)
    assert _listed(client.get(f"/desk/?{second}")) == before


@pytest.mark.parametrize("sort", ["", "waiting"])
@pytest.mark.parametrize("key", ["x", "-", "1-2-3", "٣", "9" * 40, "1" * 16 + "-1", "-5", "1-x"])
@pytest.mark.parametrize("way", ["after", "before"])
def test_a_key_that_is_none_is_no_error(at_desk, editor, every_state, key, sort, way):
    assert _page(at_desk(editor), sort=sort, **{way: key}).status_code == 200


def test_a_row_shows_both_headlines_source_owner_and_real_progress(at_desk, editor, every_state):
    make_comment(every_state[2], editor)
    make_job(every_state[2], Job.State.RUNNING, kind=Job.Kind.ALTERNATIVES)
    _set(every_state[2], warnings=3, blocking=1, topic=make_topic("transport"))
    page = _page(at_desk(editor)).content.decode()
    for text in ("Ramla port resumes", "ميناء الرملة", "Al-Marfa Daily", "Omar", "Failed"):
        assert text in page
    for text in ("1 blocks publication", "2 warnings", "1 comment", "No findings", "Transport"):
        assert text in page
    assert page.count("Translating, 2 of 5 sentences") == 1


def test_a_stopped_draft_is_an_alarm_too(at_desk, reporter):
    brief = make_brief(Status.DRAFT, owner=reporter)
    make_job(brief, Job.State.FAILED)
    _set(brief, stopped=True)
    counts = _counts(_page(at_desk(reporter)))
    assert (counts["stopped"], counts["draft"]) == (1, 1)


def test_an_empty_desk_says_what_to_do(at_desk, reporter):
    assert "Paste an Arabic article" in _page(at_desk(reporter)).content.decode()


def test_the_last_view_is_remembered(at_desk, editor, every_state):
    client = at_desk(editor)
    _page(client, show="live", owner="me", junk="1")
    assert client.session["queue_query"] == "show=live&owner=me"


@pytest.mark.parametrize("way", ["after", "before"])
def test_of_a_page_only_a_key_is_remembered(at_desk, editor, every_state, way):
    client = at_desk(editor)
    for key, kept in (("x" * 3000, ""), ("3-4", ""), ("3", f"&{way}=3")):
        _page(client, show="live", **{way: key})
        assert client.session["queue_query"] == f"show=live{kept}"
    _page(client, show="live", sort="waiting", **{way: "3-4"})
    assert client.session["queue_query"] == f"show=live&sort=waiting&{way}=3-4"


def test_htmx_gets_what_changes_and_pages_count_nothing(
    at_desk, editor, every_state, small_pages, django_assert_num_queries
):
    client, htmx = at_desk(editor), {"HX-Request": "true"}
    filtered = client.get("/desk/?show=all", headers=htmx)
    assert "<html" not in filtered.content.decode()
    assert "tabs" in filtered.content.decode()
    with django_assert_num_queries(QUERIES - 3 + REMEMBERING):
        turned = client.get(f"/desk/?{filtered.context['older']}", headers=htmx)
    assert 'class="tabs"' not in turned.content.decode()
    assert len(_listed(turned)) == 3


@pytest.mark.parametrize("rows", [1, 8])
def test_queries_do_not_grow_with_the_rows(at_desk, editor, django_assert_num_queries, rows):
    client = at_desk(editor)
    for _number in range(rows):
        make_job(make_brief(Status.DRAFTING, owner=editor, source=make_source()))
    _page(client)
    with django_assert_num_queries(QUERIES):
        _page(client)
