"""Fixtures of the model store's tests."""

from pathlib import Path

import pytest

from summaries.engine.modelstore import ModelStore, Registry, packages
from tests.engine.modelstore.case import HUB_FILES, PIECES, REGISTRY, write_wheel


@pytest.fixture
def registry(tmp_path) -> Registry:
    path = tmp_path / "models.toml"
    path.write_text(REGISTRY, encoding="utf-8")
    return Registry.load(path)


@pytest.fixture
def store(tmp_path, registry, monkeypatch) -> ModelStore:
    """A store whose GGUF conversion copies the file."""

    def convert(source: Path, folder: Path) -> None:
        folder.mkdir()
        (folder / "model.bin").write_bytes(source.read_bytes())

    monkeypatch.setattr(packages, "convert_gguf", convert)
    return ModelStore(tmp_path / "models", registry)


@pytest.fixture
def snapshot(tmp_path) -> Path:
    """A local folder that mimics the hub, and returns the folder with the files."""
    folder = tmp_path / "source" / "outlet" / "opus"
    folder.mkdir(parents=True)
    for name, content in HUB_FILES.items():
        (folder / name).write_bytes(content)
    return folder


@pytest.fixture
def wheels(tmp_path) -> Path:
    folder = tmp_path / "source"
    folder.mkdir(exist_ok=True)
    for number, piece in enumerate(PIECES, 1):
        write_wheel(folder, number, piece)
    return folder
