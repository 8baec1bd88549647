"""Whatever is sent, the answer is an article or a refusal in words, never a crash."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from summaries.workflow import Role
from tests.factories import make_token, make_user
from tests.views.api.conftest import ARTICLE, Program

ODD = st.sampled_from(
    [ARTICLE, "\x00", "\u202e", "\ud800", "https://", "http://[", "//", "1e999", "0000-00-00", "٣"]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | ODD,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
FIELDS = st.sampled_from(
    ["text", "address", "source", "url", "title", "byline", "published_at", "topic", "more"]
)
BODIES = st.dictionaries(FIELDS, VALUES, max_size=5).map(lambda body: json.dumps(body).encode())
REFUSALS = {400, 409, 413, 415, 422}


@pytest.fixture
def program(client, db, bell):
    token = make_token(make_user(Role.REPORTER), per_minute=6000)
    return Program(client, token[1])


@settings(
    max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(body=st.binary(max_size=200) | BODIES, key=st.text(max_size=8), language=st.text(max_size=8))
def test_no_body_breaks_it(program, body, key, language):
    headers = {"Idempotency_Key": key, "Accept_Language": language}
    response = program.post(body, **headers)
    assert response.status_code in {201, 202, *REFUSALS}
    told = response.json()
    if response.status_code in REFUSALS:
        assert response["Content-Type"] == "application/problem+json"
        assert told["detail"]


@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(moment=st.datetimes(timezones=st.timezones()) | st.dates() | st.text(max_size=30))
def test_no_date_breaks_it(program, moment):
    written = moment if isinstance(moment, str) else moment.isoformat()
    response = program.post({"text": "hello", "published_at": written})
    named = [error["field"] for error in response.json()["errors"]]
    assert response.status_code == 422
    assert named in (["text"], ["published_at"])
