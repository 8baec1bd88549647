"""Which profile new drafts are made with: one word in one file."""

from __future__ import annotations

import os
from pathlib import Path

DEFAULT_PROFILE = "starter"


def read_active(path: Path) -> str:
    """Return the active profile's name; `starter` where none was chosen yet."""
    try:
        return path.read_text(encoding="utf-8").strip() or DEFAULT_PROFILE
    except FileNotFoundError:
        return DEFAULT_PROFILE


def write_active(path: Path, profile: str) -> None:
    """Make `profile` the active one, so that a reader sees the old name or the new, never half."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    fresh.write_text(f"{profile}\n", encoding="utf-8")
    fresh.replace(path)
