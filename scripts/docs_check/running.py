"""Runs the blocks that are marked as `sh run`, in a newsroom of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from scripts.docs_check.markdown import Block, Page
from scripts.docs_check.programs import ROOT
from scripts.docs_check.rules import SHELL, pages

MARK = "run"
LIMIT_SECONDS = 180


def marked() -> Iterator[tuple[Page, Block]]:
    """Yield the blocks that are to be run, with their pages."""
    for page in pages():
        for block in page.blocks:
            if block.language == SHELL and MARK in block.info[1:]:
                yield page, block


def sandbox(folder: Path) -> Path:
    """Make a folder that looks like the project, so that what a block writes is not in it."""
    for path in ROOT.iterdir():
        if path.name not in ("var", ".git", ".venv", ".env"):
            (folder / path.name).symlink_to(path)
    # The packages of whatever runs this, under the name that the pages use.
    (folder / ".venv").symlink_to(sys.prefix)
    (folder / "var").mkdir()
    return folder


def run(block: Block, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a block in a `sandbox`, with the fake engine; standard output and error come together."""
    settings = {"VAR_DIR": str(folder / "var"), "DEBUG": "1", "ENGINE": "fake"}
    database = {"DATABASE_URL": f"sqlite:///{folder / 'var/db.sqlite3'}"}
    broker = {"CELERY_BROKER_URL": "filesystem://localhost", "LOG_LEVEL": "WARNING"}
    return subprocess.run(
        ["bash", "-eu", "-o", "pipefail", "-c", block.text],
        cwd=folder,
        env=_environment() | settings | database | broker,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=LIMIT_SECONDS,
        check=False,
    )


def _environment() -> dict[str, str]:
    """Return what a terminal would have, whatever test runs this."""
    ours = ("DJANGO_SETTINGS_MODULE", "NEWSDESK_TESTS", "PYTEST_")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}
