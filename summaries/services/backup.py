"""A copy of everything that cannot be made again, and the way back, on either database.

A backup is a folder of three files: what it is (`about.json`), the database (`database.sqlite3`, or
`database.dump` of pg_dump) and `files.tar`, with media and the choice of models. It appears under
its name once it is whole. What it leaves out: models, which can be pulled again, the broker's
bells, which ring again, and the environment with its secrets.
"""

import json
import shutil
import tarfile
from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import file_digest
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from summaries.services import database_copies
from summaries.services.errors import Invalid

ABOUT, FILES = "about.json", "files.tar"
_NAME = "newsdesk-%Y%m%dT%H%M%SZ"


def make(folder: Path, *, keep: int = 0) -> Path:
    """Write a backup into a folder of its own in `folder`, and return that.

    People and workers may go on meanwhile: the database is copied as it is at one moment. Of the
    backups there, only the newest `keep` stay (0: all). Raises Invalid where pg_dump fails.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = folder / datetime.now(UTC).strftime(_NAME)
    with TemporaryDirectory(dir=folder, prefix=".unfinished-") as unfinished:
        whole = Path(unfinished) / made.name
        whole.mkdir(mode=0o700)
        database_copies.dump(whole / database_copies.FILE[connection.vendor])
        with tarfile.open(whole / FILES, "w") as archive:
            for path in filter(Path.exists, _files()):
                archive.add(path, arcname=path.name)
        _write_about(whole)
        whole.rename(made)
    for old in _backups(folder)[:-keep] if keep else ():
        shutil.rmtree(old)
    return made


def restore(backup: Path, *, replace: bool = False) -> None:
    """Bring database and files back to what they were; nothing else may run meanwhile.

    Raises Invalid where the backup is damaged, of the other database, or of a newer version, and
    without `replace` where the database holds a newsroom already.
    """
    about = _checked(backup)
    if not replace and database_copies.has_accounts():
        raise Invalid(
            "This database holds a newsroom already. Add --replace to put the backup in its place; "
            "what came since the backup is lost then."
        )
    with TemporaryDirectory(dir=settings.VAR_DIR, prefix=".restored-") as unpacked:
        with tarfile.open(backup / FILES) as archive:
            archive.extractall(unpacked, filter="data")
        database_copies.load(backup / database_copies.FILE[about["database"]])
        for path in _files():
            _put(Path(unpacked) / path.name, path)


def _files() -> list[Path]:
    return [Path(settings.MEDIA_ROOT), Path(settings.ACTIVE_PROFILE_FILE)]


def _put(restored: Path, place: Path) -> None:
    """Put a file or folder in its place; what the backup did not have stays."""
    if restored.is_dir():
        shutil.rmtree(place, ignore_errors=True)
    if restored.exists():
        restored.replace(place)


def _backups(folder: Path) -> list[Path]:
    """Return the whole backups of a folder, the oldest first."""
    return sorted(about.parent for about in folder.glob(f"newsdesk-*Z/{ABOUT}"))


def _write_about(folder: Path) -> None:
    facts = {
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "database": connection.vendor,
        "migrations": sorted(map(list, _migrations())),
        "sha256": {path.name: _digest(path) for path in sorted(folder.iterdir())},
    }
    (folder / ABOUT).write_text(json.dumps(facts, indent=1) + "\n")


def _checked(backup: Path) -> dict:
    """Return what a backup says about itself; raise Invalid unless it can be restored here."""
    try:
        about = json.loads((backup / ABOUT).read_text())
        damaged = [name for name, sha in about["sha256"].items() if _digest(backup / name) != sha]
    except (OSError, ValueError, KeyError) as error:
        raise Invalid(f"{backup} is no whole backup: {error}") from error
    if damaged:
        raise Invalid(f"{backup / damaged[0]} is damaged: it is not what was written. Use another.")
    if about["database"] != connection.vendor:
        raise Invalid(
            f"The backup is of {about['database']}, and DATABASE_URL names {connection.vendor}. "
            "Restore it into its own kind first, then move with `manage.py transfer`."
        )
    if unknown := {tuple(each) for each in about["migrations"]} - _known_migrations():
        raise Invalid(
            f"The backup is of a newer version of the newsdesk, with {max(unknown)[1]}. "
            "Install that version first."
        )
    return about


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _migrations() -> Iterable[tuple[str, str]]:
    return MigrationRecorder(connection).applied_migrations()


def _known_migrations() -> set[tuple[str, str]]:
    return set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)
