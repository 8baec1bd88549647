"""Servers that send more than anyone should read, packed or not."""

import gzip
import tracemalloc
import zlib

import pytest

from summaries.net.errors import FetchError
from tests.net.servers import HEAD, answer, by_path, dripping, flooding, says

MEGABYTE = 1_000_000


def failure(client, url):
    with pytest.raises(FetchError) as caught:
        client.get(url)
    return caught.value


def zeros(packed_by):
    """Return 200 MB of nothing, packed small."""
    return b"".join([packed_by.compress(bytes(MEGABYTE)) for _ in range(200)] + [packed_by.flush()])


@pytest.mark.parametrize(
    ("coding", "window"),
    [("gzip", 31), ("deflate", 15), ("deflate", -15)],
    ids=["gzip", "zlib", "raw deflate"],
)
def test_a_bomb_is_stopped_while_it_unpacks(serve, client_for, coding, window):
    bomb = zeros(zlib.compressobj(9, zlib.DEFLATED, window))
    assert len(bomb) < MEGABYTE
    server = serve(says(answer(body=bomb, content_encoding=coding)))
    client = client_for(server, max_bytes=MEGABYTE)
    tracemalloc.start()
    error = failure(client, server.url())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert error.kind == "too_large"
    assert peak < 5 * MEGABYTE


def test_compressed_data_that_unpacks_to_nothing_is_counted_too(serve, client_for):
    # A deflate block that is stored, not final and empty.
    flood = b"\x00\x00\x00\xff\xff" * 10_000
    head = HEAD + b"Content-Encoding: deflate\r\n\r\n"
    server = serve(flooding(head, flood))
    error = failure(client_for(server, max_bytes=MEGABYTE), server.url())
    assert error.kind == "too_large"


@pytest.mark.parametrize(
    ("first", "flood"),
    [
        (HEAD + b"\r\n", b"x" * 65_536),
        (
            HEAD + b"Transfer-Encoding: chunked\r\n\r\n",
            b"10000\r\n" + b"x" * 65_536 + b"\r\n",
        ),
        (HEAD, b"X-More: 1\r\n" * 1000),
        (HEAD + b"X-Long: ", b"x" * 65_536),
        (b"", b"H" * 65_536),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"0" * 65_536),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X-More: 1\r\n" * 1000),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 1000),
    ],
    ids=[
        "body",
        "chunks",
        "headers",
        "one header",
        "status line",
        "chunk size",
        "trailers",
        "interim answers",
    ],
)
def test_an_endless_answer_is_cut(serve, client_for, first, flood):
    server = serve(flooding(first, flood))
    error = failure(client_for(server, max_bytes=MEGABYTE), server.url())
    assert error.kind in ("too_large", "connection")


def test_an_announced_size_is_refused_before_it_comes(serve, client_for):
    server = serve(dripping(HEAD + b"Content-Length: 5000001\r\n\r\n", b"x"))
    error = failure(client_for(server), server.url())
    assert (error.kind, error.values) == ("too_large", {"limit": "5000000"})


def test_the_limit_itself_is_allowed(serve, client_for):
    body = b"x" * MEGABYTE
    packed = answer(body=gzip.compress(body), content_encoding="gzip")
    server = serve(by_path({"/": answer(body=body), "/packed": packed}))
    client = client_for(server, max_bytes=MEGABYTE)
    assert client.get(server.url()).body == client.get(server.url("/packed")).body == body


def test_far_too_many_headers_are_refused(serve, client_for):
    server = serve(says(HEAD + b"X: y\r\n" * 201 + b"\r\n"))
    error = failure(client_for(server), server.url())
    assert error.kind == "too_large"


@pytest.mark.parametrize(
    "chunk", [b"1\r\nx\r\n" * 10_000, b"1;" + b"e" * 60_000 + b"\r\nx\r\n"], ids=["tiny", "wrapped"]
)
def test_chunks_that_cost_more_than_they_carry_are_cut(serve, client_for, chunk):
    server = serve(flooding(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", chunk))
    error = failure(client_for(server), server.url())
    assert error.kind == "too_large"
    assert "besides the page" in str(error)
