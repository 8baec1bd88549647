"""Servers that stall or drip: the deadline spans the whole fetch."""

import socket
import time
from contextlib import suppress

import pytest

from summaries.net.errors import FetchError
from tests.net.servers import HEAD, answer, dripping


def failure(client, url):
    """Return the error of a fetch and the seconds it took."""
    started = time.monotonic()
    with pytest.raises(FetchError) as caught:
        client.get(url)
    return caught.value, time.monotonic() - started


@pytest.mark.parametrize(
    "handler",
    [
        lambda connected, request: time.sleep(6),
        dripping(b"", b"H"),
        dripping(HEAD, b"x"),
        dripping(HEAD, b"X-More: 1\r\n"),
        dripping(HEAD + b"Content-Length: 100000\r\n\r\n", b"x"),
        dripping(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        dripping(HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X: y\r\n"),
        dripping(b"", b"HTTP/1.1 100 Continue\r\n\r\n", pause=0.2),
        dripping(HEAD + b"\r\n", b"x"),
    ],
    ids=[
        "silence",
        "status line",
        "header name",
        "headers",
        "body",
        "chunks",
        "trailers",
        "interim answers",
        "body until closed",
    ],
)
def test_a_slow_answer_ends_at_the_deadline(serve, client_for, handler):
    server = serve(handler)
    error, seconds = failure(client_for(server, deadline=0.5), server.url())
    assert (error.kind, error.temporary) == ("timeout", True)
    assert "0.5 seconds" in str(error)
    assert seconds < 2


def test_redirects_share_one_deadline(serve, client_for):
    def handle(connected, request):
        time.sleep(0.5)
        number = int(request.split(b" ", 2)[1][1:])
        connected.sendall(answer("302 Found", location=f"/{number + 1}"))

    server = serve(handle)
    error, seconds = failure(client_for(server, deadline=0.7), server.url("/0"))
    assert error.kind == "timeout"
    assert seconds < 2


def test_a_server_that_never_accepts_ends_at_the_deadline(client_for):
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        port = full.getsockname()[1]
        waiting = []
        for _ in range(3):
            queued = socket.socket()
            queued.setblocking(False)
            with suppress(BlockingIOError):
                queued.connect(("127.0.0.1", port))
            waiting.append(queued)
        client = client_for(ports=[port], deadline=0.5)
        error, seconds = failure(client, f"http://127.0.0.1:{port}/")
        for queued in waiting:
            queued.close()
    assert error.kind == "timeout"
    assert seconds < 2
