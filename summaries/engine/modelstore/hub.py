"""Models published on a hub: resolve the revision, fetch the safe files, resume a cut-off pull."""

from __future__ import annotations

import os
import re
import shutil
import threading
import urllib.error
import urllib.request
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from summaries.engine.errors import ModelUnavailable
from summaries.engine.modelstore.files import Lock
from summaries.engine.modelstore.progress import Progress, Report, watched
from summaries.engine.modelstore.registry import REQUIRED, WEIGHTS, Model

PROBE_PATH = "/api/models/Helsinki-NLP/opus-mt-ar-en"
SAFE_WEIGHTS, PICKLED_WEIGHTS = WEIGHTS, "pytorch_model.bin"
_TOKENIZER_FILES = ("*.json", "*.spm", "merges.txt")
_REVISION = re.compile(r"[0-9a-f]{40}")


def endpoint() -> str:
    """Return the hub's address: HF_ENDPOINT, or the one the hub's own library knows."""
    from huggingface_hub import constants

    return os.environ.get("HF_ENDPOINT", "").rstrip("/") or constants.ENDPOINT


def hub_answers(timeout: float = 3.0, address: str = "") -> bool:
    """Say whether the hub answers within `timeout` seconds, name resolution included."""
    if os.environ.get("HF_HUB_OFFLINE", "") in ("1", "true", "ON"):
        return False
    answers: list[bool] = []
    url = (address or endpoint()).rstrip("/") + PROBE_PATH

    def probe() -> None:
        try:
            with urllib.request.urlopen(url, timeout=timeout) as response:
                answers.append(response.status == 200)
        except (OSError, ValueError):  # no route, no name, refused, an error page: not usable
            answers.append(False)

    # Name resolution knows no timeout, so the probe has a thread that may be left behind.
    thread = threading.Thread(target=probe, daemon=True)
    thread.start()
    thread.join(timeout)
    return bool(answers and answers[0])


def fetch(
    model: Model, staging: Path, report: Report, source: Path | None, earlier: Lock | None
) -> tuple[Path, str]:
    """Return a folder with the model's files and their revision. Raises ModelUnavailable.

    `source` is a local folder that mimics the hub: `owner/name`, `name`, or a hub cache's
    `models--owner--name/snapshots/<revision>`. `earlier` is the lock of a former pull, whose
    revision is taken where the registry names none.
    """
    folder = staging / "snapshot"
    wanted = model.revision or (earlier.revision if earlier else "")
    if source:
        revision = _copy(model, source, wanted, folder, report)
    else:
        revision = _download(model, wanted, folder, report)
    shutil.rmtree(folder / ".cache", ignore_errors=True)
    check_complete(model, folder)
    return folder, revision


def safe_files(names: Iterable[str]) -> list[str]:
    """Return which files of a repository are fetched: tokenizer, config, and one set of weights.

    safetensors wherever they exist; a pickled checkpoint only where there is nothing else (it is
    loaded with `weights_only`). Raises ModelUnavailable when there are no weights.
    """
    names = [name for name in names if "/" not in name]
    weights = next((name for name in (SAFE_WEIGHTS, PICKLED_WEIGHTS) if name in names), None)
    if weights is None:
        raise ModelUnavailable(
            f"This source has no {SAFE_WEIGHTS} or {PICKLED_WEIGHTS}. Choose another source."
        )
    texts = [name for name in names if any(Path(name).match(glob) for glob in _TOKENIZER_FILES)]
    return [*texts, weights]


def copy_files(found: Path, folder: Path, source: Path) -> None:
    """Copy the safe files of `found`, none of which may be a link out of `source`, to `folder`.

    Raises ModelUnavailable.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name in safe_files(path.name for path in found.iterdir() if path.is_file()):
        _check_inside(found / name, source)
        shutil.copyfile(found / name, folder / name)


def check_complete(model: Model, folder: Path) -> None:
    """Raise ModelUnavailable where a file is missing that a model of this kind needs."""
    missing = [name for name in REQUIRED[model.kind] if not (folder / name).is_file()]
    if missing:
        raise ModelUnavailable(
            f"{model.name} came without {', '.join(missing)}. Nothing was installed; pull again, "
            "or choose another source."
        )


def _copy(model: Model, source: Path, wanted: str, folder: Path, report: Report) -> str:
    found = _local_folder(model, source, wanted)
    report(Progress(model.name, "copying", 0, model.download))
    copy_files(found, folder, source)
    if _REVISION.fullmatch(found.name):
        return found.name
    return wanted or "local"


def _check_inside(path: Path, source: Path) -> None:
    """Refuse a link out of the source. A hub cache links its files to `blobs/`, which is inside."""
    if not path.resolve().is_relative_to(source.resolve()):
        raise ModelUnavailable(
            f"{path.name} in {path.parent} is a link that leads out of {source}. Nothing was "
            "installed. Put the file itself there, or choose another source."
        )


def _local_folder(model: Model, source: Path, wanted: str) -> Path:
    snapshots = source / f"models--{model.repo.replace('/', '--')}" / "snapshots"
    cached = [snapshots / wanted] if wanted else sorted(snapshots.glob("*"))
    for folder in (source / model.repo, source / model.repo.rsplit("/", 1)[-1], *cached):
        if folder.is_dir():
            return folder
    revision = f" in revision {wanted[:12]}" if wanted else ""
    raise ModelUnavailable(
        f"{source} has no folder for {model.repo}{revision}. It should hold {model.repo}/ with the "
        "repository's files."
    )


def _download(model: Model, wanted: str, folder: Path, report: Report) -> str:
    from huggingface_hub import HfApi, snapshot_download
    from huggingface_hub.errors import HTTPError, XetDownloadError
    from huggingface_hub.utils import disable_progress_bars

    disable_progress_bars()  # progress is reported to the caller instead
    address = endpoint()
    try:
        info = HfApi(endpoint=address).model_info(model.repo, revision=wanted or None)
        revision = _resolved(model, info)
        files = safe_files(sibling.rfilename for sibling in info.siblings or ())
        with watched(folder, report, model.name, "downloading", model.download):
            snapshot_download(
                model.repo,
                revision=revision,
                local_dir=folder,
                allow_patterns=files,
                endpoint=address,
            )
    except (OSError, ValueError, HTTPError, XetDownloadError) as error:
        raise ModelUnavailable(
            f"{model.repo} could not be fetched from {address} ({_first_line(error)}). Check the "
            "network and pull again (what has arrived is kept), or use the profile “starter”, "
            "which needs no model hub."
        ) from error
    return revision


def _resolved(model: Model, info: Any) -> str:
    """Return the commit the hub answers with, which must be the pinned one where one is pinned."""
    if not _REVISION.fullmatch(info.sha or ""):
        raise ValueError(f"the hub gave no commit for {model.repo}")
    if model.revision and info.sha != model.revision:
        raise ValueError(f"asked for revision {model.revision}, was offered {info.sha}")
    return info.sha


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
