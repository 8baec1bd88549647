"""One line a request, and its name in every line that it causes."""

import logging

import pytest

from summaries import log_context
from summaries.workflow import Role
from tests.factories import make_token, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines(caplog):
    """What is printed, as a line and what it was about."""
    caplog.set_level(logging.INFO)
    printed: list[tuple[str, dict]] = []

    class Reader(logging.Handler):
        def emit(self, record):
            printed.append((record.getMessage(), log_context.known()))

    reader = Reader()
    logging.getLogger().addHandler(reader)
    yield printed
    logging.getLogger().removeHandler(reader)


def ended(lines) -> list[tuple[str, dict]]:
    return [(text, facts) for text, facts in lines if " ms" in text]


def test_a_request_is_a_line_with_its_name(client, lines):
    response = client.get("/archive/?q=somebody")
    ((text, facts),) = ended(lines)
    assert text.startswith("GET /archive/ 200 in ")
    assert "somebody" not in text
    assert facts == {"request": response["X-Request-ID"]}
    assert len(facts["request"]) == 32


@pytest.mark.parametrize("name", ["0123abcd", "a-b.c_D9", "x" * 64])
def test_a_proxy_s_name_is_kept(client, lines, name):
    assert client.get("/", headers={"X-Request-ID": name})["X-Request-ID"] == name
    assert ended(lines)[0][1]["request"] == name


@pytest.mark.parametrize(
    "name", ["", "short", "x" * 65, "two words", "a\nb-c-d-e-f", "]ERROR[ forged", "رقم-الطلب-1"]
)
def test_what_could_forge_a_line_is_not(client, name):
    headers = {"HTTP_X_REQUEST_ID": name}
    given = client.get("/", **headers)["X-Request-ID"]
    assert given != name
    assert len(given) == 32


def test_every_request_has_another_name(client):
    assert client.get("/")["X-Request-ID"] != client.get("/")["X-Request-ID"]


def test_who_signed_in_is_named_by_key(client, lines):
    user = make_user(Role.EDITOR)
    client.force_login(user)
    client.get("/desk/")
    assert ended(lines)[-1][1]["user"] == user.pk


def test_a_program_by_its_person(client, lines):
    user = make_user(Role.REPORTER)
    _row, plain = make_token(user)
    client.get("/api/v1/articles/1", headers={"Authorization": f"Bearer {plain}"})
    assert ended(lines)[-1][1]["user"] == user.pk
    assert plain not in str(lines)


def test_public_pages_look_nobody_up_for_it(client, lines):
    client.force_login(make_user(Role.EDITOR))
    client.get("/archive/")
    assert "user" not in ended(lines)[-1][1]


def test_an_address_begins_no_line_of_its_own(client, lines):
    client.get("/nowhere%0AERROR%20forged/")
    assert ended(lines)[0][0].startswith(r"GET /nowhere\nERROR forged/ 404 in")


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_who_watches_is_not_told_of(client, lines, path):
    assert client.get(path)["X-Request-ID"]
    assert ended(lines) == []


def test_what_django_says_of_a_refusal_is_about_it_too(client, lines):
    response = client.get("/nowhere/")
    said = dict(lines)["Not Found: /nowhere/"]
    assert said == {"request": response["X-Request-ID"]}


def test_what_a_request_was_about_ends_with_it(client):
    client.get("/")
    assert log_context.known() == {}


def test_work_that_somebody_asks_for_leads_back_to_the_request(client, lines):
    client.force_login(make_user(Role.REPORTER))
    text = "أعلن وزير النقل افتتاح الميناء الجديد في المدينة. وقال إن العمل استغرق ثلاث سنوات."
    response = client.post("/desk/add/", {"complete": "True", "text": text})
    asked = [facts for said, facts in lines if "was asked for: draft of brief" in said]
    assert [facts["request"] for facts in asked] == [response["X-Request-ID"]]
