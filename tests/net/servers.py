"""Real servers on loopback that answer as a test says, byte by byte."""

import socket
import threading
import time
from collections.abc import Callable

Handler = Callable[[socket.socket, bytes], None]

HEAD = b"HTTP/1.1 200 OK\r\n"


def answer(status: str = "200 OK", body: bytes = b"", **headers: str) -> bytes:
    """Return the bytes of an answer with its length; `content_type="…"` is a header."""
    headers.setdefault("content_length", str(len(body)))
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""]).encode() + body


class Server:
    """Listens on loopback; each connection is answered in a thread. A context manager."""

    def __init__(self, handler: Handler, address: str = "127.0.0.1"):
        self._handler = handler
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        self._listening = socket.create_server((address, 0), family=family)
        self.port: int = self._listening.getsockname()[1]
        self.requests: list[bytes] = []
        self.connections = 0
        self.stopped = threading.Event()

    def __enter__(self) -> "Server":
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_raised: object) -> None:
        if self.stopped.is_set():
            return
        self.stopped.set()
        # Closing alone does not wake a thread that waits in accept().
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def _accept(self) -> None:
        while not self.stopped.is_set():
            try:
                connected, _peer = self._listening.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(connected,), daemon=True).start()

    def _serve(self, connected: socket.socket) -> None:
        # The client hangs up on hostile answers: that is what the tests are for.
        with connected:
            try:
                connected.settimeout(10)
                self._handler(connected, self._request(connected))
                connected.shutdown(socket.SHUT_WR)
                while connected.recv(65_536):
                    pass
            except OSError:
                return

    def _request(self, connected: socket.socket) -> bytes:
        head = b""
        while b"\r\n\r\n" not in head and (data := connected.recv(65_536)):
            head += data
        self.requests.append(head)
        return head


def says(data: bytes) -> Handler:
    """Return a handler that sends the same bytes to everyone."""
    return lambda connected, _request: connected.sendall(data)


def by_path(answers: dict[str, bytes]) -> Handler:
    """Return a handler that answers by path, 404 elsewhere."""

    def handle(connected: socket.socket, request: bytes) -> None:
        path = request.split(b" ", 2)[1].decode()
        connected.sendall(answers.get(path, answer("404 Not Found")))

    return handle


def dripping(first: bytes, drop: bytes, pause: float = 0.05) -> Handler:
    """Return a handler that sends `first` and then one drop after the other, without end."""

    def handle(connected: socket.socket, _request: bytes) -> None:
        connected.sendall(first)
        while True:
            connected.sendall(drop)
            time.sleep(pause)

    return handle


def flooding(first: bytes, flood: bytes) -> Handler:
    """Return a handler that sends as much as the client takes."""
    return dripping(first, flood, pause=0)
