"""The process that reads: cheap, limited, replaceable, gone with its owner."""

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress

import pytest

from summaries.readers import documents, feeds, limits, sandbox, server
from summaries.readers.errors import NotAFeed
from tests.readers.outlets import URL, rss

BODY = rss().encode()


@pytest.fixture
def own_server(monkeypatch):
    """Give the test a server of its own, so that what it does to it is nobody else's affair."""
    fresh = sandbox._Server()
    monkeypatch.setattr(sandbox, "_SERVER", fresh)
    yield fresh
    fresh.stop()


def title() -> str:
    return feeds.read_feed(BODY, url=URL).title


def is_alive(pid: int) -> bool:
    with suppress(OSError):
        os.kill(pid, 0)
        return b"Z" not in open(f"/proc/{pid}/stat", "rb").read().rsplit(b")")[-1][:3]  # noqa: PTH123
    return False


def gone(pid: int, seconds: float = 10) -> bool:
    until = time.monotonic() + seconds
    while is_alive(pid) and time.monotonic() < until:
        time.sleep(0.05)
    return not is_alive(pid)


def test_one_server_reads_for_many_threads(own_server):
    said = []
    threads = [threading.Thread(target=lambda: said.append(title())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert said == ["صحيفة المنارة"] * 8
    process = own_server._process
    assert title()
    assert own_server._process is process


def test_a_server_that_died_is_replaced(own_server):
    assert title()
    first = own_server._process.pid
    os.kill(first, signal.SIGKILL)
    assert title()
    assert own_server._process.pid != first


def test_many_threads_survive_the_death_of_their_server(own_server):
    assert title()
    os.kill(own_server._process.pid, signal.SIGKILL)
    said = []
    threads = [threading.Thread(target=lambda: said.append(title())) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(said) == 6


def test_a_forked_process_has_a_server_of_its_own(own_server):
    assert title()
    reading, writing = os.pipe()
    if not (child := os.fork()):
        with suppress(BaseException):
            sandbox._SERVER.forget()  # what the module does for its own
            os.write(writing, f"{title()} {own_server._process.pid}".encode())
            own_server.stop()
        os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    said = os.read(reading, 500).decode()
    assert said.startswith("صحيفة المنارة")
    assert int(said.split()[-1]) != own_server._process.pid
    assert is_alive(own_server._process.pid)


@pytest.mark.parametrize("end", ["", "os.kill(os.getpid(), signal.SIGKILL)", "os._exit(3)"])
def test_the_server_leaves_with_its_owner(end):
    code = (
        "import os, signal; from summaries.readers import feeds, sandbox;"
        f"feeds.read_feed({BODY!r}, url={URL!r});"
        f"print(sandbox._SERVER._process.pid, flush=True); {end}"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout
    assert gone(int(said))


def test_a_server_that_does_not_start_is_a_refusal(own_server, monkeypatch, caplog):
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(NotAFeed, match="too complicated to read"):
        feeds.read_feed(BODY, url=URL)
    assert "does not start" in caplog.text


def answer_of(monkeypatch, reader) -> dict:
    """Return what a server answers whose reader of feeds is another."""
    monkeypatch.setitem(server.READERS, "feed", reader)
    return server.answer_to(b'{"kind": "feed", "url": "x"}\nbytes')


def test_a_reader_that_breaks_is_a_failure_in_the_log_only(monkeypatch):
    def broken(data, **told):
        raise RuntimeError("a bug")

    assert answer_of(monkeypatch, broken) == {"failure": "RuntimeError: a bug"}


def inside(code: str) -> bytes:
    """Run code in a process that is limited as a reader is; return what it wrote."""
    code = f"from summaries.readers.limits import *; limit_this_process()\n{code}"
    return subprocess.run([sys.executable, "-c", code], capture_output=True).stdout


@pytest.mark.parametrize(
    "attempt",
    [
        "open('/etc/passwd')",
        "import socket; socket.socket()",
        "import os; os.pipe()",
        "bytearray(900 * 2**20)",
    ],
)
def test_a_reader_cannot_reach_out(attempt):
    code = f"try:\n    {attempt}\nexcept (OSError, MemoryError):\n    print('refused')"
    assert inside(code) == b"refused\n"


def test_a_reader_that_goes_on_for_ever_is_ended(monkeypatch):
    import resource

    code = (
        "import resource, signal; print(resource.getrlimit(resource.RLIMIT_CPU), signal.alarm(0))"
    )
    cpu = limits.CPU_SECONDS
    assert inside(code).split(b")")[0] == f"({cpu}, {cpu}".encode()
    assert 0 < int(inside(code).split()[-1]) <= limits.WALL_SECONDS
    assert resource.getrlimit(resource.RLIMIT_CPU)[0] != cpu  # not in this process


def test_the_server_knows_none_of_the_sites_secrets(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "x")
    monkeypatch.setenv("DATABASE_URL", "x")
    assert not {"SECRET_KEY", "DATABASE_URL"} & set(sandbox._plain_environment())
    assert "PATH" in sandbox._plain_environment()


def test_no_parser_is_loaded_in_the_process_that_asks():
    code = (
        "import sys; from summaries.readers import documents, feeds, listing, pages;"
        "heavy = {'docx', 'lxml', 'trafilatura', 'feedparser', 'pypdfium2', 'django'};"
        "sys.exit(bool(heavy & set(sys.modules)))"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_nothing_is_left_of_a_document(own_server):
    for _ in range(5):
        documents.text_of_page(b"<p>" + "أعلن الوزير افتتاح الميناء. ".encode() * 30)
    children = subprocess.run(
        ["ps", "--ppid", str(own_server._process.pid), "--no-headers"], capture_output=True
    )
    time.sleep(0.1)
    assert children.stdout == b""
