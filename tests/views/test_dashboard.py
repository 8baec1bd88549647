"""The page of the dashboard: for admins, of so many days, whole when there is nothing or much."""

import re
from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from summaries.models import Event, StageTime
from summaries.models.ledger import State
from summaries.services import preferences
from summaries.services.dashboard import days
from summaries.views.desk.panels import base
from summaries.workflow import Action, Role, Status
from tests.factories import make_brief, make_finding, make_job, make_user

PAGE = "/desk/dashboard/"


@pytest.fixture
def admin(db):
    return make_user(Role.ADMIN, "amal")


@pytest.fixture
def page(at_desk, admin):
    """Read the page as an admin: `page("?days=7")`."""
    return lambda query="": at_desk(admin).get(PAGE + query)


@pytest.mark.parametrize("role", ["reporter", "editor", "publisher", "outsider"])
def test_only_admins_get_in(request, at_desk, role):
    client = at_desk(request.getfixturevalue(role))
    assert client.get(PAGE).status_code == 403
    assert PAGE not in client.get("/desk/").content.decode()


def test_admins_find_it_in_the_menu(at_desk, admin):
    assert f'href="{PAGE}"' in at_desk(admin).get("/desk/").content.decode()


def test_it_is_only_read(at_desk, admin):
    assert at_desk(admin).post(PAGE).status_code == 405


@pytest.mark.parametrize(
    ("query", "days"),
    [("", 30), ("?days=7", 7), ("?days=90", 90), ("?days=8", 30), ("?days=-7", 30),
     ("?days=9999999999", 30), ("?days=٧", 30), ("?days=x&days=7", 7)],
)  # fmt: skip
def test_it_shows_so_many_days(page, query, days):
    response = page(query)
    assert response.status_code == 200
    assert response.context["days"] == days
    current = re.search(r'aria-current="page">(\d+) days</a>', response.content.decode())
    assert current[1] == str(days)


def test_an_empty_desk_says_so_in_every_panel(page):
    response = page()
    assert "<svg" not in response.content.decode().split("<main")[1]
    for panel in response.context["panels"]:
        assert panel.empty in response.content.decode().replace("&#x27;", "'")


def test_every_chart_has_its_numbers_in_a_table(page):
    brief = make_brief(Status.PUBLISHED)
    Event.objects.create(brief=brief, verb="publish", data={})
    job = make_job(brief, State.FAILED, finished_at=timezone.now(), error="<b>No memory.</b>")
    StageTime.objects.create(job=job, stage="translating", seconds=0.04, model="tiny & fine")
    make_finding(make_brief(Status.DRAFT), check_name="a check of before")
    text = page("?days=7").content.decode()
    sections = text.split('<section class="card chart')[1:]
    charts = [one for one in sections if "<svg" in one]
    assert len(charts) >= 6
    assert all("<table" in one for one in charts)
    assert "&lt;b&gt;No memory.&lt;/b&gt;" in text
    assert "tiny &amp; fine" in text
    assert "0.04 s" in text
    assert "a check of before" in text
    assert 'style="' not in text, "the policy of the site forbids it"


@pytest.mark.parametrize("width", [7, 30, 90])
def test_a_day_is_a_column_and_a_row(page, width):
    make_brief(Status.DRAFT)
    intake = page(f"?days={width}").context["panels"][0]
    assert len(intake.plot.columns) == len(intake.table.rows) == width
    assert intake.table.rows[0][1] == "1", "the newest day is at the top"
    assert intake.plot.columns[-1].bars


def test_huge_numbers_stay_in_their_places(page, monkeypatch):
    def counted(_period, _rows, _moment, *by):
        today = timezone.localdate()
        return Counter({(today, Action.PUBLISH) if by else today: 8_123_456})

    monkeypatch.setattr(days, "per_day", counted)
    response = page("?days=7")
    assert "8,123,456" in response.content.decode()
    assert response.context["panels"][0].plot.ticks == (10_000_000, 5_000_000, 0)


def test_in_arabic_numbers_look_as_everywhere_on_the_desk(page, admin):
    preferences.save(admin, language="ar", single_keys=True, email_notices=True)
    assert base.number(1_234_567) == "1,234,567"
    text = page().content.decode()
    assert 'dir="rtl"' in text
    assert not re.search("[٠-٩]", text)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(None, "–"), (0, "0.00 s"), (0.043, "0.04 s"), (0.949, "0.95 s"), (0.96, "1.0 s"),
     (9.94, "9.9 s"), (9.96, "10 s"), (59.4, "59 s"), (59.6, "1 min"), (3569, "59 min"),
     (3571, "1 h"), (172_799, "2 d"), (86_400 * 12_345, "12,345 d")],
)  # fmt: skip
def test_lengths_of_time_in_one_unit(seconds, words):
    assert base.duration(seconds) == words


@pytest.mark.parametrize(
    ("part", "words"),
    [(0, "0%"), (0.001, "1%"), (0.5, "50%"), (0.994, "99%"), (0.999, "99%"), (1, "100%")],
)
def test_all_and_nothing_are_only_said_where_they_are(part, words):
    assert base.percent(part) == words


def test_how_long_ago_is_never_negative():
    now = timezone.now()
    assert base.since(now + timedelta(seconds=5), now) == "0.00 s"
    assert base.since(None, now) == "–"
