"""Models that lie in the project's own folder: small enough to come with the code, no network."""

from __future__ import annotations

import shutil
from pathlib import Path

from summaries.engine.errors import ModelUnavailable
from summaries.engine.modelstore import hub
from summaries.engine.modelstore.progress import Progress, Report
from summaries.engine.modelstore.registry import Model

PROJECT_ROOT = Path(__file__).parents[3]


def fetch(model: Model, staging: Path, report: Report) -> tuple[Path, str]:
    """Return a copy of the model's files and its revision, the registry's sum of its weights.

    That sum is not checked here. Raises ModelUnavailable when the folder is not there, or has not
    all files.
    """
    source, folder = PROJECT_ROOT / model.folder, staging / "own"
    if not source.is_dir():
        raise ModelUnavailable(
            f"{model.name} comes with the newsdesk in {model.folder}, which is missing. Fetch the "
            "newsdesk's files again, that folder included."
        )
    report(Progress(model.name, "copying", 0, model.disk))
    shutil.rmtree(folder, ignore_errors=True)
    hub.copy_files(source, folder, source)
    hub.check_complete(model, folder)
    return folder, model.pinned
