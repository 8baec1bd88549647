import threading
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from summaries.models import ApiToken, Scope
from summaries.services import tokens
from summaries.services.errors import Invalid, NotAllowed, WrongState
from summaries.workflow import Role
from tests.factories import make_token

NOW = datetime(2026, 11, 20, 9, 30, 20, tzinfo=UTC)
WRITE = [Scope.ARTICLES_WRITE]


@pytest.fixture
def admin(person):
    return person(Role.ADMIN, name="amal")


def test_a_token_is_shown_once_and_only_its_digest_is_kept(admin, omar):
    token, plain = tokens.issue(admin, "Harbour script", omar, WRITE, 30)
    assert plain.startswith("nd_")
    assert len(plain) == 46
    token.refresh_from_db()
    stored = " ".join(str(value) for value in vars(token).values())
    assert plain not in stored
    assert plain.startswith(token.prefix)
    assert (token.user, token.created_by, token.scopes) == (omar, admin, ["articles:write"])
    assert tokens.authenticate(plain) == token


def test_two_tokens_are_never_alike(admin, omar):
    texts = {tokens.issue(admin, "One", omar, WRITE)[1] for _ in range(20)}
    assert len(texts) == 20


@pytest.mark.parametrize("role", [Role.REPORTER, Role.EDITOR, Role.PUBLISHER, None])
def test_only_admins_give_list_and_revoke(person, omar, role):
    somebody = person(*([role] if role else []))
    token, _plain = make_token(omar)
    for attempt in (
        lambda: tokens.issue(somebody, "Mine", omar, WRITE),
        lambda: tokens.all_tokens(somebody),
        lambda: tokens.revoke(somebody, token),
    ):
        with pytest.raises(NotAllowed, match="Only admins"):
            attempt()
    token.refresh_from_db()
    assert (ApiToken.objects.count(), token.revoked_at) == (1, None)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": " \u202e "}, "name"),
        ({"scopes": []}, "what the token may be used for"),
        ({"scopes": ["articles:burn"]}, "what the token may be used for"),
        ({"per_minute": 0}, "between 1 and 6000"),
        ({"per_minute": 6001}, "between 1 and 6000"),
        ({"expires": datetime(2020, 1, 1, tzinfo=UTC)}, "has passed"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(admin, omar, change, words):
    given = {"name": "Script", "user": omar, "scopes": WRITE, "per_minute": 60} | change
    with pytest.raises(Invalid, match=words):
        tokens.issue(admin, **given)
    assert not ApiToken.objects.exists()


def test_nobody_gets_a_token_to_act_as_somebody_without_a_role(admin, person):
    with pytest.raises(Invalid, match="no role"):
        tokens.issue(admin, "Script", person(name="nadia"), WRITE)


def _revoked(token, admin):
    tokens.revoke(admin, token)


def _expired(token, _admin):
    ApiToken.objects.filter(pk=token.pk).update(expires_at=timezone.now())


def _inactive(token, _admin):
    type(token.user).objects.filter(pk=token.user_id).update(is_active=False)


def _without_role(token, _admin):
    token.user.groups.clear()


@pytest.mark.parametrize("ended", [_revoked, _expired, _inactive, _without_role])
def test_a_token_that_ended_opens_nothing(admin, omar, ended):
    token, plain = make_token(omar)
    assert tokens.authenticate(plain) == token
    ended(token, admin)
    assert tokens.authenticate(plain) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text", ["", "nd_", "nd_" + "0" * 43, "Bearer", "\x00", "\ud800", "é" * 9000]
)
def test_what_is_no_token_opens_nothing(text):
    assert tokens.authenticate(text) is None


def test_a_guess_costs_the_same_whatever_of_it_is_right(omar, django_assert_num_queries):
    _token, plain = make_token(omar)
    for guess in ("", "nd_", plain[:-1], plain[:20] + "x" * 26, plain + "x"):
        with django_assert_num_queries(1):
            assert tokens.authenticate(guess) is None


def test_a_token_is_revoked_once_and_says_by_whom(admin, omar):
    token, _plain = make_token(omar)
    tokens.revoke(admin, token)
    token.refresh_from_db()
    assert token.revoked_by == admin
    assert token.revoked_at is not None
    with pytest.raises(WrongState, match="already"):
        tokens.revoke(admin, token)


def test_its_use_is_noted_once_a_minute(omar):
    token, plain = make_token(omar)
    noted = []
    for seconds in (0, 30, 59, 61, 90, 122):
        with time_machine.travel(NOW + timedelta(seconds=seconds), tick=False):
            tokens.authenticate(plain)
        token.refresh_from_db()
        noted.append((token.last_used_at - NOW).total_seconds())
    assert noted == [0, 0, 0, 61, 61, 122]


def test_requests_are_counted_by_the_minute(omar):
    token, _plain = make_token(omar, per_minute=3)
    with time_machine.travel(NOW, tick=False):
        counted = [tokens.count(token) for _ in range(5)]
    assert [allowance.granted for allowance in counted] == [True, True, True, False, False]
    assert [allowance.left for allowance in counted] == [2, 1, 0, 0, 0]
    assert {allowance.seconds for allowance in counted} == {40}
    with time_machine.travel(NOW + timedelta(seconds=39), tick=False):
        assert not tokens.count(token).granted
    with time_machine.travel(NOW + timedelta(seconds=40), tick=False):
        assert tokens.count(token) == tokens.Allowance(granted=True, limit=3, left=2, seconds=60)


def test_a_clock_that_goes_ahead_does_not_lock_the_others_out(omar):
    token, _plain = make_token(omar, per_minute=2)
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        assert tokens.count(token).granted
    with time_machine.travel(NOW, tick=False):
        assert [tokens.count(token).granted for _ in range(2)] == [True, False]


@pytest.mark.django_db(transaction=True)
def test_threads_get_exactly_the_limit(request):
    token, _plain = make_token(request.getfixturevalue("reporter"), per_minute=10)
    granted, failed = [], []

    def ask():
        try:
            granted.extend(tokens.count(token).granted for _ in range(5))
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    with time_machine.travel(NOW, tick=False):
        threads = [threading.Thread(target=ask) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert failed == []
    assert (len(granted), sum(granted)) == (30, 10)
    token.refresh_from_db()
    assert token.window_count == 10
