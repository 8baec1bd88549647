"""Names that lead inside, change their mind, or are never answered."""

import socket
import threading
import time

import pytest

from summaries.net import lookup
from summaries.net.client import Client, Policy
from summaries.net.errors import FetchError
from tests.net.servers import answer, says

FEED = b"<rss/>"


def failure(client, url="http://news.example/"):
    with pytest.raises(FetchError) as caught:
        client.get(url)
    return caught.value


def resolving(*answers, allowed=frozenset(), deadline=2):
    """Return a client whose name server gives one answer after the other, and what it was asked."""
    asked = []

    def ask(host, port):
        asked.append((host, port))
        return list(answers[min(len(asked), len(answers)) - 1])

    return Client(Policy(allowed=allowed, deadline=deadline), ask=ask), asked


@pytest.fixture
def connected(monkeypatch):
    """Forbid connections, and return where one was tried."""
    tried = []

    class NoSocket(socket.socket):
        def connect(self, address):
            tried.append(address)
            raise ConnectionRefusedError

    monkeypatch.setattr("summaries.net.wire.socket.socket", NoSocket)
    return tried


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "169.254.169.254",
        "100.64.1.1",
        "0.0.0.0",
        "::1",
        "::ffff:127.0.0.1",
        "64:ff9b::a00:1",
        "2002:7f00:1::",
        "fe80::1%eth0",
        "fd00::1",
    ],
)
def test_a_name_that_leads_inside_is_refused_before_connecting(connected, address):
    client, _asked = resolving([address])
    error = failure(client)
    assert (error.kind, error.values["host"]) == ("address", "news.example")
    assert "news.example leads to" in str(error)
    assert connected == []


@pytest.mark.parametrize("inner", ["127.0.0.1", "192.168.0.1", "::1"])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_one_inner_address_among_public_ones_refuses_the_name(connected, inner, place):
    mixed = ["8.8.8.8", "2a00:1450:4009::1"]
    mixed.insert(place, inner)
    client, _asked = resolving(mixed)
    assert failure(client).values["address"] == inner
    assert connected == []


def test_a_public_name_is_connected_at_the_address_that_was_checked(connected):
    client, asked = resolving(["8.8.8.8", "9.9.9.9"])
    assert failure(client).kind == "connection"
    assert asked == [("news.example", 80)]
    assert connected == [("8.8.8.8", 80), ("9.9.9.9", 80)]


def test_a_name_that_rebinds_is_asked_once_a_connection(connected):
    """The second answer would be loopback: nobody asks for it between check and connection."""
    client, asked = resolving(["8.8.8.8"], ["127.0.0.1"])
    assert failure(client).kind == "connection"
    assert (len(asked), connected) == (1, [("8.8.8.8", 80)])
    assert failure(client).kind == "address"
    assert len(connected) == 1


def test_a_name_that_rebinds_before_its_redirect_is_refused_there(serve):
    server = serve(says(answer("302 Found", location="/next")))
    pair = f"news.example:{server.port}"
    client, asked = resolving(["127.0.0.1"], ["169.254.169.254"], allowed=frozenset({pair}))
    error = failure(client, server.url(host="news.example"))
    assert (error.kind, len(asked), server.connections) == ("address", 2, 1)


def test_a_connection_that_ends_elsewhere_is_closed(serve, monkeypatch):
    server = serve(says(answer(body=b"secret")))

    class Astray(socket.socket):
        def connect(self, _address):
            super().connect(("127.0.0.1", server.port))

    monkeypatch.setattr("summaries.net.wire.socket.socket", Astray)
    client, _asked = resolving(["8.8.8.8"])
    error = failure(client)
    assert (error.kind, error.values["address"]) == ("address", "127.0.0.1")
    assert [request for request in server.requests if request] == []


def test_an_opened_pair_may_be_private_but_not_its_neighbour(serve):
    server = serve(says(answer(body=FEED)))
    allowed = frozenset({f"desk.example:{server.port}"})
    client, _asked = resolving(["127.0.0.1"], allowed=allowed)
    assert client.get(server.url(host="desk.example")).body == FEED
    assert failure(client, server.url(host="other.example")).kind == "port"
    assert failure(client, "http://desk.example/").kind == "address"


def test_an_opened_pair_never_reaches_cloud_metadata(connected):
    client, _asked = resolving(["169.254.169.254"], allowed=frozenset({"desk.example:80"}))
    assert failure(client, "http://desk.example/").kind == "address"
    assert connected == []


def test_the_next_address_is_tried_when_one_does_not_answer(serve):
    server = serve(says(answer(body=FEED)))
    allowed = frozenset({f"desk.example:{server.port}"})
    # Nothing listens on 127.0.0.2 at that port.
    client, _asked = resolving(["127.0.0.2", "127.0.0.1"], allowed=allowed)
    assert client.get(server.url(host="desk.example")).body == FEED


def test_a_slow_lookup_ends_at_the_deadline():
    client = Client(Policy(deadline=0.3), ask=lambda host, port: time.sleep(6) or ["8.8.8.8"])
    started = time.monotonic()
    error = failure(client)
    assert (error.kind, error.temporary) == ("dns", True)
    assert time.monotonic() - started < 2


def test_lookups_that_hang_are_bounded(monkeypatch):
    monkeypatch.setattr(lookup, "_slots", threading.BoundedSemaphore(2))
    hang, running = threading.Event(), []

    def ask(host, port):
        running.append(host)
        hang.wait(5)
        return ["8.8.8.8"]

    client = Client(Policy(deadline=0.1), ask=ask)
    errors = [failure(client) for _ in range(4)]
    hang.set()
    assert [error.kind for error in errors] == ["dns"] * 4
    assert len(running) == 2


@pytest.mark.parametrize(
    ("raised", "words", "temporary"),
    [
        (socket.gaierror(socket.EAI_NONAME, "unknown"), "no server named news.example", False),
        (socket.gaierror(socket.EAI_NODATA, "no address"), "no server named", False),
        (socket.gaierror(socket.EAI_AGAIN, "try again"), "looked up now", True),
        (OSError("no network"), "looked up now", True),
        (UnicodeError("label too long"), "looked up now", True),
    ],
)
def test_a_failed_lookup_is_told_in_words(raised, words, temporary):
    def ask(host, port):
        raise raised

    error = failure(Client(ask=ask))
    assert (error.kind, error.temporary) == ("dns", temporary)
    assert words in str(error)


def test_a_name_without_addresses_is_unknown():
    assert failure(Client(ask=lambda host, port: [])).kind == "dns"


def test_the_system_resolver_gives_each_address_once():
    found = lookup.system_addresses("localhost", 80)
    assert len(found) == len(set(found))
    assert {"127.0.0.1", "::1"} & set(found)


@pytest.mark.parametrize("answer", ["", "news.example", "1.2.3", "8.8.8.8.8", "8.8.8.8%", "%eth0"])
def test_what_is_no_address_is_no_answer(connected, answer):
    client, _ = resolving([answer])
    error = failure(client)
    assert (error.kind, error.temporary) == ("dns", True)
    assert connected == []
