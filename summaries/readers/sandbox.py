"""Reading a document where it can do no harm: the side that asks.

Any format can be made to take all the time and memory there is. So each document is parsed in a
process of its own, with little of both, which cannot open files or connections. A process that
loads the parsers takes a second to start; so one server process (`summaries.readers.server`) loads
them once and forks for each document, which takes milliseconds.

The server belongs to the process that started it. They talk over a pair of sockets: for each
document one end of a fresh pair goes over to it (SCM_RIGHTS, unix(7)). There is no address anyone
else could connect to, and when the owner dies, however it dies, the server reads the end of its
socket and leaves. Threads may share a server; a forked process starts its own.
"""

from __future__ import annotations

import atexit
import json
import logging
import os
import re
import socket
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

from summaries.readers.limits import (
    ANSWER_MAX_BYTES,
    AT_ONCE,
    START_SECONDS,
    STARTED,
    WALL_SECONDS,
)

_ROOT = Path(__file__).parents[2]
_PIECE = 2**16
_HARMLESS = re.compile(
    r"(?:PATH|HOME|LANG|LC_\w+|TZ|TMPDIR|VIRTUAL_ENV|LD_LIBRARY_PATH|PYTHON\w+)$"
)
_LOG = logging.getLogger(__name__)


class ReadingFailed(Exception):
    """The document took too much, or broke its reader. The log says more."""


class _ServerGone(Exception):
    """The server was not there to take the document."""


class _Server:
    """The process that reads for this one; started on first use and again when it is gone."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._places = threading.BoundedSemaphore(AT_ONCE)
        self._channel: socket.socket | None = None
        self._process: subprocess.Popen | None = None

    def ask(self, question: bytes) -> bytes:
        """Return the answer to one question; a second server is asked when the first is gone.

        Only a few are answered at once. The others wait, never long: each reading ends, and a
        process has few threads.
        """
        with self._places:
            for _ in range(2):
                channel = self._running()
                try:
                    return _ask_over(channel, question)
                except _ServerGone:
                    self._drop(channel)
        raise ReadingFailed("the reading process does not start")

    def _running(self) -> socket.socket:
        with self._lock:
            return self._channel or self._start()

    def _start(self) -> socket.socket:
        ours, theirs = socket.socketpair()
        with closing(theirs):
            number = theirs.fileno()
            # Not in the terminal's session: it ends with its owner, not at every Ctrl-C.
            self._process = subprocess.Popen(
                [sys.executable, "-m", "summaries.readers.server", str(number)],
                cwd=_ROOT, pass_fds=[number], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                start_new_session=True, env=_plain_environment(),
            )  # fmt: skip
        self._channel = ours
        return ours

    def stop(self) -> None:
        """End the server. What it has forked already goes on to its own end."""
        if channel := self._channel:
            self._drop(channel)

    def _drop(self, channel: socket.socket) -> None:
        """End the server at the other end of a channel, unless another thread has."""
        with self._lock:
            if self._channel is not channel:
                return
            process, self._channel, self._process = self._process, None, None
        channel.close()
        process.kill()
        process.wait()

    def forget(self) -> None:
        """After a fork: leave the server to the parent, whose child it is."""
        if self._channel:
            self._channel.close()
        if self._process:
            self._process.returncode = 0  # not ours to wait for
        self.__init__()


def _plain_environment() -> dict[str, str]:
    """Return what Python needs to start, and none of the site's secrets."""
    return {name: value for name, value in os.environ.items() if _HARMLESS.match(name)}


def _ask_over(channel: socket.socket, question: bytes) -> bytes:
    ours, theirs = socket.socketpair()
    with closing(ours):
        with closing(theirs):
            try:
                socket.send_fds(channel, [b"+"], [theirs.fileno()])
            except OSError as error:
                raise _ServerGone from error
        return _converse(ours, question)


def _converse(connection: socket.socket, question: bytes) -> bytes:
    """Send a question and return what comes back until the other side is done."""
    connection.settimeout(START_SECONDS)
    try:
        if connection.recv(1) != STARTED:
            raise _ServerGone
    except OSError as error:
        raise _ServerGone from error
    # The reader ends itself after WALL_SECONDS; the two more are for a busy machine.
    connection.settimeout(WALL_SECONDS + 2)
    try:
        connection.sendall(question)
        connection.shutdown(socket.SHUT_WR)
        return _all_of(connection)
    except OSError as error:
        raise ReadingFailed(f"the reader went away: {error}") from error


def _all_of(connection: socket.socket) -> bytes:
    answer = bytearray()
    while piece := connection.recv(_PIECE):
        answer += piece
        if len(answer) > ANSWER_MAX_BYTES:
            raise ReadingFailed(f"the answer has over {ANSWER_MAX_BYTES} bytes")
    return bytes(answer)


_SERVER = _Server()
os.register_at_fork(after_in_child=_SERVER.forget)
atexit.register(_SERVER.stop)


def read(kind: str, data: bytes, **options: str) -> dict[str, Any]:
    """Return what the reader of this kind (see `server.READERS`) makes of a document.

    The answer is {"read": …} or {"refusal": …}. Raises ReadingFailed when there is no answer: the
    document took more than the limits allow, or its reader broke.
    """
    question = json.dumps({"kind": kind, **options}).encode() + b"\n" + data
    try:
        answer = json.loads(_SERVER.ask(question))
        if "failure" in answer:
            raise ReadingFailed(answer["failure"])
        return answer
    except (ReadingFailed, ValueError) as error:
        what = error if isinstance(error, ReadingFailed) else "no whole answer"
        _LOG.warning("Reading a %s of %d bytes failed: %s", kind, len(data), what)
        raise ReadingFailed(str(what)) from error
