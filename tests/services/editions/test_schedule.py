"""When an edition goes out."""

from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from summaries import tasks
from summaries.models import Edition, Mailing, Notice
from summaries.services import site
from summaries.services.editions import schedule
from summaries.services.editions.editing import Contents, Unaccepted
from summaries.services.errors import Invalid, NotAllowed, Stale, WrongState
from summaries.workflow import Role, Status
from tests.factories import make_brief, make_edition, make_report, make_revision, make_user

pytestmark = pytest.mark.django_db
DRAFT, SCHEDULED, PUBLISHED = Edition.State


@pytest.fixture
def publisher():
    return make_user(Role.PUBLISHER)


@pytest.fixture
def briefs():
    return [make_brief(Status.PUBLISHED) for _n in range(3)]


@pytest.fixture
def contents(briefs) -> Contents:
    return Contents(tuple(brief.pk for brief in briefs), "Good morning.", "صباح الخير.")


@pytest.fixture
def noon(monkeypatch):
    """Hold the clock at noon of a day; return the moment."""
    moment = datetime(2026, 3, 2, 12, 0, tzinfo=timezone.get_default_timezone())
    monkeypatch.setattr(timezone, "now", lambda: moment)
    return moment


def due(*briefs, **fields) -> Edition:
    """Return an edition of today whose time has come."""
    facts = {"state": SCHEDULED, "send_at": timezone.now() - timedelta(seconds=1), **fields}
    return make_edition(facts.pop("date", None), *briefs, published=False, **facts)


# --- At once ---------------------------------------------------------------------------------


def test_sending_gives_it_to_readers_and_opens_its_mailing(publisher, contents):
    before = site.version()
    edition = schedule.publish(publisher, timezone.localdate(), contents, seen=0)
    assert (edition.state, edition.decided_by) == (PUBLISHED, publisher)
    assert edition.published_at
    assert Mailing.objects.get().edition == edition
    assert Mailing.objects.get().created_by == publisher
    event = edition.events.get()
    assert (event.verb, event.actor, event.data["accepted"]) == ("published", publisher, [])
    assert event.data["briefs"] == list(contents.briefs)
    assert site.version() != before


def test_what_is_wanting_has_to_be_accepted_and_is_recorded(publisher, briefs):
    day, one = timezone.localdate(), Contents((briefs[0].pk,), "Hello.")
    with pytest.raises(Unaccepted) as refused:
        schedule.publish(publisher, day, one, seen=0, accepted=["few:1"])
    assert [want.code for want in refused.value.wants] == ["few:1", "intro_ar"]
    assert not Edition.objects.exists()
    edition = schedule.publish(publisher, day, one, seen=0, accepted=["intro_ar", "few:1", "x"])
    assert edition.accepted == edition.events.get().data["accepted"] == ["few:1", "intro_ar"]


def test_an_empty_one_never_goes_out(publisher):
    with pytest.raises(Unaccepted):
        schedule.publish(publisher, timezone.localdate(), Contents(), seen=0, accepted=["empty"])


@pytest.mark.parametrize("days", [-1, 2])
def test_only_one_of_today_or_tomorrow_goes_out(publisher, contents, days):
    day = timezone.localdate() + timedelta(days=days)
    with pytest.raises(Invalid):
        schedule.publish(publisher, day, contents, seen=0)


def test_before_its_date_begins_a_person_says_so(publisher, contents, noon):
    tomorrow = noon.date() + timedelta(days=1)
    with pytest.raises(Unaccepted) as refused:
        schedule.publish(publisher, tomorrow, contents, seen=0)
    assert [want.code for want in refused.value.wants] == ["early"]
    evening = noon + timedelta(hours=6)
    with pytest.raises(Unaccepted):
        schedule.schedule_at(publisher, tomorrow, contents, evening, seen=0)
    midnight = noon + timedelta(hours=12)
    edition = schedule.schedule_at(publisher, tomorrow, contents, midnight, seen=0)
    assert edition.accepted == []
    edition = schedule.publish(publisher, tomorrow, contents, seen=1, accepted=["early"])
    assert edition.events.first().data["accepted"] == ["early"]


def test_the_history_says_what_was_changed_whichever_button_stored_it(publisher, contents, noon):
    schedule.schedule_at(publisher, noon.date(), contents, noon + timedelta(hours=1), seen=0)
    other = Contents(contents.briefs[::-1], "Good evening.", contents.intro_ar)
    schedule.schedule_at(publisher, noon.date(), other, noon + timedelta(hours=2), seen=1)
    edition = schedule.publish(publisher, noon.date(), contents, seen=2)
    for event in edition.events.all()[:2]:
        assert (event.data["order"], event.data["intro"]) == (True, True)


def test_it_never_goes_out_twice(publisher, contents):
    day = timezone.localdate()
    schedule.publish(publisher, day, contents, seen=0)
    for seen, error in ((0, Stale), (1, WrongState)):
        with pytest.raises(error):
            schedule.publish(publisher, day, contents, seen=seen)
    assert Mailing.objects.count() == 1


# --- At a time -------------------------------------------------------------------------------


def test_scheduling_keeps_the_moment_and_who_decided(publisher, contents, noon):
    moment = noon + timedelta(hours=6)
    edition = schedule.schedule_at(publisher, noon.date(), contents, moment, seen=0)
    assert (edition.state, edition.send_at, edition.decided_by) == (SCHEDULED, moment, publisher)
    event = edition.events.get()
    assert (event.verb, event.data["send_at"]) == ("scheduled", moment.isoformat())
    assert not Mailing.objects.exists()


@pytest.mark.parametrize(
    ("hours", "words"), [(0, "has passed"), (-1, "has passed"), (12, "is over")]
)
def test_a_time_that_cannot_be_is_refused_in_words(publisher, contents, noon, hours, words):
    with pytest.raises(Invalid, match=words):
        schedule.schedule_at(
            publisher, noon.date(), contents, noon + timedelta(hours=hours), seen=0
        )
    assert not Edition.objects.exists()


def test_it_can_be_taken_off_the_schedule(publisher, briefs):
    edition = due(*briefs)
    schedule.unschedule(publisher, edition.date, seen=0)
    edition.refresh_from_db()
    assert (edition.state, edition.send_at) == (DRAFT, None)
    assert schedule.publish_due() == 0
    with pytest.raises(WrongState):
        schedule.unschedule(publisher, edition.date, seen=1)


@pytest.mark.parametrize("role", [Role.REPORTER, Role.EDITOR])
def test_only_publishers_and_admins_decide(role, contents, briefs):
    person, day = make_user(role), timezone.localdate()
    later = timezone.now() + timedelta(seconds=5)
    with pytest.raises(NotAllowed):
        schedule.publish(person, day, contents, seen=0)
    with pytest.raises(NotAllowed):
        schedule.schedule_at(person, day, contents, later, seen=0)
    with pytest.raises(NotAllowed):
        schedule.unschedule(person, due(*briefs).date, seen=0)


def test_one_goes_out_when_its_time_comes(publisher, briefs):
    edition, before = due(*briefs, decided_by=publisher), site.version()
    tasks.publish_editions()
    edition.refresh_from_db()
    assert (edition.state, edition.version) == (PUBLISHED, 1)
    assert edition.published_at
    assert Mailing.objects.get().edition == edition
    event = edition.events.get()
    assert (event.verb, event.actor) == ("published", None)
    assert site.version() != before
    assert schedule.publish_due() == 0
    assert Mailing.objects.count() == 1


def test_one_whose_time_is_to_come_waits(briefs):
    due(*briefs, send_at=timezone.now() + timedelta(minutes=1))
    assert schedule.publish_due() == 0


def test_what_was_accepted_does_not_hold_it_back(briefs):
    due(briefs[0], accepted=["few:1"])
    assert schedule.publish_due() == 1


def test_something_new_holds_it_back_and_tells_who_decides(publisher, briefs):
    other = make_user(Role.ADMIN)
    editor = make_user(Role.EDITOR)
    edition = due(*briefs, decided_by=publisher)
    briefs[0].status = Status.RETRACTED
    briefs[0].save()
    assert schedule.publish_due() == 0
    edition.refresh_from_db()
    assert (edition.state, edition.held_for, edition.published_at) == (DRAFT, ["few:2"], None)
    event = edition.events.get()
    assert (event.verb, event.actor, event.data["codes"]) == ("held", None, ["few:2"])
    notices = Notice.objects.filter(kind=Notice.Kind.HELD, edition=edition)
    assert {notice.recipient for notice in notices} == {publisher, other}
    assert not editor.notices.exists()
    assert not Mailing.objects.exists()


def test_fewer_than_were_accepted_hold_it_back(briefs):
    edition = due(*briefs[:2], accepted=["few:2"])
    briefs[0].status = Status.RETRACTED
    briefs[0].save()
    assert schedule.publish_due() == 0
    edition.refresh_from_db()
    assert edition.held_for == ["few:1"]


def test_a_readers_report_or_a_colleague_at_work_does_not_hold_it_back(briefs):
    edition = due(*briefs)
    make_report(briefs[0])
    make_revision(briefs[1], headline="Not corrected yet")
    assert schedule.publish_due() == 1
    edition.refresh_from_db()
    assert edition.is_published


def test_a_date_that_is_over_holds_it_back(briefs):
    edition = due(*briefs, date=timezone.localdate() - timedelta(days=2))
    assert schedule.publish_due() == 0
    edition.refresh_from_db()
    assert edition.held_for == ["late"]


def test_one_that_fails_does_not_keep_the_others(briefs, monkeypatch, caplog):
    bad, good = (due(*briefs, date=timezone.localdate() + timedelta(days=n)) for n in range(2))
    open_daily = schedule.mailings.open_daily

    def failing(edition, actor):
        if edition == bad:
            raise RuntimeError("disk full")
        return open_daily(edition, actor)

    monkeypatch.setattr(schedule.mailings, "open_daily", failing)
    good.accepted = [f"again:{brief.pk}" for brief in briefs]
    good.save()
    assert schedule.publish_due() == 1
    bad.refresh_from_db()
    assert (bad.state, bad.published_at) == (SCHEDULED, None)
    assert "cannot go out" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_of_two_schedulers_one_wins(briefs):
    due(*briefs)
    together, won = Barrier(2), []

    def run():
        together.wait()
        won.append(schedule.publish_due())
        connection.close()

    threads = [Thread(target=run) for _n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(won) == [0, 1]
    assert Mailing.objects.count() == 1
    assert Edition.objects.get().events.count() == 1
