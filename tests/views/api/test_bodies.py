"""Every way in which a body can be hostile, wrong, or just not what the API reads."""

import json

import pytest

from summaries.models import Article, Fetch
from summaries.services import intake
from summaries.views.api.reading import MAX_BYTES
from tests.views.api.conftest import ARTICLE, problem_of

GOOD = {"text": ARTICLE}

_DEEP = 100_000


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "is empty"),
        (b"   ", "not JSON"),
        (b"{", "not JSON"),
        (b'{"text": "a",}', "not JSON"),
        (b"text=hello", "not JSON"),
        (b"{'text': 'a'}", "not JSON"),
        (b'{"text": "a\x00b"}', "not JSON"),
        (b'{"text": "a"} {"text": "b"}', "not JSON"),
        (b'{"source": NaN}', "NaN"),
        (b'{"source": -Infinity}', "NaN"),
        (b'{"source": ' + b"9" * 5000 + b"}", "too long"),
        (b'{"text": "a", "text": "b"}', "twice"),
        (b'{"text": "a", "more": {"x": 1, "x": 2}}', "twice"),
        (b'{"text": ' + b"[" * _DEEP + b"]" * _DEEP + b"}", "too deeply"),
        (b'{"a":' * _DEEP + b"1" + b"}" * _DEEP, "too deeply"),
        (b"[]", "one JSON object"),
        (b'"text"', "one JSON object"),
        (b"null", "one JSON object"),
        (b"1e400", "one JSON object"),
        (json.dumps(GOOD, ensure_ascii=False).encode("windows-1256"), "UTF-8"),
        (json.dumps(GOOD, ensure_ascii=False).encode("utf-16"), "UTF-8"),
        (b'{"text": "\xed\xa0\x80"}', "UTF-8"),
        (b'{"text": "\xc0\xaf"}', "UTF-8"),
    ],
)
def test_what_is_no_json_is_refused_in_words(program, body, words):
    found = problem_of(program.post(body), 400)
    assert words in found["detail"]
    assert not Article.objects.exists()


def test_a_byte_order_mark_is_no_mistake(program):
    assert program.post(b"\xef\xbb\xbf" + json.dumps(GOOD).encode()).status_code == 201


@pytest.mark.parametrize(
    ("kind", "headers"),
    [
        ("text/plain", {}),
        ("application/x-www-form-urlencoded", {}),
        ("multipart/form-data; boundary=x", {}),
        ("application/json; charset=windows-1256", {}),
        ("application/json", {"Content_Encoding": "gzip"}),
        ("", {}),
    ],
)
def test_only_plain_json_is_read(program, kind, headers):
    response = program.post(GOOD, kind=kind, **headers)
    problem_of(response, 415)
    assert response["Accept-Post"] == "application/json"


@pytest.mark.parametrize(
    "kind", ["application/json; charset=utf-8", 'APPLICATION/JSON; charset="UTF-8"']
)
def test_utf_8_may_be_said(program, kind):
    assert program.post(GOOD, kind=kind).status_code == 201


@pytest.mark.parametrize("size", [MAX_BYTES + 1, 20_000_000])
def test_a_body_too_large_is_refused_unread(program, size):
    assert "2.5 MB" in problem_of(program.post(b" " * size), 413)["detail"]


def test_a_body_in_chunks_is_asked_for_its_length(program):
    problem_of(program.post(GOOD, Transfer_Encoding="chunked"), 411)


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, [""]),
        ({"source": 1}, [""]),
        ({"text": ARTICLE, "address": "https://marfa.example/1"}, ["text"]),
        ({"address": "https://marfa.example/1", "byline": "x", "topic": "t"}, ["byline", "topic"]),
        ({"text": 5}, ["text"]),
        ({"text": ["a"]}, ["text"]),
        ({"text": "half \ud83d"}, ["text"]),
        ({"text": ARTICLE, "titel": "x", "author": "y"}, ["titel", "author"]),
        ({"text": ARTICLE, "source": "Nobody Knows It"}, ["source"]),
        ({"text": ARTICLE, "source": 999}, ["source"]),
        ({"text": ARTICLE, "source": ""}, ["source"]),
        ({"text": ARTICLE, "source": 10**30}, ["source"]),
        ({"text": ARTICLE, "source": -1}, ["source"]),
        ({"text": ARTICLE, "source": 1.5}, ["source"]),
        ({"text": ARTICLE, "source": True}, ["source"]),
        ({"text": ARTICLE, "source": {"id": 1}}, ["source"]),
        ({"text": ARTICLE, "source": "a\x00b"}, ["source"]),
        ({"text": ARTICLE, "topic": "gossip"}, ["topic"]),
        ({"text": ARTICLE, "topic": "a\x00b"}, ["topic"]),
        ({"text": ARTICLE, "url": "javascript:alert(1)"}, ["url"]),
        ({"text": ARTICLE, "url": "ftp://marfa.example/1"}, ["url"]),
        ({"text": ARTICLE, "url": "https://omar:secret@marfa.example/1"}, ["url"]),
        ({"text": ARTICLE, "url": "https://[::1"}, ["url"]),
        ({"text": ARTICLE, "url": "https://marfa.example/\x00"}, ["url"]),
        ({"text": ARTICLE, "url": "https://marfa.example/" + "a" * 1000}, ["url"]),
        ({"text": ARTICLE, "byline": "x" * 301}, ["byline"]),
        ({"text": ARTICLE, "title": "x" * 501}, ["title"]),
        ({"text": ARTICLE, "published_at": "yesterday"}, ["published_at"]),
        ({"text": ARTICLE, "published_at": 1763620200}, ["published_at"]),
        ({"text": ARTICLE, "published_at": "1763620200"}, ["published_at"]),
        ({"text": ARTICLE, "published_at": "0001-01-01T00:00:00+14:00"}, ["published_at"]),
        ({"text": ARTICLE, "published_at": "9999-12-31T23:59:59-14:00"}, ["published_at"]),
        ({"text": ARTICLE, "published_at": ""}, ["published_at"]),
        ({"text": ""}, ["text"]),
        ({"text": ARTICLE + "\x00"}, ["text"]),
        ({"text": "Only English here, and nothing else."}, ["text"]),
        ({"text": "ا" * 200_001}, ["text"]),
        ({"address": ""}, ["address"]),
        ({"address": "not an address"}, ["address"]),
        ({"address": "file:///etc/passwd"}, ["address"]),
        ({"address": "http://127.1/"}, ["address"]),
        ({"address": "http://marfa.example:8080/"}, ["address"]),
    ],
)  # fmt: skip
def test_wrong_fields_are_named(program, body, fields):
    found = problem_of(program.post(body), 422)
    assert found["type"].endswith("#invalid")
    assert [error["field"] for error in found["errors"]] == fields
    assert not Article.objects.exists()
    assert not Fetch.objects.exists()


@pytest.mark.parametrize("key", ["x" * 201, "two words", "é", "tab\there"])
def test_a_key_is_short_and_plain(program, key):
    found = problem_of(program.post(GOOD, Idempotency_Key=key), 422)
    assert [error["field"] for error in found["errors"]] == ["Idempotency-Key"]


def test_what_hides_or_turns_text_is_taken_out(program):
    text = ARTICLE.replace("أعلن", "\u202eأعلن", 1)
    response = program.post({"text": text, "byline": "ليلى\u202e\x00 حداد\u2066"})
    assert response.status_code == 201
    article = Article.objects.get()
    assert article.byline == "ليلى حداد"
    shown = article.byline + article.headline + "".join(s.arabic for s in article.segments.all())
    assert not set(shown) & set("\u202e\u2066\x00")


def test_what_nobody_expected_is_said_without_its_words(program, monkeypatch, caplog):
    def broken(*_args, **_kwargs):
        raise RuntimeError("secret path")

    monkeypatch.setattr(intake, "prepare", broken)
    program.client.raise_request_exception = False
    response = program.post(GOOD)
    problem_of(response, 500)
    assert "secret" not in response.content.decode()
    assert "secret path" in caplog.text
