"""The emails that a demo wrote to files instead of sending them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from itertools import islice
from pathlib import Path

from django.conf import settings

MOST_SHOWN = 200
_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
# What that backend writes behind each email. The next one begins with its type, so that a line of
# dashes inside a text is no end.
_END = re.compile(rb"\n-{79}\n(?=Content-Type: |\Z)")


@dataclass(frozen=True)
class Kept:
    """An email that was written to a file; `key` names it."""

    key: str
    message: EmailMessage

    @property
    def subject(self) -> str:
        """The subject, in words."""
        return self._header("Subject")

    @property
    def recipient(self) -> str:
        """The address that it went to."""
        return self._header("To")

    @property
    def date(self) -> datetime | None:
        """When it was written, as it says itself."""
        try:
            found = parsedate_to_datetime(self._header("Date"))
        except ValueError:
            return None
        # RFC 5322 writes UTC of a place that is not told as -0000.
        return found if found.tzinfo else found.replace(tzinfo=UTC)

    @property
    def headers(self) -> list[tuple[str, str]]:
        """Every header, in order."""
        return [(name, str(value).strip()) for name, value in self.message.items()]

    @property
    def text(self) -> str:
        """The plain text part."""
        return self._part("plain")

    @property
    def html(self) -> str:
        """The HTML part; empty where there is none."""
        return self._part("html")

    def _header(self, name: str) -> str:
        # A folded one begins on its second line, with a space.
        return str(self.message[name] or "").strip()

    def _part(self, kind: str) -> str:
        found = self.message.get_body((kind,))
        return found.get_content() if found else ""


def is_open() -> bool:
    """Say whether there is a mailbox: in a demo that writes emails to files."""
    return settings.DEBUG and settings.EMAIL_BACKEND == _BACKEND


def newest(recipient: str = "") -> list[Kept]:
    """Return the newest emails, to one address where it is given, MOST_SHOWN at most."""
    found = (kept for kept in _all() if recipient in ("", kept.recipient))
    return list(islice(found, MOST_SHOWN))


def find(key: str) -> Kept | None:
    """Return the email with this key."""
    return next((kept for kept in _all() if kept.key == key), None)


def _all() -> Iterator[Kept]:
    """Give every email, newest first: a file holds those of one connection, in order."""
    files = Path(settings.EMAIL_FILE_PATH).glob("*.log")
    for path in sorted(files, key=lambda path: path.stat().st_mtime_ns, reverse=True):
        written = [content for content in _END.split(path.read_bytes()) if content.strip()]
        for number, content in reversed(list(enumerate(written))):
            message = message_from_bytes(content, policy=policy.default)
            yield Kept(f"{path.stem}-{number}", message)
