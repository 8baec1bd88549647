"""Refusals as a program reads them: problem details (RFC 9457), in the words of the services."""

import json
from dataclasses import dataclass, field

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MEDIA_TYPE = "application/problem+json"
REALM = 'Bearer realm="newsdesk"'


@dataclass(frozen=True)
class Kind:
    """A kind of refusal: its name in addresses, its HTTP status, its title, what to do about it."""

    name: str
    status: int
    title: Promise
    advice: Promise


UNREADABLE = Kind(
    "unreadable",
    400,
    _("This request cannot be read"),
    _("Send one JSON object in UTF-8, each name once in it, without NaN."),
)
TOKEN_NEEDED = Kind(
    "token-needed",
    401,
    _("A valid token is needed"),
    _("Send it as Authorization: Bearer. Ask an admin if yours has expired or was revoked."),
)
NOT_ALLOWED = Kind(
    "not-allowed",
    403,
    _("Not with this token"),
    _("The token lacks the scope, or its person the role. Ask an admin for another one."),
)
NOT_FOUND = Kind(
    "not-found",
    404,
    _("There is nothing at this address"),
    _("Compare the address with those of this page, and the number with what you were answered."),
)
WRONG_VERB = Kind(
    "wrong-method",
    405,
    _("This address does not know this method"),
    _("The header Allow names those that it knows."),
)
TAKEN_IN = Kind(
    "already-taken-in",
    409,
    _("This article is on the desk already"),
    _("Nothing was stored. The member “article” says where to ask for the first one."),
)
CONFLICT = Kind(
    "conflict",
    409,
    _("Something else is in the way"),
    _("The first request with this Idempotency-Key is still at work. Repeat yours shortly."),
)
RETRACTED = Kind(
    "retracted",
    410,
    _("This brief was retracted"),
    _("Do not show it any longer. The member “retraction” says when it went, and why."),
)
LENGTH_NEEDED = Kind(
    "length-needed",
    411,
    _("The length is missing"),
    _("Send a Content-Length instead of chunks."),
)
TOO_LARGE = Kind(
    "too-large",
    413,
    _("This request is too large"),
    _("Send one article at a time, of up to 200,000 characters."),
)
WRONG_TYPE = Kind(
    "wrong-type",
    415,
    _("Only JSON in UTF-8 is understood"),
    _("Send Content-Type: application/json, without a Content-Encoding."),
)
INVALID = Kind(
    "invalid",
    422,
    _("Some fields are wrong"),
    _("The member “errors” says of each field what is wrong with it."),
)
KEY_REUSED = Kind(
    "key-reused",
    422,
    _("This key belongs to another request"),
    _("Give each request its own Idempotency-Key, and repeat only the same request with it."),
)
TOO_MANY = Kind(
    "too-many-requests",
    429,
    _("Too many requests in this minute"),
    _("Wait as many seconds as the header Retry-After says."),
)
BROKEN = Kind(
    "server-error",
    500,
    _("Something went wrong on our side"),
    _("An admin finds it in the log. Repeat the request later, with the same Idempotency-Key."),
)
KINDS = (
    UNREADABLE,
    TOKEN_NEEDED,
    NOT_ALLOWED,
    NOT_FOUND,
    WRONG_VERB,
    TAKEN_IN,
    CONFLICT,
    RETRACTED,
    LENGTH_NEEDED,
    TOO_LARGE,
    WRONG_TYPE,
    INVALID,
    KEY_REUSED,
    TOO_MANY,
    BROKEN,
)  # fmt: skip


_KNOWN = {"id": 1042, "url": "https://desk.example/api/v1/articles/1042"}
_LATE = {"field": "published_at", "detail": "This is before 1900 or in the future."}
_EXAMPLES = {
    "already-taken-in": {"detail": "This article is on the desk already.", "article": _KNOWN},
    "retracted": {
        "detail": "This brief was retracted. Do not rely on copies of it.",
        "retraction": {
            "id": 988,
            "at": "2026-11-21T09:12:00Z",
            "en": "The port did not open: the ministry took its statement back.",
            "ar": "لم يُفتتح الميناء: سحبت الوزارة بيانها.",
        },
    },
    "invalid": {"detail": f"published_at: {_LATE['detail']}", "errors": [_LATE]},
}


@dataclass
class Refusal(Exception):
    """Why a request is not carried out: `detail` in words, and members and headers of its own."""

    kind: Kind
    detail: str
    members: dict = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.detail


def example(kind: Kind) -> dict:
    """Return what a refusal of this kind looks like."""
    members = _EXAMPLES.get(kind.name, {"detail": str(kind.advice)})
    explained = f"https://desk.example/api/v1/docs#{kind.name}"
    return {"type": explained, "title": str(kind.title), "status": kind.status} | members


def wrong_fields(errors: list[tuple[str, str]]) -> Refusal:
    """Return the refusal of (field, what is wrong with it) pairs."""
    named = [{"field": name, "detail": detail} for name, detail in errors]
    detail = " ".join(f"{name}: {detail}" if name else detail for name, detail in errors)
    return Refusal(INVALID, detail, {"errors": named})


def answer(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Return the refusal as a response; its type leads to the page that explains it."""
    kind = refusal.kind
    explained = settings.SITE_URL + reverse("api:docs") + f"#{kind.name}"
    document = {
        "type": explained,
        "title": str(kind.title),
        "status": kind.status,
        "detail": refusal.detail,
    } | refusal.members
    content = json.dumps(document, ensure_ascii=False)
    response = HttpResponse(content, status=kind.status, content_type=MEDIA_TYPE)
    for name, value in refusal.headers.items():
        response[name] = value
    return response
