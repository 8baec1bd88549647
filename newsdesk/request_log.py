"""One line a request, and one name for it in every line that it causes."""

import logging
import re
import time
from collections.abc import Callable
from uuid import uuid4

from django.core.signals import request_finished
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

from summaries import log_context
from summaries.services.watching import traffic

logger = logging.getLogger("newsdesk.requests")

HEADER = "X-Request-ID"
# What a proxy may call a request; anything else could forge lines of the log.
_NAME = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)


class RequestLog:
    """Names a request as the proxy did in `X-Request-ID`, or anew, and says how it ended.

    Around all that say anything: that is about the request, too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request and tell the client its name."""
        name = name_of(request)
        # Until it is closed: Django says what it refused after the last middleware.
        log_context.begin(request=name, user=lambda: _user(request))
        begun = time.monotonic()
        response = self.get_response(request)
        _tell(request, response, time.monotonic() - begun)
        response[HEADER] = name
        return response


@receiver(request_finished)
def forget(**_signal) -> None:
    """Say nothing of the request any more: its thread waits for the next one."""
    log_context.begin()


def name_of(request: HttpRequest) -> str:
    """Return the name the request came with, or a new one where that is none."""
    given = request.headers.get(HEADER, "")
    return given if _NAME.fullmatch(given) else uuid4().hex


def _user(request: HttpRequest) -> int | None:
    """Return the key of who asks, if that was looked up: a line of the log asks no database."""
    token = getattr(request, "auth", None)
    user = getattr(request, "_cached_user", None)
    return getattr(token, "user_id", None) or getattr(user, "pk", None)


def _tell(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    match = request.resolver_match
    if match is None and response.status_code < 400:
        # A file of the site, or a question of who watches it.
        return
    area = match.namespaces[0] if match and match.namespaces else traffic.OTHER
    traffic.count(request.method, area, response.status_code, seconds)
    # Without what stands behind the question mark: people search for names. A line break in an
    # address must not begin a line of the log.
    path = request.path.encode("unicode_escape").decode("ascii")
    facts = (request.method, path, response.status_code, seconds * 1000)
    logger.info("%s %s %s in %.0f ms", *facts)
