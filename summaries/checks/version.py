"""Which checks these are: findings of others are looked for again."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

_CHECKS = Path(__file__).parent
# The checks read English with the engine's readers.
_READERS = _CHECKS.parent / "engine"


@cache
def version() -> str:
    """Return a digest of the checks' code and data and of the engine's readers."""
    files = [path for path in _CHECKS.rglob("*") if path.is_file() and path.suffix != ".pyc"]
    digest = hashlib.sha256()
    for path in sorted([*files, *_READERS.glob("*.py")]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
