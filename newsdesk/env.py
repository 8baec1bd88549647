"""Reads the environment (and a `.env` file beside manage.py, when there is one)."""

import secrets
from pathlib import Path

from environs import Env

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env()
env.read_env(BASE_DIR / ".env", recurse=False)


def models_dir() -> Path:
    """Return the folder of model files: MODELS_DIR, or one in the user's cache."""
    cache_home = env.path("XDG_CACHE_HOME", Path.home() / ".cache")
    return env.path("MODELS_DIR", cache_home / "newsdesk" / "models")


def development_secret(path: Path) -> str:
    """Return the secret kept in `path`, made on first use and readable by its owner only.

    A demo needs no configuration, and no two demos share a secret. Production sets SECRET_KEY.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text().strip()
