"""Redis as the cache: while it is away the site goes on, and the log says so once."""

import logging
import os
import pickle
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings as project
from django.core.cache import cache, caches
from django.core.cache.backends.redis import RedisCache as DjangosCache
from redis.exceptions import RedisError

from newsdesk.cache import Plain, RedisCache
from summaries.services import brakes
from summaries.services.watching import readiness
from summaries.views.public import visitors

NOBODY = "redis://:secret@127.0.0.1:1/1"


def keep_in(settings, address: str) -> None:
    redis = {"BACKEND": "newsdesk.cache.RedisCache", "LOCATION": address}
    redis["OPTIONS"] = {"serializer": "newsdesk.cache.Plain"}
    settings.CACHES = {"default": redis, "counts": redis | {"KEY_PREFIX": "counts"}}


@pytest.fixture(autouse=True)
def away(settings, monkeypatch):
    """Keep pages and counts in a Redis that nobody runs."""
    monkeypatch.setattr(RedisCache, "_away", {})
    keep_in(settings, NOBODY)


@pytest.fixture
def here(settings, db):
    """Keep them in the Redis of the run: `make test-services` has one."""
    broker = project.CELERY_BROKER_URL
    if not broker.startswith("redis"):
        pytest.skip("the run has no Redis")
    keep_in(settings, f"{broker.rpartition('/')[0]}/1")
    cache.clear()
    yield
    cache.clear()


def test_pages_are_kept_and_requests_counted(here, client, monkeypatch):
    first = client.get("/")
    monkeypatch.setattr(visitors, "may_have_made", lambda _request: False)
    again = client.get("/")
    assert (again.status_code, again.content) == (200, first.content)
    assert again["ETag"] == first["ETag"]
    assert client.get("/search/?q=water").status_code == 429
    assert [brakes.allow("page", "192.0.2.1", 1) for _ in range(2)] == [True, False]
    with brakes.alone("upload", "1", 10), pytest.raises(brakes.Busy):
        brakes.alone("upload", "1", 10).__enter__()
    assert readiness.cache() == ""


def test_what_somebody_else_wrote_is_not_there(here):
    connection = caches["default"]._cache.get_client(write=True)
    for value in (pickle.dumps({"a": 1}), b"{", b"\xff"):
        connection.set(cache.make_key("a"), value)
        assert cache.get("a") is None


@pytest.mark.parametrize("value", [7, True, "«نص»", {"a": [1, None]}])
def test_values_come_back(value):
    stored = Plain().dumps(value)
    assert Plain().loads(str(stored).encode()) == value


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/?show=en", "/search/?q=water", "/desk/"])
def test_pages_are_answered(client, path):
    assert client.get(path).status_code in (200, 302)


def test_nothing_is_counted_and_nobody_is_refused():
    assert all(brakes.allow("page", "192.0.2.1", 1) for _ in range(3))
    with brakes.alone("upload", "1", 10), brakes.alone("upload", "1", 10):
        pass


def test_it_is_as_an_empty_cache():
    cache.set("a", 1)
    cache.set_many({"a": 1})
    assert (cache.get("a"), cache.get("a", 2), cache.get_many(["a"])) == (None, 2, {})
    assert cache.add("a", 1)
    assert (cache.touch("a"), cache.delete("a"), "a" in cache) == (False, False, False)
    cache.delete_many(["a"])
    cache.clear()
    with pytest.raises(ValueError, match="not found"):
        cache.incr("a")


def test_the_log_says_so_once_and_again_when_it_is_back(caplog, monkeypatch):
    caplog.set_level(logging.INFO, "newsdesk.cache")
    monkeypatch.setattr("newsdesk.cache.PAUSE_SECONDS", 0)
    for _ in range(3):
        cache.get("a")
        caches["counts"].add("a", 1)
    monkeypatch.setattr(DjangosCache, "get", lambda self, *args, **kwargs: 7)
    assert [cache.get("a"), cache.get("a")] == [7, 7]
    said = [record.message for record in caplog.records]
    assert len(said) == 2
    assert "the cache is away" in said[0]
    assert said[1] == "the cache answers again"
    assert "secret" not in caplog.text


def test_the_log_says_so_once_however_many_wait(caplog, monkeypatch):
    caplog.set_level(logging.INFO, "newsdesk.cache")
    together = threading.Barrier(4)

    def silent(self, *args, **kwargs):
        together.wait(10)
        raise RedisError("Timeout")

    monkeypatch.setattr(DjangosCache, "get", silent)
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(cache.get, "abcd"))
    assert [record.message for record in caplog.records] == [
        "the cache is away; nothing is kept or counted: Timeout"
    ]


def test_one_asks_whether_it_is_back_and_the_others_need_not_wait(monkeypatch):
    asked = []

    def slow(self, key, *args, **kwargs):
        asked.append(key)
        assert caches["counts"].get("meanwhile") is None
        return 7

    monkeypatch.setattr(DjangosCache, "get", slow)
    monkeypatch.setitem(RedisCache._away, NOBODY, time.monotonic())
    assert cache.get("a") == 7
    assert asked == ["a"]


def test_it_is_not_asked_at_every_page(monkeypatch):
    cache.get("a")
    monkeypatch.setattr(DjangosCache, "get", lambda self, *args, **kwargs: 7)
    assert cache.get("a") is None
    monkeypatch.setitem(RedisCache._away, NOBODY, time.monotonic())
    assert cache.get("a") == 7


def test_readiness_says_what_is_wrong_and_pages_are_answered():
    assert readiness.cache().startswith("The cache does not answer")
    assert readiness.is_ready((readiness.Check("cache", False, readiness.cache()),))


def test_one_that_takes_calls_and_never_answers_costs_a_second(tmp_path):
    program = (
        "import django, time; django.setup(); from django.core.cache import cache;"
        "begun = time.monotonic(); cache.get('a'); print(time.monotonic() - begun)"
    )
    with socket.create_server(("127.0.0.1", 0)) as silent:
        env = os.environ | {
            "CACHE_URL": f"redis://127.0.0.1:{silent.getsockname()[1]}/1",
            "DJANGO_SETTINGS_MODULE": "newsdesk.settings",
            "VAR_DIR": str(tmp_path),
            "PYTHONPATH": str(project.BASE_DIR),
        }
        done = subprocess.run(
            [sys.executable, "-c", program], env=env, text=True, capture_output=True, timeout=60
        )
    assert done.returncode == 0, done.stderr
    assert "the cache is away" in done.stderr
    assert 1 <= float(done.stdout) < 3
