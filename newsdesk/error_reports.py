"""Unexpected errors, told to a Sentry of one's choice: where and what, never about whom.

Off without SENTRY_DSN. The newsdesk promises its subscribers and sources more than Sentry's own
defaults: no request's contents, no variables, no queries, no addresses, no links and no Arabic
leave the machine. That is done here, before anything is sent.
"""

import re

from django.core.exceptions import ImproperlyConfigured

from newsdesk import logs
from summaries import log_context

BLANK = "…"
# Of an error's words: the first line says what happened; PostgreSQL quotes the row in the next.
_LONGEST = 200
_ADDRESS = re.compile(r"[^\s@<>\"'(]+@[^\s@<>\"')]+")
_TOKEN = re.compile(r"nd_[A-Za-z0-9_-]{8,}")
_ARABIC = re.compile(r"[\u0600-\u06ff](?:.*[\u0600-\u06ff])?", re.DOTALL)
_UNTOLD = ("request", "user", "extra", "breadcrumbs")


def start(dsn: str) -> None:
    """Report errors of this process from now on; ImproperlyConfigured without the library."""
    try:
        import sentry_sdk
    except ImportError as error:
        raise ImproperlyConfigured(
            "SENTRY_DSN is set, but the library is not installed. Run: "
            "pip install -r requirements-services.txt -c constraints.txt"
        ) from error
    sentry_sdk.init(**options(dsn))


def options(dsn: str) -> dict:
    """Return what the library is started with: errors alone, and as little about them as serves."""
    return {
        "dsn": dsn,
        "send_default_pii": False,
        "include_local_variables": False,
        "max_request_body_size": "never",
        "max_breadcrumbs": 0,
        "auto_session_tracking": False,
        # Every scanner of the internet makes some.
        "ignore_errors": ["DisallowedHost"],
        "before_send": before_send,
    }


def before_send(event: dict, _hint: dict) -> dict:
    """Return an event as it may leave the machine, with the request or job that it is about."""
    kept = {name: value for name, value in event.items() if name not in _UNTOLD}
    for error in kept.get("exception", {}).get("values", ()):
        error["value"] = (error.get("value") or "").partition("\n")[0][:_LONGEST]
    told = {name: str(fact) for name, fact in log_context.known().items()}
    return _blanked(kept | {"tags": {**dict(kept.get("tags") or {}), **told}})


def _blanked(value):
    """Blank what is personal in every text of a value, however deep it lies."""
    if isinstance(value, str):
        for pattern in (_ADDRESS, _TOKEN, _ARABIC):
            value = pattern.sub(BLANK, value)
        return logs.discreet(value)
    if isinstance(value, dict):
        return {name: _blanked(part) for name, part in value.items()}
    return [_blanked(part) for part in value] if isinstance(value, list | tuple) else value
