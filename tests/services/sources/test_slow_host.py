"""One slow host and twenty quick ones, real servers all, before a worker of eight threads."""

import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.db import connections, transaction
from django.utils import timezone

from summaries.models import Fetch, Item
from summaries.net.client import Client, Policy
from summaries.services.sources import fetching, hosts, items, ledger, polling, schedule
from summaries.services.sources.polling import Outcome
from tests.services.sources.fakes import make_feed

THREADS = 8
QUICK = 20
SLOW_SECONDS = 1.5
SLOW_PAGES = 3
PAUSE = timedelta(milliseconds=50)


class Handler(BaseHTTPRequestHandler):
    """Answers with a few bytes, and slowly where its server is slow."""

    def do_GET(self) -> None:
        """Answer, and note how many requests were under way at once."""
        self.server.enter(self.path)
        if self.path != "/robots.txt":
            time.sleep(self.server.seconds)
        self.send_response(404 if self.path == "/robots.txt" else 200)
        self.end_headers()
        self.wfile.write(b"<rss/>")
        self.server.leave()

    def log_message(self, format: str, *arguments) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """One host on a port of its own."""

    daemon_threads = True

    def __init__(self, seconds: float) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.seconds = seconds
        self.name = f"127.0.0.1:{self.server_port}"
        self.asked: Counter[str] = Counter()
        self.at_once = self.most_at_once = 0
        self._lock = threading.Lock()

    def enter(self, path: str) -> None:
        with self._lock:
            self.asked[path] += 1
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)

    def leave(self) -> None:
        with self._lock:
            self.at_once -= 1


@contextmanager
def serving(seconds: float):
    """Serve one host."""
    with Server(seconds) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()


class Worker:
    """Threads that answer bells, as a Celery worker with a pool of threads does."""

    def __init__(self, pool: ThreadPoolExecutor, client: Client) -> None:
        self.pool = pool
        self.client = client
        self.errors: list[Exception] = []

    def ring(self, fetch_id: int, after: float = 0) -> None:
        if after:
            threading.Timer(after, self.pool.submit, [self.answer]).start()
        else:
            self.pool.submit(self.answer)

    def answer(self) -> None:
        try:
            fetching.answer(self.client)
        except Exception as error:
            self.errors.append(error)
        finally:
            connections.close_all()


def wait_until_done(worker: Worker, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while (left := Fetch.objects.open().count()) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert worker.errors == []
    assert not left, list(Fetch.objects.open().values_list("url", "state", "attempts"))


@pytest.fixture
def servers():
    with ExitStack() as stack:
        slow = stack.enter_context(serving(SLOW_SECONDS))
        yield slow, [stack.enter_context(serving(0)) for _ in range(QUICK)]


@pytest.fixture
def worker(servers, monkeypatch):
    slow, quick = servers
    client = Client(Policy(allowed=frozenset(server.name for server in (slow, *quick))))
    with ThreadPoolExecutor(THREADS) as pool:
        worker = Worker(pool, client)
        monkeypatch.setattr(ledger, "ring_bell", worker.ring)
        monkeypatch.setattr(hosts, "POLITENESS", PAUSE)
        monkeypatch.setattr(polling, "take", lambda *arguments: Outcome(1, 1))
        monkeypatch.setattr(items, "take_page", lambda *arguments: None)
        yield worker


@pytest.mark.django_db(transaction=True)
def test_one_slow_host_delays_nobody_else(servers, worker):
    slow, quick = servers
    first = make_feed("Slow", f"http://{slow.name}/feed")
    for number, server in enumerate(quick):
        make_feed(f"Quick {number}", f"http://{server.name}/feed")
    with transaction.atomic():
        for number in range(SLOW_PAGES):
            page = {"url": f"http://{slow.name}/{number}", "state": Item.State.WAITING}
            ledger.enqueue_item(first.items.create(key=number, listed_hash="1", **page))
    began = timezone.now()
    assert schedule.schedule_due() == QUICK + 1
    wait_until_done(worker, seconds=60)

    assert set(Fetch.objects.values_list("state", "attempts")) == {(Fetch.State.DONE, 1)}
    assert all(server.asked == {"/robots.txt": 1, "/feed": 1} for server in quick)
    assert slow.most_at_once == 1
    slow_ends = Fetch.objects.filter(host=slow.name).order_by("finished_at")
    others = Fetch.objects.exclude(host=slow.name).order_by("finished_at")
    # The slow host has answered one or two requests of four by the time all the others are done.
    assert others.last().finished_at < slow_ends[2].finished_at
    assert slow_ends.last().finished_at - began > timedelta(seconds=SLOW_SECONDS * SLOW_PAGES)
