"""What a real conversation with a mail server comes to, however it goes wrong."""

import smtplib
import socket
import socketserver
import threading
from contextlib import contextmanager

import pytest
from django.core.mail import EmailMultiAlternatives

from summaries.services.mailing.postbox import Away, Postbox, Refused, is_dead, meaning

GOOD = {
    "HELLO": "220 ready",
    "EHLO": "250 here",
    "MAIL": "250 2.1.0 ok",
    "RCPT": "250 2.1.5 ok",
    "DATA": "354 go on",
    ".": "250 2.0.0 taken",
    "RSET": "250 ok",
    "QUIT": "221 bye",
}
HANG_UP = ""


class Dialog(socketserver.StreamRequestHandler):
    """Answers each command as the server's script says."""

    def handle(self) -> None:
        """Speak until the client leaves, or the script says to hang up."""
        self.server.connections += 1
        if not self.say("HELLO"):
            return
        for line in self.rfile:
            verb = line.decode().strip().upper()[:4]
            if not self.say(verb):
                return
            if verb == "DATA" and self.server.script["DATA"].startswith("354"):
                self.read_message()
                if not self.say("."):
                    return

    def read_message(self) -> None:
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line)
        self.server.messages.append(b"".join(lines))

    def say(self, step: str) -> bool:
        answer = self.server.script[step]
        if answer != HANG_UP:
            self.wfile.write(f"{answer}\r\n".encode())
        return answer != HANG_UP and not answer.startswith("421")


class Server(socketserver.ThreadingTCPServer):
    """An SMTP server with a script."""

    daemon_threads = allow_reuse_address = True

    def __init__(self, **script: str) -> None:
        super().__init__(("127.0.0.1", 0), Dialog)
        self.script = GOOD | script
        self.messages: list[bytes] = []
        self.connections = 0


@contextmanager
def serving(settings, **script):
    with Server(**script) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        try:
            yield server
        finally:
            server.shutdown()


@pytest.fixture(autouse=True)
def _smtp(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_TIMEOUT = 5


def email() -> EmailMultiAlternatives:
    return EmailMultiAlternatives("s", "مرحبا", "newsdesk@site.example", ["r@inbox.example"])


def test_many_messages_go_over_one_connection(settings):
    with serving(settings) as server, Postbox() as postbox:
        for _ in range(3):
            postbox.send(email())
    assert len(server.messages) == 3
    assert server.connections == 1


@pytest.mark.parametrize(
    ("step", "answer", "unsure"),
    [
        ("MAIL", "421 4.7.0 enough for one connection", False),
        ("MAIL", "451 4.3.0 later", False),
        ("MAIL", "550 5.1.8 we do not know this sender", False),
        ("RCPT", "421 4.3.2 closing", False),
        (".", "421 4.3.2 closing", False),
        ("MAIL", HANG_UP, True),
        ("RCPT", HANG_UP, True),
        ("DATA", HANG_UP, True),
        (".", HANG_UP, True),
    ],
)
def test_a_server_that_goes_away_is_spoken_to_anew(settings, step, answer, unsure):
    with serving(settings, **{step: answer}) as server, Postbox() as postbox:
        with pytest.raises(Away) as caught:
            postbox.send(email())
        assert caught.value.unsure is unsure
        server.script[step] = GOOD[step]
        postbox.send(email())
    assert server.connections == 2


@pytest.mark.parametrize(
    ("step", "answer", "permanent", "dead", "of_address"),
    [
        ("RCPT", "550 5.1.1 no such user", True, True, True),
        ("RCPT", "550 no such user", True, True, True),
        ("RCPT", "551 not here", True, True, True),
        ("RCPT", "553 5.1.3 what a name", True, True, True),
        ("RCPT", "550 5.2.1 disabled", True, True, True),
        ("RCPT", "552 5.2.2 mailbox full", True, False, True),
        ("RCPT", "554 transaction failed", True, False, True),
        ("RCPT", "452 4.2.2 mailbox full", False, False, True),
        ("RCPT", "450 4.7.1 greylisted", False, False, True),
        ("RCPT", "550 5.7.1 you are on a list", False, False, False),
        ("RCPT", "530 5.7.0 authenticate", False, False, False),
        (".", "554 5.6.0 what a message", True, False, False),
        (".", "554 5.7.1 looks like spam", False, False, False),
        (".", "550 5.1.1 no such user after all", True, True, False),
        (".", "550 no such thing", True, False, False),
        ("DATA", "452 4.3.1 disk full", False, False, False),
    ],
)
def test_a_refusal_is_of_one_message(settings, step, answer, permanent, dead, of_address):
    with serving(settings, **{step: answer}) as server, Postbox() as postbox:
        with pytest.raises(Refused) as caught:
            postbox.send(email())
        met = caught.value
        assert (met.permanent, met.dead, met.of_address) == (permanent, dead, of_address)
        assert str(met) == answer
        server.script[step] = GOOD[step]
        postbox.send(email())
    # The conversation goes on as if nothing had been.
    assert server.connections == 1


@pytest.mark.parametrize("greeting", ["554 no", "421 later", HANG_UP])
def test_a_server_that_does_not_greet_is_away(settings, greeting):
    with serving(settings, HELLO=greeting), Postbox() as postbox:
        with pytest.raises(Away) as caught:
            postbox.open()
        assert not caught.value.unsure


def test_no_server_is_away(settings):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        settings.EMAIL_HOST, settings.EMAIL_PORT = probe.getsockname()
    with Postbox() as postbox, pytest.raises(Away, match="refused"):
        postbox.open()


def test_a_server_that_hangs_up_at_the_goodbye_is_none_of_our_worries(settings):
    with serving(settings, QUIT=HANG_UP) as server, Postbox() as postbox:
        postbox.send(email())
    assert len(server.messages) == 1


def test_a_message_that_the_server_cannot_take_at_all_is_refused_for_good():
    met = meaning(smtplib.SMTPNotSupportedError("SMTPUTF8 not supported"))
    assert isinstance(met, Refused)
    assert met.permanent
    assert not met.of_address


def test_a_refusal_is_kept_in_one_line_whatever_bytes_it_has():
    met = meaning(smtplib.SMTPDataError(554, b"5.6.0 no\x00\r\n \xff"))
    assert str(met) == "554 5.6.0 no \ufffd"
    assert str(meaning(OSError("lone \ud800"))) == "OSError: lone ?"


@pytest.mark.parametrize(
    ("status", "code", "dead"),
    [
        ("5.1.1", 0, True),
        ("5.1.10", 0, True),
        ("5.2.1", 0, True),
        ("5.2.10", 550, False),
        ("5.4.1", 550, False),
        ("", 550, True),
        ("", 552, False),
        ("", 0, False),
    ],
)
def test_which_addresses_are_dead(status, code, dead):
    assert is_dead(status, code) is dead
