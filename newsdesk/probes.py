"""Answers who watches the newsdesk before anything else is asked: host names, sessions, languages.

A probe calls a process by its address, which no visitor does: ALLOWED_HOSTS does not list it.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import resolve

PATHS = ("/healthz", "/readyz", "/metrics")


class Probes:
    """Hands the three addresses to their views, past the middleware after this one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the probe, or pass the request on."""
        if request.path_info in PATHS:
            return resolve(request.path_info).func(request)
        return self.get_response(request)
