"""Reading a document where it can do no harm: the process that reads. See `sandbox`."""

from __future__ import annotations

import gc
import json
import logging
import os
import select
import signal
import socket
import sys
from collections.abc import Callable
from typing import Any

from summaries.engine.errors import TextRejected
from summaries.readers import documents, feeds, listing, pages, records, samples
from summaries.readers.limits import IDLE_SECONDS, STARTED, limit_this_process

_PIECE = 2**16

# Each takes the bytes and the options of the question, and returns what JSON can hold.
READERS: dict[str, Callable[..., Any]] = {
    "feed": lambda data, **told: records.plain(feeds.parse(data, **told)),
    "listing": lambda data, **told: records.plain(listing.parse(data, **told)),
    "article": lambda data, **told: records.plain(pages.parse(data, **told)),
    "page": documents.parse_page,
    "word": documents.parse_word,
    "pdf": documents.parse_pdf,
}


def main(number: str) -> None:
    """Fork for each connection that comes over the socket with this number, until it ends."""
    channel = socket.socket(fileno=int(number))
    logging.disable()  # libraries complain about every odd document
    samples.warm_up(READERS)
    gc.disable()  # a reader soon ends anyway, and a collection would copy all shared memory
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # readers leave no zombies
    while select.select([channel], [], [], IDLE_SECONDS)[0]:
        said, numbers, _, _ = socket.recv_fds(channel, 1, 1)
        if not said:
            return
        for connection in (socket.socket(fileno=number) for number in numbers):
            with connection:
                _fork_for(connection, channel)


def _fork_for(connection: socket.socket, channel: socket.socket) -> None:
    if os.fork():
        return
    try:
        channel.close()
        limit_this_process()
        # No file can be opened: a module that is not loaded is missing, which libraries expect,
        # not unreadable, which they do not.
        sys.meta_path.clear()
        connection.sendall(STARTED)
        connection.sendall(json.dumps(answer_to(_question_on(connection))).encode())
    finally:
        # Past the parent's clean-up, whatever happened.
        os._exit(0)


def _question_on(connection: socket.socket) -> bytes:
    question = bytearray()
    while piece := connection.recv(_PIECE):
        question += piece
    return bytes(question)


def answer_to(question: bytes) -> dict[str, Any]:
    """Return {"read": …}, {"refusal": …} or, for whatever else went wrong, {"failure": …}."""
    told, _, data = question.partition(b"\n")
    options = json.loads(told)
    try:
        return {"read": READERS[options.pop("kind")](data, **options)}
    except TextRejected as refusal:
        return {"refusal": str(refusal), "hint": getattr(refusal, "hint", "")}
    # A parser stumbles in ways of its own; the asker logs this and says so in plain words.
    except Exception as error:
        return {"failure": f"{type(error).__name__}: {error}"[:500]}


if __name__ == "__main__":
    main(*sys.argv[1:])
