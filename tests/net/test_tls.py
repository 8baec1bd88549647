"""Certificates are verified for the name, whatever address it was connected at."""

import shutil
import ssl
import subprocess
import time

import pytest

from summaries.net.client import Client, Policy
from summaries.net.errors import FetchError
from summaries.net.wire import trusted
from tests.net.servers import Server, answer, says

FEED = b"<rss/>"
pytestmark = pytest.mark.skipif(not shutil.which("openssl"), reason="openssl makes the keys")


@pytest.fixture(scope="module")
def certify(tmp_path_factory):
    """Return a function that makes a self-signed certificate for a name."""
    folder = tmp_path_factory.mktemp("keys")

    def openssl(*arguments):
        subprocess.run(["openssl", *arguments], check=True, capture_output=True)

    def make(name, days):
        files = [folder / f"{name}{days}.{end}" for end in ("key", "pem", "csr", "san")]
        key, certificate, wish, names = files
        names.write_text(f"subjectAltName=DNS:{name}")
        curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256")
        openssl("req", *curve, "-nodes", "-keyout", key, "-out", wish, "-subj", f"/CN={name}")
        signed = ("-signkey", key, "-days", str(days), "-extfile", names)
        openssl("x509", "-req", "-in", wish, *signed, "-out", certificate)
        return key, certificate

    return make


class TlsServer(Server):
    """A server that speaks TLS with one certificate and notes the name it was asked for."""

    def __init__(self, handler, key, certificate):
        super().__init__(handler)
        self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._tls.load_cert_chain(certificate, key)
        self._tls.sni_callback = lambda _socket, name, _context: self.names.append(name)
        self.names = []

    def _serve(self, connected):
        try:
            protected = self._tls.wrap_socket(connected, server_side=True)
        except OSError:
            return
        super()._serve(protected)


@pytest.fixture
def serve_tls():
    started = []

    def start(handler, key, certificate):
        started.append(TlsServer(handler, key, certificate).__enter__())
        return started[-1]

    yield start
    for server in started:
        server.__exit__()


def client_for(port, certificate=None, name="news.example", deadline=5):
    """Return a client that trusts this certificate and finds every name on loopback."""

    def tls():
        return ssl.create_default_context(cafile=certificate)

    policy = Policy(allowed=frozenset({f"{name}:{port}"}), deadline=deadline)
    return Client(policy, ask=lambda host, port: ["127.0.0.1"], tls=tls if certificate else None)


def failure(client, url):
    with pytest.raises(FetchError) as caught:
        client.get(url)
    return caught.value


def test_the_certificate_and_the_asked_name_are_those_of_the_host(serve_tls, certify):
    key, certificate = certify("news.example", 30)
    server = serve_tls(says(answer(body=FEED)), key, certificate)
    client = client_for(server.port, certificate)
    assert client.get(f"https://news.example:{server.port}/").body == FEED
    assert server.names == ["news.example"]
    assert f"host: news.example:{server.port}".encode() in server.requests[0].lower()


@pytest.mark.parametrize(
    ("named", "days", "trust", "words"),
    [
        ("other.example", 30, True, "belongs to another name"),
        ("news.example", 30, False, "not issued by an authority"),
        ("news.example", -1, True, "has expired"),
    ],
)
def test_a_bad_certificate_is_told_in_words(serve_tls, certify, named, days, trust, words):
    try:
        key, certificate = certify(named, days)
    except subprocess.CalledProcessError:
        pytest.skip("this openssl makes no expired certificates")
    server = serve_tls(says(answer(body=FEED)), key, certificate)
    client = client_for(server.port, certificate if trust else None)
    error = failure(client, f"https://news.example:{server.port}/")
    assert (error.kind, error.temporary) == ("tls", False)
    assert words in str(error)
    assert server.requests == []


class Hasty(Server):
    """A server that speaks before it is asked."""

    def _request(self, _connected):
        return b""


def test_a_server_without_tls_is_told():
    with Hasty(says(b"HTTP/1.1 400 Bad Request\r\n\r\n")) as server:
        error = failure(client_for(server.port), f"https://news.example:{server.port}/")
    assert error.kind == "tls"
    assert "protected connection" in str(error)


def test_a_handshake_that_drips_ends_at_the_deadline():
    def drip(connected, _request):
        connected.sendall(b"\x16\x03\x03\x40\x00")
        while True:
            connected.sendall(b"\x02")
            time.sleep(0.05)

    with Hasty(drip) as server:
        started = time.monotonic()
        error = failure(
            client_for(server.port, deadline=0.5), f"https://news.example:{server.port}"
        )
    assert error.kind == "timeout"
    assert time.monotonic() - started < 2


def test_a_dripping_protected_answer_ends_at_the_deadline(serve_tls, certify):
    def drip(connected, _request):
        connected.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            connected.sendall(b"x")
            time.sleep(0.05)

    key, certificate = certify("news.example", 30)
    server = serve_tls(drip, key, certificate)
    client = client_for(server.port, certificate, deadline=0.5)
    started = time.monotonic()
    assert failure(client, f"https://news.example:{server.port}/").kind == "timeout"
    assert time.monotonic() - started < 2


def test_a_protected_server_does_not_lead_to_an_unprotected_address(serve_tls, certify):
    key, certificate = certify("news.example", 30)
    moved = answer("301 Moved", location="http://news.example/")
    server = serve_tls(says(moved), key, certificate)
    client = client_for(server.port, certificate)
    error = failure(client, f"https://news.example:{server.port}/")
    assert error.kind == "scheme"
    assert "unprotected http://news.example/" in str(error)


def test_this_machine_s_authorities_are_loaded_or_certifi_s(monkeypatch, tmp_path):
    empty = ssl.DefaultVerifyPaths(None, str(tmp_path), "", "", "", "")
    monkeypatch.setattr(ssl, "get_default_verify_paths", lambda: empty)
    context = trusted.__wrapped__()
    assert len(context.get_ca_certs()) > 50
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2
