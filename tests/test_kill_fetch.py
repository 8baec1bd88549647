"""Fetching that survives: a worker of eight threads killed among its requests, then another one.

Everything is real: a Celery worker, its broker and database, the scheduler, and
servers on loopback that take their time.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.newsroom import Newsroom

ROOT = Path(__file__).parent.parent
FEEDS = 12
ITEMS = 2
ANSWER_SECONDS = 1.0

SETUP = """
import os
import django
django.setup()
from summaries.models import Source
from summaries.services.sources import schedule
for pair in os.environ["OUTBOUND_ALLOWED"].split(","):
    Source.objects.create(name_en=pair, kind="feed", url=f"http://{pair}/feed")
schedule.schedule_due()
"""
ITEM = """
<item><guid>{port}-{n}</guid><link>http://127.0.0.1:{port}/{n}</link>
<title>البلدية رقم {port} تفتتح الحديقة رقم {n}</title>
<content:encoded><![CDATA[{text}]]></content:encoded></item>
"""
SENTENCE = (
    "<p>افتتحت البلدية رقم {port}، أمس الاثنين، الحديقة رقم {n} في وسط المدينة بحضور عدد من "
    "السكان، وقال رئيسها إن الفقرة {line} من البرنامج نُفذت كما كان مقرراً لها منذ العام "
    "الماضي.</p>"
)
FEED = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>البلدية</title><language>ar</language>{items}</channel></rss>
"""


class Handler(BaseHTTPRequestHandler):
    """Serves the feed of its port, slowly."""

    def do_GET(self) -> None:
        """Answer and count."""
        self.server.asked[self.path] += 1
        if self.path != "/feed":
            self.send_error(404)
            return
        time.sleep(ANSWER_SECONDS)
        self.send_response(200)
        self.send_header("Content-Type", "application/rss+xml; charset=utf-8")
        self.end_headers()
        self.wfile.write(feed(self.server.server_port).encode())

    def log_message(self, format: str, *arguments) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """One outlet on a port of its own."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: Counter[str] = Counter()

    def handle_error(self, request, address) -> None:
        """Say nothing of a client that was killed."""


def feed(port: int) -> str:
    """Return the feed of an outlet: ITEMS whole articles."""
    return FEED.format(items="".join(item(port, n) for n in range(ITEMS)))


def item(port: int, n: int) -> str:
    text = "".join(SENTENCE.format(port=port, n=n, line=line) for line in range(1, 7))
    return ITEM.format(port=port, n=n, text=text)


@contextmanager
def serving():
    with Server() as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()


class Desk:
    """A newsroom of its own in a folder: database, broker, worker and scheduler."""

    def __init__(self, newsroom: Newsroom, servers: list[Server]) -> None:
        self.folder, self.ask = newsroom.folder, newsroom.ask
        self.env = newsroom.env | {
            "JOB_LEASE_SECONDS": "3",
            "JOB_RING_AGAIN_SECONDS": "3",
            "FETCH_DEADLINE_SECONDS": "3",
            "OUTBOUND_ALLOWED": ",".join(f"127.0.0.1:{one.server_port}" for one in servers),
        }
        self.python("-c", SETUP)

    def python(self, *arguments: str) -> None:
        subprocess.run([sys.executable, *arguments], cwd=ROOT, env=self.env, check=True)

    @contextmanager
    def worker(self):
        """Run a worker with its scheduler; kill it at the end."""
        command = "celery -A newsdesk worker --beat -Q fetch,default --pool threads -c 8"
        with (self.folder / "worker.log").open("a") as log:
            worker = subprocess.Popen(
                [sys.executable, "-m", *command.split()],
                cwd=ROOT,
                env=self.env,
                stdout=log,
                stderr=subprocess.STDOUT,
                # A group of its own, so that one signal reaches everything in it.
                start_new_session=True,
            )
        try:
            yield
        finally:
            os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()

    def count(self, question: str) -> int:
        return self.ask(f"SELECT COUNT(*) FROM summaries_{question}")[0][0]

    def wait_until(self, reached, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while not reached():
            if time.monotonic() > deadline:
                log = (self.folder / "worker.log").read_text()[-4000:]
                states = self.ask("SELECT state, attempts, error FROM summaries_fetch")
                pytest.fail(f"not reached in {seconds} s: {states}\n{log}")
            time.sleep(0.05)


def test_a_killed_fetch_worker_loses_nothing_and_stores_nothing_twice(newsroom):
    with ExitStack() as stack:
        servers = [stack.enter_context(serving()) for _ in range(FEEDS)]
        desk = Desk(newsroom, servers)
        with desk.worker():
            desk.wait_until(lambda: desk.count("item") >= ITEMS, seconds=60)
            desk.wait_until(lambda: desk.count("fetch WHERE state = 'running'") >= 1, seconds=20)
        in_hand = {
            url for (url,) in desk.ask("SELECT url FROM summaries_fetch WHERE state = 'running'")
        }
        finished = desk.count("fetch WHERE state = 'done'")
        assert in_hand
        assert finished < FEEDS
        with desk.worker():
            desk.wait_until(lambda: desk.count("fetch WHERE state = 'done'") == FEEDS, seconds=90)

    assert desk.count("item WHERE state = 'taken_in'") == FEEDS * ITEMS
    assert desk.count("article") == desk.count("brief") == FEEDS * ITEMS
    assert desk.count("event WHERE verb = 'taken_in'") == FEEDS * ITEMS
    # Only what was in a worker's hands at the moment of the kill was asked for a second time.
    again = {
        f"http://127.0.0.1:{server.server_port}/feed"
        for server in servers
        if server.asked["/feed"] > 1
    }
    assert again <= in_hand
    assert max(server.asked["/feed"] for server in servers) <= 2
