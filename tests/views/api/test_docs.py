"""The page of the API and its description: right by the rules, whole, and true."""

import json
import shlex

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from summaries.views.api.document import document, operations
from summaries.views.api.examples import TOKEN
from summaries.views.api.problems import KINDS, WRONG_VERB
from summaries.workflow import Status
from tests.factories import (
    make_brief,
    make_correction,
    make_edition,
    make_source,
    make_topic,
)
from tests.views.api.conftest import ARTICLE, ARTICLES

PAGE = "/api/v1/docs"
DOCUMENT = "/api/v1/openapi.json"
WITH_TOKEN = {"sendArticle", "readArticle", "readFetch"}
FOR_EVERYBODY = {"listBriefs", "readBrief", "listEditions", "readEdition"}


@pytest.fixture
def described(client, db):
    return client.get(DOCUMENT).json()


def _validator(described: dict, reference: str) -> Draft202012Validator:
    resource = Resource.from_contents(described, default_specification=DRAFT202012)
    registry = Registry().with_resource("api:", resource)
    return Draft202012Validator({"$ref": f"api:{reference}"}, registry=registry)


def _holds(described: dict, name: str, told: dict) -> None:
    _validator(described, f"#/components/schemas/{name}").validate(told)


def test_the_description_keeps_the_rules_of_openapi(described):
    assert described["openapi"].startswith("3.1")
    assert list(OpenAPIV31SpecValidator(described).iter_errors()) == []


def test_it_describes_every_operation_with_example_scope_and_refusals(described):
    found = operations(described)
    assert {one["operationId"] for one in found} == WITH_TOKEN | FOR_EVERYBODY
    for one in found:
        assert one["summary"]
        assert one["description"]
        if one["operationId"] in WITH_TOKEN:
            assert one["security"][0]["Token"][0].startswith("articles:")
            assert {"401", "403", "429"} <= set(one["responses"])
        else:
            assert one["security"] == []
            assert not {"401", "403"} & set(one["responses"])
            assert "Retry-After" in one["responses"]["429"]["headers"]
            assert "ETag" in one["responses"]["200"]["headers"]
        for status, answer in one["responses"].items():
            assert answer["description"], (one["operationId"], status)
            if status == "304":
                assert "content" not in answer
                continue
            ((kind, content),) = answer["content"].items()
            assert kind == ("application/json" if status < "300" else "application/problem+json")
            assert "example" in content or content["examples"]


def test_every_field_that_is_sent_says_what_it_means(described):
    fields = described["components"]["schemas"]["NewArticle"]["properties"]
    assert set(fields) == {
        "text", "address", "source", "url", "title", "byline", "published_at", "topic"
    }  # fmt: skip
    assert all(facts["description"] for facts in fields.values())


def test_its_examples_keep_its_own_rules(described):
    for one in operations(described):
        for answer in one["responses"].values():
            for content in answer.get("content", {}).values():
                name = content["schema"]["$ref"].rsplit("/", 1)[-1]
                examples = content.get("examples", {"": {"value": content.get("example")}})
                for example in examples.values():
                    _holds(described, name, example["value"])
    for example in described["components"]["schemas"]["NewArticle"]["examples"]:
        _holds(described, "NewArticle", example)


@pytest.mark.parametrize("status", list(Status))
def test_what_the_api_says_is_what_it_promises(program, described, status):
    brief = make_brief(status, source=make_source())
    _holds(described, "Article", program.get(f"{ARTICLES}/{brief.article_id}").json())


def test_what_is_answered_to_what_is_sent_is_as_promised(program, described):
    _holds(described, "Article", program.post({"text": ARTICLE}).json())
    _holds(described, "Problem", program.post({"text": ARTICLE}).json())
    _holds(described, "Problem", program.post({"text": 1, "x": 2}).json())
    fetch = program.post({"address": "https://marfa.example/1"}).json()
    _holds(described, "Fetch", fetch)
    _holds(described, "Fetch", program.get(fetch["url"]).json())


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("BriefList", "/api/v1/briefs?limit=1"),
        ("WholeBrief", "/api/v1/briefs/{brief}"),
        ("EditionList", "/api/v1/editions"),
        ("Edition", "/api/v1/editions/{day}"),
        ("Problem", "/api/v1/briefs/{retracted}"),
        ("Problem", "/api/v1/briefs?limit=0&colour=red"),
    ],
)
@pytest.mark.parametrize("bare", [True, False])
def test_what_everybody_may_read_is_as_promised(client, described, name, address, bare):
    brief = make_brief(Status.CORRECTED, source=None if bare else make_source())
    retracted = make_brief(Status.RETRACTED)
    if not bare:
        brief.topic = make_topic()
        brief.save()
        make_correction(retracted, kind="retraction")
    edition = make_edition(None, brief, make_brief(Status.PUBLISHED))
    numbers = {"brief": brief.pk, "retracted": retracted.pk, "day": edition.date}
    _holds(described, name, client.get(address.format(**numbers)).json())


def test_the_description_is_the_same_in_every_language(client, db):
    first = client.get(DOCUMENT, headers={"Accept-Language": "ar"}).content
    assert first == client.get(DOCUMENT).content
    assert document() == json.loads(first)


def test_the_page_shows_every_operation_field_and_refusal(client, db, described):
    page = client.get(PAGE).content.decode()
    for one in operations(described):
        assert f'id="{one["operationId"]}"' in page
    for name in described["components"]["schemas"]["NewArticle"]["properties"]:
        assert f">{name}</code>" in page
    for kind in KINDS:
        assert f'id="{kind.name}"' in page
        assert str(kind.advice) in page.replace("&#x27;", "'")
    assert "<script" not in page
    assert " style=" not in page
    assert " onclick=" not in page


def test_every_refusal_is_promised_by_some_operation(described):
    promised = {
        name
        for one in operations(described)
        for answer in one["responses"].values()
        for content in answer.get("content", {}).values()
        for name in content.get("examples", {})
    }
    assert promised == {kind.name for kind in KINDS} - {WRONG_VERB.name}


def test_the_commands_of_the_page_work(client, program):
    make_source()
    commands = [
        command
        for one in client.get(PAGE).context["operations"]
        for command in one["commands"]
    ]  # fmt: skip
    assert len(commands) == 8
    words = shlex.split(commands[0].replace("\\\n", ""))
    assert words[:2] == ["curl", "http://testserver/api/v1/articles"]
    sent = json.loads(words[words.index("-d") + 1])
    response = program.post(sent)
    assert response.status_code == 201, response.content
    for command in commands[4:]:
        assert TOKEN not in command
        _curl, address = shlex.split(command)
        assert client.get(address).status_code in (200, 404), command


@pytest.mark.parametrize("address", [PAGE, DOCUMENT])
def test_both_are_for_everybody_and_for_looking(client, db, address):
    response = client.get(address)
    assert response.status_code == 200
    assert client.head(address).status_code == 200
    assert client.post(address).status_code == 405
    assert not response.cookies


def test_the_page_speaks_arabic_to_who_asks_for_it(client, db):
    page = client.get(PAGE, headers={"Accept-Language": "ar"}).content.decode()
    assert '<html lang="ar" dir="rtl">' in page


def test_whoever_opens_the_api_in_a_browser_is_led_to_its_page(client, db):
    assert client.get("/api/v1/")["Location"] == PAGE
