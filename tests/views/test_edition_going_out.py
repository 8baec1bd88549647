"""Scheduling an edition, sending it, and what can be done once it is out."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from summaries.models import Edition, Mailing
from summaries.services.editions import clock, schedule
from summaries.services.editions.editing import Contents
from summaries.workflow import Status
from tests.factories import make_brief, make_edition
from tests.views.edition_form import at, places, send, typed

pytestmark = pytest.mark.django_db
DRAFT, SCHEDULED, PUBLISHED = Edition.State


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.fixture
def briefs():
    return [make_brief(Status.PUBLISHED) for _n in range(4)]


@pytest.fixture
def desk(at_desk, publisher):
    return at_desk(publisher)


# --- Going out -----------------------------------------------------------------------------------


def test_scheduling_by_the_newsrooms_clock(desk, briefs, today, settings):
    settings.TIME_ZONE = "Asia/Amman"
    day = timezone.localdate() + timedelta(days=1)
    response = send(desk, day, *briefs, do="schedule", send_at=f"{day}T06:30")
    assert response.status_code == 302
    edition = Edition.objects.get(date=day)
    assert edition.state == SCHEDULED
    assert edition.send_at.astimezone(clock.zone()).isoformat() == f"{day}T06:30:00+03:00"
    page = desk.get(at("edition", day)).content.decode()
    assert f'value="{day}T06:30"' in page
    assert "Asia/Amman" in page
    assert "Take it off the schedule" in page


def test_a_time_that_comes_twice_is_refused_beside_its_field(desk, briefs, settings, monkeypatch):
    settings.TIME_ZONE = "Europe/Berlin"
    now = timezone.datetime(2026, 10, 24, 12, 0, tzinfo=clock.zone())
    monkeypatch.setattr(timezone, "now", lambda: now)
    day = date(2026, 10, 25)
    response = send(desk, day, *briefs, do="schedule", send_at=f"{day}T02:30")
    assert response.status_code == 400
    assert "02:30 comes twice on that day in Europe/Berlin" in response.content.decode()


def test_what_is_wanting_is_asked_for_by_name(desk, briefs, today):
    response = send(desk, today, briefs[0], do="send", intro_ar="", accept=["few:2"])
    page = response.content.decode()
    assert response.status_code == 400
    assert "The introduction has no Arabic." in page
    assert 'value="intro_ar"' in page
    assert not Edition.objects.exists()
    send(desk, today, briefs[0], do="send", intro_ar="", accept=["few:1", "intro_ar"])
    assert Edition.objects.get().accepted == ["few:1", "intro_ar"]


def test_sending_now_shows_how_its_emails_go(desk, briefs, today):
    assert send(desk, today, *briefs, do="send").status_code == 302
    page = desk.get(at("edition", today)).content.decode()
    assert "Out since" in page
    assert "By email" in page
    assert "Pause the emails" in page
    assert 'value="send"' not in page


def test_saving_moves_a_scheduled_one_to_the_time_that_was_typed(desk, briefs, today):
    day = today + timedelta(days=1)
    times = {"initial-send_at": f"{day}T05:45", "send_at": f"{day}T05:45"}
    send(desk, day, *briefs, do="schedule", send_at=f"{day}T05:45")
    send(desk, day, *briefs, version=1, **times)
    assert Edition.objects.get().events.first().verb == "saved"
    response = send(desk, day, *briefs, version=2, **times | {"send_at": f"{day}T07:15"})
    assert response.status_code == 302
    edition = Edition.objects.get()
    assert edition.state == SCHEDULED
    assert edition.send_at.astimezone(clock.zone()).isoformat()[:16] == f"{day}T07:15"
    response = send(desk, day, *briefs, version=3, **times | {"send_at": ""})
    assert response.status_code == 400
    assert "Say when it goes out." in response.content.decode()


def test_saving_a_draft_keeps_the_time_that_was_typed_in_its_field(desk, briefs, today):
    day = today + timedelta(days=1)
    response = send(desk, day, *briefs, send_at=f"{day}T07:15")
    assert Edition.objects.get().state == DRAFT
    page = desk.get(response["Location"]).content.decode()
    assert "It is not scheduled" in page
    assert f'value="{day}T07:15"' in page


def test_a_time_that_nobody_touched_does_not_move_theirs(desk, publisher, briefs, today):
    day = today + timedelta(days=1)
    send(desk, day, *briefs, do="schedule", send_at=f"{day}T07:15")
    old = {"initial-send_at": f"{day}T06:00", "send_at": f"{day}T06:00"}
    page = send(desk, day, *briefs[:3], **old).content.decode()
    assert "Save mine instead of theirs" in page
    assert re.search(rf'name="send_at" value="{day}T07:15"', page)
    assert re.search(rf'name="initial-send_at" value="{day}T07:15"', page)


def test_before_its_date_begins_it_asks(desk, briefs, today):
    day = today + timedelta(days=1)
    page = send(desk, day, *briefs, do="send").content.decode()
    assert 'name="accept" value="early"' in page
    assert send(desk, day, *briefs, do="send", accept=["early"]).status_code == 302
    assert Edition.objects.get().state == PUBLISHED


def test_unscheduling_keeps_what_was_typed(desk, briefs, today):
    day = today + timedelta(days=1)
    send(desk, day, *briefs, do="schedule", send_at=f"{day}T07:15")
    words = typed(*briefs, version=1, intro_en="Typed.")
    page = desk.post(at("edition-unschedule", day), words).content.decode()
    assert Edition.objects.get().state == DRAFT
    assert "What you typed is not saved yet." in page
    assert re.search(r"<textarea[^>]*>\s*Typed\.</textarea>", page)
    assert re.search(r'name="version" value="2"', page)
    assert "data-unsaved>" in page.replace("\n", ">")


def test_it_is_taken_off_the_schedule(desk, briefs, today):
    edition = make_edition(
        today, *briefs, published=False, state=SCHEDULED, send_at=timezone.now(), version=4
    )
    assert desk.post(at("edition-unschedule", today), {"version": "3"}).status_code == 409
    assert desk.post(at("edition-unschedule", today), {"version": ""}).status_code == 409
    response = desk.post(
        at("edition-unschedule", today), typed(*briefs, version="4", intro_en="", intro_ar="")
    )
    time = timezone.localtime(edition.send_at).strftime("%Y-%m-%dT%H:%M")
    assert f'value="{time}"' in desk.get(response["Location"]).content.decode()
    edition.refresh_from_db()
    assert edition.state == DRAFT


def test_one_that_was_held_back_says_why(desk, briefs, today):
    make_edition(today, *briefs, published=False, held_for=["intro_ar", f"changed:{briefs[0].pk}"])
    page = desk.get(at("edition", today)).content.decode()
    assert "held back when its time came" in page
    assert "The introduction has no Arabic." in page


def test_what_was_retracted_is_named(desk, briefs, today):
    make_edition(today, *briefs, published=False)
    briefs[1].status = Status.RETRACTED
    briefs[1].save()
    response = desk.get(at("edition", today))
    assert "1 brief was retracted and left this edition" in response.content.decode()
    assert briefs[1].pk not in places(response)


def test_the_script_is_told_what_is_wanting(desk, briefs, today):
    part = desk.post(at("edition-wanting", today), typed(briefs[0], accept=["few:1"]))
    page = part.content.decode()
    assert "It has 1 brief only" in page
    assert re.search(r'value="few:1" checked', page)
    whole = desk.post(at("edition-wanting", today), typed(*briefs)).content.decode()
    assert "Nothing is wanting" in whole


def test_one_whose_date_is_over_offers_no_sending(desk, briefs, today):
    make_edition(today - timedelta(days=3), *briefs, published=False)
    page = desk.get(at("edition", today - timedelta(days=3))).content.decode()
    assert "This date is over" in page
    assert 'value="send"' not in page


# --- After it went out ---------------------------------------------------------------------------


def test_the_introduction_can_change_and_the_history_says_so(desk, briefs, today):
    edition = make_edition(today, *briefs)
    change = {"version": "0", "intro_en": "Later.", "intro_ar": "لاحقا."}
    assert desk.post(at("edition-intro", today), change).status_code == 302
    edition.refresh_from_db()
    assert edition.intro_en == "Later."
    assert "changed the introduction" in desk.get(at("edition", today)).content.decode()


def test_an_introduction_in_one_language_is_asked_about(desk, briefs, today):
    make_edition(today, *briefs)
    change = {"version": "0", "intro_en": "Later.", "intro_ar": ""}
    response = desk.post(at("edition-intro", today), change)
    assert response.status_code == 400
    assert "No brief of it is left." not in response.content.decode()
    assert briefs[0].live.headline_en in response.content.decode()
    assert "Later." in response.content.decode()
    assert 'value="intro_ar"' in response.content.decode()
    desk.post(at("edition-intro", today), change | {"accept": ["intro_ar"]})
    assert Edition.objects.get().intro_en == "Later."


def test_a_stale_introduction_shows_both(desk, briefs, today):
    make_edition(today, *briefs, version=2, intro_en="Theirs.", intro_ar="لهم.")
    change = {"version": "1", "intro_en": "Mine.", "intro_ar": "لي."}
    response = desk.post(at("edition-intro", today), change)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Theirs" in page
    assert "only theirs" not in page
    assert "No brief of it is left." not in page
    assert re.search(r"<textarea[^>]*>\s*Mine\.</textarea>", page)


def test_emails_are_paused_and_go_on(desk, publisher, briefs, today):
    contents = Contents(tuple(brief.pk for brief in briefs))
    schedule.publish(publisher, today, contents, seen=0)
    desk.post(at("edition-pause", today))
    assert Mailing.objects.get().paused_at
    part = desk.get(at("edition-sent", today), headers={"HX-Request": "true"}).content.decode()
    assert "Paused" in part
    assert "Go on" in part
    desk.post(at("edition-resume", today))
    assert Mailing.objects.get().paused_at is None
    assert "had its emails go on" in desk.get(at("edition", today)).content.decode()


def test_what_the_mail_server_said_is_shown_as_words(desk, publisher, briefs, today):
    contents = Contents(tuple(brief.pk for brief in briefs))
    schedule.publish(publisher, today, contents, seen=0)
    mailing = Mailing.objects.get()
    failed = {"kind": "daily", "state": "failed", "error": "550 <no such user>"}
    mailing.deliveries.create(**failed)
    mailing.deliveries.create(**failed)
    part = desk.get(at("edition-sent", today), headers={"HX-Request": "true"}).content.decode()
    assert "2 failed" in part
    assert "550 &lt;no such user&gt;" in part


@pytest.mark.parametrize("name", ["edition-sent", "edition-pause", "edition-resume"])
def test_without_emails_there_is_nothing_to_pause(desk, briefs, today, name):
    make_edition(today, *briefs, published=False)
    call = desk.get if name == "edition-sent" else desk.post
    assert call(at(name, today), headers={"HX-Request": "true"}).status_code == 404
