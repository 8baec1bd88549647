"""Many requests at the same moment, each on its own connection."""

import threading

import pytest
from django.db import connection
from django.test import Client

from summaries.models import Article, Brief
from tests.factories import make_token
from tests.views.api.conftest import ARTICLE, Program

pytestmark = pytest.mark.django_db(transaction=True)


def _together(requests: list) -> list:
    gate, answers, failed = threading.Barrier(len(requests)), [], []

    def run(request):
        gate.wait()
        try:
            answers.append(request())
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(request,)) for request in requests]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    return answers


def test_one_key_in_many_hands_takes_one_article_in(reporter, bell):
    plain = make_token(reporter)[1]
    programs = [Program(Client(), plain) for _ in range(6)]
    body = {"text": ARTICLE}
    answers = _together([lambda p=p: p.post(body, Idempotency_Key="one") for p in programs])
    told = [answer.json() for answer in answers if answer.status_code == 201]
    waiting = [answer.json() for answer in answers if answer.status_code == 409]
    assert len(told) + len(waiting) == 6
    assert told
    assert all(one == told[0] for one in told)
    assert all(one["type"].endswith("#conflict") for one in waiting)
    assert (Article.objects.count(), Brief.objects.count(), len(bell)) == (1, 1, 1)
    again = programs[0].post(body, Idempotency_Key="one")
    assert (again.status_code, again.json()) == (201, told[0])


def test_without_a_key_one_is_taken_in_and_the_others_are_led_to_it(reporter, bell):
    plain = make_token(reporter)[1]
    programs = [Program(Client(), plain) for _ in range(6)]
    answers = _together([lambda p=p: p.post({"text": ARTICLE}) for p in programs])
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409, 409, 409]
    number = Article.objects.get().pk
    assert all(
        answer.json()["article"]["id"] == number for answer in answers if answer.status_code == 409
    )


def test_no_more_than_the_limit_gets_through(reporter):
    plain = make_token(reporter, per_minute=5)[1]
    programs = [Program(Client(), plain) for _ in range(12)]
    answers = _together([lambda p=p: p.get("/api/v1/articles/1") for p in programs])
    statuses = [answer.status_code for answer in answers]
    # Two windows at most, where the test runs over the turn of a minute.
    assert statuses.count(404) in range(5, 11)
    assert statuses.count(404) + statuses.count(429) == 12
