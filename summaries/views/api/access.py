"""Who may in: a token, how often, and for what. Sessions and cookies open nothing here."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from summaries.callers import client_address
from summaries.models import ApiToken, Scope
from summaries.services import brakes, tokens
from summaries.services.tokens import Allowance
from summaries.views.api import reading
from summaries.views.api.problems import (
    NOT_ALLOWED,
    REALM,
    TOKEN_NEEDED,
    TOO_MANY,
    Refusal,
    answer,
)

# Requests of one address without a valid token.
GUESSES_PER_MINUTE = 60


class Token(HttpBearer):
    """Lets requests in that carry a token with `scope`, as often as it may come."""

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> ApiToken:
        """Return the token. Raises Refusal."""
        token = self.authenticate(request, _sent(request))
        if token is None:
            if not brakes.allow_address("token", client_address(request), GUESSES_PER_MINUTE):
                raise _wait()
            raise _token_needed(request)
        request.allowance = tokens.count(token)
        if not request.allowance.granted:
            raise _too_many(request.allowance)
        if self.scope not in token.scopes:
            raise _out_of_scope(self.scope)
        if request.method == "POST":
            reading.check(request)
        return token

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        """Return the token that this text is, or None."""
        return tokens.authenticate(token) if token else None


def _sent(request: HttpRequest) -> str:
    """Return the token that was sent, or "". Not ninja's way: it logs a header that is misspelt."""
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def limits(allowance: Allowance) -> dict[str, str]:
    """Return the headers that tell a program its limit (draft-ietf-httpapi-ratelimit-headers)."""
    return {
        "RateLimit-Policy": f'"minute";q={allowance.limit};w=60',
        "RateLimit": f'"minute";r={allowance.left};t={allowance.seconds}',
    }


def _token_needed(request: HttpRequest) -> Refusal:
    """Say the same of every token that is not valid: unknown, expired, revoked or misspelt."""
    sent = "Authorization" in request.headers
    challenge = f'{REALM}, error="invalid_token"' if sent else REALM
    detail = (
        _("This token is not valid. It may be misspelt, expired or revoked: ask an admin.")
        if sent
        else _("Send a token as Authorization: Bearer nd_…. An admin of the desk gives you one.")
    )
    return Refusal(TOKEN_NEEDED, detail, headers={"WWW-Authenticate": challenge})


def _too_many(allowance: Allowance) -> Refusal:
    detail = _("This token makes at most %(limit)d requests a minute. Wait %(seconds)d seconds.")
    values = {"limit": allowance.limit, "seconds": allowance.seconds}
    return Refusal(TOO_MANY, detail % values, headers={"Retry-After": str(allowance.seconds)})


def too_many_at_once(request: HttpRequest) -> HttpResponse:
    """Answer a program without a token that has lists made faster than others get theirs."""
    return answer(request, _wait())


def _wait() -> Refusal:
    seconds = brakes.seconds_left()
    detail = _("Too many requests came from where you are. Wait %(seconds)d seconds.")
    headers = {"Retry-After": str(seconds), "Cache-Control": "no-store"}
    return Refusal(TOO_MANY, detail % {"seconds": seconds}, headers=headers)


def _out_of_scope(scope: Scope) -> Refusal:
    challenge = f'{REALM}, error="insufficient_scope", scope="{scope.value}"'
    detail = _("This token may not %(what)s. Ask an admin for one with the scope %(scope)s.")
    values = {"what": scope.label, "scope": scope.value}
    return Refusal(NOT_ALLOWED, detail % values, headers={"WWW-Authenticate": challenge})
