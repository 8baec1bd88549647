"""Sending articles and asking for them, as a well-meaning program does."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from summaries.models import Article, Brief, Fetch, Host, IdempotentAnswer, Job, Source
from summaries.services.sources import addresses, ledger
from summaries.workflow import Status
from tests.factories import make_brief, make_job, make_source, make_topic
from tests.views.api.conftest import ARTICLE, ARTICLES, problem_of

FACTS = {
    "text": ARTICLE,
    "source": "Al-Marfa Daily",
    "url": "https://marfa.example/news/1",
    "byline": "ليلى حداد",
    "published_at": "2025-11-20T08:30:00+03:00",
    "topic": "transport",
}


@pytest.fixture
def source(db):
    return make_source()


def test_an_article_is_stored_and_drafted(
    program, source, reporter, bell, django_capture_on_commit_callbacks
):
    topic = make_topic()
    with django_capture_on_commit_callbacks(execute=True):
        response = program.post(FACTS)
    assert response.status_code == 201, response.content
    article, brief, job = Article.objects.get(), Brief.objects.get(), Job.objects.get()
    assert response["Location"] == f"http://testserver/api/v1/articles/{article.pk}"
    assert (article.channel, article.source, article.url) == ("api", source, FACTS["url"])
    assert article.byline == "ليلى حداد"
    assert article.published_at.isoformat() == "2025-11-20T05:30:00+00:00"
    assert (brief.owner, brief.topic, article.taken_in_by) == (reporter, topic, reporter)
    assert bell == [job.pk]
    told = response.json()
    assert told["state"] == "drafting"
    assert told["headline"] == "وزير النقل يعلن افتتاح الميناء الجديد"
    assert told["source"] == {"id": source.pk, "name": "Al-Marfa Daily"}
    assert told["published_at"] == "2025-11-20T05:30:00Z"
    assert told["brief"]["desk_url"] == f"http://testserver/desk/briefs/{brief.pk}/"
    assert told["job"]["state"] == "queued"
    assert program.get(told["url"]).json() == told


def test_the_text_alone_is_enough(program):
    response = program.post({"text": ARTICLE, "source": None, "url": None})
    assert response.status_code == 201, response.content
    told = response.json()
    assert (told["source"], told["address"], told["byline"]) == (None, None, None)


@pytest.mark.parametrize("name", ["Al-Marfa Daily", "المرفأ اليومي", "id"])
def test_a_source_goes_by_number_and_by_both_names(program, source, name):
    response = program.post({"text": ARTICLE, "source": source.pk if name == "id" else name})
    assert response.json()["source"]["id"] == source.pk


def test_a_title_apart_becomes_the_headline(program):
    body = ARTICLE.split("\n\n", 1)[1]
    response = program.post({"text": body, "title": "الميناء الجديد يفتح أبوابه"})
    assert response.json()["headline"] == "الميناء الجديد يفتح أبوابه"


def test_a_date_without_an_offset_is_utc(program):
    response = program.post({"text": ARTICLE, "published_at": "2025-11-20T08:30"})
    assert response.json()["published_at"] == "2025-11-20T08:30:00Z"


def test_the_same_article_again_leads_to_the_first(program):
    first = program.post({"text": ARTICLE}).json()
    again = problem_of(program.post({"text": ARTICLE}), 409)
    assert again["type"].endswith("#already-taken-in")
    assert again["article"] == {"id": first["id"], "url": first["url"]}
    assert program.get(again["article"]["url"]).json()["id"] == first["id"]
    assert Article.objects.count() == 1


def test_the_same_text_from_another_outlet_is_a_reprint(program, source):
    first = program.post({"text": ARTICLE, "source": source.pk}).json()
    other = make_source("Al-Bahr Evening")
    response = program.post({"text": ARTICLE, "source": other.pk})
    assert response.status_code == 201
    told = response.json()
    assert told["reprint_of"] == first["id"]
    assert told["brief"] == first["brief"]
    assert Brief.objects.count() == 1


def test_an_address_is_fetched_soon(program, source, reporter, monkeypatch):
    rung = []
    monkeypatch.setattr(ledger, "_ring_after_commit", lambda fetch: rung.append(fetch.pk))
    response = program.post({"address": "https://marfa.example/news/2", "source": source.pk})
    assert response.status_code == 202, response.content
    fetch = Fetch.objects.get()
    assert (fetch.kind, fetch.source, fetch.asked_by) == ("address", source, reporter)
    assert rung == [fetch.pk]
    assert response["Location"] == f"http://testserver/api/v1/fetches/{fetch.pk}"
    told = response.json()
    assert (told["state"], told["article"], told["error"]) == ("queued", None, None)
    assert program.get(told["url"]).json() == told


def test_the_source_is_found_by_the_address(program, source):
    Source.objects.update(homepage="https://marfa.example/")
    told = program.post({"text": ARTICLE, "url": "https://marfa.example/news/1"}).json()
    assert told["source"]["id"] == source.pk
    told = program.post({"address": "https://marfa.example/news/2"}).json()
    assert told["source"]["id"] == source.pk


def test_the_address_of_an_article_on_the_desk_leads_to_it(program, source):
    first = program.post(FACTS | {"topic": None}).json()
    again = problem_of(program.post({"address": FACTS["url"], "source": source.pk}), 409)
    assert again["article"] == {"id": first["id"], "url": first["url"]}
    assert not Fetch.objects.exists()


def test_nobody_has_more_addresses_waiting_than_a_person_may(program):
    for n in range(addresses.OPEN_A_PERSON):
        assert program.post({"address": f"https://marfa.example/{n}"}).status_code == 202
    refused = problem_of(program.post({"address": "https://marfa.example/last"}), 422)
    assert [error["field"] for error in refused["errors"]] == ["address"]
    assert Fetch.objects.count() == addresses.OPEN_A_PERSON


def test_a_program_waits_for_a_host_that_is_left_alone(program):
    until = timezone.now() + timedelta(hours=3)
    Host.objects.create(name="marfa.example", failures=7, closed_until=until)
    told = program.post({"address": "https://marfa.example/news/2"}).json()
    assert told["state"] == "queued"
    assert not Fetch.objects.ready().exists()
    Host.objects.update(closed_until=timezone.now())
    assert Fetch.objects.ready().get().pk == told["id"]


def test_a_person_who_asks_for_it_too_waits_no_longer(program, reporter):
    until = timezone.now() + timedelta(hours=3)
    Host.objects.create(name="marfa.example", failures=7, closed_until=until)
    told = program.post({"address": "https://marfa.example/news/2"}).json()
    assert addresses.ask(reporter, "https://marfa.example/news/2").pk == told["id"]
    assert Fetch.objects.ready().get().forced


def test_a_fetch_tells_what_came_of_it(program, reporter, source):
    with transaction.atomic():
        fetch = ledger.enqueue_address(reporter, "https://marfa.example/news/2")
    brief = make_brief()
    Fetch.objects.filter(pk=fetch.pk).update(state="done", brief=brief)
    told = program.get(f"/api/v1/fetches/{fetch.pk}").json()
    assert told["article"] == f"http://testserver/api/v1/articles/{brief.article_id}"
    Fetch.objects.filter(pk=fetch.pk).update(state="failed", brief=None, error="It is gone.")
    told = program.get(f"/api/v1/fetches/{fetch.pk}").json()
    assert (told["state"], told["article"], told["error"]) == ("failed", None, "It is gone.")


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (Status.DRAFTING, "drafting"),
        (Status.DRAFT, "on_the_desk"),
        (Status.IN_REVIEW, "on_the_desk"),
        (Status.PUBLISHED, "published"),
        (Status.CORRECTED, "published"),
        (Status.RETRACTED, "retracted"),
    ],
)
def test_it_says_what_became_of_an_article(program, status, state):
    brief = make_brief(status)
    told = program.get(f"{ARTICLES}/{brief.article_id}").json()
    assert (told["state"], told["brief"]["status"]) == (state, status)
    has_page = state in ("published", "retracted")
    assert (told["brief"]["public_url"] is not None) == has_page
    if has_page:
        assert program.client.get(told["brief"]["public_url"], follow=True).status_code in (
            200,
            410,
        )


def test_work_that_stopped_says_why(program):
    brief = make_brief(Status.DRAFTING)
    brief.stopped = True
    brief.save()
    make_job(brief, Job.State.FAILED, error="The model is missing.")
    told = program.get(f"{ARTICLES}/{brief.article_id}").json()
    assert told["state"] == "stopped"
    assert told["job"]["error"] == "The model is missing."
    assert (told["job"]["done"], told["job"]["total"]) == (2, 5)


def test_a_version_leads_to_the_brief_wherever_that_stands(program):
    brief = make_brief()
    first = brief.article
    newer = Article.objects.create(
        channel="source", raw_text="x", content_hash="1" * 64, version_of=first
    )
    for article in (first, newer):
        assert program.get(f"{ARTICLES}/{article.pk}").json()["brief"]["id"] == brief.pk
    brief.article = newer
    brief.save()
    for article in (first, newer):
        assert program.get(f"{ARTICLES}/{article.pk}").json()["brief"]["id"] == brief.pk
    assert program.get(f"{ARTICLES}/{newer.pk}").json()["version_of"] == first.pk


def test_a_key_makes_a_request_happen_once(program):
    first = program.post({"text": ARTICLE}, Idempotency_Key="port-1")
    again = program.post({"text": ARTICLE}, Idempotency_Key="port-1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert again["Location"] == first["Location"]
    assert again["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first
    assert Article.objects.count() == 1
    other = problem_of(
        program.post({"text": ARTICLE, "byline": "x"}, Idempotency_Key="port-1"), 422
    )
    assert other["type"].endswith("#key-reused")


def test_a_key_makes_an_address_be_fetched_once(program):
    body = {"address": "https://marfa.example/news/2"}
    answers = [program.post(body, Idempotency_Key="page-2") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [202, 202]
    assert answers[0].json() == answers[1].json()
    assert Fetch.objects.count() == 1


def test_a_refusal_frees_the_key(program):
    problem_of(program.post({"text": "hello"}, Idempotency_Key="port-1"), 422)
    assert not IdempotentAnswer.objects.exists()
    assert program.post({"text": ARTICLE}, Idempotency_Key="port-1").status_code == 201


def test_a_key_at_work_is_a_conflict(program):
    token = (
        program.post({"text": ARTICLE}, Idempotency_Key="port-1") and IdempotentAnswer.objects.get()
    )
    IdempotentAnswer.objects.filter(pk=token.pk).update(status=None)
    found = problem_of(program.post({"text": ARTICLE}, Idempotency_Key="port-1"), 409)
    assert found["type"].endswith("#conflict")


def test_head_is_answered_like_get(program):
    address = f"{ARTICLES}/{make_brief().article_id}"
    response = program.client.head(address, headers=program.headers)
    assert response.status_code == 200
    assert response.content == b""
    assert int(response["Content-Length"]) == len(program.get(address).content)


def test_answers_are_in_the_language_that_the_program_asks_for(program):
    response = program.post({"text": ""}, Accept_Language="ar")
    assert "Accept-Language" in response["Vary"]
    assert problem_of(response, 422)
