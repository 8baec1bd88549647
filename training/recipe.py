"""What a run is made with: every number of every step, read from one TOML file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

from training.errors import RecipeError

T = TypeVar("T")
FOLDER = Path(__file__).parent / "recipes"


@dataclass(frozen=True)
class Recipe:
    """One run's settings. Each section belongs to the step of that name, which documents it."""

    name: str
    seed: int
    prepare: Mapping[str, Any]
    tune: Mapping[str, Any]
    label: Mapping[str, Any]
    filter: Mapping[str, Any]
    vocabulary: Mapping[str, Any]
    student: Mapping[str, Any]
    evaluate: Mapping[str, Any]

    @classmethod
    def load(cls, name: str) -> Recipe:
        """Read `recipes/<name>.toml`, or the file `name`. Raises RecipeError, naming the field."""
        path = FOLDER / f"{name}.toml"
        path = path if path.is_file() else Path(name)
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, tomllib.TOMLDecodeError) as error:
            raise RecipeError(f"The recipe {name} cannot be read: {error}") from error
        wanted = {field.name for field in fields(cls)} - {"name"}
        if wrong := wanted ^ set(data):
            raise RecipeError(f"The recipe {path} lacks, or does not know: {', '.join(wrong)}")
        return cls(path.stem, **data)


def section(kind: type[T], values: Mapping[str, Any], name: str) -> T:
    """Return a step's settings as its own dataclass. Raises RecipeError for a wrong field."""
    known = {field.name for field in fields(kind)}
    if wrong := known ^ set(values):
        words = ", ".join(sorted(wrong))
        raise RecipeError(f"The section [{name}] of the recipe lacks, or does not know: {words}")
    return kind(**values)
