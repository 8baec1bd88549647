import json

import pytest

from summaries.models import Scope
from summaries.workflow import Role
from tests.factories import make_token, make_user

ARTICLE = """وزير النقل يعلن افتتاح الميناء الجديد

أعلن وزير النقل سامي الحداد، أمس الاثنين، افتتاح الميناء الجديد في مدينة الزاهرة.
وقال الوزير إن كلفة المشروع بلغت 120 مليون دولار. وأضاف أن العمل استغرق ثلاث سنوات.
وأوضح أن الميناء سيوفر نحو 1500 فرصة عمل لأبناء المدينة.
"""
ARTICLES = "/api/v1/articles"


class Program:
    """A program with a token: `post`s JSON (or raw bytes) and `get`s."""

    def __init__(self, client, plain: str) -> None:
        self.client, self.headers = client, {"Authorization": f"Bearer {plain}"}

    def post(self, body, address: str = ARTICLES, *, kind: str = "application/json", **headers):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        # The client sends no Content-Type of its own with an empty body.
        headers = self.headers | {"Content-Type": kind} | named
        return self.client.post(address, data, content_type=kind, headers=headers)

    def get(self, address: str, **headers):
        return self.client.get(address, headers=self.headers | headers)


@pytest.fixture
def program(client, reporter, bell):
    """A program that acts as the reporter and may do everything."""
    return Program(client, make_token(reporter)[1])


@pytest.fixture
def program_of(client, db):
    """Make a program: `program_of(Role.EDITOR, [Scope.ARTICLES_READ], per_minute=3)`."""

    def make(role: Role | None = Role.REPORTER, scopes=tuple(Scope.values), **fields) -> Program:
        token = make_token(make_user(role), scopes=list(scopes), **fields)
        return Program(client, token[1])

    return make


def problem_of(response, status: int) -> dict:
    """Return the problem details of a refusal, which has this status."""
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    found = response.json()
    assert found["status"] == status
    assert found["type"].startswith("http://testserver/api/v1/docs#")
    assert found["title"]
    assert found["detail"]
    return found
