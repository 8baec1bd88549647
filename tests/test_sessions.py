"""Sessions that know whose they are."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from summaries import tasks
from summaries.models import AuditEntry, DeskSession
from summaries.workflow import Status
from tests.factories import PASSWORD, make_brief


def test_a_session_belongs_to_whoever_signed_in(at_desk, editor):
    at_desk(editor)
    session = DeskSession.objects.get()
    assert session.user == editor


@pytest.mark.django_db
def test_a_session_of_nobody_belongs_to_nobody(client):
    client.session["seen"] = "x"
    session = client.session
    session["seen"] = "x"
    session.save()
    assert DeskSession.objects.get(pk=session.session_key).user is None


def test_what_is_known_of_the_browser_stays_when_the_session_is_saved_again(at_desk, editor):
    session = at_desk(editor).session
    DeskSession.objects.update(address="192.0.2.7", agent="Firefox on a desk")
    session["seen"] = "x"
    session.save()
    row = DeskSession.objects.get()
    assert (row.address, row.agent, row.user) == ("192.0.2.7", "Firefox on a desk", editor)


def test_a_session_that_is_deleted_signs_its_browser_out(at_desk, editor):
    client = at_desk(editor)
    assert client.get("/desk/").status_code == 200
    DeskSession.objects.all().delete()
    assert client.get("/desk/").status_code == 302


def test_sessions_of_one_person_do_not_sign_others_out(editor, publisher):
    one, other = Client(), Client()
    one.force_login(editor)
    other.force_login(publisher)
    DeskSession.objects.filter(user=editor).delete()
    assert other.get("/desk/").status_code == 200


def test_a_session_knows_where_it_is_from(reporter):
    client = Client(headers={"User-Agent": "Firefox on a desk"}, REMOTE_ADDR="192.0.2.7")
    client.post("/sign-in/", {"username": reporter.username, "password": PASSWORD})
    row = DeskSession.objects.get(user=reporter)
    assert (row.address, row.agent) == ("192.0.2.7", "Firefox on a desk")


@pytest.mark.parametrize("address", ["", "unknown", "unix:"])
def test_a_visit_from_nowhere_is_one_too(reporter, address):
    client = Client(REMOTE_ADDR=address)
    client.post("/sign-in/", {"username": reporter.username, "password": PASSWORD})
    assert DeskSession.objects.get(user=reporter).address is None


@pytest.mark.parametrize(
    ("field", "past", "goes_on"),
    [
        ("seen_at", timedelta(hours=11, minutes=59), True),
        ("seen_at", timedelta(hours=12), False),
        ("created_at", timedelta(days=6, hours=23), True),
        ("created_at", timedelta(days=7), False),
    ],
)
def test_a_session_ends_when_it_is_idle_or_old(at_desk, editor, field, past, goes_on):
    client = at_desk(editor)
    DeskSession.objects.update(**{field: timezone.now() - past})
    assert DeskSession.objects.live().exists() == goes_on
    assert DeskSession.objects.ended().exists() != goes_on
    assert client.get("/desk/").status_code == (200 if goes_on else 302)


def test_a_visit_keeps_it_alive_and_is_noted_once_a_minute(at_desk, editor):
    client = at_desk(editor)
    now = timezone.now()
    for past, noted in ((timedelta(seconds=30), False), (timedelta(hours=11), True)):
        DeskSession.objects.update(seen_at=now - past, address="192.0.2.7")
        client.get("/desk/preferences/", REMOTE_ADDR="192.0.2.8")
        row = DeskSession.objects.get()
        assert (row.seen_at >= now) == noted
        assert row.address == ("192.0.2.8" if noted else "192.0.2.7")


def test_a_page_that_was_left_open_keeps_nothing_alive(at_desk, editor):
    client, brief = at_desk(editor), make_brief(Status.DRAFT)
    before = timezone.now() - timedelta(hours=2)
    DeskSession.objects.update(seen_at=before)
    client.get("/desk/sources/", headers={"HX-Request": "true"})
    client.post(f"/desk/briefs/{brief.pk}/here/")
    assert DeskSession.objects.get().seen_at == before


def test_reading_the_site_opens_no_session(at_desk, editor):
    client = at_desk(editor)
    before = timezone.now() - timedelta(hours=2)
    DeskSession.objects.update(seen_at=before)
    client.get("/")
    assert DeskSession.objects.get().seen_at == before


def test_an_account_that_is_deactivated_is_out_at_once_and_stays_out(at_desk, editor):
    client = at_desk(editor)
    editor.is_active = False
    editor.save()
    assert client.get("/desk/").status_code == 302
    assert not DeskSession.objects.exists()
    editor.is_active = True
    editor.save()
    assert client.get("/desk/").status_code == 302


def test_a_password_that_somebody_else_set_ends_every_session(at_desk, editor):
    at_desk(editor)
    editor.set_password("another long password")
    editor.save()
    assert not DeskSession.objects.exists()


def test_a_password_that_is_stored_in_a_newer_way_ends_none(editor, settings):
    other = Client()
    other.force_login(editor)
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        *settings.PASSWORD_HASHERS,
    ]
    Client().post("/sign-in/", {"username": editor.username, "password": PASSWORD})
    editor.refresh_from_db()
    assert editor.password.startswith("pbkdf2")
    assert not AuditEntry.objects.filter(action="password_changed").exists()
    assert DeskSession.objects.filter(user=editor).count() == 2


def test_sessions_that_ended_are_forgotten(at_desk, editor, publisher):
    at_desk(editor)
    DeskSession.objects.update(seen_at=timezone.now() - timedelta(hours=13))
    Client().force_login(publisher)
    tasks.forget_sessions()
    assert [row.user for row in DeskSession.objects.all()] == [publisher]
