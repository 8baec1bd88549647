"""The web server: its own words look like all others, and its processes add their counts up."""

import os
import runpy
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from gunicorn.config import Config
from gunicorn.http.parser import RequestParser
from gunicorn.http.wsgi import Response

from newsdesk import logs
from newsdesk.gunicorn_log import Logger

COUNT = "from summaries.services.watching import traffic; traffic.count('GET', 'desk', 200, 0.1)"
READ = """
from prometheus_client import generate_latest
from summaries.services.watching import traffic
print(generate_latest(traffic.registry()).decode())
"""


@pytest.fixture
def conf(monkeypatch):
    """What gunicorn reads from its file; the environment is as before afterwards."""
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", "")
    return runpy.run_path(str(settings.BASE_DIR / "gunicorn.conf.py"))


@pytest.mark.parametrize(
    ("chosen", "kind"), [("line", logs.LineFormatter), ("json", logs.MachineFormatter)]
)
def test_its_own_words_look_like_all_others(settings, conf, chosen, kind):
    handlers = {"console": {"class": "logging.StreamHandler", "formatter": chosen}}
    settings.LOGGING = settings.LOGGING | {"handlers": handlers}
    assert conf["logger_class"] == f"{Logger.__module__}.{Logger.__name__}"
    logger = Logger(Config())
    assert {type(handler.formatter) for handler in logger.error_log.handlers} == {kind}


@pytest.mark.parametrize("name", ["SCRIPT_NAME", "PATH_INFO", "REMOTE_USER"])
def test_no_header_of_a_visitor_moves_the_site(conf, name):
    config = Config()
    config.set("forwarder_headers", conf["forwarder_headers"])
    sent = f"GET /evil/ HTTP/1.1\r\nHost: desk.example\r\n{name}: /evil\r\n\r\n"
    (request,) = RequestParser(config, iter([sent.encode()]), ("127.0.0.1", 50_000))
    assert request.headers == [("HOST", "desk.example")]


def test_a_question_for_the_head_alone_is_no_warning(caplog):
    sent = []
    request = SimpleNamespace(method="HEAD", version=(1, 1), should_close=lambda: False)
    response = Response(request, SimpleNamespace(sendall=sent.append, send=sent.append), Config())
    response.start_response("200 OK", [("Content-Length", "4")])
    response.write(b"page")
    assert b"page" not in b"".join(sent)
    assert caplog.messages == []


def test_the_folder_of_the_counts_comes_and_goes_with_the_server(conf):
    conf["on_starting"](None)
    folder = Path(os.environ["PROMETHEUS_MULTIPROC_DIR"])
    assert folder.is_dir()
    conf["on_exit"](None)
    assert not folder.exists()


def test_several_processes_add_their_counts_up(tmp_path):
    env = os.environ | {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    for script in (COUNT, COUNT, READ):
        done = subprocess.run(
            [sys.executable, "-c", script],
            cwd=settings.BASE_DIR,
            env=env,
            check=True,
            capture_output=True,
            text=True,
        )
    labels = '{area="desk",method="GET",status="200"}'
    assert f"newsdesk_requests_total{labels} 2.0" in done.stdout
