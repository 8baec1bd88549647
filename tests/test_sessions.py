"""Sessions that know whose they are."""

import pytest
from django.test import Client

from summaries.models import DeskSession


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
