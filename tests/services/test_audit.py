"""The audit log: what is appended, that it stays, and who reads it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from summaries import callers
from summaries.callers import Caller, calling
from summaries.models import ApiToken, AuditEntry, Scope
from summaries.models.operations import AppendedError
from summaries.services import audit, audit_words, bringing_in, tokens
from summaries.services.audit import Action, Wanted
from summaries.services.errors import NotAllowed, WrongState
from summaries.services.sources import registry
from summaries.services.sources.facts import Facts
from summaries.services.subscriptions import oversight
from summaries.workflow import Role
from tests.factories import PASSWORD, make_source, make_subscriber, make_user


@pytest.fixture
def admin(db):
    """Somebody who looks after the desk."""
    return make_user(Role.ADMIN, "amal")


@pytest.fixture
def reporter(db):
    """Somebody who signs in with a password."""
    return make_user(Role.REPORTER, "omar")


def _last() -> AuditEntry:
    return AuditEntry.objects.latest("pk")


def test_an_entry_tells_who_did_what_to_whom(admin, editor):
    with calling(Caller("192.0.2.7", "Firefox")):
        audit.record(admin, Action.CHANGED, editor, reason="Asked", fields=["email"])
    told = _last()
    assert (told.actor, told.actor_name, told.action) == (admin, "amal", "changed")
    assert (told.kind, told.key, told.name) == ("user", str(editor.pk), editor.username)
    assert (told.reason, told.data, told.address) == ("Asked", {"fields": ["email"]}, "192.0.2.7")
    assert callers.current().address is None


def test_an_entry_outlives_its_people(admin):
    audit.record(admin, Action.EXPORTED, kind="glossary")
    told = _last()
    admin.delete()
    told.refresh_from_db()
    assert (told.actor, told.actor_name) == (None, "amal")


@pytest.mark.django_db
def test_a_command_has_no_name():
    audit.record(None, Action.EXPORTED, kind="glossary")
    assert (_last().actor_name, _last().address) == ("", None)


def test_names_cannot_reverse_the_line_they_stand_in(admin):
    audit.record(admin, Action.ADDED, kind="glossary", name="terms\u202evsc.\nexe")
    assert _last().name == "terms vsc. exe"


@pytest.mark.parametrize("how", ["save", "delete", "update", "delete many"])
def test_what_is_told_is_never_changed(admin, how):
    entry = audit.record(admin, Action.EXPORTED, kind="glossary")
    entry.name = "another"
    done = {
        "save": entry.save,
        "delete": entry.delete,
        "update": lambda: AuditEntry.objects.update(name="another"),
        "delete many": AuditEntry.objects.all().delete,
    }[how]
    with pytest.raises(AppendedError):
        done()
    assert AuditEntry.objects.filter(pk=entry.pk, name="").exists()


# --- What is told ---------------------------------------------------------------------------------


def _sign_in(name: str, password: str) -> Client:
    client = Client(REMOTE_ADDR="192.0.2.7")
    client.post("/sign-in/", {"username": name, "password": password})
    return client


def test_signing_in_and_out(reporter):
    client = _sign_in(reporter.username, PASSWORD)
    assert (_last().action, _last().actor, _last().address) == ("signed_in", reporter, "192.0.2.7")
    client.post("/sign-out/")
    assert (_last().action, _last().actor) == ("signed_out", reporter)


def test_a_failure_keeps_a_name_that_exists_and_no_password(reporter):
    _sign_in(reporter.username, "wrong horse")
    assert (_last().action, _last().actor_name) == ("sign_in_failed", reporter.username)
    _sign_in("my whole password", "x")
    assert (_last().actor_name, _last().data) == ("", {"unknown_name": True})
    told = str(list(AuditEntry.objects.values()))
    assert "wrong horse" not in told
    assert "my whole password" not in told


def test_a_lock_is_told_once_however_long_somebody_tries(reporter, settings):
    for _attempt in range(settings.AXES_FAILURE_LIMIT + 5):
        _sign_in(reporter.username, "wrong")
    told = AuditEntry.objects.filter(address="192.0.2.7")
    assert told.filter(action="locked_out").count() == 1
    assert told.filter(action="sign_in_failed").count() == settings.AXES_FAILURE_LIMIT - 1


def test_a_token_that_is_given_and_revoked(admin, reporter):
    token, plain = tokens.issue(admin, "Harbour script", reporter, [Scope.ARTICLES_WRITE])
    told = _last()
    assert (told.action, told.kind, told.name) == ("added", "token", "Harbour script")
    assert told.data == {"acts_as": reporter.username, "scopes": ["articles:write"]}
    assert plain not in str(told.data)
    tokens.revoke(admin, token)
    assert (_last().action, _last().data) == ("changed", {"verb": "revoked"})
    n = AuditEntry.objects.count()
    with pytest.raises(WrongState):
        tokens.revoke(admin, ApiToken.objects.get())
    assert AuditEntry.objects.count() == n, "what did not happen is not told"


def test_sources_that_are_added_changed_and_paused(admin):
    source = registry.add(admin, Facts(name_en="Harbour Post", kind="manual"), reason="New")
    told = _last()
    assert (told.action, told.kind, told.name) == ("added", "source", "Harbour Post")
    assert told.reason == "New"
    registry.change(admin, source, Facts(name_en="Harbour News", kind="manual"))
    assert (_last().action, _last().data) == ("changed", {"fields": ["name_en"]})
    registry.pause(admin, make_source(), "Broken")
    assert (_last().data, _last().reason) == ({"verb": "paused"}, "Broken")


def test_a_glossary_that_is_brought_in(editor):
    data = "arabic,english\nعبّارة,ferry\n".encode()
    bringing_in.terms(editor, "terms.csv", data)
    told = _last()
    assert (told.actor, told.action, told.kind) == (editor, "added", "glossary")
    assert (told.name, told.data) == ("terms.csv", {"added": 1})


@pytest.mark.parametrize(
    ("address", "kind", "ending"),
    [
        ("/desk/glossary/terms.csv", "glossary", "csv"),
        ("/desk/memory/memory.tmx", "memory", "tmx"),
        ("/desk/sources/sources.opml", "sources", "opml"),
        ("/desk/audit/audit.csv", "audit", "csv"),
    ],
)
def test_files_that_somebody_took_along(at_desk, admin, address, kind, ending):
    client = at_desk(admin)
    client.head(address)
    assert _last().action == "signed_in", "the headers alone are no file"
    client.get(address)
    assert (_last().action, _last().kind) == ("exported", kind)
    assert _last().data == {"format": ending}


@pytest.mark.parametrize(
    ("act", "action", "kind"),
    [
        ("export", "exported", "subscriber"),
        ("leave", "changed", "subscriber"),
        ("suppress", "added", "suppression"),
        ("erase", "deleted", "subscriber"),
    ],
)
def test_what_admins_do_for_subscribers_without_their_addresses(admin, act, action, kind):
    reader = make_subscriber("layla@inbox.example")
    target = reader.email if act == "suppress" else reader
    reason = "Layla@inbox.example asked by letter"
    getattr(oversight, act)(admin, target, reason)
    told = _last()
    assert (told.actor, told.action, told.kind) == (admin, action, kind)
    assert told.reason == "… asked by letter"
    assert "layla" not in f"{told.name}{told.key}{told.reason}{told.data}".lower()


# --- Reading --------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["reporter", "editor", "publisher", "outsider"])
def test_only_admins_read_it(request, role):
    with pytest.raises(NotAllowed):
        audit.entries(request.getfixturevalue(role), Wanted())


def test_it_is_narrowed_by_person_action_and_days(admin, editor):
    AuditEntry.objects.bulk_create(
        AuditEntry(
            actor_name=name,
            action=action,
            kind="user" if about else "topic",
            name=about,
            created_at=timezone.now() - timedelta(days=days),
        )
        for name, action, about, days in [
            ("sami", "signed_in", "", 10),
            ("sami", "exported", "", 5),
            ("huda", "sessions_ended", "sami", 3),
            ("huda", "added", "", 3),
        ]
    )
    today = timezone.localdate()

    def found(**asked) -> list[str]:
        return [entry.action for entry in audit.entries(admin, Wanted(**asked))]

    assert found(who="SAM") == ["sessions_ended", "exported", "signed_in"]
    assert found(who="sami", action="exported") == ["exported"]
    assert found(who="sami", since=today - timedelta(days=5)) == ["sessions_ended", "exported"]
    assert found(who="sami", until=today - timedelta(days=5)) == ["exported", "signed_in"]
    assert found(who="nobody at all") == []
    assert found(kind="no such kind") == []


def test_facts_are_told_in_words():
    data = {"is_active": [True, False], "roles_given": ["editor", "others"], "of_its_own": 3}
    assert audit_words.facts(data) == [
        ("active", "yes", "no"),
        ("roles given", "", "Editor, others"),
        ("of its own", "", "3"),
    ]
