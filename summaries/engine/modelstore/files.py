"""Checksums, the lock file beside a model, and putting a folder in place in one step."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from summaries.engine.disk import sha256
from summaries.engine.errors import ModelUnavailable

_SPARE_BYTES = 200_000_000


@dataclass(frozen=True)
class FileRecord:
    """What one file was when it was installed; `size` in bytes."""

    sha256: str
    size: int


@dataclass(frozen=True)
class Lock:
    """What a model was when it was installed. Later pulls and checks are held to it."""

    model: str
    revision: str
    files: Mapping[str, FileRecord] = field(default_factory=dict)

    @classmethod
    def of(cls, model: str, revision: str, folder: Path) -> Lock:
        """Record every file of `folder`."""
        files = {
            name: FileRecord(sha256(folder / name), (folder / name).stat().st_size)
            for name in _files_in(folder)
        }
        return cls(model, revision, files)

    @classmethod
    def read(cls, path: Path) -> Lock | None:
        """Return the lock in a file, None where there is none. Raises ModelUnavailable."""
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            files = {name: FileRecord(**record) for name, record in data["files"].items()}
            return cls(data["model"], data["revision"], files)
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ModelUnavailable(
                f"The lock file {path} is damaged. Delete it, then pull the model again."
            ) from error

    def write(self, path: Path) -> None:
        """Write the lock in one step."""
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps(asdict(self), indent=1), encoding="utf-8")
        fresh.replace(path)

    def missing(self, folder: Path) -> list[str]:
        """Return in words which files are absent or have another size: quick, reads no content."""
        problems = [] if self.files else ["its lock file lists no files"]
        for name, record in self.files.items():
            path = folder / name
            if not path.is_file():
                problems.append(f"{name} is missing")
            elif path.stat().st_size != record.size:
                problems.append(f"{name} has {path.stat().st_size} bytes instead of {record.size}")
        return problems

    def changed(self, folder: Path) -> list[str]:
        """Return in words which files are absent, changed or new since: reads them all."""
        problems = self.missing(folder)
        sound = [name for name in self.files if not any(p.startswith(f"{name} ") for p in problems)]
        for name in sound:
            if sha256(folder / name) != self.files[name].sha256:
                problems.append(f"{name} was changed after it was installed")
        added = [name for name in _files_in(folder) if name not in self.files]
        return problems + [f"{name} was added after the install" for name in added]


def _files_in(folder: Path) -> list[str]:
    """Return the names of all files under `folder`, links included."""
    found = (path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())
    return sorted(str(path.relative_to(folder)) for path in found)


def check_sums(folder: Path, expected: Mapping[str, str], model: str) -> None:
    """Raise ModelUnavailable unless every file with a published sum is there and has that sum."""
    for name, digest in expected.items():
        path = folder / name
        if not path.is_file():
            raise ModelUnavailable(
                f"{model} came without {name}, the file whose sum is published. Nothing was "
                "installed; choose another source."
            )
        if sha256(path) != digest:
            raise ModelUnavailable(
                f"{name} of {model} is not the file that was published (its sha256 differs). "
                "Nothing was installed. Pull again; if it happens again, do not use this source."
            )


def check_space(root: Path, needed: int, model: str) -> None:
    """Raise ModelUnavailable when the disk of `root` has fewer than `needed` bytes free."""
    free = shutil.disk_usage(root).free
    if free < needed + _SPARE_BYTES:
        raise ModelUnavailable(
            f"{model} needs {needed / 1e9:.1f} GB on the disk of {root}, which has "
            f"{free / 1e9:.1f} GB free. Free some space, or set MODELS_DIR to another disk."
        )


def put_in_place(fresh: Path, target: Path, aside: Path) -> None:
    """Rename `fresh` to `target`; what stood there goes to `aside`. All on one disk."""
    if target.exists():
        shutil.rmtree(aside, ignore_errors=True)
        target.rename(aside)
    fresh.rename(target)
