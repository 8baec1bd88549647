"""The page of the dashboard: for admins, of so many days, whole when there is nothing or much."""

import re
from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone, translation
from django.utils.formats import date_format

from summaries.models import (
    Brief,
    Delivery,
    Edition,
    Event,
    Fetch,
    Mailing,
    StageTime,
    SubscriberEvent,
)
from summaries.models.ledger import State
from summaries.net.errors import Kind
from summaries.services import engine_words, jobs, preferences
from summaries.services.dashboard import days
from summaries.services.mailing import deliveries
from summaries.services.subscriptions import suppression
from summaries.views.desk.panels import base, failures
from summaries.workflow import Action, Role, Status
from tests.factories import (
    make_brief,
    make_finding,
    make_job,
    make_source,
    make_subscriber,
    make_user,
)

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


def _failed(admin, kind: str) -> str:
    """Have something failed; return the address where an admin finds out what."""
    ended = {"state": State.FAILED, "finished_at": timezone.now()}
    if kind == "job":
        return f"/desk/briefs/{make_job(make_brief(), error='No.', **ended).brief_id}/"
    if kind == "poll":
        source = make_source("Outlet")
        Fetch.objects.create(kind=kind, source=source, host="a.example", **ended)
        return f"/desk/sources/{source.pk}/"
    if kind == "address":
        fetch = Fetch.objects.create(kind=kind, host="a.example", asked_by=admin, **ended)
        return f"/desk/fetches/{fetch.pk}/"
    reader = make_subscriber()
    if kind == "link":
        Delivery.objects.create(kind=kind, subscriber=reader, error="No.", **ended)
        return f"/desk/subscribers/{reader.pk}/"
    edition = Edition.objects.create(date="2026-03-04", state="published")
    mailing = Mailing.objects.create(kind=kind, edition=edition)
    Delivery.objects.create(kind=kind, mailing=mailing, subscriber=reader, error="No.", **ended)
    return "/desk/editions/2026-03-04/"


@pytest.mark.parametrize("kind", ["job", "poll", "address", "link", "daily"])
def test_a_reason_leads_to_what_failed(page, at_desk, admin, kind):
    address = _failed(admin, kind)
    assert f'<a href="{address}">' in page().content.decode()
    assert at_desk(admin).get(address).status_code == 200


def test_an_email_that_nobody_is_left_for_leads_nowhere(page):
    Delivery.objects.create(kind="link", state=State.FAILED, finished_at=timezone.now())
    (group,) = page().context["panels"][7].groups
    assert [row.address for row in group.rows] == [""]


def test_every_kind_of_error_has_words():
    assert set(failures.WHY) == set(Kind)


def test_rare_reasons_have_no_bar_and_stand_in_the_table(page):
    for n in range(failures.BARS + 2):
        ended = {"state": State.FAILED, "finished_at": timezone.now()}
        make_job(make_brief(), error="x" * (n + 1), **ended)
    panel = page().context["panels"][7]
    (group,) = panel.groups
    assert [row.words for row in group.rows] == ["1"] * failures.BARS + ["2"]
    assert len(panel.table.rows) == failures.BARS + 2


def test_a_source_without_a_name_is_called_as_in_the_queue(page):
    share = {"kept": 90, "words": 100, "unchanged": 8, "sentences": 10}
    facts = {"figures": {"translation": share, "summary": share}}
    Event.objects.create(brief=make_brief(Status.PUBLISHED), verb="publish", data=facts)
    by_model, by_source, *_summary = page().context["panels"][5].groups
    assert by_model.rows[0].label == "not known"
    assert by_source.rows[0].label == "Source not named"


def test_what_stopped_is_one_click_away(page):
    link = 'href="/desk/?show=stopped"'
    make_brief(Status.DRAFT)
    assert link not in page().content.decode()
    Brief.objects.update(stopped=True)
    assert link in page().content.decode()


def test_readers_who_cannot_be_reached_are_told_apart(page):
    reached, dead = make_subscriber(), make_subscriber()
    assert "unreachable" not in page().content.decode()
    suppression.suppress(dead.email, "bounced")
    text = page().content.decode()
    assert "1 unreachable" in text
    assert reached.email not in text


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


def test_in_arabic_what_the_newsdesk_said_is_arabic(page, admin):
    preferences.save(admin, language="ar", single_keys=True, email_notices=True)
    ended = {"state": State.FAILED, "finished_at": timezone.now()}
    Delivery.objects.create(kind="daily", error=deliveries.LOST_WORKER, **ended)
    Fetch.objects.create(kind="item", host="a.example", error=jobs.LOST_WORKER, **ended)
    text = page().content.decode()
    assert "The worker stopped" not in text
    for said in (deliveries.LOST_WORKER, jobs.LOST_WORKER):
        with translation.override("ar"):
            assert engine_words.spoken(said) in text


def test_a_sign_keeps_its_place_in_arabic(page, admin):
    preferences.save(admin, language="ar", single_keys=True, email_notices=True)
    SubscriberEvent.objects.create(subscriber=make_subscriber(), verb="confirm")
    assert "\u2068+1\u2069" in page().content.decode()


def test_the_days_are_named(page):
    text = page("?days=7").content.decode()
    today = timezone.localdate()
    for day in (today - timedelta(days=6), today):
        assert date_format(day, "DATE_FORMAT") in text


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(None, "–"), (0, "under 0.01 s"), (0.043, "0.04 s"), (0.949, "0.95 s"), (0.96, "1.0 s"),
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
    assert base.since(now + timedelta(seconds=5), now) == "under 0.01 s"
    assert base.since(None, now) == "–"
