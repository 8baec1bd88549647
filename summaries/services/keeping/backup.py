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
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import file_digest
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from summaries.services.errors import Invalid
from summaries.services.keeping import after_restore, database_copies
from summaries.services.keeping.after_restore import Held

ABOUT, FILES = "about.json", "files.tar"
_NAME, _UNFINISHED = "newsdesk-%Y%m%dT%H%M%SZ", ".unfinished-"
# No backup takes so long: what lies there since was left by one that was killed.
_ABANDONED = timedelta(days=1)


def make(folder: Path, *, keep: int = 0) -> Path:
    """Write a backup into a folder of its own in `folder`, and return that.

    People and workers may go on meanwhile: the database is copied as it is at one moment. Of the
    backups there, only the newest `keep` stay (0: all). Raises Invalid where pg_dump fails.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _tidy(folder)
    made = folder / datetime.now(UTC).strftime(_NAME)
    with TemporaryDirectory(dir=folder, prefix=_UNFINISHED) as unfinished:
        whole = Path(unfinished) / made.name
        whole.mkdir(mode=0o700)
        database_copies.dump(whole / database_copies.FILE[connection.vendor])
        with tarfile.open(whole / FILES, "w", dereference=True) as archive:
            for path in filter(Path.exists, _files()):
                archive.add(path, arcname=path.name)
        _write_about(whole)
        whole.rename(made)
    for old in _backups(folder)[:-keep] if keep else ():
        shutil.rmtree(old)
    return made


def restore(backup: Path, *, replace: bool = False) -> Held:
    """Bring database and files back to what they were; nothing else may run meanwhile.

    Before a worker could find the database, its tables are those of this version, and what may have
    gone out since the backup is held back; returns what that is. Raises Invalid where the backup is
    damaged, of the other database, or of a newer version, and without `replace` where the database
    holds a newsroom already. Whatever fails, the newsroom is as it was.
    """
    _refuse_unless_fit(backup)
    if not replace and database_copies.has_accounts():
        raise Invalid(
            "This database holds a newsroom already. Add --replace to put the backup in its place; "
            "what came since the backup is lost then."
        )
    if connected := database_copies.others():
        raise Invalid(
            f"The database is in use, connections: {connected}. Stop all processes of the "
            "newsdesk, on every machine, and try again."
        )
    with (
        TemporaryDirectory(dir=settings.VAR_DIR, prefix=".restored-") as unpacked,
        ExitStack() as undo,
    ):
        _unpack(backup / FILES, Path(unpacked))
        with database_copies.replaced_by(backup / database_copies.FILE[connection.vendor]):
            call_command("migrate", verbosity=0)
            held = after_restore.hold_back(backup.name)
            for path in _files():
                _put(Path(unpacked) / path.name, path, undo)
        undo.pop_all()  # The database has taken its place.
    return held


def _unpack(archive: Path, folder: Path) -> None:
    """Unpack what a backup is made of: files and folders, none of them outside of `folder`."""
    # Python before 3.11.4, Debian's among them, has no filters; ours is stricter in any case.
    filtered = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
    try:
        with tarfile.open(archive) as files:
            for member in files:
                within = (folder / member.name).resolve().is_relative_to(folder.resolve())
                if not within or not (member.isfile() or member.isdir()):
                    raise tarfile.TarError(f"{member.name} is no file or folder of a backup")
                member.mode = 0o700 if member.isdir() else 0o600
            files.extractall(folder, **filtered)
    except tarfile.TarError as error:
        raise Invalid(f"{archive} cannot be unpacked: {error}. Use another backup.") from error


def _files() -> list[Path]:
    return [Path(settings.MEDIA_ROOT), Path(settings.ACTIVE_PROFILE_FILE)]


def _put(restored: Path, place: Path, undo: ExitStack) -> None:
    """Put a file or folder in its place, until `undo` ends; what the backup did not have stays."""
    if not restored.exists():
        return
    if place.exists():
        before = place.replace(restored.with_name(f"{restored.name}-before"))
        undo.callback(before.replace, place)
    if restored.is_dir():
        restored.chmod(0o700)
    restored.replace(place)
    undo.callback(place.replace, restored)


def _tidy(folder: Path) -> None:
    """Delete what killed backups left."""
    for left in folder.glob(f"{_UNFINISHED}*"):
        if datetime.now(UTC).timestamp() - left.stat().st_mtime > _ABANDONED.total_seconds():
            shutil.rmtree(left)


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


@dataclass(frozen=True)
class About:
    """What a backup says about itself."""

    database: str
    migrations: set[tuple[str, str]]
    digests: dict[str, str]


def _refuse_unless_fit(backup: Path) -> None:
    """Raise Invalid unless a backup is whole and can be restored here."""
    try:
        about = _about(backup)
        damaged = [name for name, sha in about.digests.items() if _digest(backup / name) != sha]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Invalid(f"{backup} is no whole backup: {error}") from error
    if damaged:
        raise Invalid(f"{backup / damaged[0]} is damaged: it is not what was written. Use another.")
    if about.database != connection.vendor:
        raise Invalid(
            f"The backup is of {about.database}, and DATABASE_URL names {connection.vendor}. "
            "Restore it into its own kind first, then move with `manage.py transfer`."
        )
    if unknown := about.migrations - _known_migrations():
        raise Invalid(
            f"The backup is of a newer version of the newsdesk, with {max(unknown)[1]}. "
            "Install that version first."
        )


def _about(backup: Path) -> About:
    facts = json.loads((backup / ABOUT).read_text())
    about = About(
        database=facts["database"],
        migrations={(app, name) for app, name in facts["migrations"]},
        digests=dict(facts["sha256"]),
    )
    if missing := {FILES, database_copies.FILE.get(about.database, FILES)} - about.digests.keys():
        raise ValueError(f"{ABOUT} does not say what {', '.join(sorted(missing))} holds.")
    return about


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _migrations() -> Iterable[tuple[str, str]]:
    return MigrationRecorder(connection).applied_migrations()


def _known_migrations() -> set[tuple[str, str]]:
    return set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)
