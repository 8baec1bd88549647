"""A newsroom of its own for a measurement: a folder, an SQLite database, an environment."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def newsroom(**more: str) -> Iterator[dict[str, str]]:
    """Give the environment of an empty newsroom in a temporary folder, as in production.

    `more` stands over what it would have.
    """
    with tempfile.TemporaryDirectory(prefix="newsdesk-bench-") as folder:
        yield (
            os.environ
            | {
                "VAR_DIR": folder,
                "DEBUG": "0",
                "SECRET_KEY": secrets.token_urlsafe(50),
                "SECURE_SSL_REDIRECT": "0",
                "LOG_LEVEL": "WARNING",
                "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
                "CELERY_BROKER_URL": "filesystem://localhost",
                "DJANGO_SETTINGS_MODULE": "newsdesk.settings",
                "ENGINE": "fake",
                # A limit for people is not what is measured.
                "PUBLIC_PER_MINUTE": "0",
            }
            | more
        )


def asked(module: str, *arguments: str, environment: dict[str, str]):
    """Run a module of this project in that newsroom; return the JSON on its last line."""
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def ready(*, pages: bool = False) -> None:
    """Start Django here, bring the newsroom's database up to date, and put what `pages` need in
    its place.
    """
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    if pages:
        call_command("collectstatic", interactive=False, verbosity=0)
