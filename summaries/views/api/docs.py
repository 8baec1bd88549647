"""The page of the API and its description for machines; both are for everybody.

The page is made of the description, so that neither says what the other does not.
"""

import json
from shlex import quote

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from summaries.views.api.document import PROBLEMS, SCOPES, document
from summaries.views.api.examples import NUMBERS, QUERIES, TOKEN
from summaries.views.api.problems import KINDS
from summaries.views.public import visitors

_SHOWN = (
    "Article", "Brief", "Job", "Source", "Fetch",
    "BriefList", "PublicBrief", "WholeBrief", "Text", "Topic", "Original", "Outlet", "Translation",
    "Note", "Support", "Passage", "EditionList", "EditionFacts", "Edition", "Introduction",
)  # fmt: skip


@require_safe
def openapi(_request: HttpRequest) -> JsonResponse:
    """Return the OpenAPI document."""
    return JsonResponse(document(), json_dumps_params={"ensure_ascii": False, "indent": 1})


@require_safe
@visitors.paced
def docs(request: HttpRequest) -> HttpResponse:
    """Show the API to people: each operation with an example, each field, each refusal."""
    found = document()
    schemas = found["components"]["schemas"]
    base = request.build_absolute_uri("/").rstrip("/")
    context = {
        "about": _(found["info"]["description"]),
        "version": found["info"]["version"],
        "address": base + reverse("api:api-root"),
        "operations": [
            _operation(found, base, path, method)
            for path, methods in found["paths"].items()
            for method in methods
        ],
        "records": [(name, _fields(schemas[name])) for name in _SHOWN],
        "kinds": KINDS,
        "token": TOKEN,
    }
    return render(request, "api/docs.html", context)


def _operation(found: dict, base: str, path: str, method: str) -> dict:
    facts = found["paths"][path][method]
    name = facts["operationId"]
    asked = facts.get("requestBody", {}).get("content", {}).get("application/json", {})
    schema = _resolved(found, asked["schema"]) if asked else {}
    examples = [_in_order(one, schema) for one in schema.get("examples", [{}])]
    return {
        "id": name,
        "method": method.upper(),
        "path": path,
        "summary": _(facts["summary"]),
        "about": _(facts["description"]),
        "scope": SCOPES.get(name),
        "parameters": [_parameter(one) for one in facts.get("parameters", [])],
        "fields": _fields(schema, sent=True),
        "commands": [_curl(base, path, name, example) for example in examples],
        "answers": [
            (status, _(answer["description"]), _written(answer))
            for status, answer in facts["responses"].items()
            if status < "300"
        ],
        "problems": sorted(PROBLEMS[name], key=lambda kind: kind.status),
    }


def _in_order(example: dict, schema: dict) -> dict:
    """Return the example with its fields in the order of the table above it."""
    return {name: example[name] for name in schema.get("properties", {}) if name in example}


def _parameter(facts: dict) -> dict:
    return {
        "name": facts["name"],
        "where": _where(facts["in"]),
        "about": _(facts["description"]),
    }


def _where(place: str) -> str:
    places = {"header": _("header"), "path": _("in the address"), "query": _("after the ?")}
    return places[place]


def _fields(schema: dict, *, sent: bool = False) -> list[dict]:
    """Return what a reader needs to know of each field. What is sent may always be left out."""
    return [
        {
            "name": name,
            "kind": _kind(facts, sent=sent),
            "choices": facts.get("enum", []),
            "about": _(facts["description"]) if "description" in facts else "",
        }
        for name, facts in schema.get("properties", {}).items()
    ]


def _kind(facts: dict, *, sent: bool) -> str:
    """Say what a field holds: "text, at most 500 characters"."""
    branches = [one for one in facts.get("anyOf", [facts]) if one.get("type") != "null"]
    words = _(" or ").join(map(_one_kind, branches))
    if not sent and len(branches) < len(facts.get("anyOf", [])):
        words = _("%(kind)s, or null") % {"kind": words}
    return words


def _one_kind(facts: dict) -> str:
    if "$ref" in facts:
        return facts["$ref"].rsplit("/", 1)[-1]
    if facts["type"] == "array":
        return _("list of %(kind)s") % {"kind": _one_kind(facts["items"])}
    kinds = {"date-time": _("date and time"), "date": _("date")}
    kinds |= {"integer": _("number"), "boolean": _("yes or no")}
    simple = kinds.get(facts.get("format")) or kinds.get(facts["type"])
    if simple:
        return simple
    if "maxLength" in facts:
        n = facts["maxLength"]
        return ngettext(
            "text of at most %(n)d character", "text of at most %(n)d characters", n
        ) % {"n": n}
    return _("text")


def _resolved(found: dict, schema: dict) -> dict:
    name = schema.get("$ref", "").rsplit("/", 1)[-1]
    return found["components"]["schemas"][name] if name else schema


def _curl(base: str, path: str, name: str, example: dict) -> str:
    """Return a command that can be pasted into a shell."""
    lines = [f"curl {quote(base + path.format(**NUMBERS) + QUERIES.get(name, ''))}"]
    if name in SCOPES:
        lines.append(f'-H "Authorization: Bearer {TOKEN}"')
    if example:
        lines.append('-H "Content-Type: application/json"')
        lines.append(f'-H "Idempotency-Key: {next(iter(example))}-2026-11-20"')
        lines.append(f"-d {quote(json.dumps(example, ensure_ascii=False, indent=2))}")
    return " \\\n  ".join(lines)


def _written(answer: dict) -> str:
    example = answer["content"]["application/json"]["example"]
    return json.dumps(example, ensure_ascii=False, indent=2)
