"""What the log says, for people and for machines, and what it keeps to itself."""

import json
import logging
import threading
import time
from datetime import datetime
from logging.config import DictConfigurator

import pytest
from celery.beat import SchedulingError
from django.conf import settings
from kombu.exceptions import ContentDisallowed, OperationalError

from newsdesk.logs import BrokerAway
from summaries import log_context
from summaries.services.subscriptions import links
from tests.factories import make_subscriber


def formatter(name: str) -> logging.Formatter:
    made = DictConfigurator(settings.LOGGING)
    return made.configure_formatter(dict(settings.LOGGING["formatters"][name]))


@pytest.fixture
def line():
    """Print a record for people."""
    return formatter("line").format


@pytest.fixture
def told():
    """Print a record for machines, and read it."""
    printed = formatter("json").format

    def read(record) -> dict:
        text = printed(record)
        assert "\n" not in text
        return json.loads(text)

    return read


@pytest.fixture(params=["line", "json"])
def printed(request):
    """Print a record in either way."""
    return formatter(request.param).format


def _record(message: str, *args, **extra) -> logging.LogRecord:
    record = logging.LogRecord("django.request", logging.WARNING, "x.py", 1, message, args, None)
    vars(record).update(extra)
    return record


@pytest.mark.django_db
@pytest.mark.parametrize("purpose", [links.CONFIRM, links.SETTINGS, links.LEAVE])
@pytest.mark.parametrize(
    "where", ["/subscription/{}/", "/subscription/confirm/{}/data.json", "GET /x?next={} 200", "{}"]
)
def test_a_personal_link_is_not_in_the_log(line, told, purpose, where):
    token = links.token(purpose, make_subscriber(confirm_key=links.new_key()))
    record = _record("Not Found: %s", where.format(token))
    before, after = where.split("{}")
    number = token.partition("-")[0]
    assert line(record).endswith(f"Not Found: {before}{number}-…{after}")
    assert told(record)["message"] == f"Not Found: {before}{number}-…{after}"


@pytest.mark.django_db
@pytest.mark.parametrize("after", range(0, 40, 3))
@pytest.mark.parametrize("cut", ["\n", "\r\n", "\\n", "=\\r\\n", "%0a", "%0D%0A", " "])
def test_neither_where_a_mail_program_broke_it(line, told, after, cut):
    token = links.token(links.LEAVE, make_subscriber())
    record = _record("Not Found: %s", f"/x/{token[:after]}{cut}{token[after:]}/")
    key = token.partition("-")[2][:32]
    for said in (line(record), told(record)["message"]):
        assert key[:20] not in said
        assert key[12:] not in said


def test_long_lines_are_read_quickly(line):
    for text in (" " * 200_000, "1" * 200_000, "1-a \\n" * 40_000, "-" + "a=" * 100_000):
        began = time.process_time()
        line(_record("%s", text))
        assert time.process_time() - began < 1


@pytest.mark.django_db
@pytest.mark.parametrize(("verb", "status"), [("get", 404), ("put", 405)])
def test_neither_where_the_page_is_refused(client, caplog, printed, verb, status):
    token = links.token(links.LEAVE, make_subscriber())
    assert getattr(client, verb)(f"/subscription/{token}/").status_code == status
    text = " ".join(printed(record) for record in caplog.records)
    assert "/subscription/" in text
    assert token.partition("-")[2] not in text
    assert token.split(".")[-1] not in text


@pytest.mark.django_db
def test_nor_in_the_trace_of_an_error(printed):
    token = links.token(links.SETTINGS, make_subscriber())
    record = _record("Internal Server Error")
    try:
        raise ValueError(token)
    except ValueError as error:
        record.exc_info = (ValueError, error, error.__traceback__)
    assert "ValueError: " in printed(record)
    assert token not in printed(record)


@pytest.mark.django_db
def test_nor_in_what_comes_with_a_record(told):
    token = links.token(links.SETTINGS, make_subscriber())
    facts = told(_record("Bad Request", status_code=400, request=token, where=[token, 'a"b']))
    assert facts["status_code"] == 400
    assert "request" not in facts
    assert token not in str(facts)
    assert '"b' in facts["where"]


@pytest.mark.parametrize(
    "message",
    ["Not Found: /subscription/link/x/", "article 12-2026 of 1-3", "/briefs/12-deadbeef/"],
)
def test_everything_else_is_as_it_was(line, told, message):
    assert line(_record(message)).endswith(f" WARNING django.request: {message}")
    assert told(_record(message))["message"] == message


def test_a_machine_reads_an_object_a_line(told):
    facts = told(_record("Two\nlines «نصّ» %s", "here"))
    assert datetime.fromisoformat(facts["time"]).tzinfo
    assert "T" in facts.pop("time")
    assert facts == {
        "level": "WARNING",
        "logger": "django.request",
        "message": "Two\nlines «نصّ» here",
    }


def test_a_trace_is_one_of_its_texts(told):
    record = _record("Failed")
    try:
        raise ValueError("of this")
    except ValueError as error:
        record.exc_info = (ValueError, error, error.__traceback__)
    assert told(record)["trace"].endswith("ValueError: of this")


class TestAbout:
    def test_a_line_says_what_it_is_about(self, line, told):
        with log_context.about(job=12), log_context.about(mailing=3):
            assert line(_record("Failed")).endswith("django.request: Failed [job=12 mailing=3]")
            assert told(_record("Failed")).items() >= {"job": 12, "mailing": 3}.items()
        assert line(_record("Failed")).endswith("Failed")

    def test_before_its_trace(self, line):
        record = _record("Failed")
        record.exc_info = (ValueError, ValueError("of this"), None)
        with log_context.about(job=12):
            assert line(record).endswith("Failed [job=12]\nValueError: of this")

    def test_a_fact_may_come_later_or_never(self, told):
        found = {}
        with log_context.about(user=lambda: found.get("user")):
            assert "user" not in told(_record("Before"))
            found["user"] = 7
            assert told(_record("After"))["user"] == 7

    def test_an_error_ends_it_too(self):
        with pytest.raises(ValueError, match="over"), log_context.about(job=12):
            raise ValueError("over")
        assert log_context.known() == {}

    def test_other_threads_are_about_other_things(self):
        seen = []
        with log_context.about(job=12):
            thread = threading.Thread(target=lambda: seen.append(log_context.known()))
            thread.start()
            thread.join()
        assert seen == [{}]

    def test_the_next_task_begins_anew(self):
        log_context.begin(task="run_job", task_id="1")
        assert log_context.known() == {"task": "run_job", "task_id": "1"}
        log_context.begin()
        assert log_context.known() == {}


def test_the_development_server_s_lines_come_the_same_way():
    assert not logging.getLogger("django.server").handlers
    assert logging.getLogger("django.server").propagate


def _shortened(error: Exception, cause: Exception | None = None, name: str = "celery.beat"):
    error.__context__ = cause
    facts = (type(error), error, None)
    record = logging.LogRecord(name, logging.ERROR, "x.py", 1, "Error: %s", ("x",), facts)
    assert BrokerAway().filter(record)
    return record


def test_a_broker_that_is_away_is_one_line(printed):
    away = OperationalError("Error 111 connecting to 127.0.0.1:6379")
    for record in (_shortened(away), _shortened(SchedulingError("task sweep"), away)):
        text = printed(record)
        assert "the broker does not answer; what waits is rung for again: " in text
        assert "\n" not in text


def test_what_nobody_should_have_put_on_the_broker_is_told_whole(printed):
    text = printed(_shortened(ContentDisallowed("Refusing to deserialize pickle"), name="celery"))
    assert "Error: x" in text
    assert "kombu.exceptions.ContentDisallowed: Refusing to deserialize pickle" in text


def test_an_error_on_the_way_from_a_broker_that_is_away_is_told_whole(printed):
    away = OperationalError("Error 111 connecting to 127.0.0.1:6379")
    assert "KeyError: 'sweep'" in printed(_shortened(KeyError("sweep"), away, name="summaries"))


def test_other_errors_are_told_whole(printed):
    text = printed(_shortened(SchedulingError("task sweep"), KeyError("sweep")))
    assert "Error: x" in text
    assert "celery.beat.SchedulingError: task sweep" in text
