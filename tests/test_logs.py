"""What the log keeps to itself."""

import logging
from logging.config import DictConfigurator

import pytest
from django.conf import settings

from summaries.services.subscriptions import links
from tests.factories import make_subscriber


@pytest.fixture
def line():
    """Print a record as every handler of ours does."""
    (name,) = {handler["formatter"] for handler in settings.LOGGING["handlers"].values()}
    made = DictConfigurator(settings.LOGGING).configure_formatter(
        settings.LOGGING["formatters"][name]
    )
    return made.format


def _record(message: str, *args) -> logging.LogRecord:
    return logging.LogRecord("django.request", logging.WARNING, "x.py", 1, message, args, None)


@pytest.mark.django_db
@pytest.mark.parametrize("purpose", [links.CONFIRM, links.SETTINGS, links.LEAVE])
@pytest.mark.parametrize(
    "where", ["/subscription/{}/", "/subscription/confirm/{}/data.json", "GET /x?next={} 200", "{}"]
)
def test_a_personal_link_is_not_in_the_log(line, purpose, where):
    token = links.token(purpose, make_subscriber(confirm_key=links.new_key()))
    printed = line(_record("Not Found: %s", where.format(token)))
    before, after = where.split("{}")
    number = token.partition("-")[0]
    assert printed.endswith(f"Not Found: {before}{number}-…{after}")


@pytest.mark.django_db
@pytest.mark.parametrize(("verb", "status"), [("get", 404), ("put", 405)])
def test_neither_where_the_page_is_refused(client, caplog, line, verb, status):
    token = links.token(links.LEAVE, make_subscriber())
    assert getattr(client, verb)(f"/subscription/{token}/").status_code == status
    printed = " ".join(line(record) for record in caplog.records)
    assert "/subscription/" in printed
    assert token.partition("-")[2] not in printed
    assert token.split(".")[-1] not in printed


@pytest.mark.django_db
def test_nor_in_the_trace_of_an_error(line):
    token = links.token(links.SETTINGS, make_subscriber())
    record = _record("Internal Server Error")
    try:
        raise ValueError(token)
    except ValueError as error:
        record.exc_info = (ValueError, error, error.__traceback__)
    assert "ValueError: " in line(record)
    assert token not in line(record)


@pytest.mark.parametrize(
    "message",
    ["Not Found: /subscription/link/x/", "article 12-2026 of 1-3", "/briefs/12-deadbeef/"],
)
def test_everything_else_is_as_it_was(line, message):
    assert line(_record(message)).endswith(f" WARNING django.request: {message}")


def test_the_development_server_s_lines_come_the_same_way():
    assert not logging.getLogger("django.server").handlers
    assert logging.getLogger("django.server").propagate
