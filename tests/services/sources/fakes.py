"""Hosts that answer as a test says, without a network."""

from collections.abc import Callable
from copy import copy
from dataclasses import replace

from summaries.models import Source
from summaries.net import errors
from summaries.net.client import Policy, Response, anywhere
from summaries.net.errors import FetchError, Kind, bad_status

FEED = "https://marfa.example/feed"
ROBOTS = "https://marfa.example/robots.txt"


def response(body: bytes = b"<rss/>", *, url: str = FEED, **facts) -> Response:
    """Return an answer of 200, or another as `facts` say."""
    usual = {
        "url": url,
        "status": 200,
        "headers": {},
        "content_type": "application/rss+xml",
        "not_modified": False,
        "permanent_url": "",
    }
    return Response(**usual | facts, body=body)


def not_modified(url: str = FEED) -> Response:
    """Return an answer of 304."""
    return response(b"", url=url, status=304, not_modified=True)


def unreachable(kind: str = Kind.CONNECTION) -> FetchError:
    """Return what a client raises when nothing answers."""
    return FetchError(kind, errors.UNREACHABLE, host="marfa.example", temporary=True)


class FakeClient:
    """Answers by address; an error is raised. What is not said is a 404.

    `asked` are the addresses in order, `conditions` what each was asked with.
    """

    def __init__(self, **policy) -> None:
        self.policy = Policy(**policy)
        self.answers: dict[str, Response | FetchError | Callable[[], Response]] = {}
        self.asked: list[str] = []
        self.conditions: list[dict[str, str]] = []

    def within(self, pairs) -> "FakeClient":
        """Give the same answers to fewer opened pairs."""
        narrowed = copy(self)
        narrowed.policy = replace(self.policy, allowed=self.policy.allowed & frozenset(pairs))
        return narrowed

    def get(self, url: str, onward=anywhere, **conditions: str) -> Response:
        """Answer; an answer from elsewhere came by a redirect."""
        self.asked.append(url)
        self.conditions.append(conditions)
        answer = self.answers.get(url, bad_status(404))
        if isinstance(answer, FetchError):
            raise answer
        answer = answer() if callable(answer) else answer
        if answer.url != url:
            onward(self, answer.url)
        return answer


def make_feed(name: str = "Al-Marfa Daily", url: str = FEED, **facts) -> Source:
    """Return an active source with a feed."""
    return Source.objects.create(name_en=name, kind=Source.Kind.FEED, url=url, **facts)
