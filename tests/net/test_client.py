"""What a well-behaved server and a client agree on."""

import threading

import pytest

from summaries.net.client import Client, Policy
from summaries.net.errors import FetchError
from tests.net.servers import answer, by_path, says

FEED = "<rss>خبر</rss>".encode()


def sent(server, name):
    """Return the values of a header in the requests a server got."""
    lines = [line.decode("latin-1") for head in server.requests for line in head.split(b"\r\n")]
    return [line.split(": ", 1)[1] for line in lines if line.lower().startswith(name + ": ")]


def test_a_feed_arrives_whole(serve, client_for):
    feed = answer(body=FEED, content_type='Application/RSS+XML; charset="Windows-1256"', etag='"1"')
    server = serve(says(feed))
    response = client_for(server).get(server.url("/feed?صفحة=٢"))
    assert (response.status, response.body, response.not_modified) == (200, FEED, False)
    assert (response.content_type, response.headers["etag"]) == ("application/rss+xml", '"1"')
    assert response.url == server.url("/feed?%D8%B5%D9%81%D8%AD%D8%A9=%D9%A2")
    assert response.permanent_url == ""
    assert server.requests[0].startswith(b"GET /feed?%D8%B5%D9%81%D8%AD%D8%A9=%D9%A2 HTTP/1.1\r\n")


@pytest.mark.parametrize(
    "raw",
    [
        b"HTTP/1.0 200 OK\r\n\r\n" + FEED,
        b"HTTP/1.1 200 OK\nContent-Length: 17\n\n" + FEED,
        b"HTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\n\r\n11;x=y\r\n"
        + FEED
        + b"\r\n0\r\nTrailer: x\r\n\r\n",
        b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + answer(body=FEED),
        answer(body=FEED) + b"more than the length that was promised",
    ],
    ids=["until closed", "bare line feeds", "chunked", "interim answer", "trailing bytes"],
)
def test_every_usual_framing_is_read(serve, client_for, raw):
    server = serve(says(raw))
    assert client_for(server).get(server.url()).body == FEED


def test_an_ipv6_server_is_reached_when_it_is_opened(serve):
    server = serve(says(answer(body=FEED)), "::1")
    client = Client(Policy(allowed=frozenset({f"[::1]:{server.port}"})))
    assert client.get(server.url(host="[::1]")).body == FEED
    assert sent(server, "host") == [f"[::1]:{server.port}"]


def test_an_arabic_host_is_asked_for_by_its_ascii_name(serve, client_for):
    server = serve(says(answer(body=FEED)))
    asked = []
    client = client_for(
        server, names=["أخبار.مثال"], ask=lambda host, port: asked.append(host) or ["127.0.0.1"]
    )
    response = client.get(server.url("/خبر", host="أخبار.مثال"))
    assert response.url == server.url("/%D8%AE%D8%A8%D8%B1", host="xn--igbicxr.xn--mgbh0fb")
    assert asked == ["xn--igbicxr.xn--mgbh0fb"]
    assert sent(server, "host") == [f"xn--igbicxr.xn--mgbh0fb:{server.port}"]


def test_the_environment_is_not_asked_for_proxies_or_passwords(
    serve, client_for, monkeypatch, tmp_path
):
    proxy, server = serve(says(answer(body=b"proxy"))), serve(says(answer(body=FEED)))
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login editor password word\n")
    monkeypatch.setenv("NETRC", str(netrc))
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, proxy.url())
    assert client_for(server).get(server.url()).body == FEED
    assert proxy.connections == 0
    assert sent(server, "authorization") == []


def test_no_cookie_comes_back(serve, client_for):
    server = serve(
        by_path(
            {
                "/": answer("302 Found", location="/b", set_cookie="a=b; Path=/"),
                "/b": answer(body=FEED),
            }
        )
    )
    client = client_for(server)
    client.get(server.url())
    client.get(server.url("/b"))
    assert len(server.requests) == 3
    assert sent(server, "cookie") == []


def test_a_conditional_request_that_finds_nothing_new(serve, client_for):
    server = serve(says(answer("304 Not Modified", etag='W/"7"')))
    response = client_for(server).get(
        server.url(), etag='W/"7"', last_modified="Sun, 22 Nov 2026 10:00:00 GMT"
    )
    assert (response.status, response.not_modified, response.body) == (304, True, b"")
    assert sent(server, "if-none-match") == ['W/"7"']
    assert sent(server, "if-modified-since") == ["Sun, 22 Nov 2026 10:00:00 GMT"]


def test_not_modified_without_a_condition_is_no_content(serve, client_for):
    server = serve(says(answer("304 Not Modified")))
    with pytest.raises(FetchError) as caught:
        client_for(server).get(server.url())
    assert (caught.value.kind, caught.value.status) == ("status", 304)


@pytest.mark.parametrize(
    "etag", ['"a"\r\nX-Evil: 1', '"a"\nX-Evil: 1', '"\x00"', "«١»", "x" * 1001]
)
def test_a_hostile_etag_of_last_time_is_not_sent(serve, client_for, etag):
    server = serve(says(answer(body=FEED)))
    assert client_for(server).get(server.url(), etag=etag, last_modified=etag).body == FEED
    assert sent(server, "if-none-match") == sent(server, "if-modified-since") == []
    assert b"X-Evil" not in server.requests[0]


@pytest.mark.parametrize("user_agent", ["a\r\nX: 1", "", "خبر"])
def test_a_user_agent_is_one_line_of_plain_text(user_agent):
    with pytest.raises(ValueError, match="user agent"):
        Policy(user_agent=user_agent)


@pytest.mark.parametrize(
    ("status", "temporary", "words"),
    [
        ("204 No Content", False, "answered 204"),
        ("206 Partial Content", False, "answered 206"),
        ("300 Multiple Choices", False, "answered 300"),
        ("401 Unauthorized", False, "user name"),
        ("403 Forbidden", False, "does not let"),
        (
            "404 Not Found",
            False,
            "The server answered 404: there is nothing at this address. Check it.",
        ),
        ("410 Gone", False, "gone for good"),
        ("418 Teapot", False, "answered 418"),
        ("429 Too Many Requests", True, "too often"),
        ("500 Internal Server Error", True, "its side"),
        ("503 Service Unavailable", True, "overloaded"),
        ("522 Cloud", True, "answered 522"),
        ("999 Odd", False, "answered 999"),
    ],
)
def test_a_status_is_told_in_words(serve, client_for, status, temporary, words):
    server = serve(says(answer(status, body=b"<html>a long page of apologies</html>")))
    with pytest.raises(FetchError, match=words) as caught:
        client_for(server).get(server.url())
    error = caught.value
    assert (error.kind, error.status, error.temporary) == ("status", int(status[:3]), temporary)
    assert error.retry_after is None


def test_the_wait_a_server_asks_for_is_kept(serve, client_for):
    server = serve(says(answer("503 Service Unavailable", retry_after="120")))
    with pytest.raises(FetchError) as caught:
        client_for(server).get(server.url())
    assert caught.value.retry_after.total_seconds() == 120


def test_one_client_serves_many_threads(serve, client_for):
    server = serve(lambda connected, head: connected.sendall(answer(body=head.split(b" ", 2)[1])))
    client, bodies = client_for(server), {}

    def work(number):
        for turn in range(5):
            path = f"/{number}/{turn}"
            bodies[path] = client.get(server.url(path)).body

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(bodies) == 40
    assert all(body.decode() == path for path, body in bodies.items())
