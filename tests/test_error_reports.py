"""What leaves the machine when something unexpected happens: sent to a stand-in for Sentry."""

import gzip
import json
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.conf import settings

from newsdesk import error_reports
from summaries import log_context

LINK = "12-0123456789abcdef0123456789abcdef.signed:link"
# A view, a job and a line of the log that fail with what must not be told.
SCRIPT = f"""
import django, logging
django.setup()
import sentry_sdk
from django.test import Client
from newsdesk import request_log
from summaries import log_context

def fail(request, token):
    secret = "a local secret"
    raise ValueError("Failed for reader@inbox.example\\nDETAIL: (أعلن الوزير) " + secret)

from summaries.views import watching
from django.urls import path
from newsdesk import urls
urls.urlpatterns.insert(0, path("fails/<str:token>/", fail))
Client(raise_request_exception=False).post(
    "/fails/{LINK}/?q=typed", {{"text": "what was typed"}}, HTTP_HOST="localhost",
    headers={{"X-Request-ID": "request-12", "Cookie": "sessionid=of-somebody"}},
)
with log_context.about(job=12):
    logging.getLogger("summaries").error("job of /subscription/%s/ failed", "{LINK}")
sentry_sdk.flush()
"""


@pytest.fixture
def sentry():
    """A server that keeps what it is sent, and its address."""
    kept: list[dict] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.headers.get("Content-Encoding") == "gzip":
                body = gzip.decompress(body)
            kept.extend(json.loads(line) for line in body.splitlines() if line)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_args):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield kept, f"http://key@127.0.0.1:{server.server_port}/1"
    server.shutdown()
    thread.join()
    server.server_close()


def run(folder, dsn: str, script: str = SCRIPT, **env) -> subprocess.CompletedProcess:
    env = os.environ | env | {
        "DJANGO_SETTINGS_MODULE": "newsdesk.settings",
        "VAR_DIR": str(folder),
        "SENTRY_DSN": dsn,
        "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
    }  # fmt: skip
    command = [sys.executable, "-c", script]
    return subprocess.run(
        command, cwd=settings.BASE_DIR, env=env, capture_output=True, text=True, timeout=120
    )


def test_an_error_is_reported_and_nobody_with_it(sentry, tmp_path):
    kept, dsn = sentry
    done = run(tmp_path, dsn)
    assert done.returncode == 0, done.stderr
    events = [one for one in kept if "event_id" in one and "level" in one]
    failed = next(event for event in events if "exception" in event)
    (error,) = failed["exception"]["values"]
    assert (error["type"], error["value"]) == ("ValueError", "Failed for …")
    assert failed["tags"]["request"] == "request-12"
    logged = next(event for event in events if event.get("logger") == "summaries")
    assert logged["tags"]["job"] == "12"
    everything = json.dumps(kept, ensure_ascii=False)
    for told in (LINK, "0123456789abcdef0123", "reader@", "inbox.example", "of-somebody", "typed"):
        assert told not in everything, told
    assert "أعلن" not in everything
    assert '"vars"' not in everything


def test_without_an_address_nothing_is_sent(sentry, tmp_path):
    kept, _dsn = sentry
    assert run(tmp_path, "", "import django; django.setup()").returncode == 0
    assert kept == []


def test_a_missing_library_says_what_to_install(tmp_path):
    hide = "import sys; sys.modules['sentry_sdk'] = None; import newsdesk.settings"
    done = run(tmp_path, "http://key@127.0.0.1:9/1", hide)
    assert done.returncode == 1
    assert "pip install -r requirements-services.txt" in done.stderr


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("plain words, job 12", "plain words, job 12"),
        (f"/subscription/{LINK}/", "/subscription/12-…/"),
        ("to huda@desk.example again", "to … again"),
        ("Bearer nd_aB3-_xyz0123456789", "Bearer …"),
        ("sentence «أعلن الوزير، أمس» of 3", "sentence «…» of 3"),
        ("أ one ب", "…"),
    ],
)
def test_texts_are_blanked_wherever_they_lie(text, told):
    event = {"logentry": {"message": text, "params": [text]}, "tags": {}, "level": "error"}
    sent = error_reports.before_send(event, {})
    assert sent["logentry"] == {"message": told, "params": [told]}


@pytest.mark.parametrize("part", ["request", "user", "extra", "breadcrumbs"])
def test_whole_parts_are_never_sent(part):
    assert part not in error_reports.before_send({part: {"data": "x"}, "level": "error"}, {})


def test_an_event_says_what_it_is_about():
    with log_context.about(job=12):
        assert error_reports.before_send({"tags": {"a": "b"}}, {})["tags"] == {
            "a": "b",
            "job": "12",
        }
