"""The log: for people in lines, for machines in JSON, and what it keeps to itself.

Every line says what it is about, where that is known; see `summaries.log_context`. It never holds
the links that subscribers have instead of passwords.
"""

import logging
import re
from datetime import datetime

from kombu.exceptions import OperationalError
from pythonjsonlogger.core import RESERVED_ATTRS
from pythonjsonlogger.json import JsonFormatter

from summaries.log_context import known

# Mail programs break links anywhere; what is left of one is easily made whole.
_BREAK = r"(?:\s|=|\\[nrt]|%0[AaDd]|%20){0,3}"
# What services.subscriptions.links signs: a subscriber's number, their random key, and so on to the
# end of the link. The number may stay.
_PERSONAL = re.compile(
    rf"(?<![0-9])([0-9]*){_BREAK}-{_BREAK}(?:[0-9a-f]{_BREAK}){{32}}[^\s/?&\"']*"
)
# What Django and Celery attach to their records: whole requests, and the arguments of tasks.
_UNTOLD = ("request", "data", "server_time", "taskName")


def discreet(text: str) -> str:
    """Return a text without what opens a subscription."""
    return _PERSONAL.sub(r"\1-…", text)


class BrokerAway(logging.Filter):
    """Tells in one line that the broker is away: it is asked often, and how says nothing more."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Shorten such a record; let every record pass."""
        error = record.exc_info and record.exc_info[1]
        if error and record.name == "celery.beat":
            error = error.__context__ or error  # The scheduler wraps what it meets.
        if isinstance(error, OperationalError):
            record.msg = "the broker does not answer; what waits is rung for again: %s"
            record.args, record.exc_info, record.exc_text = (error,), None, None
        return True


class LineFormatter(logging.Formatter):
    """Prints lines and traces for people, what they are about in brackets."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the whole text of a record; Django logs each address it refuses."""
        return discreet(super().format(record))

    def formatMessage(self, record: logging.LogRecord) -> str:
        """Return the first line: a trace follows it."""
        facts = " ".join(f"{name}={fact}" for name, fact in known().items())
        return super().formatMessage(record) + (f" [{facts}]" if facts else "")


class MachineFormatter(JsonFormatter):
    """Prints each record as one JSON object in one line; `time` is in UTC."""

    def __init__(self) -> None:
        super().__init__(
            ["levelname", "name", "message"],
            rename_fields={"levelname": "level", "name": "logger", "exc_info": "trace"},
            reserved_attrs=[*RESERVED_ATTRS, *_UNTOLD],
            timestamp="time",
            json_ensure_ascii=False,
        )

    def process_log_record(self, log_data: dict) -> dict:
        """Return what is printed: what it is about is told apart, and texts are discreet."""
        told = super().process_log_record(log_data) | known()
        return {name: _discreet(value) for name, value in told.items()}


def _discreet(value):
    """Blank links in a value; what is neither text nor a number is turned into text first."""
    if isinstance(value, datetime):
        return value.isoformat()
    return value if isinstance(value, int | float | None) else discreet(str(value))
