"""The outlets' servers on loopback, one port each, in the time of the test."""

import threading
import time
from collections import Counter
from contextlib import contextmanager, suppress
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from django.utils import timezone

from tests.week.outlets import Answer, Outlet


class Handler(BaseHTTPRequestHandler):
    """Lets the outlet of its server answer."""

    server: "OutletServer"

    def do_GET(self) -> None:
        """Answer one request."""
        self.server.asked[self.path] += 1
        now: datetime = timezone.now()
        self._send(self.server.outlet.answer(self.path, self.headers, now))

    def _send(self, answer: Answer) -> None:
        with suppress(ConnectionError):
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if answer.status != 304:
                self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self._write(answer)

    def _write(self, answer: Answer) -> None:
        if not answer.drip:
            self.wfile.write(answer.body)
            return
        for byte in answer.body:
            self.wfile.write(bytes([byte]))
            time.sleep(answer.drip)

    def log_message(self, format: str, *arguments) -> None:
        """Say nothing: thousands of requests are made."""


class OutletServer(ThreadingHTTPServer):
    """One outlet on a port of its own; counts what it is asked for."""

    daemon_threads = True

    def __init__(self, outlet: Outlet) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.outlet = outlet
        self.asked: Counter[str] = Counter()
        outlet.base = f"http://127.0.0.1:{self.server_port}"


@contextmanager
def serving(outlets: dict[str, Outlet]):
    """Serve every outlet; yields their servers by the outlets' short names."""
    servers = {slug: OutletServer(outlet) for slug, outlet in outlets.items()}
    for server in servers.values():
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield servers
    finally:
        for server in servers.values():
            server.shutdown()
            server.server_close()
