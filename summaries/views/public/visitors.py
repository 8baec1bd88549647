"""How often anonymous visitors may do something, by where their requests come from."""

from datetime import timedelta

from django.http import HttpRequest

from newsdesk.lockout import client_address
from summaries.services import limits


def allow(purpose: str, request: HttpRequest, limit: int, window: timedelta = limits.HOUR) -> bool:
    """Count a request and say whether it is within the limit; see `limits.allow_address`."""
    return limits.allow_address(purpose, client_address(request), limit, window)
