"""Reads the environment (and a `.env` file beside manage.py, when there is one)."""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from environs import Env, ValidationError

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
        # Named once it is whole, and only by the first of several processes that start together.
        with NamedTemporaryFile("w", dir=path.parent) as fresh:
            fresh.write(secrets.token_urlsafe(50))
            fresh.flush()
            with suppress(FileExistsError):
                os.link(fresh.name, path)
    return path.read_text().strip()


def require_time_zone(name: str) -> None:
    """Raise ValidationError unless there is a time zone of this name."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValidationError(f"{name} is no time zone") from error
