"""Who is told when a source breaks or falls silent, and that nobody is told twice."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from summaries import tasks
from summaries.models import Item, Notice, Source
from summaries.services import notices, preferences
from summaries.services.sources import alerts, registry
from summaries.workflow import Role
from tests.factories import make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ERROR = "The server answered 410: what was here is gone for good. Look for its new address."


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch):
    monkeypatch.setattr(notices, "ring_bell", lambda: None)


@pytest.fixture
def admin():
    return make_user(Role.ADMIN, "amal")


def make_source(**facts) -> Source:
    """Return a source that publishes every hour and was asked a moment ago."""
    defaults = {
        "name_en": "Al-Marfa Daily",
        "name_ar": "المرفأ اليومي",
        "kind": "feed",
        "url": "https://marfa.example/rss",
        "last_fetch_at": NOW,
        "last_success_at": NOW,
        "last_item_at": NOW,
        "next_fetch_at": NOW + HOUR,
        "created_at": NOW - 90 * DAY,
    }
    source = Source.objects.create(**defaults | facts)
    Item.objects.bulk_create(
        Item(source=source, key=str(n), state="taken_in", listed_hash="1", first_seen_at=moment)
        for n in range(48)
        if (moment := NOW - 2 * DAY - n * HOUR)
    )
    return source


FAILING = {"failures": 5, "failing_since": NOW - HOUR, "last_error": ERROR}
SILENT = {"last_item_at": NOW - 2 * DAY}


@pytest.mark.parametrize(
    ("facts", "verb"),
    [
        ({}, ""),
        (FAILING, "failing"),
        (FAILING | {"failures": 4}, ""),
        (FAILING | {"is_active": False}, ""),
        (SILENT, "silent"),
        (SILENT | FAILING, "failing"),
        (SILENT | FAILING | {"failures": 1}, ""),
        (SILENT | {"is_active": False}, ""),
        (SILENT | {"kind": "manual"}, ""),
        ({"last_item_at": NOW - 23 * HOUR}, ""),
        # It never published: nobody can miss it.
        ({"last_item_at": None}, ""),
        # The newsdesk was off, not the source.
        (SILENT | {"last_success_at": NOW - 2 * DAY}, ""),
        (FAILING | {"told_failing_at": NOW - DAY}, ""),
        (SILENT | {"told_silent_at": NOW - DAY}, ""),
    ],
)
def test_what_is_told(admin, facts, verb):
    source = make_source(**facts)
    assert alerts.check() == bool(verb)
    assert [event.verb for event in source.events.all()] == ([verb] if verb else [])
    assert [notice.kind for notice in Notice.objects.all()] == ([verb] if verb else [])


def test_every_admin_is_told_and_nobody_else(admin, reporter, editor, publisher):
    second = make_user(Role.ADMIN, "bilal")
    root = make_user(None, "root")
    root.is_superuser = True
    root.save()
    preferences.save(second, language="", single_keys=True, email_notices=False)
    source = make_source(**FAILING)
    alerts.check()
    told = Notice.objects.values_list("recipient__username", "source")
    assert set(told) == {("amal", source.pk), ("root", source.pk)}


def test_once_a_spell(admin, clock):
    source = make_source(**FAILING)
    assert [alerts.check(), alerts.check()] == [1, 0]
    clock.shift(2 * DAY)
    Source.objects.update(failures=9, next_fetch_at=NOW + 3 * DAY)
    assert alerts.check() == 0
    Source.objects.update(failures=0, told_failing_at=None)
    Source.objects.update(**FAILING)
    assert alerts.check() == 1
    assert source.events.filter(verb="failing").count() == 2


def test_of_two_checks_at_once_one_tells(admin, monkeypatch):
    make_source(**FAILING)
    inner = []
    original = alerts._tell

    def tell(*arguments):
        monkeypatch.setattr(alerts, "_tell", original)
        inner.append(alerts.check())
        return original(*arguments)

    monkeypatch.setattr(alerts, "_tell", tell)
    assert alerts.check() == 0
    assert inner == [1]
    assert Notice.objects.count() == 1


def test_a_source_that_publishes_again_is_told_in_its_history_alone(admin, clock):
    source = make_source(**SILENT)
    alerts.check()
    clock.shift(HOUR)
    Source.objects.update(last_item_at=NOW + HOUR, last_success_at=NOW + HOUR)
    assert alerts.check() == 0
    source.refresh_from_db()
    assert source.told_silent_at is None
    assert [event.verb for event in source.events.all()] == ["publishes_again", "silent"]
    assert Notice.objects.count() == 1


def test_a_source_that_stays_silent_after_a_pause_is_told_about_in_time(admin, clock):
    source = make_source(last_item_at=NOW - 60 * DAY, is_active=False)
    registry.resume(admin, source)
    Source.objects.update(next_fetch_at=NOW + 90 * DAY, last_success_at=NOW)
    source.fetches.all().delete()
    assert alerts.check() == 0
    clock.shift(40 * DAY)
    Source.objects.update(last_success_at=NOW + 40 * DAY)
    assert [alerts.check(), alerts.check()] == [1, 0]
    Source.objects.update(last_item_at=NOW + 41 * DAY)
    alerts.check()
    verbs = [event.verb for event in source.events.order_by("pk")]
    assert verbs == ["resumed", "silent", "publishes_again"]


def test_an_item_after_a_pause_that_nobody_was_told_of_ends_no_silence(admin, clock):
    source = make_source(last_item_at=NOW - 60 * DAY, is_active=False)
    registry.resume(admin, source)
    clock.shift(HOUR)
    Source.objects.update(last_item_at=NOW + HOUR)
    alerts.check()
    assert [event.verb for event in source.events.all()] == ["resumed"]


@pytest.mark.parametrize(
    ("facts", "language", "subject", "says"),
    [
        (FAILING, "", "A source fails: Al-Marfa Daily", [ERROR, "5 fetches of this source"]),
        (SILENT, "", "A source fell silent: Al-Marfa Daily", ["nothing new since 8 Mar 2026"]),
        (FAILING, "ar", "المرفأ اليومي", ["marfa.example"]),
        (SILENT, "ar", "المرفأ اليومي", ["marfa.example"]),
    ],
)
def test_the_email_says_what_is_wrong_and_leads_to_the_source(
    admin, mailoutbox, settings, facts, language, subject, says
):
    settings.SITE_URL = "https://desk.example"
    preferences.save(admin, language=language, single_keys=True, email_notices=True)
    source = make_source(**facts)
    alerts.check()
    assert notices.send_due() == 1
    (message,) = mailoutbox
    html = message.alternatives[0][0]
    assert subject in message.subject
    for part in (message.body, html):
        assert f"https://desk.example/desk/sources/{source.pk}/" in part
        assert "https://desk.example/desk/preferences/" in part
        for words in says:
            assert words in part
    assert f'lang="{language or "en"}"' in html


def test_an_email_that_is_late_says_that_the_source_answers_again(admin, mailoutbox):
    make_source(**FAILING)
    alerts.check()
    Source.objects.update(failures=0, last_error="", failing_since=None)
    notices.send_due()
    assert "Meanwhile it answers again" in mailoutbox[0].body


def test_markup_in_an_error_stays_text(admin, mailoutbox):
    make_source(**FAILING | {"last_error": "<img src=x>\nBcc: all@example.org", "name_en": "A\nB"})
    alerts.check()
    notices.send_due()
    assert "<img" not in mailoutbox[0].alternatives[0][0]
    assert len(mailoutbox[0].subject.splitlines()) == 1


def test_beat_asks_for_it(admin, settings):
    make_source(**FAILING)
    tasks.watch_sources()
    assert Notice.objects.count() == 1
    beats = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert tasks.watch_sources.name in beats
