"""`make services`: PostgreSQL and Redis of one's own, made, stopped and started again."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
import redis
from django.conf import settings

from scripts import services

pytestmark = pytest.mark.skipif(
    not all(services.have(name) for name in services.PACKAGES),
    reason="PostgreSQL and Redis are not installed",
)


def command(folder: Path, *arguments: str) -> subprocess.CompletedProcess:
    script = settings.BASE_DIR / "scripts" / "services.py"
    env = {name: value for name, value in os.environ.items() if not name.endswith("_URL")}
    return subprocess.run(
        [sys.executable, script, *arguments, "--folder", folder],
        env=env,
        text=True,
        capture_output=True,
        check=False,
    )


@pytest.fixture
def folder():
    """A folder that another user can walk to, as root's services are not root's."""
    made = Path(subprocess.check_output(["mktemp", "--directory"], text=True).strip())
    yield made
    command(made, "stop")
    shutil.rmtree(made)


def test_what_they_hold_outlives_a_restart_and_needs_the_password(folder):
    free = ("--postgres-port", "0", "--redis-port", "0")
    started = command(folder, "start", *free)
    assert started.returncode == 0, started.stderr
    addresses = dict(line.split("=", 1) for line in started.stdout.splitlines())
    assert addresses == services.Places(folder).addresses()
    assert (folder / "env").stat().st_mode & 0o077 == 0
    with psycopg.connect(addresses["DATABASE_URL"]) as database:
        database.execute("CREATE TABLE kept AS SELECT 'ميناء' AS word")
    with redis.Redis.from_url(addresses["CELERY_BROKER_URL"]) as broker:
        broker.rpush("nlp", "bell")

    assert command(folder, "stop", "redis").returncode == 0
    assert "redis: stopped" in command(folder, "status").stderr
    assert "postgresql: runs" in command(folder, "status").stderr
    assert command(folder, "stop").returncode == 0
    assert command(folder, "start", *free).stdout == started.stdout

    with psycopg.connect(addresses["DATABASE_URL"]) as database:
        assert database.execute("SELECT word FROM kept").fetchone() == ("ميناء",)
        assert database.execute("SHOW server_encoding").fetchone() == ("UTF8",)
        assert database.execute("SHOW listen_addresses").fetchone() == ("127.0.0.1",)
    with redis.Redis.from_url(addresses["CELERY_BROKER_URL"]) as broker:
        assert broker.lrange("nlp", 0, -1) == [b"bell"]
    _scheme, _at, place = addresses["DATABASE_URL"].rpartition("@")
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(f"postgres://newsdesk@{place}")
    with (
        redis.Redis.from_url(f"redis://{addresses['CACHE_URL'].rpartition('@')[2]}") as stranger,
        pytest.raises(redis.AuthenticationError),
    ):
        stranger.ping()


def test_a_taken_port_and_a_folder_without_services_are_said_in_words(folder):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        refused = command(folder, "start", "--postgres-port", port, "--redis-port", "0")
    assert (refused.returncode, f"Port {port} is taken." in refused.stderr) == (1, True)
    nothing = command(folder, "stop")
    assert (nothing.returncode, "No services were started" in nothing.stderr) == (1, True)
