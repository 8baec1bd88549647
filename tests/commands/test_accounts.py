"""`manage.py accounts`."""

import pytest
from django.core.management import CommandError, call_command

from summaries.models import AuditEntry, DeskSession
from summaries.services.people import second_factor
from tests.codes import turn_on


def _run(capsys, *words: str) -> str:
    call_command("accounts", *words)
    return capsys.readouterr().out


def test_the_list_has_a_line_for_everybody(capsys, client, editor, outsider):
    turn_on(editor)
    client.force_login(editor)
    outsider.is_active = False
    outsider.save()
    told = _run(capsys, "list").splitlines()
    assert told[0].startswith("huda: editor, second factor on, signed in 1×, last sign-in 20")
    assert told[1] == "nadia: deactivated, second factor off, signed in 0×, last sign-in never"


def test_a_lost_phone_of_the_only_admin(capsys, client, editor):
    turn_on(editor)
    client.force_login(editor)
    assert "password alone" in _run(capsys, "second-factor-off", "huda", "--reason", "Lost")
    assert not second_factor.is_on(editor)
    assert not DeskSession.objects.exists()
    told = AuditEntry.objects.get(action="second_factor_off")
    assert (told.actor, told.name, told.reason) == (None, "huda", "Lost")
    with pytest.raises(CommandError, match="off already"):
        call_command("accounts", "second-factor-off", "huda", "--reason", "Again")


def test_signing_somebody_out(capsys, client, editor):
    client.force_login(editor)
    told = _run(capsys, "sign-out", "huda", "--reason", "Left the newsroom")
    assert told == "huda is signed out everywhere (1 session).\n"
    assert client.get("/desk/").status_code == 302


@pytest.mark.parametrize("action", ["sign-out", "second-factor-off"])
@pytest.mark.django_db
def test_a_name_that_nobody_has(action):
    with pytest.raises(CommandError, match="no account “omra”"):
        call_command("accounts", action, "omra", "--reason", "Typed badly")


@pytest.mark.parametrize("action", ["sign-out", "second-factor-off"])
def test_a_reason_is_asked_for(editor, action):
    with pytest.raises(CommandError, match="--reason"):
        call_command("accounts", action, "huda")
