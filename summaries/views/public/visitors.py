"""How often anonymous visitors may do something, by where their requests come from."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from summaries.callers import client_address
from summaries.services import brakes, limits
from summaries.views.public.language import of_page


def allow(purpose: str, request: HttpRequest, limit: int, window: timedelta = limits.HOUR) -> bool:
    """Count a request and say whether it is within the limit; see `limits.allow_address`."""
    return limits.allow_address(purpose, client_address(request), limit, window)


def paced(view: Callable) -> Callable:
    """Have a page that is made for each request within the limit of those that are."""

    @wraps(view)
    def door(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return view(request, *args, **kwargs) if may_have_made(request) else too_many(request)

    return door


def may_have_made(request: HttpRequest) -> bool:
    """Count a page that has to be made; say whether that is within this minute's limit."""
    return brakes.allow_address("page", client_address(request), settings.PUBLIC_PER_MINUTE)


def too_many(request: HttpRequest) -> HttpResponse:
    """Tell a reader to wait a moment (429)."""
    context = of_page(request) | {"seconds": brakes.seconds_left()}
    response = render(request, "public/too_many.html", context, status=429)
    response["Retry-After"] = str(brakes.seconds_left())
    response["Cache-Control"] = "no-store"
    return response
