"""Redirects: each is checked like the first address, and there are at most five."""

import socket

import pytest

from summaries.net.client import Client, Policy
from summaries.net.errors import FetchError
from tests.net.servers import answer, by_path, says

FEED = b"<rss/>"


def moved(status, location):
    return answer(f"{status} Moved", location=location)


def chain(length, status=301):
    """Return a server's answers: /0 leads to /1 … /length, where the feed is."""
    hops = {f"/{place}": moved(status, f"/{place + 1}") for place in range(length)}
    return by_path({**hops, f"/{length}": answer(body=FEED)})


def failure(client, url):
    with pytest.raises(FetchError) as caught:
        client.get(url)
    return caught.value


def test_five_redirects_are_followed_and_six_are_not(serve, client_for):
    five, six = serve(chain(5)), serve(chain(6))
    response = client_for(five).get(five.url("/0"))
    assert (response.body, response.url) == (FEED, five.url("/5"))
    error = failure(client_for(six), six.url("/0"))
    assert error.kind == "redirects"
    assert "more than 5" in str(error)
    assert len(six.requests) == 6


@pytest.mark.parametrize(
    ("statuses", "permanent"),
    [((301, 308), True), ((301, 302), False), ((307, 301), False), ((303,), False), ((308,), True)],
)
def test_only_a_wholly_permanent_way_gives_a_new_address(serve, client_for, statuses, permanent):
    hops = {f"/{place}": moved(status, f"/{place + 1}") for place, status in enumerate(statuses)}
    server = serve(by_path({**hops, f"/{len(statuses)}": answer(body=FEED)}))
    response = client_for(server).get(server.url("/0"))
    assert response.permanent_url == (server.url(f"/{len(statuses)}") if permanent else "")


@pytest.mark.parametrize("location", ["/", "", "#top", "?", "http://127.0.0.1:{port}/#x"])
def test_a_circle_is_noticed(serve, client_for, location):
    server = serve(
        lambda connected, head: connected.sendall(
            moved(302, location.format(port=server.port) or "/")
        )
    )
    error = failure(client_for(server), server.url())
    assert error.kind == "redirects"
    assert len(server.requests) == 1


def test_a_longer_circle_is_noticed(serve, client_for):
    server = serve(by_path({"/": moved(301, "/b"), "/b": moved(301, "/c"), "/c": moved(301, "/")}))
    error = failure(client_for(server), server.url())
    assert "circle" in str(error)
    assert len(server.requests) == 3


@pytest.mark.parametrize(
    ("location", "kind"),
    [
        ("http://127.0.0.1/", "address"),
        ("http://127.1/", "address"),
        ("http://2130706433/", "address"),
        ("http://0177.0.0.1/", "address"),
        ("http://0x7f.1/", "address"),
        ("http://[::ffff:127.0.0.1]/", "address"),
        ("http://localhost/", "address"),
        ("//169.254.169.254/latest/meta-data", "address"),
        ("http://user:word@example.org/", "address"),
        ("http://[", "address"),
        ("file:///etc/passwd", "scheme"),
        ("FILE:/etc/passwd", "scheme"),
        ("ftp://example.org/", "scheme"),
        ("gopher://example.org/", "scheme"),
        ("data:text/html,hello", "scheme"),
        ("javascript:alert(1)", "scheme"),
        ("http://example.org:22/", "port"),
    ],
)
def test_a_redirect_to_a_forbidden_place_is_not_followed(serve, client_for, location, kind):
    server = serve(says(moved(302, location)))
    assert failure(client_for(server), server.url()).kind == kind


@pytest.mark.parametrize(
    "location",
    ["http://127.0.0.1/", "http://localhost/", "http://inner.example/", "//a.example:22"],
)
def test_nobody_is_asked_to_open_where_a_redirect_leads(serve, client_for, location):
    server = serve(says(moved(302, location)))
    error = failure(client_for(server, ask=lambda *_: ["10.0.0.5"]), server.url())
    assert "leads on to" in str(error)
    assert "ask the administrator" not in str(error)


def test_a_redirect_to_another_loopback_port_never_arrives(serve, client_for):
    inner = serve(says(answer(body=b"secret")))
    server = serve(says(moved(302, inner.url("/admin"))))
    assert failure(client_for(server), server.url()).kind == "port"
    assert inner.connections == 0


def test_a_name_that_leads_inside_is_refused_at_the_redirect(serve, client_for):
    inner = serve(says(answer(body=b"secret")))
    server = serve(says(moved(302, "http://inner.example/")))
    client = client_for(server, ask=lambda host, port: ["127.0.0.1"])
    error = failure(client, server.url())
    assert (error.kind, error.values["host"]) == ("address", "inner.example")
    assert inner.connections == 0


def test_a_public_server_does_not_lead_to_an_opened_one(serve, monkeypatch):
    """The policy opens `inner`; a source of the open internet must not profit from it."""
    inner = serve(says(answer(body=b"secret")))
    public = serve(says(moved(302, inner.url())))
    monkeypatch.setattr(
        "summaries.net.wire.Connection._connect_to",
        lambda *_where: socket.create_connection(("127.0.0.1", public.port)),
    )
    client = Client(
        Policy(allowed=frozenset({f"127.0.0.1:{inner.port}"}), deadline=5),
        ask=lambda host, port: ["8.8.8.8"],
    )
    error = failure(client, "http://news.example/")
    assert (error.kind, len(public.requests), inner.connections) == ("port", 1, 0)


@pytest.mark.parametrize("hops", [0, 1], ids=["at once", "by another public server"])
@pytest.mark.parametrize("pair", ["inner.example:80", "inner.example:443"])
def test_a_public_server_does_not_lead_to_one_that_is_opened_on_a_usual_port(
    serve, monkeypatch, pair, hops
):
    """Such a name passes as public until it is looked up."""
    scheme = "http" if pair.endswith(":80") else "https"
    goal = moved(302, f"{scheme}://inner.example/admin")
    onward = moved(302, "http://other.example/1")
    public = serve(by_path({"/0": onward, "/1": goal} if hops else {"/0": goal}))
    asked = []

    def connect(_connection, address, _seconds):
        asked.append(str(address))
        return socket.create_connection(("127.0.0.1", public.port))

    monkeypatch.setattr("summaries.net.wire.Connection._connect_to", connect)
    client = Client(
        Policy(allowed=frozenset({pair}), deadline=5),
        ask=lambda host, port: ["10.0.0.5" if host == "inner.example" else "8.8.8.8"],
    )
    assert failure(client, "http://news.example/0").kind == "address"
    assert set(asked) == {"8.8.8.8"}


def test_who_asks_may_refuse_a_redirect_before_it_is_followed(serve, client_for):
    server = serve(chain(2))
    seen = []

    def refuse(client, url):
        seen.append((client.policy.allowed, url))
        if url.endswith("/2"):
            raise FetchError("robots", "No.")

    client = client_for(server)
    with pytest.raises(FetchError, match="No"):
        client.get(server.url("/0"), onward=refuse)
    opened = client.policy.allowed
    assert seen == [(opened, server.url("/1")), (opened, server.url("/2"))]
    assert len(server.requests) == 2


def test_who_asks_is_given_a_client_for_no_more_than_the_redirect_may_reach(serve, monkeypatch):
    public = serve(by_path({"/": moved(302, "http://other.example/1"), "/1": answer(body=FEED)}))
    monkeypatch.setattr(
        "summaries.net.wire.Connection._connect_to",
        lambda *_where: socket.create_connection(("127.0.0.1", public.port)),
    )
    client = Client(Policy(allowed=frozenset({"inner.example:80"})), ask=lambda *_: ["8.8.8.8"])
    given = []
    client.get("http://news.example/", onward=lambda narrowed, url: given.append(narrowed))
    assert [narrowed.policy.allowed for narrowed in given] == [frozenset()]


def test_a_client_for_one_opened_server_does_not_follow_it_to_another(serve):
    other = serve(says(answer(body=b"secret")))
    own = serve(says(moved(302, other.url())))
    pairs = {f"127.0.0.1:{own.port}", f"127.0.0.1:{other.port}"}
    client = Client(Policy(allowed=frozenset(pairs), deadline=5))
    assert client.get(own.url()).body == b"secret"
    narrowed = client.within({f"127.0.0.1:{own.port}", "127.0.0.1:9"})
    assert failure(narrowed, own.url()).kind == "port"
    assert (narrowed.policy.allowed, other.connections) == ({f"127.0.0.1:{own.port}"}, 1)


def test_a_redirect_without_a_place_is_told(serve, client_for):
    server = serve(says(answer("302 Found")))
    error = failure(client_for(server), server.url())
    assert (error.kind, "not where to" in str(error)) == ("redirects", True)


@pytest.mark.parametrize(
    "location",
    [
        "/أخبار اليوم".encode(),
        b"/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1%20%D8%A7%D9%84%D9%8A%D9%88%D9%85",
    ],
)
def test_an_arabic_place_is_encoded_once(serve, client_for, location):
    there = "/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1%20%D8%A7%D9%84%D9%8A%D9%88%D9%85"
    here = b"HTTP/1.1 301 Moved\r\nContent-Length: 0\r\nLocation: " + location + b"\r\n\r\n"
    server = serve(by_path({"/": here, there: answer(body=FEED)}))
    assert client_for(server).get(server.url()).url == server.url(there)


def test_a_place_in_another_encoding_keeps_its_bytes(serve, client_for):
    here = b"HTTP/1.1 301 Moved\r\nContent-Length: 0\r\nLocation: /\xce\xc8\xd1\r\n\r\n"
    server = serve(by_path({"/": here, "/%CE%C8%D1": answer(body=FEED)}))
    assert client_for(server).get(server.url()).body == FEED
