"""Where a demo keeps its secret, and who may read it."""

import os
import secrets
import subprocess
import sys

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
