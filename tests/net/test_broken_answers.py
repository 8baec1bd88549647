"""Servers that break off or talk nonsense: told in words, whatever the bytes."""

import gzip
import socket
import struct
import threading
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from summaries.net.errors import FetchError
from tests.net.servers import HEAD, answer, says


def failure(client, url):
    with pytest.raises(FetchError) as caught:
        client.get(url)
    return caught.value


def resetting(connected, _request):
    connected.sendall(HEAD + b"Content-Length: 10\r\n\r\nab")
    connected.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connected.close()


@pytest.mark.parametrize(
    ("handler", "words", "temporary"),
    [
        (says(b""), "broke off", True),
        (says(HEAD), "broke off", True),
        (says(HEAD + b"Content-Length: 10\r\n\r\nab"), "broke off", True),
        (says(HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nab"), "broke off", True),
        (resetting, "broke off", True),
        (says(b"SSH-2.0-OpenSSH_9.2\r\n\r\n"), "not an answer of a web server", False),
        (says(b"\x15\x03\x03\x00\x02\x02\x46" * 3), "not an answer of a web server", False),
        (says(b"<html>\r\n\r\n"), "not an answer of a web server", False),
        (says(HEAD + b"Content-Length: -1\r\n\r\n"), "not an answer", False),
        (says(HEAD + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab"), "not an answer", False),
        (says(HEAD + b"Content-Length: " + b"9" * 30 + b"\r\n\r\n"), "not an answer", False),
        (says(HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"), "not an answer", False),
        (says(HEAD + b"Transfer-Encoding: gzip\r\n\r\n"), "not an answer", False),
        (says(HEAD + b"Bad Header: x\r\n\r\n"), "not an answer", False),
        (says(HEAD + b"X: a\x00b\r\n\r\n"), "not an answer", False),
        (says(b"HTTP/2 200\r\n\r\n"), "not an answer", False),
        (says(b"HTTP/1.1 42 What\r\n\r\n"), "not an answer", False),
        (says(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n"), "not an answer", False),
    ],
)
def test_a_broken_answer_is_told_in_words(serve, client_for, handler, words, temporary):
    server = serve(handler)
    error = failure(client_for(server), server.url())
    assert (error.kind, error.temporary) == ("connection", temporary)
    assert words in str(error)


def test_a_closed_port_is_told(serve, client_for):
    server = serve(says(b""))
    server.__exit__()
    error = failure(client_for(server), server.url())
    assert (error.kind, error.temporary) == ("connection", True)
    assert "refused" in str(error)


def packed(body, coding):
    return answer(body=body, content_encoding=coding)


@pytest.mark.parametrize(
    "raw",
    [
        packed(b"plain text", "gzip"),
        packed(gzip.compress(b"x" * 1000)[:-9], "gzip"),
        packed(gzip.compress(b"x" * 1000)[:-8] + bytes(8), "gzip"),
        packed(b"\xff\xff\xff", "deflate"),
        packed(gzip.compress(b"") * 200, "gzip"),
        packed(b"...", "br"),
        packed(b"...", "gzip, gzip"),
        packed(b"...", "خ"),
    ],
    ids=[
        "not packed",
        "cut short",
        "wrong checksum",
        "no deflate",
        "many members",
        "brotli",
        "twice",
        "no coding at all",
    ],
)
def test_a_coding_that_cannot_be_read_is_told(serve, client_for, raw):
    server = serve(says(raw))
    error = failure(client_for(server), server.url())
    assert error.kind == "encoding"


def test_hostile_servers_leave_no_threads_and_no_sockets(serve, client_for):
    server = serve(says(HEAD + b"Content-Length: 10\r\n\r\nab"))
    client = client_for(server, names=["news.example"], ask=lambda host, port: ["127.0.0.1"])
    for _ in range(20):
        failure(client, server.url(host="news.example"))
    names = [thread.name for thread in threading.enumerate()]
    assert sum(name.startswith("lookup") for name in names) <= 1


BYTES = st.one_of(
    st.binary(max_size=200),
    st.binary(max_size=200).map(HEAD.__add__),
    st.binary(max_size=200).map((HEAD + b"Content-Encoding: gzip\r\n\r\n\x1f\x8b\x08").__add__),
    st.binary(max_size=60).map(
        lambda junk: b"HTTP/1.1 302 Found\r\nLocation: " + junk + b"\r\n\r\n"
    ),
    st.binary(max_size=60).map(
        lambda junk: b"HTTP/1.1 503 No\r\nRetry-After: " + junk + b"\r\n\r\n"
    ),
)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(raw=BYTES)
@example(raw=b"HTTP/1.1 302 Found\r\nLocation: http://\xe2\x84\x80.org\r\n\r\n")
def test_any_bytes_end_in_a_response_or_a_fetch_error(serve_once, raw):
    client, url = serve_once(raw)
    with suppress(FetchError):
        assert client.get(url).status in (200, 203)


@pytest.fixture
def serve_once(serve, client_for):
    """Return a function that puts new bytes behind one server."""
    current = {}
    server = serve(lambda connected, request: connected.sendall(current["raw"]))
    client = client_for(server, deadline=2)

    def put(raw):
        current["raw"] = raw
        return client, server.url()

    return put
