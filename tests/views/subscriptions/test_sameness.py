"""Nobody learns who is subscribed, and nobody fills another's inbox."""

import re

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from summaries.models import Attempts, Delivery, Subscriber
from summaries.services.mailing import sending, standing
from tests.views.subscriptions.reader import ANN, FORM, STRANGERS, known, text

pytestmark = pytest.mark.django_db


def _asked(client, address: str, state: str, number: int, data: dict):
    """Ask for an address in that state from a network of its own; return answer and queries."""
    email = f"somebody{number}@inbox.example"
    known(state, email)
    with CaptureQueriesContext(connection) as queries:
        response = client.post(address, data | {"email": email}, REMOTE_ADDR=f"192.0.2.{number}")
    statements = [_shape(query["sql"]) for query in queries]
    return (response.status_code, _headers(response), response.content), statements


def _headers(response) -> dict[str, str]:
    """Return the headers but the one that no two answers share."""
    return {name: value for name, value in response.headers.items() if name != "X-Request-ID"}


def _shape(sql: str) -> str:
    """Return what a statement does to which table, without the values."""
    verb = sql.split()[0]
    tables = re.findall(r'"(summaries_\w+)"', sql)
    return " ".join([verb, *tables[:1]])


@pytest.mark.parametrize(("address", "data"), [("/subscribe/", FORM), ("/subscription/link/", {})])
def test_the_answer_tells_nothing_about_an_address(client, address, data):
    answers = [
        _asked(client, address, state, number, data) for number, state in enumerate(STRANGERS)
    ]
    responses = {str(answer) for answer, _queries in answers}
    assert len(responses) == 1, "text, status and headers are the same"
    shapes = {tuple(queries) for _answer, queries in answers}
    assert len(shapes) == 1, "the same statements in the same order, so the same time"
    assert answers[0][0][0] == 302


@pytest.mark.parametrize(
    ("state", "subjects"),
    [("unknown", 1), ("pending", 1), ("active", 1), ("left", 1), ("bounced", 0), ("asked", 0)],
)
def test_only_the_owner_learns_from_the_mail(client, state, subjects):
    known(state, ANN)
    client.post("/subscribe/", FORM)
    sending.work()
    assert len(mail.outbox) == subjects
    assert all(message.to == [ANN] for message in mail.outbox)


def test_the_page_after_asking_names_nobody(client):
    response = client.post("/subscribe/", FORM, follow=True)
    assert ANN not in text(response)
    assert response.redirect_chain == [("/subscribe/sent/", 302)]


@pytest.mark.parametrize(("address", "data"), [("/subscribe/", FORM), ("/subscription/link/", {})])
@pytest.mark.parametrize("state", STRANGERS)
def test_nobody_learns_that_an_address_was_asked_for_today(client, state, address, data):
    known(state, ANN)
    answers, shapes = [], []
    for number in range(5):
        sight = {"REMOTE_ADDR": f"192.0.2.{number}"}
        with CaptureQueriesContext(connection) as queries:
            response = client.post(address, data | {"email": ANN}, **sight)
        answers.append((response.status_code, _headers(response), response.content))
        shapes.append([_shape(query["sql"]) for query in queries if "attempts" not in query["sql"]])
        sending.work()
    assert len({str(answer) for answer in answers}) == 1
    assert shapes[2] == shapes[3] == shapes[4], "the third gets an email, the fourth none"
    assert answers[0][0] == 302


def test_an_email_too_many_is_called_off_in_words(client):
    for number in range(4):
        client.post("/subscribe/", FORM, REMOTE_ADDR=f"192.0.2.{number}")
        sending.work()
    assert len(mail.outbox) == 3
    last = Delivery.objects.order_by("pk").last()
    assert (last.state, last.error) == (Delivery.State.CANCELLED, standing.TOO_OFTEN)
    assert last.finished_at
    assert "only a few links a day" in text(client.get("/subscribe/sent/"))


def test_who_got_enough_emails_subscribes_with_any_of_them(client):
    for number in range(5):
        client.post("/subscribe/", FORM, REMOTE_ADDR=f"192.0.2.{number}")
        sending.work()
    link = re.search(r"http://testserver(/subscription/confirm/\S+)", mail.outbox[0].body)[1]
    assert client.post(link).status_code == 302
    assert Subscriber.objects.reachable().exists()


def test_nobody_bombs_somebody_elses_inbox(client):
    for number in range(9):
        sight = {"REMOTE_ADDR": f"198.51.100.{number}"}
        address = ("/subscribe/", "/subscription/link/")[number % 2]
        written = (ANN, ANN.upper(), f" {ANN} ", "a.nn+news@inbox.example")[number % 4]
        client.post(address, FORM | {"email": written}, **sight)
        sending.work()
    assert len(mail.outbox) == 3


def test_one_visitor_asks_ten_times_an_hour(client):
    answers = [
        client.post("/subscribe/", FORM | {"email": f"a{number}@inbox.example"}).status_code
        for number in range(12)
    ]
    assert answers == [302] * 10 + [429] * 2
    assert Subscriber.objects.count() == 10
    assert client.post("/subscribe/", FORM, REMOTE_ADDR="192.0.2.9").status_code == 302


def test_rotating_through_a_network_does_not_help(client):
    answers = [
        client.post(
            "/subscribe/",
            FORM | {"email": f"a{number}@inbox.example"},
            REMOTE_ADDR=f"2001:db8::{number:x}",
        ).status_code
        for number in range(11)
    ]
    assert answers[-1] == 429


def test_who_is_refused_is_told_when_to_come_back(client):
    for _time in range(11):
        response = client.post("/subscribe/", FORM)
    assert response["Retry-After"] == "3600"
    assert "Try again in an hour" in text(response)


def test_a_form_that_is_refused_counts_as_nothing(client):
    for _time in range(20):
        assert client.post("/subscribe/", FORM | {"email": "nobody"}).status_code == 400
    assert not Attempts.objects.exists()
