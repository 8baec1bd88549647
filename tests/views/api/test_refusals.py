"""Whom the API refuses, how often somebody may come, and which addresses and verbs there are."""

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from summaries.models import ApiToken, Article, Scope
from summaries.workflow import Role
from tests.factories import make_brief, make_token
from tests.views.api.conftest import ARTICLE, ARTICLES, Program, problem_of

GOOD = {"text": ARTICLE}


# --- Who ------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "Bearer ", "Basic b21hcjpvbWFy", "nd_x", "Bearer nd_" + "x" * 43]
)
def test_without_a_valid_token_nothing_opens(client, header):
    headers = {} if header is None else {"Authorization": header}
    for response in (
        client.post(ARTICLES, json.dumps(GOOD), content_type="application/json", headers=headers),
        client.get(f"{ARTICLES}/1", headers=headers),
        client.get("/api/v1/fetches/1", headers=headers),
    ):
        problem_of(response, 401)
        assert response["WWW-Authenticate"].startswith('Bearer realm="newsdesk"')
        assert "RateLimit" not in response
    assert not Article.objects.exists()


@pytest.mark.parametrize("written", ["Basic {}", "Token {}", "{}", "x {}", "Bearer  {} "])
def test_a_token_is_never_written_to_the_log(client, reporter, settings, caplog, written):
    settings.DEBUG = True
    plain = make_token(reporter)[1]
    client.get(f"{ARTICLES}/1", headers={"Authorization": written.format(plain)})
    assert plain not in caplog.text


def _expired(token: ApiToken) -> None:
    token.expires_at = timezone.now() - timedelta(seconds=1)


def _revoked(token: ApiToken) -> None:
    token.revoked_at = timezone.now()


def _of_somebody_who_left(token: ApiToken) -> None:
    token.user.is_active = False
    token.user.save()


def _of_somebody_without_a_role(token: ApiToken) -> None:
    token.user.groups.clear()


@pytest.mark.parametrize(
    "end", [_expired, _revoked, _of_somebody_who_left, _of_somebody_without_a_role]
)
def test_ended_and_unknown_tokens_are_told_the_same(client, reporter, end):
    token, plain = make_token(reporter)
    end(token)
    token.save()
    ended = Program(client, plain).post(GOOD)
    unknown = Program(client, token.prefix + "x" * 37).post(GOOD)
    problem_of(ended, 401)
    assert ended.content == unknown.content
    assert _told(ended) == _told(unknown)


def _told(response) -> dict[str, str]:
    """Return the headers but those that are another's with each answer."""
    return {n: v for n, v in response.headers.items() if n not in ("X-Request-ID", "Expires")}


def test_a_session_opens_nothing(at_desk, reporter):
    client = at_desk(reporter)
    problem_of(client.post(ARTICLES, json.dumps(GOOD), content_type="application/json"), 401)
    problem_of(client.get(f"{ARTICLES}/1"), 401)


def test_no_forgery_token_is_needed_and_no_cookie_is_set(reporter, bell):
    strict = Client(enforce_csrf_checks=True)
    response = Program(strict, make_token(reporter)[1]).post(GOOD)
    assert response.status_code == 201
    assert not response.cookies


def test_other_sites_may_not_read_along(program):
    response = program.get(f"{ARTICLES}/{make_brief().article_id}", Origin="https://evil.example")
    assert not [name for name in response.headers if name.startswith("Access-Control")]
    assert response["Cache-Control"].startswith("max-age=0, no-cache, no-store")


@pytest.mark.parametrize(
    ("scope", "refused"),
    [(Scope.ARTICLES_READ, "post"), (Scope.ARTICLES_WRITE, "get")],
)
def test_a_token_does_what_its_scopes_allow(program_of, scope, refused):
    program = program_of(scopes=[scope])
    response = program.post(GOOD) if refused == "post" else program.get(f"{ARTICLES}/1")
    found = problem_of(response, 403)
    missing = next(iter(set(Scope.values) - {scope}))
    assert missing in found["detail"]
    assert f'scope="{missing}"' in response["WWW-Authenticate"]
    assert not Article.objects.exists()


@pytest.mark.parametrize("role", list(Role))
def test_every_role_of_the_desk_sends_and_reads(program_of, bell, role):
    program = program_of(role)
    told = program.post(GOOD)
    assert told.status_code == 201
    assert program.get(told["Location"]).status_code == 200


# --- How often ------------------------------------------------------------------------------------


def test_a_program_learns_its_limit_and_when_to_go_on(program_of):
    program = program_of(per_minute=2)
    address = f"{ARTICLES}/{make_brief().article_id}"
    told = [program.get(address) for _ in range(3)]
    assert [response.status_code for response in told] == [200, 200, 429]
    assert [response["RateLimit-Policy"] for response in told] == ['"minute";q=2;w=60'] * 3
    left = [re.fullmatch(r'"minute";r=(\d);t=(\d+)', response["RateLimit"]) for response in told]
    assert [found[1] for found in left] == ["1", "0", "0"]
    problem_of(told[2], 429)
    assert 1 <= int(told[2]["Retry-After"]) <= 60


def test_refused_requests_count_too(program_of):
    program = program_of(per_minute=2)
    assert [program.post(b"{").status_code for _ in range(3)] == [400, 400, 429]


# --- Addresses and verbs --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verb", "address", "allowed"),
    [
        ("get", ARTICLES, "POST"),
        ("put", ARTICLES, "POST"),
        ("options", ARTICLES, "POST"),
        ("delete", f"{ARTICLES}/1", "GET"),
        ("post", f"{ARTICLES}/1", "GET"),
        ("patch", "/api/v1/fetches/1", "GET"),
    ],
)
def test_the_wrong_verb_is_told_the_right_one(program, verb, address, allowed):
    response = getattr(program.client, verb)(address, headers=program.headers)
    problem_of(response, 405)
    assert response["Allow"] == allowed


@pytest.mark.parametrize(
    "address",
    [f"{ARTICLES}/999", f"{ARTICLES}/{10**30}", "/api/v1/fetches/999", f"{ARTICLES}/x",
     f"{ARTICLES}/1/more", f"{ARTICLES}/-1", f"{ARTICLES}/", "/api/v1/nothing",
     "/api/v1/nothing/\x00"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(program, address):
    problem_of(program.get(address), 404)
