"""Where a demo keeps its secret, and who may read it."""

import os
import secrets
import subprocess
import sys

import pytest

from newsdesk.env import BASE_DIR, development_secret


def test_the_secret_is_made_once_and_for_its_owner_only(tmp_path):
    path = tmp_path / "var" / "secret-key"
    secret = development_secret(path)
    assert len(secret) > 50
    assert development_secret(path) == secret
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_two_processes_that_start_together_share_one_secret(tmp_path, monkeypatch):
    path, found = tmp_path / "secret-key", []

    def slow_token(size):
        if not found:
            found.append("")
            found[0] = development_secret(path)
        return f"token {len(found[0])} of {size}"

    monkeypatch.setattr(secrets, "token_urlsafe", slow_token)
    assert development_secret(path) == found[0] != ""


def test_the_folder_of_data_is_closed_to_others(tmp_path):
    folder = tmp_path / "new" / "var"
    environment = os.environ | {"VAR_DIR": str(folder), "DEBUG": "1"}
    command = [sys.executable, "-c", "import newsdesk.settings"]
    subprocess.run(command, env=environment, cwd=BASE_DIR, check=True)
    assert folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    ("mistake", "words"),
    [
        ({"SECRET_KEY": ""}, "Set SECRET_KEY in the environment"),
        ({"VAR_DIR": "/proc/newsdesk"}, "Set VAR_DIR to a folder of the newsdesk's own"),
        ({"TIME_ZONE": "Asia/Aman"}, "Asia/Aman is no time zone"),
        ({"CACHE_URL": "memcached://here"}, '"CACHE_URL" invalid'),
        ({"ENGINE_THREADS": "two"}, '"ENGINE_THREADS" invalid'),
        ({"DATABASE_URL": "postgres://desk:wrong@127.0.0.1:1/desk"}, "database of DATABASE_URL"),
    ],
)
def test_a_mistaken_setting_is_told_in_a_sentence(tmp_path, mistake, words):
    right = {"DEBUG": "0", "SECRET_KEY": secrets.token_urlsafe(50), "VAR_DIR": str(tmp_path)}
    command = [sys.executable, "manage.py", "accounts", "list"]
    environment = os.environ | right | mistake
    done = subprocess.run(command, env=environment, cwd=BASE_DIR, text=True, capture_output=True)
    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr
