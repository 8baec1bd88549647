"""A model that lies in the project's own folder: installed without a network, held to its sum."""

import hashlib
import socket

import pytest

from summaries.engine.errors import ModelUnavailable
from summaries.engine.modelstore import ModelStore, Progress, Registry, State, own
from tests.engine.modelstore.case import HUB_FILES, OWN_FILES, OWN_REGISTRY, WEIGHTS

NEW = b"newer weights"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The model's folder in a project of its own, on a machine without a network."""

    def refused(*args):
        raise AssertionError("a model of the project's own asked the network")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(own, "PROJECT_ROOT", tmp_path / "project")
    path = tmp_path / "project" / "weights" / "opus"
    path.mkdir(parents=True)
    for name, content in (HUB_FILES | {"README.md": b"card", "SHA256SUMS": b"sums"}).items():
        (path / name).write_bytes(content)
    return path


def store_of(tmp_path, registry: str = OWN_REGISTRY) -> ModelStore:
    path = tmp_path / "own.toml"
    path.write_text(registry, encoding="utf-8")
    return ModelStore(tmp_path / "models", Registry.load(path))


@pytest.fixture
def store(tmp_path) -> ModelStore:
    return store_of(tmp_path)


class TestInstalling:
    def test_a_pull_copies_what_is_needed_and_no_more(self, store, folder):
        store.pull("hub")
        installed = {path.name for path in store.path("opus").iterdir()}
        assert installed == {
            "config.json",
            "vocab.json",
            "source.spm",
            "target.spm",
            "model.safetensors",
        }
        store.verify("hub")

    def test_its_revision_is_the_sum_of_its_weights(self, store, folder):
        store.pull("hub")
        [state] = store.status("hub")
        assert state.state is State.READY
        assert state.revision == hashlib.sha256(WEIGHTS).hexdigest()
        translator = store.build_translator("hub", threads=1)
        assert translator.provenance.revision == state.revision

    def test_progress_is_told_in_bytes(self, store, folder):
        reports: list[Progress] = []
        store.pull("hub", reports.append)
        assert reports == [Progress("opus", "copying", 0, 600), Progress("opus", "ready", 600, 600)]

    def test_a_source_for_other_models_changes_nothing(self, store, folder, tmp_path):
        store.pull("hub", source=tmp_path)
        assert store.is_ready("hub")


class TestNewWeights:
    @pytest.fixture
    def newer(self, store, folder, tmp_path) -> ModelStore:
        """The store after an update of the project brought other weights and another vocabulary."""
        store.pull("hub")
        registry = OWN_REGISTRY
        for name, new in {"model.safetensors": NEW, "vocab.json": b'{"new": 0}'}.items():
            (folder / name).write_bytes(new)
            sums = [hashlib.sha256(content).hexdigest() for content in (HUB_FILES[name], new)]
            registry = registry.replace(*sums)
        return store_of(tmp_path, registry)

    def test_the_installed_ones_are_out_of_date(self, newer):
        assert newer.status("hub")[0].state is State.DAMAGED
        with pytest.raises(ModelUnavailable, match=r"names another one.*models pull hub"):
            newer.build_translator("hub")

    def test_a_pull_replaces_them(self, newer):
        newer.pull("hub")
        newer.verify("hub")
        assert (newer.path("opus") / "model.safetensors").read_bytes() == NEW


class TestProblems:
    def test_other_weights_are_not_installed(self, store, folder):
        (folder / "model.safetensors").write_bytes(NEW)
        with pytest.raises(ModelUnavailable, match="sha256 differs"):
            store.pull("hub")
        assert store.status("hub")[0].state is not State.READY
        assert not store.path("opus").exists()

    def test_a_project_without_the_folder_is_said(self, store, folder):
        folder.rename(folder.with_name("elsewhere"))
        with pytest.raises(ModelUnavailable, match=r"comes with the newsdesk in weights/opus"):
            store.pull("hub")

    def test_a_missing_file_is_named(self, store, folder):
        (folder / "target.spm").unlink()
        with pytest.raises(ModelUnavailable, match=r"without target\.spm"):
            store.pull("hub")

    def test_a_pull_that_failed_can_be_repeated(self, store, folder):
        (folder / "target.spm").rename(folder / "kept")
        with pytest.raises(ModelUnavailable):
            store.pull("hub")
        (folder / "kept").rename(folder / "target.spm")
        store.pull("hub")
        store.verify("hub")

    def test_a_link_out_of_the_folder_is_refused(self, store, folder, tmp_path):
        (tmp_path / "secret.json").write_text("{}")
        (folder / "link.json").symlink_to(tmp_path / "secret.json")
        with pytest.raises(ModelUnavailable, match="leads out"):
            store.pull("hub")

    @pytest.mark.parametrize("name", OWN_FILES)
    def test_the_registry_must_give_the_sum_of_every_file(self, tmp_path, name):
        without = OWN_REGISTRY.replace(f'"{name}" =', '"README.md" =')
        with pytest.raises(ModelUnavailable, match=f"needs the sha256 of its {name}"):
            store_of(tmp_path, without)

    @pytest.mark.parametrize("name", OWN_FILES)
    def test_a_file_that_was_changed_is_not_installed(self, store, folder, name):
        (folder / name).write_bytes(b"another")
        with pytest.raises(ModelUnavailable, match="sha256 differs"):
            store.pull("hub")
        assert not store.path("opus").exists()
