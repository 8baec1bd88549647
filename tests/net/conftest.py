import pytest

from summaries.net.client import Client, Policy
from tests.net.servers import Server


@pytest.fixture
def serve():
    """Return a function that starts a server and hands it out; all are stopped at the end."""
    started = []

    def start(handler, address="127.0.0.1"):
        server = Server(handler, address)
        started.append(server)
        return server.__enter__()

    yield start
    for server in started:
        server.__exit__()


@pytest.fixture
def client_for():
    """Return a function that makes a client which may reach the given servers."""

    def make(*servers, names=(), ask=None, ports=(), **policy):
        hosts = ("127.0.0.1", *names)
        ports = {*ports, *(server.port for server in servers)}
        pairs = {f"{host}:{port}" for port in ports for host in hosts}
        policy.setdefault("deadline", 20)
        extra = {"ask": ask} if ask else {}
        return Client(Policy(allowed=frozenset(pairs), **policy), **extra)

    return make
