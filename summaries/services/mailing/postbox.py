"""One connection to the mail server for a whole round, and what the server's answers mean.

Reply codes: RFC 5321, 4.2; enhanced status codes: RFC 3463. A refusal counts against an address
only where the server says that it is the address. What it says of us (policy, relaying, too much at
once) may be mended by the newsroom's admins, and the message is tried again.
"""

import logging
import re
from smtplib import (
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)

from django.core.mail import EmailMultiAlternatives, get_connection

logger = logging.getLogger(__name__)

_CLOSING = 421
_AUTHENTICATE = 530
# Without an enhanced code: no such mailbox, not ours to deliver to, name not allowed.
_NO_SUCH_ADDRESS = (550, 551, 553)
_ENHANCED = re.compile(r"\s*([245]\.\d{1,3}\.\d{1,3})\b")
# What the server has against us, not against the address.
POLICY = "5.7."
# Bad address in any way, or a mailbox that is switched off.
_DEAD = re.compile(r"5\.1\.|5\.2\.1$")


class Refused(Exception):
    """The server did not take this message.

    `permanent`: it never will. `dead`: because there is no such address. `of_address`: it is about
    the recipient, whose address may be ailing.
    """

    def __init__(self, words: str, *, permanent: bool, dead: bool, of_address: bool) -> None:
        super().__init__(words)
        self.permanent, self.dead, self.of_address = permanent, dead, of_address


class Away(Exception):
    """The server is away, or wants nothing more of us now.

    `unsure`: it went away in the middle of a message and may have taken it.
    """

    def __init__(self, words: str, *, unsure: bool) -> None:
        super().__init__(words)
        self.unsure = unsure


class Postbox:
    """A connection that is opened when it is first needed, and again after it broke."""

    def __init__(self) -> None:
        self._connection = None

    def __enter__(self) -> "Postbox":
        return self

    def __exit__(self, *_exception) -> None:
        self.close()

    def open(self) -> None:
        """Connect, unless it is connected. Raises Away."""
        if self._connection is not None:
            return
        connection = get_connection()
        try:
            connection.open()
        except (OSError, SMTPException) as error:
            raise Away(words_of(error), unsure=False) from error
        self._connection = connection

    def send(self, email: EmailMultiAlternatives) -> None:
        """Hand one message to the server. Raises Refused or Away; after Away it is closed."""
        self.open()
        try:
            self._connection.send_messages([email])
        except (OSError, SMTPException) as error:
            met = meaning(error)
            if isinstance(met, Away):
                self.close()
            raise met from error

    def close(self) -> None:
        """Say goodbye; a server that hears it no more is none of our worries."""
        connection, self._connection = self._connection, None
        if connection is None:
            return
        try:
            connection.close()
        except (OSError, SMTPException) as error:
            logger.info("the mail server was gone already: %s", error)


def meaning(error: Exception) -> Refused | Away:
    """Return what an error of sending means for the message."""
    if isinstance(error, SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
        return _of_reply(code, said, of_recipient=True)
    if isinstance(error, SMTPSenderRefused):
        # Said of our own address, before the server knew for whom it is.
        return Away(words_of(error), unsure=False)
    if isinstance(error, SMTPResponseException):
        return _of_reply(error.smtp_code, error.smtp_error, of_recipient=False)
    if isinstance(error, SMTPServerDisconnected) or not isinstance(error, SMTPException):
        return Away(words_of(error), unsure=True)
    return Refused(words_of(error), permanent=True, dead=False, of_address=False)


def _of_reply(code: int, said: bytes | str, *, of_recipient: bool) -> Refused | Away:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    words = one_line(f"{code} {text}")
    if code == _CLOSING:
        return Away(words, unsure=False)
    found = _ENHANCED.match(text)
    status = found[1] if found else ""
    policy = status.startswith(POLICY) or code == _AUTHENTICATE
    permanent = code >= 500 and not policy
    return Refused(
        words,
        permanent=permanent,
        dead=permanent and is_dead(status, code if of_recipient else 0),
        of_address=of_recipient and not policy,
    )


def is_dead(status: str, code: int = 0) -> bool:
    """Say whether an enhanced status code, or without one a reply code, means: no such address."""
    return bool(_DEAD.match(status)) if status else code in _NO_SUCH_ADDRESS


def words_of(error: Exception) -> str:
    """Return an error in one line."""
    return one_line(f"{type(error).__name__}: {error}")


def one_line(said: str) -> str:
    """Return what a server said as the database can keep it, whatever bytes it sent."""
    readable = said.encode("utf-8", "replace").decode().replace("\0", "")
    return " ".join(readable.split())[:1000]
