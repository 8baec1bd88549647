"""The description of the API: OpenAPI 3.1, in English, as programs and their makers read it.

ninja writes what it knows from the signatures; here come refusals, headers, scopes and examples.
"""

from functools import cache

from django.utils import translation
from django.utils.translation import gettext_noop

from summaries.models import Scope
from summaries.views.api import problems
from summaries.views.api.api import api
from summaries.views.api.examples import ANSWERS
from summaries.views.api.problem_schemas import Problem
from summaries.views.api.problems import MEDIA_TYPE, Kind

_EVERYWHERE = (problems.TOKEN_NEEDED, problems.NOT_ALLOWED, problems.TOO_MANY, problems.BROKEN)
_READING = (*_EVERYWHERE, problems.NOT_FOUND)
_SENDING = (
    *_EVERYWHERE,
    problems.UNREADABLE,
    problems.TAKEN_IN,
    problems.CONFLICT,
    problems.LENGTH_NEEDED,
    problems.TOO_LARGE,
    problems.WRONG_TYPE,
    problems.INVALID,
    problems.KEY_REUSED,
)
_PUBLIC_LIST = (problems.INVALID, problems.TOO_MANY, problems.BROKEN)
_PUBLIC = (*_PUBLIC_LIST, problems.NOT_FOUND)
PROBLEMS = {
    "sendArticle": _SENDING,
    "readArticle": _READING,
    "readFetch": _READING,
    "listBriefs": _PUBLIC_LIST,
    "readBrief": (*_PUBLIC, problems.RETRACTED),
    "listEditions": _PUBLIC_LIST,
    "readEdition": _PUBLIC,
}
# What each operation asks of a token; the others are for everybody.
SCOPES = {
    "sendArticle": Scope.ARTICLES_WRITE,
    "readArticle": Scope.ARTICLES_READ,
    "readFetch": Scope.ARTICLES_READ,
}
DONE = {
    200: gettext_noop("As it stands now."),
    201: gettext_noop("The article is on the desk. Location says where to ask what becomes of it."),
    202: gettext_noop("The page will be fetched. Location says where to ask what comes of it."),
}
_HEADERS = {
    "ETag": gettext_noop("What this answer is called: send it back in If-None-Match."),
    "Link": gettext_noop("Where the next part of the list is: rel=next."),
    "RateLimit-Policy": gettext_noop("How many requests a minute the token makes: q."),
    "RateLimit": gettext_noop("How many are left: r. Seconds until the next minute begins: t."),
    "Location": gettext_noop("Where to ask what becomes of it."),
    "Idempotency-Replayed": gettext_noop("true: this is the stored answer to an earlier request."),
    "Retry-After": gettext_noop("Seconds to wait."),
    "WWW-Authenticate": gettext_noop(
        "That a bearer token is needed, and what is wrong with this one."
    ),
}
_OF_STATUS = {
    201: ("Location", "Idempotency-Replayed"),
    202: ("Location", "Idempotency-Replayed"),
    401: ("WWW-Authenticate",),
    403: ("WWW-Authenticate",),
    429: ("Retry-After",),
}
_NOT_CHANGED = gettext_noop("Nothing has changed since the answer of this ETag.")
_REF = "#/components/schemas/{model}"


@cache
def document() -> dict:
    """Return the OpenAPI document. It is shared: do not change it."""
    with translation.override("en"):
        found = dict(api.get_openapi_schema())
        found["servers"] = [{"url": "/"}]
        components = found["components"]
        components["schemas"] |= _problem_schemas()
        components["headers"] = {name: _header(words) for name, words in _HEADERS.items()}
        components["securitySchemes"]["Token"]["description"] = (
            "A token that an admin of the desk gives you: Authorization: Bearer nd_…"
        )
        for operation in operations(found):
            _finish(operation)
        return found


def operations(found: dict) -> list[dict]:
    """Return the operations of a document, in the order of its paths."""
    return [operation for methods in found["paths"].values() for operation in methods.values()]


def _finish(operation: dict) -> None:
    name = operation["operationId"]
    is_public = name not in SCOPES
    operation["security"] = [] if is_public else [{"Token": [SCOPES[name].value]}]
    answers = operation["responses"] = {
        str(status): answer for status, answer in operation["responses"].items()
    }
    for status, answer in answers.items():
        answer["description"] = DONE[int(status)]
        answer["content"]["application/json"]["example"] = ANSWERS[name, int(status)]
        answer["headers"] = _kept(name) if is_public else _headers(int(status))
    if is_public:
        answers["304"] = {"description": _NOT_CHANGED}
    for status in sorted({kind.status for kind in PROBLEMS[name]}):
        kinds = [kind for kind in PROBLEMS[name] if kind.status == status]
        headers = _references(*_OF_STATUS.get(status, ())) if is_public else _headers(status)
        answers[str(status)] = _refusal(kinds, headers)


def _refusal(kinds: list[Kind], headers: dict) -> dict:
    examples = {
        kind.name: {"summary": str(kind.title), "value": problems.example(kind)} for kind in kinds
    }
    return {
        "description": " ".join(f"{kind.title}. {kind.advice}" for kind in kinds),
        "content": {
            MEDIA_TYPE: {"schema": {"$ref": _REF.format(model="Problem")}, "examples": examples}
        },
        "headers": headers,
    }


def _kept(name: str) -> dict:
    """Return the headers of what is kept as pages are."""
    return _references("ETag", "Link") if name.startswith("list") else _references("ETag")


def _headers(status: int) -> dict:
    limits = () if status == 401 else ("RateLimit-Policy", "RateLimit")
    names = (*_OF_STATUS.get(status, ()), *limits)
    return _references(*names)


def _references(*names: str) -> dict:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _header(words: str) -> dict:
    return {"description": words, "schema": {"type": "string"}}


def _problem_schemas() -> dict:
    schema = Problem.model_json_schema(ref_template=_REF, mode="serialization")
    return schema.pop("$defs") | {"Problem": schema}
